"""One study gives the same rows whether its record is at hand or all studies are read."""

from datetime import date

import pytest
from django.utils import timezone

from studies.choices import PublicationRole, QueryState, Retraction
from studies.models import NumberConfirmation, Study
from studies.reported.number_meaning import meaning_of, with_meaning
from studies.reported.rows import Evidence
from studies.selectors import evidence_of_record, read_evidence
from studies.selectors.confirmations import read_confirmations_of_study
from tests.factories import (
    make_arm,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_study,
    make_user,
)

RETRACTED = {"retraction": Retraction.RETRACTED, "retraction_checked_on": date(2025, 1, 1)}

pytestmark = pytest.mark.django_db


def of_record(study: Study) -> Evidence:
    return evidence_of_record(Study.objects.get(pk=study.pk), read_confirmations_of_study(study.pk))


def of_all(study: Study) -> Evidence:
    read = read_evidence()
    return Evidence(
        arms=tuple(arm for arm in read.arms if arm.study.id == study.pk),
        results=tuple(row for row in read.results if row.arm.study.id == study.pk),
        reported=tuple(row for row in read.reported if row.arm_a.study.id == study.pk),
        queries=tuple(query for query in read.queries if query.study == study.pk),
    )


def test_record_gives_the_rows_that_reading_gives() -> None:
    study, failure = make_study(printed={"age_mean": "50.0"}), make_measure(name="Failure")
    success = make_measure(name="Success", defined_by="instrument", complement_of=failure)
    ozone, sham = (
        make_arm(study=study, components=(each,), printed={"volume_low": "5.0"}) for each in ("ozone", "sham")
    )
    second = make_arm(study=study, components=("ozone", "steroid"), part_of=ozone, stratum="women")
    for arm in (second, sham, ozone):
        make_result(arm=arm, weeks=0, timepoint_label="before", mean=8.0, sd=1.5, printed={"mean": "8.0"})
        make_result(arm=arm, weeks=4, timepoint_label="4 weeks", mean=3.0, sd=1.5)
        make_result(arm=arm, measure=success, events=9, events_derived=True, percent=30.0)
    contrast = make_reported_contrast(arm_a=ozone, arm_b=sham, p_value=0.03, p_relation="=")
    make_query(study=study, measure=success, arm=ozone)
    make_query(study=study, measure=None, severity="note")
    make_query(study=study, measure=success, state=QueryState.RESOLVED)
    said = with_meaning("0.03", meaning_of("contrast", contrast))
    NumberConfirmation.objects.create(
        study=study,
        contrast=contrast,
        field="p_value",
        value=said,
        confirmed_by=make_user(),
        confirmed_at=timezone.now(),
    )
    make_result(arm=make_arm(), mean=1.0)
    found = of_record(study)
    assert (len(found.arms), len(found.results), len(found.reported), len(found.queries)) == (3, 9, 1, 2)
    assert found.reported[0].provenance.confirmed == {"p_value"}
    assert found.results[2].measure.complement_of is not None
    assert found == of_all(study)


def test_year_and_retraction_of_a_study_are_those_of_its_publications() -> None:
    for years, main in (((), 0), ((None,), 0), ((2005, 2001), 9), ((2005, 2001), 0), ((None, 2003, 2007), 1)):
        study = make_study()
        make_arm(study=study)
        for place, year in enumerate(years):
            role = PublicationRole.MAIN_REPORT if place == main else PublicationRole.FURTHER_REPORT
            make_publication(study=study, year=year, role=role, **(RETRACTED if year == 2003 else {}))
        (arm,), (expected,) = of_record(study).arms, of_all(study).arms
        assert arm == expected
        assert arm.study.retracted == (2003 in years)
