"""The plan of an import: every entry of a file with its verdict, in the order of the file.

A *verdict* is new, duplicate (joined without asking), possible (a person decides) or unreadable. An entry is judged
against the *known* works, those of the database, and against the entries before it in the same file; certainty counts
before possibility, and the database before the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from studies.choices.importing import ImportVerdict
from studies.citations.duplicates.candidate_search import Match, WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import MatchKeys, work_of
from studies.citations.parse.entries import CandidatePublication, ParsedEntry, ParseFailure
from studies.citations.parse.read_file import ReadEntry


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The other record: a publication of the database by its number, or an earlier entry of this file by its place."""

    publication: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One entry and its verdict. ``reasons`` say why; ``score`` is the likeness of the titles, 0 to 100."""

    index: int
    parsed: ParsedEntry | ParseFailure
    candidate: CandidatePublication | None
    verdict: ImportVerdict
    reasons: tuple[str, ...]
    duplicate_of: DuplicateOf | None = None
    score: float | None = None


@dataclass(slots=True)
class KnownPublications:
    """What the database holds: its works by number, whose source has which fingerprint, and what people told apart.

    ``told_apart`` holds the number of a publication with the fingerprint of an entry that a person told from it.
    """

    index: WorkIndex = field(default_factory=WorkIndex)
    fingerprints: dict[str, int] = field(default_factory=dict)
    told_apart: frozenset[tuple[int, str]] = frozenset()

    def add(self, publication: int, work: MatchKeys) -> None:
        self.index.add(publication, work)


@dataclass(slots=True)
class Planner:
    """Judges the entries of one file, one after the other."""

    known: KnownPublications
    seen: WorkIndex = field(default_factory=WorkIndex)
    # Where entries of this file that were judged certain duplicates lead.
    fingerprints: dict[str, int] = field(default_factory=dict)

    def plan(self, entries: Iterable[ReadEntry]) -> Iterator[PlannedEntry]:
        for entry in entries:
            yield self.judge(entry)

    def judge(self, entry: ReadEntry) -> PlannedEntry:
        """The verdict on one entry, which must come after those before it in its file."""
        candidate = entry.candidate
        if candidate is None:
            reason = entry.parsed.reason if isinstance(entry.parsed, ParseFailure) else ""
            return PlannedEntry(entry.index, entry.parsed, None, ImportVerdict.UNREADABLE, (reason,))
        work = work_of(candidate)
        verdict, reasons, other, score = self._verdict(candidate, work)
        if other is None or other.index is None or verdict is ImportVerdict.POSSIBLE:
            self._remember(entry.index, candidate, work, verdict, other)
        return PlannedEntry(entry.index, entry.parsed, candidate, verdict, reasons, other, score)

    def _verdict(
        self, candidate: CandidatePublication, work: MatchKeys
    ) -> tuple[ImportVerdict, tuple[str, ...], DuplicateOf | None, float | None]:
        print_ = candidate.fingerprint
        if print_ in self.known.fingerprints:
            same = DuplicateOf(publication=self.known.fingerprints[print_])
            return ImportVerdict.DUPLICATE, ("the same entry was imported before",), same, 100.0
        if print_ in self.fingerprints:
            same = DuplicateOf(index=self.fingerprints[print_])
            return ImportVerdict.DUPLICATE, ("the same entry stands earlier in this file",), same, 100.0
        inside, outside = self._matches(work, print_)
        for match, is_known in ((outside, True), (inside, False)):
            if match and match.comparison.grade is MatchGrade.CERTAIN:
                return ImportVerdict.DUPLICATE, *_described(match, is_known=is_known)
        for match, is_known in ((outside, True), (inside, False)):
            if match:
                return ImportVerdict.POSSIBLE, *_described(match, is_known=is_known)
        return ImportVerdict.NEW, ("nothing like it is known",), None, None

    def _matches(self, work: MatchKeys, print_: str) -> tuple[Match | None, Match | None]:
        apart = self.known.told_apart
        outside = self.known.index.best(work, but_not=(lambda target: (target, print_) in apart) if apart else None)
        certain = outside is not None and outside.comparison.grade is MatchGrade.CERTAIN
        return None if certain else self.seen.best(work), outside

    def _remember(
        self,
        index: int,
        candidate: CandidatePublication,
        work: MatchKeys,
        verdict: ImportVerdict,
        other: DuplicateOf | None,
    ) -> None:
        """What later entries of the file are set against; a known publication is found by itself."""
        self.fingerprints[candidate.fingerprint] = index
        if verdict is not ImportVerdict.DUPLICATE:
            self.seen.add(index, work)
        elif other and other.publication:
            del self.fingerprints[candidate.fingerprint]
            self.known.fingerprints.setdefault(candidate.fingerprint, other.publication)


def _described(match: Match, *, is_known: bool) -> tuple[tuple[str, ...], DuplicateOf, float]:
    other = DuplicateOf(publication=match.target) if is_known else DuplicateOf(index=match.target)
    return match.comparison.reasons, other, round(match.comparison.score, 1)


@dataclass(slots=True)
class Totals:
    """How many entries had which verdict."""

    counts: dict[ImportVerdict, int] = field(default_factory=lambda: dict.fromkeys(ImportVerdict, 0))

    def count(self, verdict: ImportVerdict) -> None:
        self.counts[verdict] += 1

    @property
    def entries(self) -> int:
        return sum(self.counts.values())
