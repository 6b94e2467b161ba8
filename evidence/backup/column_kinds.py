"""The kinds of column in a backup, and their values in JSON, which are the same whatever the database is."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """How values of a column are written as JSON and read back; ``None`` is written as null."""

    name: str
    encode: Callable[[Any], Any] | None = None
    decode: Callable[[Any], Any] | None = None


def _base64_text(value: bytes | memoryview) -> str:
    return base64.b64encode(value).decode("ascii")


def _kinds() -> dict[str, ColumnKind]:
    """Each kind by Django's names of the fields that have it."""
    return {
        **dict.fromkeys(("CharField", "TextField", "SlugField", "GenericIPAddressField"), ColumnKind("text")),
        **dict.fromkeys(
            ("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "PositiveIntegerField")
            + ("PositiveSmallIntegerField", "PositiveBigIntegerField", "SmallIntegerField"),
            ColumnKind("integer"),
        ),
        # Written with as many digits as give the same number back; NaN and infinities as Python's JSON has them.
        "FloatField": ColumnKind("number"),
        "BooleanField": ColumnKind("boolean"),
        # The text of the JSON as the database holds it: SQLite keeps the order of keys.
        "JSONField": ColumnKind("json"),
        "DateTimeField": ColumnKind("datetime", datetime.isoformat, datetime.fromisoformat),
        "DateField": ColumnKind("date", date.isoformat, date.fromisoformat),
        "UUIDField": ColumnKind("uuid", str, UUID),
        "BinaryField": ColumnKind("binary", _base64_text, base64.b64decode),
    }


_KINDS = _kinds()


def kind_of(field: "models.Field[Any, Any]") -> ColumnKind:
    """The kind of a column; a column that refers to a row has the kind of the column that it refers to.

    Raises ``KeyError`` for a type of field without a kind: a test finds it before an operator does.
    """
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]  # only relations have it
    return _KINDS[field.get_internal_type()]
