"""The digest of each study's document today."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence.releases.public_records import study_documents
from evidence.releases.release_files import state_digest
from studies.revisions.kept_values import keep


class StudyDigest(NamedTuple):
    """A study by its short name and the SHA-256 of its document."""

    slug: str
    digest: str


def study_states() -> Mapping[str, StudyDigest]:
    """The studies that readers see, by short name, as they are now; computed once for each state of the data."""
    return keep("states of studies", lambda: dict(_made()))


def _made() -> Iterator[tuple[str, StudyDigest]]:
    return ((slug, StudyDigest(slug, state_digest(document))) for slug, document in study_documents())
