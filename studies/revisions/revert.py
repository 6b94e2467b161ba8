"""One change taken back: the former values written again, as a change of their own, with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction

from studies.models import Study
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

# Written by actions of their own, each with what must go with it: signing off and its word, a query and its reply.
ACTION_FIELDS = frozenset({"standing", "signed_off_by", "signed_off_at", "state"})
_OWN_PAGE = "This change was made by signing off, publishing or replying: it is taken back there, in words."
_CHANGED_LATER = "Later changes stand on this one ({}): take those back first, or correct the number by hand."


@transaction.atomic
def revert_change(*, line: Line, by: User, now: datetime, reason: str) -> None:
    """Take back what one line of history changed.

    Raises ``ActionRefusedError`` when it cannot be, and nothing is written.
    """
    if not reason.strip():
        raise ActionRefusedError("Say why the change is taken back.")
    if line.history_type == ADDED:
        raise ActionRefusedError("This row was added then: an admin deletes it, with a reason.")
    try:
        with transaction.atomic():
            if line.history_type == DELETED:
                _restore_row(line, by=by, now=now, reason=f"Restored: {reason.strip()}")
            else:
                _restore_values(line, by=by, now=now, reason=f"Reverted: {reason.strip()}")
    except ValidationError as error:
        raise ActionRefusedError(" ".join(error.messages)) from error
    except (DatabaseError, ObjectDoesNotExist) as error:
        raise ActionRefusedError("The rows that this one belongs to are not there any more.") from error


def _restore_values(line: Line, *, by: User, now: datetime, reason: str) -> None:
    before = previous_line(line)
    record = line.instance_type.objects.filter(pk=line.id).first()
    if record is None:
        raise ActionRefusedError("This row has been deleted since: restore it first.")
    if before is None:
        raise ActionRefusedError("What stood before this change is not on record.")
    former, line_says = line_values(before), line_values(line)
    names = [name for name in changed_fields(former, line_says) if name not in ACTION_FIELDS]
    if not names:
        raise ActionRefusedError(_OWN_PAGE)
    _record_change_of(record, by=by, now=now, reason=reason)
    _refuse_if_changed_since(record, names, line_says)
    _write(record, {name: former[name] for name in names}, reason=reason, by=by)


def _refuse_if_changed_since(record: models.Model, names: list[str], line_says: dict[str, Any]) -> None:
    """The study's row is locked by now, so what is compared here is what will be overwritten."""
    now = current_values(record)
    since = [_field_label(record, name) for name in names if now[name] != line_says[name]]
    if since:
        raise ActionRefusedError(_CHANGED_LATER.format(", ".join(since)))


def _restore_row(line: Line, *, by: User, now: datetime, reason: str) -> None:
    """Make a deleted row again, under the number that it had."""
    model = line.instance_type
    if model.objects.filter(pk=line.id).exists():
        raise ActionRefusedError("This row is there again already.")
    if model is Study:
        raise ActionRefusedError("A deleted study is made again by its import or by hand: its rows went with it.")
    record = line.instance
    # What a row has several of is gone before its last line is written.
    said = line_values(previous_line(line) or line)
    _record_change_of(record, by=by, now=now, reason=reason)
    _write(record, {name: said[name] for name in many_to_many_names(model)}, reason=reason, by=by)


def _record_change_of(record: models.Model, *, by: User, now: datetime, reason: str) -> None:
    """Of a study itself, the record in hand learns where the study stands now."""
    study = study_of(record)
    if study is not None and is_reported_row(record):
        record_change(study=study, by=by, now=now, reason=reason)


def _write(record: models.Model, values: Mapping[str, Any], *, reason: str, by: User) -> None:
    """Save the values; those of many-to-many fields last, when the record is there and knows who and why."""
    several = many_to_many_names(type(record))
    for name in values.keys() - set(several):
        setattr(record, record._meta.get_field(name).attname, values[name])  # type: ignore[union-attr]  # a column
    record.full_clean()
    save_with_reason(record, reason=reason, by=by)
    for name in several:
        if name in values:
            getattr(record, name).set(values[name])


def _field_label(record: models.Model, name: str) -> str:
    return str(getattr(record._meta.get_field(name), "verbose_name", name))
