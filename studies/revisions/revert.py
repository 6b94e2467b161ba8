"""Reverting one change: the former values are saved again, as a new change with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction

from studies.models import Study
from studies.models.base import REFUSALS
from studies.page_access import may_write_field
from studies.permissions import WRITTEN_ELSEWHERE
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change
from studies.revisions.versions import (
    ADDED,
    DELETED,
    Line,
    changed_fields,
    current_values,
    is_reported_row,
    line_values,
    many_to_many_names,
    previous_line,
    study_of,
)

# Fields that only an action writes, together with other records: signing off, replying to a query.
ACTION_FIELDS = frozenset({"standing", "signed_off_by", "signed_off_at", "state"})
_OWN_PAGE = "This change was made by signing off, publishing or replying, and is reverted there."
_CHANGED_LATER = "Later changes follow this one ({}): revert those first, or correct the number by hand."


@transaction.atomic
def revert_change(*, line: Line, by: User, now: datetime, reason: str) -> None:
    """Revert the change of one line of history.

    Raises ``ActionRefusedError`` when that is not possible; nothing is written then.
    """
    if not reason.strip():
        raise ActionRefusedError("Give a reason for reverting the change.")
    if line.history_type == ADDED:
        raise ActionRefusedError("This change added the row: an admin can delete it, with a reason.")
    try:
        with transaction.atomic():
            if line.history_type == DELETED:
                _restore_row(line, by=by, now=now, reason=f"Restored: {reason.strip()}")
            else:
                _restore_values(line, by=by, now=now, reason=f"Reverted: {reason.strip()}")
    except ValidationError as error:
        raise ActionRefusedError(" ".join(error.messages)) from error
    except (*REFUSALS, ObjectDoesNotExist) as error:
        raise ActionRefusedError("The rows that this one belongs to no longer exist.") from error


def _restore_values(line: Line, *, by: User, now: datetime, reason: str) -> None:
    before = previous_line(line)
    record = line.instance_type.objects.filter(pk=line.id).first()
    if record is None:
        raise ActionRefusedError("This row has been deleted since: restore it first.")
    if before is None:
        raise ActionRefusedError("The values before this change are not on record.")
    former, line_says = line_values(before), line_values(line)
    names = [name for name in changed_fields(former, line_says) if name not in ACTION_FIELDS]
    if not names:
        raise ActionRefusedError(_OWN_PAGE)
    _refuse_fields_of_others(record, names, by)
    _record_change_of(record, by=by, now=now, reason=reason)
    _refuse_if_changed_since(record, names, line_says)
    _write(record, {name: former[name] for name in names}, reason=reason, by=by)


def _refuse_fields_of_others(record: models.Model, names: list[str], by: User) -> None:
    """A person restores no field that they may not write."""
    model = record._meta.label_lower
    others = [
        _field_label(record, name)
        for name in names
        if (model, name) not in WRITTEN_ELSEWHERE and not may_write_field(by, record, name)
    ]
    if others:
        raise ActionRefusedError(f"You may not change this back: {', '.join(others)}. An admin can.")


def _refuse_if_changed_since(record: models.Model, names: list[str], line_says: dict[str, Any]) -> None:
    """The study's row is locked by now, so the values compared here are those that will be overwritten."""
    now = current_values(record)
    since = [_field_label(record, name) for name in names if now[name] != line_says[name]]
    if since:
        raise ActionRefusedError(_CHANGED_LATER.format(", ".join(since)))


def _restore_row(line: Line, *, by: User, now: datetime, reason: str) -> None:
    """Restore a deleted row under its former number."""
    model = line.instance_type
    if model.objects.filter(pk=line.id).exists():
        raise ActionRefusedError("This row exists again already.")
    if model is Study:
        raise ActionRefusedError("A deleted study cannot be restored, since its rows are deleted too: enter it again.")
    record = line.instance
    # Many-to-many rows are deleted before the last line is written.
    values = line_values(previous_line(line) or line)
    _record_change_of(record, by=by, now=now, reason=reason)
    _write(record, {name: values[name] for name in many_to_many_names(model)}, reason=reason, by=by)


def _record_change_of(record: models.Model, *, by: User, now: datetime, reason: str) -> None:
    """Record a change of the study; a study passed in gets its new status."""
    study = study_of(record)
    if study is not None and is_reported_row(record):
        record_change(study=study, by=by, now=now, reason=reason)


def _write(record: models.Model, values: Mapping[str, Any], *, reason: str, by: User) -> None:
    """Save the values; those of many-to-many fields last, when the record is saved with its reason."""
    many_to_many = many_to_many_names(type(record))
    for name in values.keys() - set(many_to_many):
        setattr(record, record._meta.get_field(name).attname, values[name])  # type: ignore[union-attr]  # a column
    record.full_clean()
    save_with_reason(record, reason=reason, by=by)
    for name in many_to_many:
        if name in values:
            getattr(record, name).set(values[name])


def _field_label(record: models.Model, name: str) -> str:
    return str(getattr(record._meta.get_field(name), "verbose_name", name))
