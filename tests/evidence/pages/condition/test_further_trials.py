"""Trials that list a condition as a second one are named on its page and are in no count."""

import re

import pytest
from django.test import Client

from evidence.findings.condition_evidence import read_condition_or_404
from evidence.pages.condition.further_trials import FurtherTrials, further_trials
from studies.choices import Design, StudyStatus
from studies.models import Condition, Study
from tests.evidence.pages.html_page import read
from tests.factories import make_arm, make_condition, make_publication, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def sciatica() -> Condition:
    return make_condition(slug="sciatica", name="Sciatica")


@pytest.fixture
def herniation() -> Condition:
    return make_condition(slug="herniation", name="Disc herniation")


def a_trial(condition: Condition, *second: Condition, **values: object) -> Study:
    study = make_study(condition=condition, secondary_conditions=second, **values)
    make_arm(study=study, condition=condition, components=["ozone"])
    make_arm(study=study, condition=condition, components=["sham"])
    return study


def named(condition: Condition) -> tuple[FurtherTrials, ...]:
    return further_trials(read_condition_or_404(condition.slug))


def test_trials_are_named_by_their_own_condition(sciatica: Condition, herniation: Condition, client: Client) -> None:
    first, second = a_trial(herniation, sciatica), a_trial(herniation, sciatica)
    (group,) = named(sciatica)
    assert group.text == "2 further trials of disc herniation with sciatica"
    assert [label for label, _ in group.studies.rows] == [first.label, second.label]
    page = read(client.get("/conditions/sciatica/studies/"))
    assert (
        "2 further trials of disc herniation with sciatica, listed as a second condition and in no count here:"
        in page.text
    )
    assert "No study of ozone for this condition is in the set." in page.text
    assert named(herniation) == ()


def test_a_trial_with_an_arm_of_the_condition_is_counted_and_not_named(
    sciatica: Condition, herniation: Condition
) -> None:
    study = a_trial(herniation, sciatica)
    make_arm(study=study, condition=sciatica, components=["ozone"])
    assert named(sciatica) == ()


def test_drafts_and_other_designs_are_not_named(sciatica: Condition, herniation: Condition) -> None:
    a_trial(herniation, sciatica, standing=StudyStatus.DRAFT)
    a_trial(herniation, sciatica, design=Design.CASE_SERIES)
    assert named(sciatica) == ()


def test_file_of_publications_has_those_of_every_study_of_the_condition(
    sciatica: Condition, herniation: Condition, client: Client
) -> None:
    below = make_condition(parent=herniation)
    for name, study in {
        "Own": a_trial(herniation),
        "Below": a_trial(below),
        "Of two conditions": a_trial(sciatica),
        "Second": a_trial(sciatica, herniation),
        "Draft": a_trial(herniation, standing=StudyStatus.DRAFT),
        "No ozone": make_study(condition=herniation),
    }.items():
        make_publication(study=study, title=f"{name} paper")
    make_arm(study=Study.objects.get(publications__title="Of two conditions paper"), condition=below)
    file = client.get(f"/conditions/{herniation.slug}/publications.ris").content.decode()
    assert re.findall(r"(?m)^TI  - (.*) paper\s*$", file) == ["Own", "Below", "Of two conditions"]
    assert client.get("/conditions/no-such-condition/publications.ris").status_code == 404
