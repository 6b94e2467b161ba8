"""How well duplicates are found in a set whose duplicates are known.

    python -m benchmarks.duplicates FILE ...

A file is a CSV table with a row for each record. Its columns, in capitals or not: title, authors or author (separated
by " and " or ";"), year, journal, volume, number or issue, pages, doi, pmid, issn, form, and work, group or
duplicate_id: records with the same value there are one work, and a record without a value is a work of its own.

Printed are sensitivity (of the records that repeat an earlier one of the file, how many are found) and specificity (of
the first records of their works, how many are left alone), for certain matches and for certain and possible ones.
"""

import csv
import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studies.choices import ImportVerdict
from studies.citations.parse.author_names import bibtex_names, listed_names
from studies.citations.parse.candidates import year_of
from studies.citations.parse.entries import CandidatePublication, ParsedEntry
from studies.citations.parse.identifiers import doi_of, issns_of, pmid_of
from studies.citations.parse.read_file import ReadEntry
from studies.citations.plan import KnownPublications, PlannedEntry, Planner, with_revisions

_WORK_COLUMNS = ("work", "group", "duplicate_id")


@dataclass(slots=True)
class Accuracy:
    """Records of a set by what was right and what was planned. A pair is the numbers of two records, from 1."""

    repeats: int = 0
    firsts: int = 0
    found: int = 0
    asked: int = 0
    # Joined to or asked about another work.
    false_merges: list[tuple[int, int]] = field(default_factory=list)
    false_questions: list[tuple[int, int]] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    questions: list[tuple[int, int]] = field(default_factory=list)

    @property
    def certain_sensitivity(self) -> float:
        return self.found / self.repeats

    @property
    def sensitivity(self) -> float:
        return (self.found + self.asked) / self.repeats

    @property
    def certain_specificity(self) -> float:
        return 1 - len(self.false_merges) / self.firsts

    @property
    def specificity(self) -> float:
        return 1 - (len(self.false_merges) + len(self.false_questions)) / self.firsts

    def __str__(self) -> str:
        return (
            f"{self.firsts + self.repeats} records of {self.firsts} works; certain: sensitivity "
            f"{self.certain_sensitivity:.3f}, specificity {self.certain_specificity:.3f}; certain and possible: "
            f"{self.sensitivity:.3f}, {self.specificity:.3f}; false merges: {len(self.false_merges)}"
        )


def plan_of_candidates(candidates: Sequence[CandidatePublication]) -> list[PlannedEntry]:
    """The plan of candidates in their order, as of one file; the first has index 1."""
    planner = Planner(KnownPublications())
    planned = planner.plan(
        ReadEntry(number, ParsedEntry(number, "", candidate.entry_type, (), ""), candidate)
        for number, candidate in enumerate(candidates, 1)
    )
    return with_revisions(list(planned), planner.revisions())


def accuracy_of(works: Sequence[Hashable], planned: Sequence[PlannedEntry]) -> Accuracy:
    """Compare a plan with the works that its entries are known to be."""
    accuracy = Accuracy()
    before: set[Hashable] = set()
    for work, entry in zip(works, planned, strict=True):
        accuracy.repeats += work in before
        accuracy.firsts += work not in before
        other = entry.duplicate_of.index if entry.duplicate_of else None
        if other is None:
            if work in before:
                accuracy.missed.append(entry.index)
        else:
            _count(accuracy, entry, other, right=works[other - 1] == work)
            if works[other - 1] != work and work in before:
                accuracy.missed.append(entry.index)
        before.add(work)
    return accuracy


def _count(accuracy: Accuracy, entry: PlannedEntry, other: int, *, right: bool) -> None:
    pair = (entry.index, other)
    is_certain = entry.verdict is ImportVerdict.DUPLICATE
    if right:
        accuracy.found += is_certain
        accuracy.asked += not is_certain
        if not is_certain:
            accuracy.questions.append(pair)
    else:
        (accuracy.false_merges if is_certain else accuracy.false_questions).append(pair)


def read_records(path: Path) -> Iterator[tuple[Hashable, CandidatePublication]]:
    """The work and the candidate of each row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            values = {(name or "").lower().strip(): (value or "").strip() for name, value in row.items()}
            work = next((values[name] for name in _WORK_COLUMNS if values.get(name)), "")
            yield work or number, _candidate(values, number)


def _candidate(values: Mapping[str, str], number: int) -> CandidatePublication:
    names = values.get("authors") or values.get("author", "")
    authors = bibtex_names(names)[0] if " and " in names else listed_names(names.split(";"))
    return CandidatePublication(
        entry_type="article",
        publication_type=values.get("form") or "journal-article",
        title=values.get("title", ""),
        authors=authors,
        year=year_of(values.get("year", ""))[0],
        journal=values.get("journal", ""),
        volume=values.get("volume", ""),
        number=values.get("number") or values.get("issue", ""),
        pages=values.get("pages", ""),
        doi=doi_of(values.get("doi", "")),
        pmid=pmid_of(values.get("pmid", "")),
        issn=issns_of(values.get("issn", "")),
        fingerprint=str(number),
    )


def main(paths: Sequence[str]) -> None:
    for path in paths:
        works, candidates = zip(*read_records(Path(path)), strict=True)
        accuracy = accuracy_of(works, plan_of_candidates(candidates))
        print(f"{path}: {accuracy}")
        for name in ("false_merges", "false_questions", "questions", "missed"):
            print(f"  {name.replace('_', ' ')}: {getattr(accuracy, name)}")


if __name__ == "__main__":
    main(sys.argv[1:])
