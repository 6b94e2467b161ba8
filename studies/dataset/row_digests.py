"""The fingerprint of a record, by which an edit of a person is noticed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

# Kept by the site about a record; not part of what was reported.
BOOKKEEPING = frozenset(
    {
        "id",
        "row_key",
        "loaded_digest",
        "search_text",
        "revision",
        "updated_at",
        "extracted_by",
        "verified_by",
        "verified_at",
        "signed_off_by",
        "signed_off_at",
        # Looked up in a retraction database, not in the source of the record.
        "retraction",
        "retraction_checked_on",
        # Filled from citation files: the data set has no column for them.
        "editors",
        "publisher",
        "language",
        "issn",
        "isbn",
        "keywords",
        "citation_key",
    }
)

Snapshot = dict[str, Any]


def snapshot(record: models.Model, several: Mapping[str, list[int]]) -> Snapshot:
    """Every compared field of a record as a plain value; ``several`` are its many-to-many ids."""
    compared = [field for field in record._meta.concrete_fields if field.name not in BOOKKEEPING]
    values = {field.name: field.get_prep_value(getattr(record, field.attname)) for field in compared}
    return values | {name: sorted(ids) for name, ids in several.items()}


def digest(model: type[models.Model], values: Snapshot) -> str:
    """SHA-256 of a snapshot, the same whatever the order of its fields.

    A field that is empty or at its default is left out, so that a field which the model gains later changes no
    fingerprint.
    """
    defaults = {field.name: field.get_default() for field in model._meta.concrete_fields}
    values = {name: value for name, value in values.items() if value not in (None, "", {}, [], defaults.get(name))}
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
