"""What is read of BibTeX that programs and people write otherwise than the textbook: each entry, or a sentence."""

import pytest

from benchmarks.bibtex_mutations import guard, mutants
from benchmarks.compare_with_pybtex import compare
from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.read_file import open_file

AFTER = "\n" + guard("after")


def read(text: str) -> tuple[list[tuple[int, str, str, str]], tuple[str, ...]]:
    """Line, key, title and year of each entry, and the notes on the file."""
    opened = open_file(text.encode())
    entries = [
        (entry.parsed.line, entry.parsed.key, entry.parsed.first("title"), entry.parsed.first("year"))
        for entry in opened.entries()
        if isinstance(entry.parsed, ParsedEntry)
    ]
    return entries, opened.notes


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("% Encoding: UTF-8 @article{a, title = {T}, year = {2000}}", [1]),
        ("@string{s = {x}}\n% Encoding: UTF-8 @article{a, title = {T}, year = {2000}}", [2]),
        ("@comment{x} @article{a, title = {T}, year = {2000}}", [1]),
        ("@comment{x}\n  more text @article{a, title = {T}, year = {2000}}", [2]),
        ("<p>@article{a, title = {T}, year = {2000}}</p>", [1]),
        ("<p>\n<li>@article{a, title = {T}, year = {2000}}<li>@misc{b, title = {T}, year = {2000}}", [2, 2]),
        ("@\narticle{a, title = {T}, year = {2000}}", [1]),
        ("@\n\n article\n\n{a, title = {T}, year = {2000}}", [1]),
        ("@article{a\n title = {T}, year = {2000}}", [1]),
        ("Dear all,\nwrite to me@home (now) <a@b.org>.\n@misc(a, title = {T}, year = {2000})", [3]),
        ("@w3c.report{a, title = {T}, year = {2000}}", [1]),
        ("@misc{a, title = {T}, note = {ends \\\\\n}, year = {2000}} @misc{b, title = {T}, year = {2000}}", [1, 2]),
        ("@string{s = {T}} @misc{a, title = s, year = {2000}} @string{s = {U}}", [1]),
        ('@misc{a:1/2="b", title = {T}, year = {2000}}', [1]),
    ],
)
def test_an_entry_is_read_wherever_its_line_begins(text, lines):
    entries, notes = read(text + AFTER)

    assert [line for line, *_ in entries[:-1]] == lines
    assert {(title, year) for _, _, title, year in entries[:-1]} == {("T", "2000")}
    assert entries[-1][1:] == ("after", "Guard after", "2001")
    assert notes == ()


def test_a_file_with_one_entry_within_a_line_is_bibtex():
    assert read("<p>@article{a, title = {T}, year = {2000}}</p>")[0] == [(1, "a", "T", "2000")]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("%@article{a, title = {T}}", "1 entry commented out with % was skipped: line 1."),
        ("@comment{\n@article{a, title = {T}}\n}", "1 entry inside @comment was skipped: line 2."),
        ("text\n@x{a}\n", "1 entry without a key and fields was skipped: line 2."),
        ("x @string{misc{b, title = {T}}}", "Line 1: the @string cannot be read and was left out."),
        ("@string{s = }", "Line 1: the @string cannot be read and was left out."),
        ("@misc{b, title = {T}} @string{s = {}", "Line 1: the @string cannot be read and was left out."),
    ],
)
def test_what_is_skipped_is_named_with_its_line(text, note):
    assert note in read(text + AFTER)[1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # A backslash does not escape a brace for BibTeX: the value ends there, and its backslash is kept.
        (r"title = {T}, file = {C:\dir\}, year = {2000}", {"file": "C:\\dir\\"}),
        (r"title = {T}, file = {C:\\}, year = {2000}", {"file": "C:\\\\"}),
        (r'title = "T", file = "C:\", year = "2000"', {"file": "C:\\"}),
        (r"title = {T}, file = {C:\} # { and } # {D:\}, year = {2000}", {"file": "C:\\ and D:\\"}),
        # These close only if it does.
        (r"title = {T}, note = {one \{ in it}, year = {2000}", {"note": r"one \{ in it"}),
        (r"title = {T}, note = {one \} in it}, year = {2000}", {"note": r"one \} in it"}),
        (r'title = {T}, school = "Universit\"at Bonn", year = {2000}', {"school": r"Universit\"at Bonn"}),
        # Both ways are the same.
        (r"title = {T}, note = {a \{set\} and {\"u}}, year = {2000}", {"note": r"a \{set\} and {\"u}"}),
        # A brace too many does not end an entry before its fields.
        ("title = {T}}, year = {2000}", {}),
        ("title = {T}, no;te = {x}, year = {2000}", {"no;te": "x"}),
        ("title = {T}, words {in braces, and more}, year = {2000}", {}),
    ],
)
def test_a_value_ends_where_bibtex_ends_it_unless_that_leaves_the_entry_open(fields, expected):
    opened = open_file(f"@misc{{a, {fields}}}{AFTER}".encode())
    entry, after = opened.entries()

    assert after.parsed.key == "after"
    assert entry.candidate
    assert (entry.candidate.title, entry.candidate.year) == ("T", 2000)
    assert {name: entry.parsed.first(name) for name in expected} == expected


@pytest.mark.parametrize(
    "value",
    [
        "{See\n@article{b, title = {U}} for more.}",
        '"See\n@article{b, title = {U}} for more."',
        "{See\n@article in the list,\n@misc{b, and @comment{c} too}.}",
        "{See\n@misc{b,\n title = {U},\n year = {1999}\n}\nfor more.}",
    ],
)
def test_an_entry_within_a_value_is_text_of_a_whole_entry(value):
    entries, _ = read(f"@article{{a, title = {{T}}, abstract = {value}, year = {{2000}}}}{AFTER}")

    assert [entry[1:] for entry in entries] == [("a", "T", "2000"), ("after", "Guard after", "2001")]


def test_an_entry_that_is_not_closed_ends_at_the_next_one():
    opened = open_file(f"@article{{a, title = {{T, year = {{2000}}\n{guard('b')}{guard('c')}".encode())

    assert [(each.parsed.key, bool(each.candidate)) for each in opened.entries()] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]


@pytest.mark.parametrize("seed", range(1, 4))
def test_what_pybtex_reads_of_mutated_entries_is_read_or_named(seed):
    files = (f"{guard('before')}{mutant}\n{guard('after')}" for mutant in mutants(seed, 150))

    totals = compare((text, text.encode()) for text in files)

    assert totals["alike"] > 190
    assert not totals.keys() & {"MISSING", "DIFFERENT"}
