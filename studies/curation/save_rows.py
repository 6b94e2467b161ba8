"""Typed rows of a study, saved: each valid row, and the others back with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction

from studies.models import Component, OutcomeResult, Study
from studies.models.base import REFUSALS, HasPrintedNumbers, refusal_reason
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change

# What a row says of its source, or of itself, and not of the study: two rows that differ in these alone are one.
BESIDES_ITS_NUMBERS = frozenset({"locator", "source_url", "read_as", "note", "quote", "slug"})


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row to save: values by field, records by number. ``key`` names the row to the caller.

    ``pk`` is None for a new row. ``printed`` holds the printed forms of its changed numbers; ``components`` replaces
    what an arm received, and is None for rows that receive nothing.
    """

    key: str
    model: type[models.Model]
    pk: int | None
    values: Mapping[str, Any]
    printed: Mapping[str, str] = field(default_factory=dict)
    components: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """Why the database refused a row: the fields concerned, and a sentence."""

    fields: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The result of a save: numbers of saved rows by key, and why others were refused."""

    saved: dict[str, int]
    refused: dict[str, RowRefusal]


class _NothingSavedError(Exception):
    """Every row was refused."""


def save_rows(
    *, study: Study, rows: Sequence[RowChange], by: User, now: datetime, reason: str, expected_revision: int
) -> SaveResult:
    """Save the rows that the database accepts; the others are returned with the reason.

    The study is updated in place. When no row is saved the study does not count as changed. Raises
    ``StaleRevisionError`` after another person's save, and ``ActionRefusedError`` without a reason.
    """
    if not reason.strip():
        raise ActionRefusedError("Give a reason: the history shows it next to every number.")
    outcome = SaveResult({}, {})
    try:
        with transaction.atomic():
            record_change(study=study, by=by, now=now, reason=reason, expected_revision=expected_revision)
            for row in rows:
                _save_one(row, study, outcome, reason=reason, by=by)
            if not outcome.saved:
                raise _NothingSavedError
    except _NothingSavedError:
        study.refresh_from_db()
    return outcome


def _save_one(row: RowChange, study: Study, outcome: SaveResult, *, reason: str, by: User) -> None:
    record: Any = None
    try:
        with transaction.atomic():
            record = _record(row, study)
            _write(record, row, reason=reason, by=by)
    except ValidationError as error:
        outcome.refused[row.key] = _invalid_refusal(error)
    except REFUSALS as error:
        fields, sentence = refusal_reason(record, error)
        outcome.refused[row.key] = RowRefusal(tuple(fields), sentence)
    else:
        outcome.saved[row.key] = record.pk


def _record(row: RowChange, study: Study) -> models.Model:
    """The record to be written, with its new values. Raises ``ValidationError`` where the study has no such row."""
    if row.model is Study:
        record: Any = study
    elif row.pk is None:
        record = row.model() if row.model is OutcomeResult else row.model(study=study)
    else:
        owner = {"arm__study": study} if row.model is OutcomeResult else {"study": study}
        record = models.QuerySet(row.model).filter(pk=row.pk, **owner).first()
        if record is None:
            raise ValidationError("This row is no longer there: it was deleted. Type it into a new row to keep it.")
    for name, value in row.values.items():
        model_field = record._meta.get_field(name)
        setattr(record, model_field.attname if model_field.many_to_one else name, value)
    if isinstance(record, HasPrintedNumbers):
        record.printed = {**record.printed, **row.printed}
    return record  # type: ignore[no-any-return]  # one of the models named above


def _write(record: Any, row: RowChange, *, reason: str, by: User) -> None:
    """Save a record with one line of history; an arm that is new has a second, with what it received."""
    if row.model is not Study and (record.pk is None or row.printed):
        # Who entered its numbers: another person has to confirm them.
        record.extracted_by = by
    # The database checks whether the named records exist.
    record.clean_fields(exclude=[each.name for each in record._meta.concrete_fields if each.many_to_one])
    if record.pk and row.components is not None:
        # One line of history holds both changes.
        record.skip_history_when_saving = True
        record.components.set(_components(row.components))
        del record.skip_history_when_saving
    is_new = record.pk is None
    save_with_reason(record, reason=reason, by=by)
    if is_new and row.components is not None:
        record.components.set(_components(row.components))


def _components(names: frozenset[str]) -> "models.QuerySet[Component]":
    return Component.objects.filter(slug__in=names)


def _invalid_refusal(error: ValidationError) -> RowRefusal:
    if not hasattr(error, "error_dict"):
        return RowRefusal((), " ".join(error.messages))
    sentences = [" ".join(texts) for texts in error.message_dict.values()]
    return RowRefusal(tuple(error.message_dict), " ".join(sentences))
