"""Saving a record with a person and a reason, for its history."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

# The length of the column.
LONGEST_REASON = 100

# What programs write. A reason of an import begins with the first and names the import after it.
IMPORTED = "Imported from a citation file"
IMPORT_UNDONE = "Import undone"
LOADED = "Loaded from the data set"
MADE_UP = "Made up by generate_evidence"
SCREENED = "Screened"
RETRACTION_CHECK = "Checked against the Retraction Watch database"


def is_of_a_person(reason: str | None) -> bool:
    """Whether a line of history with this reason is a person's own change of the record."""
    return not (reason or "").startswith((IMPORTED, IMPORT_UNDONE, LOADED, RETRACTION_CHECK))


def public_reason(reason: str) -> str:
    """The reason as everybody may read it: without the number of an import and the name of its file."""
    return IMPORTED if reason.startswith(IMPORTED) else reason


def give_reason(record: Any, *, reason: str, by: User | None) -> None:
    """Set the person and the reason of the next line of history, before a record is saved or deleted."""
    # The two attributes that the library documents.
    record._change_reason = shortened(reason, LONGEST_REASON) or None  # noqa: SLF001
    record._history_user = by  # noqa: SLF001


def shortened(text: str, length: int) -> str:
    """The text, cut with an ellipsis where it is longer."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def save_with_reason(record: Any, *, reason: str, by: User | None) -> None:
    """Save a record with one line of history."""
    give_reason(record, reason=reason, by=by)
    record.save()


def save_all_with_reason(records: Sequence[Any], fields: Collection[str], *, reason: str, by: User | None) -> None:
    """Save records of one model, new or changed in these fields, each with one line of history.

    As many statements as for one. Only for models whose ``save`` does nothing of its own.
    """
    for record in records:
        give_reason(record, reason=reason, by=by)
    new = [record for record in records if record.pk is None]
    if changed := [record for record in records if record.pk is not None]:
        bulk_update_with_history(changed, type(changed[0]), fields)
    if new:
        bulk_create_with_history(new, type(new[0]))
