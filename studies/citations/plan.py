"""The plan of an import: every entry of a file with its verdict, in the order of the file.

A *verdict* is new, duplicate (joined without asking), possible (a person decides) or unreadable. An entry is compared
with the *known* works, those of the database, and with the entries before it in the same file. A certain match goes
before a possible one, and the database before the file. A certain duplicate lends its keys to the work that it joins:
a later entry with its DOI finds that work.

A later entry can also show that two earlier ones are one work, so some verdicts are revised after the last entry. Then
hardly any depends on the order of the entries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from studies.choices import ImportVerdict
from studies.citations.duplicates.candidate_search import Match, WorkIndex, agree_in_all_records
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import MatchKeys, match_keys_of
from studies.citations.parse.entries import CandidatePublication, ParsedEntry, ParseFailure
from studies.citations.parse.read_file import ReadEntry


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The other record: the number of a publication in the database, or of an earlier entry in this file."""

    publication: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One entry and its verdict. ``reasons`` say why; ``score`` is the similarity of the titles, 0 to 100."""

    index: int
    parsed: ParsedEntry | ParseFailure
    candidate: CandidatePublication | None
    verdict: ImportVerdict
    reasons: tuple[str, ...]
    duplicate_of: DuplicateOf | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class RevisedVerdict:
    """An entry that later entries show to be a certain duplicate."""

    index: int
    reasons: tuple[str, ...]
    duplicate_of: DuplicateOf
    score: float


def with_revisions(planned: Iterable[PlannedEntry], revisions: Iterable[RevisedVerdict]) -> list[PlannedEntry]:
    """A plan in which some verdicts are revised."""
    revised = {each.index: each for each in revisions}
    return [
        replace(
            entry,
            verdict=ImportVerdict.DUPLICATE,
            reasons=revised[entry.index].reasons,
            duplicate_of=revised[entry.index].duplicate_of,
            score=revised[entry.index].score,
        )
        if entry.index in revised
        else entry
        for entry in planned
    ]


SHOWN_LATER = "shown by later entries"
# A join can lead to another one; longer chains than this do not occur.
_MOST_ROUNDS = 5


@dataclass(slots=True)
class KnownPublications:
    """The database: its works by number, and the publication of every fingerprint.

    ``different_entries``: number of a publication and fingerprint of an entry that a person said is another work.
    ``keys``: the name of a publication in citation files, by its number.
    """

    index: WorkIndex = field(default_factory=WorkIndex)
    fingerprints: dict[str, int] = field(default_factory=dict)
    different_entries: frozenset[tuple[int, str]] = frozenset()
    keys: dict[int, str] = field(default_factory=dict)

    def is_export_of(self, publication: int, work: MatchKeys, key: str) -> bool:
        """Whether a record is equal to a publication in every field that is compared, and has its key."""
        return key != "" and self.keys.get(publication) == key and work in self.index.works[publication]

    def add(self, publication: int, work: MatchKeys) -> None:
        self.index.add(publication, work)


@dataclass(slots=True)
class Planner:
    """Judges the entries of one file, one after the other."""

    known: KnownPublications
    earlier: WorkIndex = field(default_factory=WorkIndex)
    # The number of the entry that has a fingerprint.
    fingerprints: dict[str, int] = field(default_factory=dict)
    # Entries that can turn out to be duplicates: possible ones, and those that a later entry is certainly the same as.
    doubtful: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.earlier.journals = self.known.index.journals

    def plan(self, entries: Iterable[ReadEntry]) -> Iterator[PlannedEntry]:
        for entry in entries:
            yield self.judge(entry)

    def judge(self, entry: ReadEntry) -> PlannedEntry:
        """The verdict on one entry. Entries must come in the order of the file."""
        candidate = entry.candidate
        if candidate is None:
            reason = entry.parsed.reason if isinstance(entry.parsed, ParseFailure) else ""
            return PlannedEntry(entry.index, entry.parsed, None, ImportVerdict.UNREADABLE, (reason,))
        work = match_keys_of(candidate)
        verdict, reasons, other, score = self._verdict(candidate, work)
        self._remember(entry.index, candidate.fingerprint, work, verdict, other)
        if verdict is ImportVerdict.POSSIBLE:
            self.doubtful.add(entry.index)
        return PlannedEntry(entry.index, entry.parsed, candidate, verdict, reasons, other, score)

    def revisions(self) -> list[RevisedVerdict]:
        """The verdicts to revise, after the last entry."""
        revised: dict[int, RevisedVerdict] = {}
        different: dict[int, set[int]] = {}
        for publication, fingerprint in self.known.different_entries:
            different.setdefault(self.fingerprints.get(fingerprint, 0), set()).add(publication)
        for _ in range(_MOST_ROUNDS):
            waiting = sorted(self.doubtful.difference(revised))
            joined = [found for index in waiting if (found := self._revised(index, different.get(index, set())))]
            if not joined:
                break
            revised |= {each.index: each for each in joined}
        return [revised[index] for index in sorted(revised)]

    def _revised(self, index: int, different: set[int]) -> RevisedVerdict | None:
        """Join an entry to a publication or an earlier entry that is certainly the same by now."""
        for works, excluded in ((self.known.index, different.__contains__), (self.earlier, index.__le__)):
            records = self.earlier.works[index]
            for match in (works.best(record, exclude=excluded) for record in records):
                if match is None or match.comparison.grade is not MatchGrade.CERTAIN:
                    continue
                if agree_in_all_records(records, works.works[match.target]):
                    return self._join(index, match, is_known=works is self.known.index)
        return None

    def _join(self, index: int, match: Match, *, is_known: bool) -> RevisedVerdict:
        if is_known:
            for record in self.earlier.remove(index):
                self.known.add(match.target, record)
        else:
            self.earlier.join(index, match.target)
        reasons, other, score = _described(match, is_known=is_known)
        return RevisedVerdict(index, (SHOWN_LATER, *reasons), other, score)

    def _verdict(
        self, candidate: CandidatePublication, work: MatchKeys
    ) -> tuple[ImportVerdict, tuple[str, ...], DuplicateOf | None, float | None]:
        fingerprint = candidate.fingerprint
        if fingerprint in self.known.fingerprints:
            same = DuplicateOf(publication=self.known.fingerprints[fingerprint])
            return ImportVerdict.DUPLICATE, ("the same entry was imported before",), same, 100.0
        if fingerprint in self.fingerprints:
            same = DuplicateOf(index=self.fingerprints[fingerprint])
            return ImportVerdict.DUPLICATE, ("the same entry appears earlier in this file",), same, 100.0
        inside, outside = self._matches(work, fingerprint)
        for match, is_known in ((outside, True), (inside, False)):
            if match and match.comparison.grade is MatchGrade.CERTAIN:
                return ImportVerdict.DUPLICATE, *_described(match, is_known=is_known)
        if outside and self.known.is_export_of(outside.target, work, candidate.citation_key):
            same = DuplicateOf(publication=outside.target)
            return ImportVerdict.DUPLICATE, ("the same record with the same key",), same, 100.0
        for match, is_known in ((outside, True), (inside, False)):
            if match:
                return ImportVerdict.POSSIBLE, *_described(match, is_known=is_known)
        return ImportVerdict.NEW, ("nothing like it is known",), None, None

    def _matches(self, work: MatchKeys, fingerprint: str) -> tuple[Match | None, Match | None]:
        """The best match among the entries before, and among the known works."""
        different = self.known.different_entries
        exclude = (lambda target: (target, fingerprint) in different) if different else None
        outside = self.known.index.best(work, exclude=exclude)
        inside = self.earlier.best(work)
        if inside and inside.comparison.grade is MatchGrade.CERTAIN:
            self.doubtful.update(inside.also)
            if outside and outside.comparison.grade is MatchGrade.CERTAIN:
                self.doubtful.add(inside.target)
        return inside, outside

    def _remember(
        self, index: int, fingerprint: str, work: MatchKeys, verdict: ImportVerdict, other: DuplicateOf | None
    ) -> None:
        """Index an entry for the later ones of the file: as a work of its own, or as a record of the work it joins."""
        if verdict is not ImportVerdict.DUPLICATE or other is None:
            self.fingerprints[fingerprint] = index
            self.earlier.add(index, work)
        elif other.publication is not None:
            self.known.fingerprints.setdefault(fingerprint, other.publication)
            self.known.add(other.publication, work)
        elif other.index is not None:
            self.fingerprints.setdefault(fingerprint, other.index)
            self.earlier.add(other.index, work)


def _described(match: Match, *, is_known: bool) -> tuple[tuple[str, ...], DuplicateOf, float]:
    other = DuplicateOf(publication=match.target) if is_known else DuplicateOf(index=match.target)
    return match.comparison.reasons, other, round(match.comparison.score, 1)
