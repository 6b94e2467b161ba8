"""The digest of a study is another one as soon as anything that is read of it is."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from studies.choices import Tool
from studies.models import (
    AdverseEvent,
    Arm,
    BiasAssessment,
    BiasJudgement,
    Condition,
    DataQuery,
    NumberConfirmation,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    Study,
)
from studies.selectors import read_evidence, read_harms, study_digests
from tests.factories import (
    confirm_all_numbers,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_result,
    make_user,
)
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db

# Rows of a table, and other values of a column, that are tried.
ROWS, VALUES = 2, 3
READ = (
    *(Study, Arm, OutcomeResult, ReportedContrast, AdverseEvent, DataQuery, NumberConfirmation),
    *(Arm.components.through, BiasAssessment, BiasJudgement, Publication, OutcomeMeasure, Condition),
)


@pytest.fixture
def trial() -> Study:
    """A trial with everything that is read of a study; its condition has another one."""
    study = make_trial()
    make_trial(condition=study.condition)
    arm = study.arms.first()
    make_publication(study=study, year=2020)
    make_harm(study=study, arm=arm)
    make_query(study=study)
    times = dict.fromkeys(("started_at", "finished_at"), timezone.now())
    assessment = BiasAssessment.objects.create(study=study, tool=Tool.ROB_2, assessed_by=make_user(), **times)
    BiasJudgement.objects.create(assessment=assessment, domain="overall", proposed="low", judgement="low")
    success = make_measure(name="Success", defined_by="instrument", complement_of=make_measure(name="Failure"))
    make_result(arm=arm, measure=success, events=9, events_derived=True, percent=30.0)
    confirm_all_numbers(study, by=make_user())
    return study


def other_values(field: models.Field[Any, Any], value: Any) -> Iterator[Any]:
    """Other values that a column may have; the database refuses some."""
    if field.choices:
        yield from (choice for choice, _ in field.flatchoices if choice != value)
    elif isinstance(field, models.ForeignKey):
        others = models.QuerySet(field.related_model).exclude(pk=value).values_list("pk", flat=True)
        yield from (*others[:3], None)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.IntegerField | models.FloatField):
        yield from ((value or 0) + 1, None)
    elif isinstance(field, models.JSONField):
        yield {"mean": "3.50", "percent": "30.0"}
    elif isinstance(field, models.CharField | models.TextField):
        yield from (f"{value or ''}x", "4")


def changes_of(model: type[models.Model]) -> Iterator[tuple[str, int, Any]]:
    """A few changes of each column of a table: the column, the number of the row and the other value."""
    for field in model._meta.concrete_fields:
        for record in models.QuerySet(model).order_by("pk")[:ROWS]:
            for value in islice(other_values(field, getattr(record, field.attname)), VALUES):
                if not field.primary_key:
                    yield field.attname, record.pk, value


# The rows become a digest in Python; that they are read on both databases is tested below.
@pytest.mark.one_database
def test_whatever_is_read_changes_the_digest(trial: Study) -> None:
    slugs = [trial.condition.slug]

    def everything() -> tuple[object, ...]:
        evidence = read_evidence(slugs)
        return evidence, read_harms(evidence.arms)

    before, digests = everything(), study_digests(slugs)
    assert digests == study_digests(slugs)
    seen: set[tuple[type[models.Model], str]] = set()
    for model in READ:
        for column, pk, value in changes_of(model):
            if (model, column) in seen:
                continue
            with suppress(DatabaseError), transaction.atomic():
                models.QuerySet(model).filter(pk=pk).update(**{column: value})
                if everything() != before:
                    seen.add((model, column))
                    assert study_digests(slugs) != digests, (model, column, value)
                transaction.set_rollback(True)
    assert {model for model, _ in seen} == set(READ)
    assert len(seen) > 60


def test_a_study_has_its_own_digest(trial: Study) -> None:
    slugs = [trial.condition.slug]
    before = study_digests(slugs)
    OutcomeResult.objects.filter(arm__study=trial).update(n=31)
    after = study_digests(slugs)
    assert {study for study in before if before[study] != after[study]} == {trial.pk}
    Study.objects.filter(pk=trial.pk).update(standing="draft")
    assert study_digests(slugs).keys() == before.keys() - {trial.pk}


def test_what_studies_share_is_in_every_digest(trial: Study) -> None:
    slugs = [trial.condition.slug]
    before = study_digests(slugs)
    OutcomeMeasure.objects.filter(pk=trial.arms.first().results.first().measure_id).update(order_in_domain=99)
    after = study_digests(slugs)
    assert all(before[study] != after[study] for study in before)


def test_the_digest_of_a_study_is_the_same_wherever_it_is_read(trial: Study) -> None:
    other = make_condition()
    arm = trial.arms.last()
    arm.condition = other
    arm.save()
    both = study_digests([trial.condition.slug, other.slug])
    assert study_digests([other.slug]) == {trial.pk: both[trial.pk]}
