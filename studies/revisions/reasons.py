"""Saving with who and why, as the history of the record will tell it."""

from typing import Any

from django.contrib.auth.models import User

# What the column of a reason holds.
LONGEST_REASON = 100


def give_reason(record: Any, *, reason: str, by: User | None) -> None:
    """Tell the history who changes a record and why, before it is saved or deleted. A long reason is cut, not lost."""
    fits = reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"
    # The two doors that the library documents.
    record._change_reason = fits or None  # noqa: SLF001
    record._history_user = by  # noqa: SLF001


def save_with_reason(record: Any, *, reason: str, by: User | None) -> None:
    """Save a record with one line of history."""
    give_reason(record, reason=reason, by=by)
    record.save()
