"""Arms as pages read them say what their records say."""

from collections.abc import Callable

import pytest
from django.db import connection

from studies.choices import ComponentName, Guidance, StudyStatus
from studies.models import Arm, OutcomeResult, Study
from studies.reported.rows import Evidence
from studies.selectors import read_evidence, read_trial_evidence
from studies.selectors.arms import arms_by_id, read_arms, readable_arms, values_of_arms, values_of_studies
from tests.factories import make_arm, make_condition, make_query, make_reported_contrast, make_result, make_study

pytestmark = pytest.mark.django_db


def test_an_arm_is_read_once_with_all_that_it_received() -> None:
    study = make_study()
    received: list[list[str]] = [["ozone", "steroid"], ["sham"], []]
    numbers = [make_arm(study=study, components=names).pk for names in received]

    assert len(values_of_arms(readable_arms())) == len(numbers)
    assert {arm.id: arm.components for arm in read_arms()} == {
        number: {ComponentName(name) for name in names} for number, names in zip(numbers, received, strict=True)
    }


def test_an_arm_whose_study_became_a_draft_before_the_study_was_read_is_left_out() -> None:
    make_arm()

    assert arms_by_id(values_of_arms(readable_arms()), values_of_studies(Arm.objects.none())) == {}


def test_results_of_a_study_that_was_published_after_its_arms_were_asked_for_are_left_out() -> None:
    make_result(arm=make_arm(study=make_study(standing=StudyStatus.DRAFT)))

    def publish_before_results(execute: Callable[..., object], sql: str, *args: object) -> object:
        if f'FROM "{OutcomeResult._meta.db_table}"' in sql:
            Study.objects.update(standing=StudyStatus.UNVERIFIED)
        return execute(sql, *args)

    with connection.execute_wrapper(publish_before_results):
        assert read_evidence() == Evidence()
    assert len(read_evidence().results) == 1


def test_rows_come_by_their_numbers_and_arms_by_study() -> None:
    study, other = make_study(), make_study()
    condition = make_condition()
    arms = [make_arm(study=each, condition=condition) for each in (other, study, study)]
    results = [make_result(arm=arm).pk for arm in reversed(arms)]
    pairs = ((arms[2], arms[1]), (arms[1], arms[2]))
    differences = [make_reported_contrast(arm_a=first, arm_b=second).pk for first, second in pairs]
    queries = [make_query(study=each).pk for each in (other, study)]
    of_study = [arm for each in (study, other) for arm in arms if arm.study_id == each.pk]

    read = read_evidence([condition.slug])
    assert [arm.id for arm in read.arms] == [arm.pk for arm in of_study]
    assert [arm.study.slug for arm in read.arms] == [study.slug, study.slug, other.slug]
    assert [row.id for row in read.results] == results
    assert [row.id for row in read.reported] == differences
    assert [row.id for row in read.queries] == queries


def test_the_first_page_reads_how_differences_were_printed_and_not_where() -> None:
    study = make_study(design="rct")
    first, second = (make_arm(study=study, components=[name]) for name in ("ozone", "sham"))
    printed = {"p_value": "0.030"}
    make_reported_contrast(
        arm_a=first, arm_b=second, p_value=0.03, p_relation="=", source_url="https://a.example/1", printed=printed
    )

    [of_trials], [of_all] = read_trial_evidence().reported, read_evidence().reported
    assert (of_trials.provenance.printed, of_trials.provenance.source_url) == (printed, "")
    assert of_trials == of_all._replace(provenance=of_trials.provenance)
    assert of_all.provenance.source_url == "https://a.example/1"


def test_the_first_page_reads_arms_without_their_doses() -> None:
    make_arm(components=["ozone"], concentration="20", concentration_low=20, guidance="ct")

    [of_trials], [of_all] = read_trial_evidence().arms, read_evidence().arms
    assert (of_all.concentration_range, of_all.guidance) == ((20, 20), Guidance.CT)
    assert of_trials == of_all._replace(concentration="", concentration_low=None, guidance=None)
