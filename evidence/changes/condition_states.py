"""What the findings of each condition say today, kept for as long as what they follow from is the same.

They follow from the conditions, from the studies with them and from their ratings. Only the document of a condition of
which one of these has changed is made again, from the studies that are kept where there are any.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from evidence.changes.differences import Document
from evidence.findings.condition_answers import read_rated_answers
from evidence.findings.condition_overview import overview_digest
from evidence.findings.condition_synthesis import (
    ConditionSynthesis,
    read_shared_evidence,
    synthesise_condition,
    synthesise_studies,
)
from evidence.findings.kept_studies import StudyVersions, read_current_studies, versions_of_scopes
from evidence.releases.finding_records import condition_document
from evidence.releases.release_files import state_bytes
from studies.models import Condition, with_descendants
from studies.presentation.show_page import pause_gc
from studies.revisions.data_version import current_version
from studies.revisions.kept_values import find_value, is_keeping, store_value


class ConditionState(NamedTuple):
    """The document of a condition: a digest of all that it follows from, its SHA-256, and its compressed bytes."""

    origin: str
    digest: str
    written: bytes

    @property
    def document(self) -> Document:
        """What was written."""
        return cast(Document, json.loads(zlib.decompress(self.written)))


class ConditionStates:
    """The states of all conditions in one snapshot. Evidence is read at most once, and only where something changed."""

    def __init__(self) -> None:
        conditions = list(Condition.objects.all())
        scopes = [with_descendants(item, conditions) for item in conditions]
        self._scopes = {scope[0].slug: scope for scope in scopes}
        self._studies = dict(zip(self._scopes, versions_of_scopes(list(map(_slugs, scopes))), strict=True))
        self._rated, self._shared = read_rated_answers(), cache(read_shared_evidence)

    def digests(self) -> Iterator[tuple[str, str]]:
        """The SHA-256 of the document of each condition, by its short name."""
        return ((slug, self._state(slug).digest) for slug in self._scopes)

    def document(self, slug: str) -> Document:
        """The document of one condition."""
        return self._state(slug).document

    def _state(self, slug: str) -> ConditionState:
        version, name = current_version(), f"findings of condition {slug}"
        origin = overview_digest(self._scopes[slug], self._studies[slug], self._rated)
        kept = find_value(name) if version is not None and is_keeping() else None
        if kept is not None and kept.value.origin == origin:
            return cast(ConditionState, kept.value)
        written = state_bytes(self._made(slug))
        state = ConditionState(origin, hashlib.sha256(written).hexdigest(), zlib.compress(written, 1))
        store_value(name, version, state)
        return state

    @pause_gc
    def _made(self, slug: str) -> dict[str, Any]:
        scope = self._scopes[slug]
        found = _current_synthesis(scope, self._studies[slug]) or synthesise_condition(scope[0], self._shared())
        return condition_document(scope[0], found.answer, found.answers, self._rated)


def _current_synthesis(scope: Sequence[Condition], studies: StudyVersions) -> ConditionSynthesis | None:
    """The first of these conditions, answered of the studies that are kept; None where that is of no use."""
    current = read_current_studies(_slugs(scope), studies)
    return synthesise_studies(scope, current.studies) if current else None


def _slugs(scope: Sequence[Condition]) -> list[str]:
    return [item.slug for item in scope]
