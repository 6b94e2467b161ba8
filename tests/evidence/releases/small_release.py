"""Releases in little time: of two files, written past the reading of a whole site, or without most of their pages."""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection, transaction

from evidence.models import FrozenContent, FrozenFile, Release
from evidence.releases import release_files
from evidence.releases.frozen_tables import replacing_releases
from evidence.releases.make_release import next_key, next_number
from evidence.releases.release_digest import release_digest
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.reported.comparisons import Comparison

MADE_AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
FILES = {
    "/glossary/": ("text/html; charset=utf-8", b'<h1>Glossary</h1><a href="/glossary/#pain">Pain</a>'),
    "data.zip": ("application/zip", b"PK"),
}


def make_doses_of_one_comparison(patch: pytest.MonkeyPatch) -> None:
    """Let a release hold pages of doses of one comparison, not of all thirteen, which would be as empty and dear."""
    patch.setattr(release_files, "COMPARISON_WORDS", {Comparison.SHAM: COMPARISON_WORDS[Comparison.SHAM]})


def make_states_alone(patch: pytest.MonkeyPatch) -> None:
    """Let a release hold the documents by which states are compared, without pages and files for readers."""
    patch.setattr(release_files, "COMPARISON_WORDS", {})
    patch.setattr(release_files, "read_page", lambda path: None)
    for name in ("study_pages", "finding_pages", "condition_files"):
        patch.setattr(release_files, name, lambda *read: ())
    patch.setattr("evidence.releases.make_release._archive", lambda citation: b"PK")


@transaction.atomic
def make_small_release(*, made_at: datetime = MADE_AT, note: str = "The first") -> Release:
    """The release; what its files hold is stored once."""
    number = next_number()
    digests = {path: hashlib.sha256(data).hexdigest() for path, (_, data) in FILES.items()}
    key = next_key()
    for path, (media_type, data) in FILES.items():
        content, _ = FrozenContent.objects.get_or_create(
            digest=digests[path], defaults={"compressed": zlib.compress(data), "size": len(data)}
        )
        FrozenFile.objects.create(release_id=key, path=path, media_type=media_type, title="Glossary", content=content)
    return Release.objects.create(
        pk=key,
        number=number,
        made_at=made_at,
        note=note,
        data_version=1,
        studies=1,
        findings=0,
        digest=release_digest(number, made_at, note, digests.items()),
    )


@contextmanager
def thawed_releases() -> Iterator[None]:
    """A block in which rows of releases can be deleted and added, as when a backup is restored."""
    with transaction.atomic(), replacing_releases(connection):
        yield


def delete_releases() -> None:
    """Delete every release, after a test that commits what it writes."""
    with thawed_releases():
        for table in (FrozenFile, Release, FrozenContent):
            table.objects.all().delete()


def date_history(at: datetime) -> None:
    """Let everything in the database have been written at that time."""
    for model in apps.get_models():
        if any(field.name == "history_date" for field in model._meta.concrete_fields):
            model.objects.update(history_date=at)
