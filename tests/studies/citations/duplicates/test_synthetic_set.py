"""Accuracy on a large synthetic set, whatever the order of its records, in one file and against the database."""

from dataclasses import replace
from random import Random

import pytest

from benchmarks.duplicates import accuracy_of, plan_of_candidates, read_records
from studies.choices import ImportVerdict
from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.read_file import ReadEntry
from studies.citations.plan import DuplicateOf, KnownPublications, PlannedEntry, Planner
from tests.studies.citations.duplicates.synthetic_records import LabelledRecord, labelled_records
from tests.studies.citations.duplicates.synthetic_works import synthetic_works

# The share of papers with works that resemble them, and the sensitivity to reach: certain, and with possible ones.
# Where every third paper has an abstract, a part, an erratum and so on, many records lack what tells them apart.
SETS = ((0.0, 0.95, 0.99), (0.1, 0.92, 0.98), (0.35, 0.89, 0.97))
MOST_DEPENDENT_ON_ORDER = 0.01


def records_of(seed: int, number: int, resembling: float) -> list[LabelledRecord]:
    chance = Random(seed)  # noqa: S311 - no secret
    return labelled_records(chance, synthetic_works(chance, number, resembling=resembling))


@pytest.mark.parametrize(("resembling", "certain", "with_possible"), SETS)
@pytest.mark.parametrize(("seed", "number"), [(1, 300), pytest.param(4, 600, marks=pytest.mark.long)])
def test_duplicates_of_a_synthetic_set(seed, number, resembling, certain, with_possible):
    records = records_of(seed, number, resembling)

    planned = plan_of_candidates([record.candidate for record in records])
    accuracy = accuracy_of([record.work for record in records], planned)

    assert accuracy.false_merges == []
    assert accuracy.certain_sensitivity >= certain, accuracy
    assert accuracy.sensitivity >= with_possible, accuracy


def test_synthetic_set_has_every_kind_of_work():
    works = synthetic_works(Random(1), 600)  # noqa: S311
    kinds = {work.kind for work in works}

    assert len(kinds) == 13
    assert len({work.number for work in works}) == len(works) >= 600


def merged_groups(records: list[LabelledRecord]) -> set[frozenset[str]]:
    """The fingerprints of the records that become one work each."""
    roots: dict[int, int] = {}
    groups: dict[int, set[str]] = {}
    for entry in plan_of_candidates([record.candidate for record in records]):
        root = entry.index
        if entry.verdict is ImportVerdict.DUPLICATE and entry.duplicate_of and entry.duplicate_of.index:
            root = roots[entry.duplicate_of.index]
        roots[entry.index] = root
        groups.setdefault(root, set()).add(records[entry.index - 1].candidate.fingerprint)
    return set(map(frozenset, groups.values()))


def test_groups_hardly_depend_on_the_order_of_the_entries():
    """Only records that contradict one another inside a group can go with one or the other, as they come."""
    records = records_of(3, 150, 0.1)
    groups = merged_groups(records)

    for seed in range(2):
        Random(seed).shuffle(records)  # noqa: S311
        assert len(merged_groups(records) ^ groups) <= MOST_DEPENDENT_ON_ORDER * len(groups)


def test_record_has_the_same_verdict_in_one_file_and_against_the_database():
    records = records_of(5, 150, 0.2)
    pairs = list(zip(records, records[1:], strict=False)) + _pairs_of_works(records)
    assert len(pairs) > 300

    assert [(one, other) for one, other in pairs if _in_one_file(one, other) != _against_database(one, other)] == []


def _pairs_of_works(records: list[LabelledRecord]) -> list[tuple[LabelledRecord, LabelledRecord]]:
    """Each record with the one before it of its work."""
    last: dict[int, LabelledRecord] = {}
    pairs = [(last[record.work], record) for record in records if last.setdefault(record.work, record) is not record]
    return [pair for pair in pairs if pair[0] is not pair[1]]


def _in_one_file(one: LabelledRecord, other: LabelledRecord) -> tuple[str, tuple[str, ...]]:
    entry = plan_of_candidates([one.candidate, other.candidate])[1]
    return entry.verdict, entry.reasons


def _against_database(one: LabelledRecord, other: LabelledRecord) -> tuple[str, tuple[str, ...]]:
    known = KnownPublications()
    known.add(7, match_keys_of(one.candidate))
    entry = Planner(known).judge(ReadEntry(1, ParsedEntry(1, "", "article", (), ""), other.candidate))
    return entry.verdict, entry.reasons


def test_accuracy_counts_what_was_planned():
    works = ["a", "a", "b", "c", "c", "d"]
    candidates = [record.candidate for record in records_of(1, 20, 0.0)[:6]]
    entries = plan_of_candidates(candidates)
    planned = [_with_verdict(entry, verdict, other) for entry, (verdict, other) in zip(entries, _VERDICTS, strict=True)]

    accuracy = accuracy_of(works, planned)

    assert (accuracy.firsts, accuracy.repeats, accuracy.found, accuracy.asked) == (4, 2, 1, 0)
    assert (accuracy.false_merges, accuracy.false_questions, accuracy.missed) == ([(3, 1)], [(6, 5)], [5])
    assert str(accuracy).startswith("6 records of 4 works; certain: sensitivity 0.500, specificity 0.750; certain and")


_VERDICTS = [("new", None), ("duplicate", 1), ("duplicate", 1), ("new", None), ("new", None), ("possible", 5)]


def _with_verdict(entry: PlannedEntry, verdict: str, other: int | None) -> PlannedEntry:
    return replace(entry, verdict=ImportVerdict(verdict), duplicate_of=DuplicateOf(index=other) if other else None)


def test_labelled_table_is_read(tmp_path):
    path = tmp_path / "set.csv"
    path.write_text(
        "Title,Author,Year,Journal,Volume,Issue,Pages,DOI,Group\n"
        '"Ozone in sciatica, a trial of 20 patients","Rossi, A and Kaya, E",2015,Eur Spine J,24,3,10-19,,x\n'
        '"Ozone in sciatica, a trial of 20 patients","Rossi, A.; Kaya, E.",2015,European Spine Journal,24,3,10-9,,x\n'
        "Editorial,,2015,,,,,,\n",
        encoding="utf-8",
    )

    works, candidates = zip(*read_records(path), strict=True)
    accuracy = accuracy_of(works, plan_of_candidates(candidates))

    assert works == ("x", "x", 2)
    assert (accuracy.found, accuracy.firsts, accuracy.false_merges) == (1, 2, [])
