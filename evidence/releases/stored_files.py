"""The files of a release as they were stored, each checked against its SHA-256."""

import hashlib
import json
import zlib
from collections.abc import Collection
from typing import Any, cast

from evidence.models import FrozenContent, FrozenFile, Release
from evidence.releases.release_digest import release_digest


class DamagedReleaseError(Exception):
    """A stored content is not the one that was frozen."""


def content_of(file: FrozenFile) -> bytes:
    """What a file holds. Raises ``DamagedReleaseError``."""
    return checked_content(file.content)


def checked_content(content: FrozenContent) -> bytes:
    """The content, not compressed. Raises ``DamagedReleaseError`` where it has another SHA-256 than its name."""
    try:
        data = zlib.decompress(bytes(content.compressed))
    except zlib.error as error:
        raise DamagedReleaseError(f"The content {content.digest} cannot be read.") from error
    if hashlib.sha256(data).hexdigest() != content.digest:
        raise DamagedReleaseError(f"The content {content.digest} has been changed.")
    return data


def find_file(release: Release, path: str) -> FrozenFile | None:
    """A file of a release with its content; None where it has none of that name."""
    return FrozenFile.objects.select_related("content").filter(release=release, path=path).first()


def digests_of(release: Release, beginning: str = "") -> dict[str, str]:
    """The SHA-256 of every file whose path begins so, by its path."""
    files = FrozenFile.objects.filter(release=release, path__startswith=beginning)
    return dict(files.values_list("path", "content_id"))


def documents_of(release: Release, paths: Collection[str]) -> dict[str, dict[str, Any]]:
    """The documents of records under these paths; a path that the release does not have is left out."""
    found: dict[str, dict[str, Any]] = {}
    wanted = list(paths)
    for start in range(0, len(wanted), 500):
        files = FrozenFile.objects.filter(release=release, path__in=wanted[start : start + 500])
        for file in files.select_related("content"):
            found[file.path] = cast(dict[str, Any], json.loads(content_of(file)))
    return found


def is_whole(release: Release) -> bool:
    """Whether the release has the files, the number, the time and the note by which its digest was made."""
    made = release_digest(release.number, release.made_at, release.note, digests_of(release).items())
    return made == release.digest


def damaged_files(release: Release) -> list[str]:
    """The paths of the files whose content is not the one that was frozen; reads everything."""
    damaged = []
    for file in FrozenFile.objects.filter(release=release).select_related("content").iterator(chunk_size=200):
        try:
            content_of(file)
        except DamagedReleaseError:
            damaged.append(file.path)
    return damaged
