"""Values of records as readers of a history see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from studies.choices import StudyStatus
from studies.fields import FIELDS
from studies.models import Arm, Study
from studies.models.source import HasSource
from studies.numerics.calendar_day import day_text
from studies.numerics.number_formatting import plain_number
from studies.page_access import name_of
from studies.presentation.study_names import HIDDEN_STUDY, StudyNamer

NOTHING = "–"
DELETED_RECORD = "a record deleted since"
# Written together with another field, which is shown.
HIDDEN_FIELDS = frozenset({"printed"})
_SOURCE = frozenset(field.name for field in HasSource._meta.fields)

Field = Any
Names = Mapping[type[models.Model], Mapping[int, str]]


def fields_of(model: type[models.Model]) -> list[Field]:
    """Every field that a reader of the history sees: what was reported, then where it was read."""
    every: list[Field] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return sorted(
        (field for field in every if field.name not in HIDDEN_FIELDS), key=lambda field: field.name in _SOURCE
    )


def label_of(kind: str, field: Field) -> str:
    """The label of a field of a kind of row: from the table of fields, else the model's own."""
    labels = {each.name: each.label for each in FIELDS[kind].fields} if kind in FIELDS else {}
    return labels.get(field.name) or str(field.verbose_name)


def record_names(versions: Iterable[tuple[type[models.Model], Mapping[str, Any]]], study: Study) -> Names:
    """The names of the records to which these values refer: one query for each kind of record."""
    ids: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, values in versions:
        for field in fields_of(model):
            if field.related_model and values.get(field.name):
                value = values[field.name]
                ids[field.related_model].update(value if isinstance(value, list) else [value])
    return {model: _names_of(model, numbers, study) for model, numbers in ids.items()}


def _names_of(model: type[models.Model], ids: set[int], study: Study) -> dict[int, str]:
    records: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=ids)
    if model is Arm:
        records = records.select_related("study")
    return {record.pk: _name(record, study) for record in records}


def _name(record: models.Model, study: Study) -> str:
    """A record's name; another study that readers cannot see is not named."""
    if isinstance(record, Study):
        return record.label if record == study or record.standing != StudyStatus.DRAFT else HIDDEN_STUDY
    if isinstance(record, Arm):
        return record.label if record.study == study else f"an arm of {_name(record.study, study)}"
    return name_of(record) if isinstance(record, User) else str(record)


def value_text(field: Field, value: Any, names: Names, name_studies: StudyNamer) -> str:
    """One value of one field as a reader sees it; a dash for none."""
    if value in (None, "", []):
        return NOTHING
    if field.related_model:
        known = names.get(field.related_model, {})
        values = value if isinstance(value, list) else [value]
        return ", ".join(known.get(each, DELETED_RECORD) for each in values)
    if field.choices:
        return str(_labels_of(field).get(value, value))
    return _plain(value, name_studies)


@cache
def _labels_of(field: Field) -> dict[Any, Any]:
    """The label of each value of a field with choices."""
    return dict(field.flatchoices)


def _plain(value: Any, name_studies: StudyNamer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date)):
        return day_text(value)
    return name_studies(value) if isinstance(value, str) else plain_number(value)
