"""A state of the public records: that of a release, or today's. Each document has a digest, by which states differ."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from evidence.changes.differences import Document, StateDifferences, differences
from evidence.models import Release
from evidence.releases.finding_records import condition_documents
from evidence.releases.public_records import other_documents, study_documents
from evidence.releases.release_files import state_bytes
from evidence.releases.state_names import CONDITION_STATE, RECORD_STATE, STUDY_STATE
from evidence.releases.stored_files import digests_of, documents_of
from studies.revisions.kept_values import keep


class PublicState(Protocol):
    """What can be compared."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each document, by its name."""

    def documents(self, names: Collection[str]) -> Mapping[str, Document]:
        """The documents of these names that there are."""


@dataclass(frozen=True)
class FrozenState:
    """The state that a release froze."""

    release: Release

    @cached_property
    def digests(self) -> Mapping[str, str]:
        return digests_of(self.release, "state/")

    def documents(self, names: Collection[str]) -> Mapping[str, Document]:
        return documents_of(self.release, names)


@dataclass(frozen=True)
class CurrentState:
    """Today's state: each document with its digest, compressed."""

    stored: Mapping[str, tuple[str, bytes]]

    @property
    def digests(self) -> Mapping[str, str]:
        return {name: digest for name, (digest, _) in self.stored.items()}

    def documents(self, names: Collection[str]) -> Mapping[str, Document]:
        stored = ((name, self.stored[name][1]) for name in names if name in self.stored)
        return {name: json.loads(zlib.decompress(data)) for name, data in stored}


def current_state() -> CurrentState:
    """Today's state; computed once for each state of the data."""
    return CurrentState(keep("public state", lambda: dict(_stored())))


def _stored() -> Iterator[tuple[str, tuple[str, bytes]]]:
    groups: tuple[tuple[str, Iterator[tuple[str, dict[str, Any]]]], ...] = (
        (STUDY_STATE, study_documents()),
        (RECORD_STATE, other_documents()),
        (CONDITION_STATE, condition_documents()),
    )
    for beginning, documents in groups:
        for name, document in documents:
            data = state_bytes(document)
            yield beginning + name, (hashlib.sha256(data).hexdigest(), zlib.compress(data, 1))


def compare(before: PublicState, after: PublicState) -> StateDifferences:
    """Everything that differs; only documents that differ are read."""
    old, new = before.digests, after.digests
    names = [name for name in {*old, *new} if old.get(name) != new.get(name)]
    return differences(before.documents(names), after.documents(names))
