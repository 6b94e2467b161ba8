"""One entry never costs its neighbours: neither what is wrong with it nor an error of this program."""

from collections.abc import Iterator

import pytest

from benchmarks.bibtex_mutations import guard, mutants
from benchmarks.import_fuzz import faults
from studies.citations.parse import bibtex_blocks, bibtex_entries, read_file
from studies.citations.parse.entries import FileRejectedError, Parsed, ParsedEntry, ParseFailure
from studies.citations.parse.error_guard import guarded, guarded_reader
from studies.citations.parse.read_file import OpenedFile, open_file

ENTRY = ParsedEntry(3, "one", "misc", (("title", "Ozone"),), "@misc{one, title = {Ozone}}")


def read_between_guards(text: str) -> tuple[OpenedFile, list[ParsedEntry | ParseFailure]]:
    """The opened file and what was read between its first and its last entry, which are correct."""
    opened = open_file(f"{guard('before')}{text}\n{guard('after')}".encode())
    parsed = [entry.parsed for entry in opened.entries()]
    assert [parsed[0].key, parsed[-1].key] == ["before", "after"]
    assert parsed[-1].line == 5 + text.count("\n") + 1
    return opened, parsed[1:-1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('@article{a, title = "A {b", year = 2000}', "Line 5, column 21: the quotation mark of the field title"),
        ('@article{a, title = "A b}", year = 2000}', "Line 5, column 21: the quotation mark of the field title"),
        ('@article{a, year = 2000, title = # "}', "the quotation mark"),
        ('@e{,e={},h=#\\"}', "no title and no identifier"),
    ],
)
def test_a_value_that_does_not_balance_is_the_failure_of_its_entry(text, reason):
    _, [failure] = read_between_guards(text)

    assert isinstance(failure, ParseFailure)
    assert failure.line == 5
    assert failure.raw.strip() == text
    assert reason in failure.reason


@pytest.mark.parametrize("text", ['@string{j="J""}', '@string{j = "J {"}', "@string{j = {J}", '@string{j = # "}'])
def test_a_string_that_does_not_balance_is_named(text):
    opened, between = read_between_guards(text)

    assert between == []
    assert opened.notes == ("Line 5: the @string cannot be read and was left out.",)


@pytest.mark.parametrize("seed", range(1, 5))
def test_whatever_a_mutated_entry_does_the_entries_around_it_are_read(seed):
    for mutant in mutants(seed, 150):
        assert faults(mutant).keys() <= {"read", "failures"}, mutant


def broken(*_: object, **_named: object) -> ParsedEntry:
    raise ZeroDivisionError


def one_entry_then_an_error() -> Iterator[Parsed]:
    yield ENTRY
    broken()


def test_an_error_in_the_candidate_of_an_entry_is_the_failure_of_that_entry(monkeypatch, caplog):
    real = read_file.candidate_of
    monkeypatch.setattr(
        read_file,
        "candidate_of",
        lambda entry, mapping, *, latex: broken() if entry.key == "a" else real(entry, mapping, latex=latex),
    )
    before, failed, after = open_file(
        f"{guard('before')}@misc{{a, title = {{T}}}}\n{guard('after')}".encode()
    ).entries()

    assert before.candidate
    assert after.candidate
    assert failed.candidate is None
    assert failed.parsed == ParseFailure(
        5,
        0,
        "a",
        "@misc{a, title = {T}}",
        "The entry could not be read because of an error of this site (ZeroDivisionError).",
        "Correct what is unusual in it; the error was logged.",
    )
    assert "line 5" in caplog.text


def test_an_error_in_the_splitter_costs_no_entry(monkeypatch, caplog):
    monkeypatch.setattr(bibtex_blocks, "Splitter", broken)

    assert read_between_guards("@misc{a, title = {T}}")[1][0].key == "a"
    assert "ZeroDivisionError" in caplog.text


def test_an_error_in_the_repair_of_an_entry_is_the_failure_of_that_entry(monkeypatch, caplog):
    monkeypatch.setattr(bibtex_entries, "repair", broken)
    _, [failure] = read_between_guards("@misc{a, title = {T}, ,}")

    assert "error of this site" in failure.reason
    assert failure.raw.strip() == "@misc{a, title = {T}, ,}"


def test_what_was_read_before_an_error_stays(caplog):
    assert [type(each) for each in guarded(one_entry_then_an_error, line=3, raw="x")] == [ParsedEntry, ParseFailure]
    first, rest = guarded_reader(one_entry_then_an_error())

    assert first == ENTRY
    assert rest.reason.startswith("What follows the entry on line 3 could not be read")


def test_a_file_that_is_refused_is_refused_as_a_whole():
    def refuse() -> Iterator[Parsed]:
        yield ENTRY
        raise FileRejectedError("It is too long.")

    for entries in (guarded(refuse, line=1, raw=""), guarded_reader(refuse())):
        with pytest.raises(FileRejectedError, match="too long"):
            list(entries)
