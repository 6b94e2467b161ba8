"""The fingerprint of an entry: the same for the same entry, however it is laid out."""

import hashlib
import json
from collections.abc import Iterable


def fingerprint(entry_type: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of an entry whatever the order of its fields and its white space; hexadecimal, 64 characters."""
    said = sorted((name.lower(), " ".join(value.split())) for name, value in fields)
    return hashlib.sha256(json.dumps([entry_type.lower(), key, said]).encode()).hexdigest()
