"""Values of records in words, as readers of a history see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from studies.access import name_of
from studies.choices import StudyStatus
from studies.fields import FIELDS
from studies.models import Arm, Study
from studies.models.base import HasSource, plain_number
from studies.presentation.links import HIDDEN, Naming

NOTHING = "–"
GONE = "a record deleted since"
# Kept for the house, or written together with another field that is shown.
UNSHOWN = frozenset({"printed"})
_SOURCE = frozenset(field.name for field in HasSource._meta.fields)

Field = Any
Names = Mapping[type[models.Model], Mapping[int, str]]


def fields_of(model: type[models.Model]) -> list[Field]:
    """Every field of a record that a reader of its history may see: what was reported, then where it was read."""
    every: list[Field] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return sorted((field for field in every if field.name not in UNSHOWN), key=lambda field: field.name in _SOURCE)


def label_of(kind: str, field: Field) -> str:
    """The label of a field of a kind of row: from the table of fields, else the model's own."""
    labels = {each.name: each.label for each in FIELDS[kind].fields}
    return labels.get(field.name) or str(field.verbose_name)


def names_for(told: Iterable[tuple[type[models.Model], Mapping[str, Any]]], study: Study) -> Names:
    """What the records are called that these values point at: a query for each kind of record, however many."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, values in told:
        for field in fields_of(model):
            if field.related_model and values.get(field.name):
                value = values[field.name]
                wanted[field.related_model].update(value if isinstance(value, list) else [value])
    return {model: _names_of(model, ids, study) for model, ids in wanted.items()}


def _names_of(model: type[models.Model], ids: set[int], study: Study) -> dict[int, str]:
    records: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=ids)
    if model is Arm:
        records = records.select_related("study")
    return {record.pk: _name(record, study) for record in records}


def _name(record: models.Model, study: Study) -> str:
    """A record's name; of another study that is not open to readers, none."""
    if isinstance(record, Study):
        return record.label if record == study or record.standing != StudyStatus.DRAFT else HIDDEN
    if isinstance(record, Arm):
        return record.label if record.study == study else f"an arm of {_name(record.study, study)}"
    return name_of(record) if isinstance(record, User) else str(record)


def in_words(field: Field, value: Any, names: Names, naming: Naming) -> str:
    """One value of one field as a reader sees it; a dash for none."""
    if value in (None, "", []):
        return NOTHING
    if field.related_model:
        called = names.get(field.related_model, {})
        values = value if isinstance(value, list) else [value]
        return ", ".join(called.get(each, GONE) for each in values)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value, naming)


def _plain(value: Any, naming: Naming) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date)):
        return f"{value:%-d %B %Y}"
    return naming(value) if isinstance(value, str) else plain_number(value)
