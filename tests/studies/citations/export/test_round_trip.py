"""Entries of every type come out of an export as they came in, and a second import finds nothing new."""

import re

import pytest

from studies.citations.export.write_bibtex import write_bibtex
from tests.studies.citations.export.imported import Imported, citations_of, imported
from tests.studies.citations.export.realistic_entries import TYPES, bibtex_file
from tests.studies.citations.export.round_trip import WRITERS, faults, joined, pybtex_faults, rispy_faults

# Two of each type; python -m benchmarks.round_trip does the same with a thousand.
TEXT = bibtex_file(2 * len(TYPES), seed=14)


@pytest.fixture(scope="module")
def records() -> list[Imported]:
    return imported(TEXT)


@pytest.mark.parametrize("suffix", [*WRITERS])
def test_export_is_read_back_as_the_same_works(records, suffix):
    assert len(records) == 2 * len(TYPES)
    assert list(faults(records, suffix)) == []


@pytest.mark.parametrize("source", ["ris", "json", "csv"])
def test_works_that_came_in_another_format_are_read_back_from_all(records, source):
    came_in = imported(joined(WRITERS[source], citations_of(records[: len(TYPES)])))

    assert [line for suffix in WRITERS for line in faults(came_in, suffix)] == []


def test_comparison_sees_a_field_that_an_export_spoils(records, monkeypatch):
    def without_volumes(citations):
        return re.sub(r"(?m)^VL  - .*\n", "", joined(WRITERS["ris"], citations))

    monkeypatch.setitem(WRITERS, "spoiled", without_volumes)

    n_volumes = sum(bool(record.publication.volume) for record in records)
    assert sum(": volume " in line for line in faults(records, "spoiled")) == n_volumes > 0


def test_pybtex_reads_in_the_export_what_it_reads_in_the_file(records):
    assert list(pybtex_faults(TEXT, joined(write_bibtex, citations_of(records)))) == []


def test_rispy_reads_what_the_publications_say(records):
    assert list(rispy_faults(records)) == []
