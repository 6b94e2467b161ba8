"""Saving with who and why, as the history of the record will tell it."""

from typing import Any

from django.contrib.auth.models import User


def save_with_reason(record: Any, *, reason: str, by: User | None) -> None:
    """Save a record with one line of history."""
    # The two doors that the library documents.
    record._change_reason = reason  # noqa: SLF001
    record._history_user = by  # noqa: SLF001
    record.save()
