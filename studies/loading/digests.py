"""The fingerprint of a record: what a person would have to change for it to differ."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

# What the house keeps about a record and nobody reads in it.
_BOOKKEEPING = frozenset(
    {
        "id",
        "row_key",
        "loaded_digest",
        "search_text",
        "updated_at",
        "extracted_by",
        "verified_by",
        "verified_at",
        "signed_off_by",
        "signed_off_at",
    }
)

Snapshot = dict[str, Any]


def snapshot(record: models.Model, several: Mapping[str, list[int]]) -> Snapshot:
    """Every field of a record that says something, by name, as plain values; ``several`` are its many-to-many ids.

    A field that is empty or at its default is left out, so that a field which the model gains later changes no
    fingerprint.
    """
    values = {field.name: field.get_prep_value(getattr(record, field.attname)) for field in _telling_fields(record)}
    said = {name: value for name, value in values.items() if not _says_nothing(record, name, value)}
    return said | {name: sorted(ids) for name, ids in several.items() if ids}


def _telling_fields(record: models.Model) -> list["models.Field[Any, Any]"]:
    return [field for field in record._meta.concrete_fields if field.name not in _BOOKKEEPING]


def _says_nothing(record: models.Model, name: str, value: Any) -> bool:
    return value in (None, "", {}) or value == record._meta.get_field(name).get_default()  # type: ignore[union-attr]


def digest(said: Snapshot) -> str:
    """SHA-256 of a snapshot, the same whatever the order of its fields."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
