"""The digest of a release: one SHA-256 that stands for its number, date, note and every byte of its files. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime


def release_digest(number: int, made_at: datetime, note: str, files: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of a text: the number, the time and the note, then a line for each file with its SHA-256 and path.

    >>> at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    >>> one = release_digest(1, at, "First", [("/a/", "00"), ("/b/", "11")])
    >>> one == release_digest(1, at, "First", [("/b/", "11"), ("/a/", "00")])
    True
    >>> one == release_digest(1, at, "First", [("/a/", "00"), ("/b/", "12")])
    False
    """
    head = f"release {number}\n{made_at.astimezone(UTC).isoformat()}\n{note}\n"
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(files))
    return hashlib.sha256((head + lines).encode()).hexdigest()
