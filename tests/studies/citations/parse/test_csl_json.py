"""CSL-JSON: every form of name, date and list, and neighbours of objects that are not valid."""

import json

import pytest

from studies.citations.parse.entries import CandidatePublication, ParseFailure
from studies.citations.parse.read_file import open_file


def read(text: str) -> list[tuple[int, str]]:
    """Line and title of every entry, "failed" for a failure."""
    return [
        (entry.parsed.line, entry.candidate.title if entry.candidate else "failed")
        for entry in open_file(text.encode()).entries()
    ]


def candidate(**fields: object) -> CandidatePublication:
    item = {"id": "a", "type": "article-journal", "title": "Ozone"} | fields
    (entry,) = open_file(json.dumps([item]).encode()).entries()
    assert entry.candidate
    return entry.candidate


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"author": [{"family": "Rossi", "given": "Anna"}]}, {"authors": ("Rossi, Anna",)}),
        (
            {"author": [{"family": "Gogh", "given": "V.", "dropping-particle": "van"}]},
            {"authors": ("van Gogh, V.",)},
        ),
        ({"author": [{"literal": "WHO Group"}, {"name": "EMA"}]}, {"authors": ("WHO Group", "EMA")}),
        ({"author": [{"family": "Plato"}], "editor": [{"family": "E"}]}, {"authors": ("Plato",), "editors": ("E",)}),
        ({"issued": {"date-parts": [[2019]]}}, {"year": 2019}),
        ({"issued": {"date-parts": [["2019", "12"], [2020, 1]]}}, {"year": 2019}),
        ({"issued": {"raw": "Spring 2018"}}, {"year": 2018}),
        ({"issued": {"literal": "2018"}}, {"year": 2018}),
        ({"issued": {"date-parts": [None]}, "year": 2017}, {"year": 2017}),
        ({"issued": {"date-parts": []}}, {"year": None}),
        ({"title": ["Ozone in pain"], "container-title": ["Spine"]}, {"title": "Ozone in pain", "journal": "Spine"}),
        ({"note": "PMID: 15891150\nDOI: 10.1000/x"}, {"pmid": "15891150", "doi": "10.1000/x", "note": ""}),
        ({"note": "PMID: 15891150", "PMID": "15891150"}, {"pmid": "15891150", "note": "PMID: 15891150"}),
        ({"ISSN": "0362-2436, 1528-1159"}, {"issn": "0362-2436 1528-1159"}),
        ({"keyword": "ozone; pain", "language": "en"}, {"keywords": ("ozone", "pain"), "language": "English"}),
        ({"update-to": [{"type": "retraction", "DOI": "10.1000/y"}]}, {"retraction": "notice", "doi": ""}),
        ({"status": "retracted"}, {"retraction": "retracted"}),
        ({"type": "report", "publisher": "WHO"}, {"journal": "WHO", "publication_type": "technical-report"}),
        ({"volume": True, "custom": {"a": {"b": 1}}, "issue": None}, {"number": ""}),
    ],
)
def test_a_member_of_an_item_is_read(item, expected):
    found = candidate(**item)

    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": 1, "type": "book", "title": "One"}', [(1, "One")]),
        ('{"items": [\n{"type": "book", "title": "One"}\n]}', [(2, "One")]),
        ('{"status": "ok", "message": {"items": [{"type": "book", "title": ["One"]}]}}', [(1, "One")]),
        ('{"status": "ok", "message": {"type": "book", "title": ["One"]}}', [(1, "One")]),
        ('{"type": "book", "title": "One"}\n{"type": "book", "title": "Two"}\n', [(1, "One"), (2, "Two")]),
    ],
)
def test_a_list_an_answer_and_one_item_are_read(text, expected):
    assert read(text) == expected


ONE = '{"id": 1, "type": "book", "title": "One"}'
TWO = '{"id": 2, "type": "book", "title": "Two", "author": [{"family": "Rossi"}]}'


@pytest.mark.parametrize("joint", [",\n", ","])
@pytest.mark.parametrize(
    "bad",
    [
        '{"id": 9, "type": "book", "title": "Bad, "author": [{"family": "A"}]}',
        '{"id": 9, "type": "book", "title": "Bad", "author": [{"family": "A"}, {"family": "B"}',
        '{"id": 9, "type": "book", "title": "Bad", "author": [{"family": "A"]}',
        '{"id": 9, "type": "book" "title": "Bad"}',
        '{"id": 9, "type": "book", "title": Bad}',
        '{"id": 9, "type": "book", "title": "Bad", "issued": {"date-parts": [[2019}}',
        '{"id": 9, "type": "book", "title": "Bad"',
        '{"id": 9, "type": "book", "title": "Bad", "note": "text',
        '{"id": 9, "type": "book", "title": "Bad", "issued": {"date-parts": [[2019',
        '{"id": 9, "type": "book", "title": "A \\x B"}',
        '{"id": 9, "type": "book", "volume": ' + "9" * 5_000 + "}",
        '{"id": 9, "type": "book", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_an_object_that_is_not_valid_costs_no_neighbour(bad, joint):
    lines = [1, 2, 3, 4] if joint == ",\n" else [1] * 4

    found = read(f"[{joint.join([ONE, TWO, bad, TWO])}]")

    assert found == [(lines[0], "One"), (lines[1], "Two"), (lines[2], "failed"), (lines[3], "Two")]


def test_a_failure_has_its_own_text_and_place():
    text = f'[\n{ONE},\n{{"id": 2,\n "title": "A" "type": "book"}},\n{ONE}]'

    failure = [entry.parsed for entry in open_file(text.encode()).entries()][1]

    assert isinstance(failure, ParseFailure)
    assert (failure.line, failure.column) == (4, 15)
    assert failure.raw == '{"id": 2,\n "title": "A" "type": "book"}'
    assert failure.reason == "The JSON is not valid: Expecting ',' delimiter."


def test_values_that_are_no_items_are_named():
    opened = open_file(f'[\n{ONE},\n17, "text",\n{ONE}]'.encode())

    assert len([*opened.entries()]) == 2
    assert opened.notes == ("2 values that are no records were left out; the first is on line 3.",)


def test_a_repeated_member_is_named():
    (entry,) = open_file(b'[{"type": "book", "title": "One", "title": "Two"}]').entries()

    assert entry.candidate
    assert entry.candidate.title == "One"
    assert "The field title occurs more than once; the first was used." in entry.candidate.warnings
