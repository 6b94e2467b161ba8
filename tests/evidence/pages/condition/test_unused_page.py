"""Trials without a usable figure: what they print and why it is in no answer, one by one and never added up."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from evidence.pages.condition import unused_page
from studies.choices import HigherIs, OutcomeDomain, PrintedDirection, PrintedForm, Severity
from studies.models import Condition, OutcomeMeasure, Study
from tests.evidence.pages.html_page import Page, read
from tests.factories import (
    make_arm,
    make_condition,
    make_measure,
    make_query,
    make_reported_contrast,
    make_result,
    make_study,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="sore-back", name="Sore back")


@pytest.fixture
def pain() -> OutcomeMeasure:
    return make_measure(domain=OutcomeDomain.PAIN, name="Pain score")


def make_trial(condition: Condition, measure: OutcomeMeasure | None, **values: object) -> Study:
    """A randomised trial of 60 people with scores in both arms, or with arms alone."""
    study = make_study(condition=condition, n_randomised=60, **values)
    for place, components in enumerate((("ozone",), ("sham",))):
        arm = make_arm(study=study, components=components)
        if measure:
            scale = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
            make_result(arm=arm, measure=measure, mean=3 + place, sd=2, n=30, **scale)
    return study


def print_direction(study: Study, measure: OutcomeMeasure, direction: PrintedDirection, weeks: float) -> None:
    """Let a trial print which side was better, and nothing else."""
    ozone, sham = study.arms.order_by("pk")
    printed = {"printed_form": PrintedForm.DIRECTION_ONLY, "direction": direction, "weeks": weeks}
    make_reported_contrast(study=study, arm_a=ozone, arm_b=sham, measure=measure, **printed)


def page_at(client: Client, query: str = "") -> Page:
    return read(client.get(f"{reverse('condition-unused', args=['sore-back'])}{query}"))


def rows(page: Page) -> list[list[str]]:
    """The rows of the first table, without its head."""
    return page.tables_of("unused")[0].texts[1:]


def test_trial_shows_each_printed_direction_with_its_reason(client: Client, condition: Condition, pain) -> None:
    study = make_trial(condition, None, label="Silent 2020")
    for weeks in (4, 8):
        print_direction(study, pain, PrintedDirection.FAVOURS_OZONE, weeks)
    print_direction(study, pain, PrintedDirection.NO_DIFFERENCE, 26)

    first, second = rows(page_at(client))

    reason = "Only the direction of the difference is printed"
    sham = "Against a sham injection"
    assert first == ["Silent 2020", "60", sham, "Pain, 4 weeks; Pain, 8 weeks", "better with ozone", reason]
    assert second == [sham, "Pain, 26 weeks", "no difference", reason]


def test_long_row_folds_all_but_its_first_results(client: Client, condition: Condition, pain) -> None:
    study = make_trial(condition, None)
    for weeks in range(3, 9):
        print_direction(study, pain, PrintedDirection.FAVOURS_OZONE, weeks)

    page = page_at(client)

    (row,) = rows(page)
    assert "3 more results" in row[3]
    assert [f"Pain, {weeks} weeks" in row[3] for weeks in range(3, 9)] == [True] * 6
    assert page.html.count("<details") == 1


def test_trial_without_any_result_says_so(client: Client, condition: Condition) -> None:
    make_trial(condition, None, label="Cut off 2018")

    (row,) = rows(page_at(client))

    assert row[0] == "Cut off 2018"
    assert row[-2:] == ["no direction", "No outcome of these two arms was recorded from the text read"]


def test_doubted_figure_is_shown_with_its_doubt(client: Client, condition: Condition, pain: OutcomeMeasure) -> None:
    study = make_trial(condition, pain, label="Doubtful 2019")
    make_query(study=study, measure=pain, severity=Severity.DOUBT, problem="too good to be true", field="mean")

    (row,) = rows(page_at(client))

    assert row[3] == "Pain, 4 weeks: MD −10.0 (−20.3 to 0.3)"
    assert row[4] == "figures of both arms"
    assert row[5].endswith("too good to be true")


def test_unused_result_of_a_used_trial_is_listed_apart(client: Client, condition: Condition, pain) -> None:
    study = make_trial(condition, pain, label="Used 2021")
    print_direction(study, make_measure(domain=OutcomeDomain.DISABILITY), PrintedDirection.NOT_STATED, 4)

    page = page_at(client)

    assert "0 randomised trials without a usable figure" in page.text
    assert "None: every randomised trial that isolates ozone here gave a figure that can be used." in page.text
    assert [row[0] for row in rows(page)] == ["Used 2021"]
    assert page.html.index('id="other-results"') < page.html.index("Used 2021")


def test_arms_that_say_nothing_about_ozone_are_listed_with_the_reason(client: Client, condition: Condition) -> None:
    study = make_study(condition=condition, label="Both 2017")
    for components in (("ozone",), ("ozone", "steroid")):
        make_arm(study=study, components=components)

    page = page_at(client)

    (table,) = page.tables_of("left-out")
    assert table.texts[1][0] == "Both 2017"
    assert "Ozone was given in both arms" in table.text


def test_directions_are_never_added_up(client: Client, condition: Condition, pain: OutcomeMeasure) -> None:
    for direction in (PrintedDirection.FAVOURS_OZONE, PrintedDirection.FAVOURS_OZONE, PrintedDirection.NO_DIFFERENCE):
        print_direction(make_trial(condition, None), pain, direction, 4)

    assert not re.search(r"\d+ (better with|no difference|favour)", page_at(client).text)


def test_many_trials_have_pages(client: Client, condition: Condition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unused_page, "TRIALS_ON_A_PAGE", 2)
    for _ in range(3):
        make_trial(condition, None)

    first, second = page_at(client), page_at(client, "?page=2")

    assert (len(rows(first)), len(rows(second))) == (2, 1)
    assert "3 randomised trials without a usable figure" in second.text
    assert 'href="?page=2"' in first.html
