"""Making a release: everything is read in one snapshot, then written in one transaction, whole or not at all."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Max

from evidence.data_citation import DataCitation, citing
from evidence.exports.data_origin import DataOrigin
from evidence.exports.public_data import write_public_data
from evidence.models import FrozenContent, FrozenFile, Release
from evidence.releases.content_spool import ContentSpool
from evidence.releases.release_digest import release_digest
from evidence.releases.release_files import Tell, read_files, release_address
from evidence.releases.release_obstacles import release_obstacles
from studies.citations.searches import last_search
from studies.models import Study
from studies.revisions.data_version import read_number, read_snapshot
from studies.revisions.record_change import ActionRefusedError

ARCHIVE = "data.zip"
# Rows of a bulk insert; contents are some ten kilobytes each.
_ROWS = 200


def make_release(*, by: User | None, now: datetime, note: str, tell: Tell = lambda done, expected: None) -> Release:
    """Freeze the public state as it is at the beginning; ``by`` is None for the command line.

    ``tell`` gets the number of files read, and of how many. Raises ``ActionRefusedError`` where something may not be
    released; nothing is written then, nor after any other error.
    """
    with ContentSpool() as spool:
        with read_snapshot() as version:
            if refused := [each.sentence for each in release_obstacles() if each.forbids]:
                raise ActionRefusedError(" ".join(("Nothing was released.", *refused)))
            number = next_number()
            citation = DataCitation(number, now.date(), None, last_search())
            with citing(citation):
                findings = read_files(spool, tell)
                spool.add(ARCHIVE, _archive(citation), media_type="application/zip", title="All data")
            release = Release(
                number=number,
                made_at=now,
                made_by=by,
                note=note.strip(),
                data_version=version or read_number(connections[DEFAULT_DB_ALIAS]) or 0,
                last_search=citation.searched,
                studies=Study.objects.visible().count(),
                findings=findings,
            )
        return _write(release, spool)


def next_number() -> int:
    """The number that the next release gets."""
    return (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def next_key() -> int:
    """The key that the next release gets in the database: its files name it before it is there."""
    return (Release.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def _archive(citation: DataCitation) -> bytes:
    """All public data as one ZIP file, which names the release."""
    address = release_address(citation.number or 0)
    return write_public_data(DataOrigin(address, citation.state, citation.searched, citation.text(address)))


@transaction.atomic
def _write(release: Release, spool: ContentSpool) -> Release:
    """Write a release after its files, since one that is there gets no further file (``frozen_tables``).

    What another release has already is not written again.
    """
    if release.number != next_number():
        raise ActionRefusedError("Nothing was released: another release was made meanwhile.")
    files = [(file.path, file.digest) for file in spool.files]
    release.digest = release_digest(release.number, release.made_at, release.note, files)
    release.pk = next_key()
    known = set(FrozenContent.objects.values_list("digest", flat=True))
    new = [digest for digest in spool.digests() if digest not in known]
    for start in range(0, len(new), _ROWS):
        contents = spool.contents(new[start : start + _ROWS])
        # Another release may have brought one meanwhile.
        FrozenContent.objects.bulk_create(
            (FrozenContent(digest=digest, size=size, compressed=data) for digest, size, data in contents),
            ignore_conflicts=True,
        )
    for start in range(0, len(spool.files), _ROWS):
        FrozenFile.objects.bulk_create(
            FrozenFile(
                release_id=release.pk,
                path=file.path,
                title=file.title,
                media_type=file.media_type,
                styles=list(file.styles),
                content_id=file.digest,
            )
            for file in spool.files[start : start + _ROWS]
        )
    release.save(force_insert=True)
    return release
