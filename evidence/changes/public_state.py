"""A state of the public records: that of a release, or today's. Each document has a digest, by which states differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from evidence.changes.condition_states import ConditionStates
from evidence.changes.differences import (
    Document,
    EstimateChange,
    RatingChange,
    RowKeys,
    StateDifferences,
    changes_by_study,
    estimate_changes,
    former_names,
    rating_changes,
    record_changes,
    row_keys,
    under_name,
)
from evidence.changes.study_states import study_states
from evidence.models import Release
from evidence.releases.public_records import BATCH, common_names, documents_of_studies, other_documents
from evidence.releases.release_files import state_digest
from evidence.releases.state_names import CONDITION_STATE, RECORD_STATE, STUDY_STATE
from evidence.releases.stored_files import digests_of, documents_of
from studies.models import Study
from studies.pages.history.field_words import Names
from studies.revisions.kept_values import keep

# A name with the document before and after; None where a state does not have it.
ComparedDocument = tuple[str, Document | None, Document | None]


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
    """Today's state. A document is made when it is asked for: ask within the snapshot of the digests."""

    digests: Mapping[str, str]

    @cached_property
    def _names(self) -> Names:
        return common_names()

    @cached_property
    def _conditions(self) -> ConditionStates:
        return ConditionStates()

    def documents(self, names: Collection[str]) -> Mapping[str, Document]:
        slugs, kinds, conditions = (_below(each, names) for each in (STUDY_STATE, RECORD_STATE, CONDITION_STATE))
        found: dict[str, Document] = {}
        if slugs:
            numbers = list(Study.objects.visible().filter(slug__in=slugs).values_list("pk", flat=True))
            found |= {STUDY_STATE + slug: document for slug, document in documents_of_studies(numbers, self._names)}
        if kinds:
            found |= {RECORD_STATE + kind: document for kind, document in other_documents(self._names, kinds)}
        return found | {CONDITION_STATE + slug: self._conditions.document(slug) for slug in conditions}


def _below(beginning: str, names: Iterable[str]) -> list[str]:
    return [name.removeprefix(beginning) for name in names if name.startswith(beginning)]


def current_state() -> CurrentState:
    """Today's state; its digests are computed once for each state of the data."""
    return CurrentState(keep("digests of the public state", _current_digests))


def _current_digests() -> dict[str, str]:
    return {
        **{STUDY_STATE + state.slug: state.digest for state in study_states().values()},
        **{RECORD_STATE + kind: state_digest(document) for kind, document in other_documents(common_names())},
        **{CONDITION_STATE + slug: digest for slug, digest in ConditionStates().digests()},
    }


def compare(before: PublicState, after: PublicState) -> StateDifferences:
    """Everything that differs; only documents that differ are read, some at a time."""
    old, new = before.digests, after.digests
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    of_conditions = [name for name in names if name.startswith(CONDITION_STATE)]
    of_records = [name for name in names if not name.startswith(CONDITION_STATE)]
    records = tuple(each for pair in _record_documents(before, after, of_records) for each in record_changes(*pair))
    of_studies = changes_by_study(records)
    estimates: list[EstimateChange] = []
    ratings: list[RatingChange] = []
    # Those of one condition alone can be large.
    for name in of_conditions:
        pair = name, before.documents([name]).get(name), after.documents([name]).get(name)
        estimates += estimate_changes(*pair, of_studies)
        ratings += rating_changes(*pair)
    return StateDifferences(records, tuple(estimates), tuple(ratings))


def _record_documents(before: PublicState, after: PublicState, names: Sequence[str]) -> Iterator[ComparedDocument]:
    """These documents; that of a study with another short name than before as one, under its new name."""
    former = _renamed(before, after, names)
    for some in _parts([name for name in names if name not in former.values()]):
        old, new = before.documents([former.get(name, name) for name in some]), after.documents(some)
        for name in some:
            if name in former:
                yield name, under_name(old[former[name]], name.removeprefix(STUDY_STATE)), new[name]
            else:
                yield name, old.get(name), new.get(name)


def _renamed(before: PublicState, after: PublicState, names: Iterable[str]) -> dict[str, str]:
    """The former names of the documents of studies that have another short name now."""
    of_studies = [name for name in names if name.startswith(STUDY_STATE)]
    gone = [name for name in of_studies if name not in after.digests]
    new = [name for name in of_studies if name not in before.digests]
    return former_names(_row_keys(before, gone), _row_keys(after, new)) if gone and new else {}


def _row_keys(state: PublicState, names: Sequence[str]) -> dict[str, RowKeys]:
    read = (state.documents(some) for some in _parts(names))
    return {name: row_keys(document) for documents in read for name, document in documents.items()}


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of which the documents are read together."""
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
