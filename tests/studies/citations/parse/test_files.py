"""Every citation file under files/ gives exactly the result in expected.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from studies.citations.parse.read_file import open_file
from studies.citations.plan import KnownPublications, PlannedEntry, Planner

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def test_every_test_file_has_an_expectation_and_exists():
    assert {path.name for path in (HERE / "files").iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_file_gives_the_expected_verdicts_and_entries(name):
    expected = EXPECTED[name]
    opened = open_file((HERE / "files" / name).read_bytes())
    entries = list(Planner(KnownPublications()).plan(opened.entries()))

    assert (opened.format, opened.encoding) == (expected["format"], expected["encoding"])
    assert [entry.verdict for entry in entries] == expected["verdicts"]
    assert [entry.index for entry in entries] == list(range(1, len(entries) + 1))
    if "keys" in expected:
        assert [entry.parsed.key for entry in entries] == expected["keys"]
    if "types" in expected:
        assert [entry.candidate.entry_type for entry in entries if entry.candidate] == expected["types"]
    if "retracted" in expected:
        assert [bool(entry.candidate and entry.candidate.retraction) for entry in entries] == expected["retracted"]
    assert expected.get("notes", "") in " ".join(opened.notes)
    check_entries(entries, expected)


def check_entries(entries: list[PlannedEntry], expected: dict[str, Any]) -> None:
    """What is expected of single entries, by their number."""
    by_index = {str(entry.index): entry for entry in entries}
    for index, says in expected.get("entries", {}).items():
        assert {field: field_value(by_index[index], field) for field in says} == says
    for index, words in expected.get("warnings", {}).items():
        assert words in " ".join(field_value(by_index[index], "warnings"))
    for index, words in expected.get("reasons", {}).items():
        assert words in " ".join(by_index[index].reasons)
    for index, other in expected.get("of", {}).items():
        duplicate_of = by_index[index].duplicate_of
        assert duplicate_of is not None
        assert duplicate_of.index == other
    for index, number in expected.get("n_authors", {}).items():
        assert len(field_value(by_index[index], "authors")) == number


def field_value(entry: PlannedEntry, field: str) -> Any:
    """A field of the entry or its candidate, as a JSON value."""
    value = entry.parsed.line if field == "line" else getattr(entry.candidate, field)
    return list(value) if isinstance(value, tuple) else value
