"""The version of a study is another one as soon as anything that is read of it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from studies.models import Condition, OutcomeResult, Publication, Study
from studies.revisions.study_triggers import COUNTED_COLUMNS
from studies.selectors import read_evidence, read_harms, study_versions
from tests.factories import make_condition, make_publication
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db

# Rows of a table that are tried.
ROWS = 1
# Any change of a row of another table counts, as is tested beside the triggers.
COUNTED_BY_COLUMNS = (Condition, Publication)


@pytest.fixture
def trial() -> Study:
    """A trial with a paper, which was checked for retraction; its condition has another trial."""
    study = make_trial()
    make_trial(condition=study.condition)
    make_publication(study=study, year=2020, retraction="not-retracted", retraction_checked_on=date(2026, 1, 1))
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
            for value in other_values(field, getattr(record, field.attname)):
                if not field.primary_key:
                    yield field.attname, record.pk, value


def test_whatever_is_read_of_a_study_changes_its_version(trial: Study) -> None:
    assert {model._meta.db_table for model in COUNTED_BY_COLUMNS} == COUNTED_COLUMNS.keys()

    def of_each_study() -> dict[int, object]:
        """What is read of each study: its arms with their results, differences, queries and harms."""
        evidence = read_evidence()
        found: dict[int, list[object]] = defaultdict(list)
        for rows in (evidence.arms, evidence.results, evidence.reported, evidence.queries, read_harms(evidence.arms)):
            for row in rows:
                found[study_of(row)].append(row)
        return dict(found)

    before, versions = of_each_study(), study_versions()
    seen: set[tuple[type[models.Model], str]] = set()
    for model in COUNTED_BY_COLUMNS:
        for column, pk, value in changes_of(model):
            if (model, column) in seen:
                continue
            with suppress(DatabaseError), transaction.atomic():
                models.QuerySet(model).filter(pk=pk).update(**{column: value})
                differing = keys_that_differ(before, of_each_study())
                if differing:
                    seen.add((model, column))
                    assert differing <= keys_that_differ(versions, study_versions()), (model, column, value)
                transaction.set_rollback(True)
    assert {column for model, column in seen if model is Condition} == {"slug"}
    assert {column for model, column in seen if model is Publication} == {"study_id", "year", "retraction"}


def study_of(row: Any) -> int:
    """The id of the study of a row."""
    owner = next(getattr(row, name) for name in ("study", "arm", "arm_a") if hasattr(row, name))
    return owner if isinstance(owner, int) else getattr(owner, "study", owner).id


def keys_that_differ(before: Mapping[int, object], after: Mapping[int, object]) -> set[int]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_the_studies_with_a_condition_that_readers_see(trial: Study) -> None:
    slugs, everything = [trial.condition.slug], study_versions()
    assert study_versions(["no-such-condition"]) == {}
    other = Study.objects.exclude(pk=trial.pk).get()
    assert everything.keys() == {trial.pk, other.pk}
    assert study_versions(slugs) == everything
    assert study_versions([make_condition(slug="empty").slug]) == {}
    Study.objects.filter(pk=trial.pk).update(standing="draft")
    assert study_versions(slugs).keys() == {other.pk}
    assert study_versions().keys() == everything.keys()


def test_reading_changes_nothing_and_what_is_undone_neither(trial: Study) -> None:
    before = study_versions()
    with transaction.atomic():
        OutcomeResult.objects.filter(arm__study=trial).update(n=31)
        assert study_versions()[trial.pk] != before[trial.pk]
        transaction.set_rollback(True)
    read_harms(read_evidence().arms)
    list(Study.objects.select_for_update())
    assert study_versions() == before
