"""What a line of the study list says, from the values of a study and of its arms."""

from typing import Any

import pytest
from django.urls import reverse

from studies.choices import Design
from studies.pages.study_list_row import StudyListRow, study_lines, study_list_row
from studies.presentation.study_sources import Title
from studies.presentation.study_status import StatusLabel
from studies.reported.comparisons import components
from studies.reported.reported_numbers import NumberShare
from studies.selectors.studies_in_brief import ArmInBrief, StudyInBrief

TRIAL = StudyInBrief(
    id=1,
    slug="bonetti-2005",
    label="Bonetti 2005",
    kind="primary",
    design=Design.RCT,
    standing="unverified",
    condition="Sciatica",
    n_randomised=306,
    n_analysed=300,
    has_results=True,
    title="Ozone against steroid",
)


def arm(number: int, *names: str, people: int | None = None, **others: Any) -> ArmInBrief:
    values = {"stratum": "", "part_of_id": None, "n_randomised": people, "n_analysed": None, **others}
    return ArmInBrief(study=1, id=number, components=components(names), **values)


def test_line_says_it_in_words() -> None:
    arms = [arm(1, "ozone", "steroid"), arm(2, "steroid"), arm(3, "sham")]
    assert study_list_row(TRIAL, arms, NumberShare()) == StudyListRow(
        slug="bonetti-2005",
        label="Bonetti 2005",
        mark=StatusLabel("unverified", "unverified"),
        title=Title("Ozone against steroid", is_description=False),
        design="Randomised trial",
        condition="Sciatica",
        people="306 people",
        compared="Ozone on top of steroid, more than ozone differs",
        has_results=True,
    )


def test_line_is_escaped_and_leaves_out_what_is_not_there() -> None:
    row = study_list_row(TRIAL._replace(title="[A <b>letter]", condition="Disc & nerve"), [], NumberShare())
    html = study_lines([row, row._replace(title=Title("", is_description=False), has_results=False)])
    first, second = html.split('<li class="study-row">')[1:]
    assert f'<a href="{reverse("study", args=["bonetti-2005"])}">Bonetti 2005</a>' in first
    assert '<span class="soft">Description (no title seen):</span> A &lt;b&gt;letter</p>' in first
    assert "<dd>Disc &amp; nerve</dd>" in first
    assert "<dd>In this collection</dd>" in first
    assert 'class="title' not in second
    assert "<dd>None in this collection</dd>" in second
    assert "Compared" not in html


def test_line_tells_how_many_numbers_are_confirmed_and_that_a_title_is_a_description() -> None:
    row = study_list_row(TRIAL._replace(title="[Letter on ozone]", has_results=False), [], NumberShare(2, 9))
    assert row.mark.label == NumberShare(2, 9).text
    assert row.title == Title("Letter on ozone", is_description=True)
    assert not row.has_results


@pytest.mark.parametrize(
    ("study", "arms", "text"),
    [
        (TRIAL._replace(n_randomised=None), [], "300 people"),
        (TRIAL._replace(kind="review", design=Design.META_ANALYSIS), [], "306 people in the studies it includes"),
        (TRIAL._replace(n_randomised=None, n_analysed=None), [], "Not reported"),
        (TRIAL._replace(n_randomised=None, n_analysed=None), [arm(1, people=20), arm(2)], "Not reported"),
        (
            TRIAL._replace(n_randomised=None, n_analysed=None),
            [arm(1, people=20), arm(2, people=21, n_analysed=20), arm(3, people=5, part_of_id=1)],
            "40 people",
        ),
    ],
)
def test_people_are_those_of_the_study_or_else_of_its_arms(
    study: StudyInBrief, arms: list[ArmInBrief], text: str
) -> None:
    assert study_list_row(study, arms, NumberShare()).people == text


@pytest.mark.parametrize(
    ("arms", "text"),
    [
        ([], ""),
        ([arm(1, "ozone")], "One arm, nothing compared"),
        ([arm(1, "ozone"), arm(2, "sham", stratum="disc")], ""),
        ([arm(1, "ozone"), arm(2, "sham", part_of_id=1)], ""),
        ([arm(1, "sham"), arm(2, "ozone")], "Ozone v sham"),
    ],
)
def test_what_was_compared_follows_from_the_arms(arms: list[ArmInBrief], text: str) -> None:
    assert study_list_row(TRIAL, arms, NumberShare()).compared == text
