"""Structured texts and lines made to take a reader's time: read, failed or refused within 3 seconds of processor time.

The sizes are those at which a reader whose work grows with the square of its input takes minutes.
"""

import time

import pytest

from studies.citations.duplicates.title_words import without_additions
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.read_file import open_file

SECONDS = 3
RECORD = "<xml><records><record><ref-type>17</ref-type>"
OVID = "<1>\nTitle\n   Ozone\nSource\n   "
ITEM = '{"type": "book", "title": "Ozone"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            RECORD + "<a>" * 4 * 10**4 + "</a>" * 4 * 10**4 + "</record>",
            "The elements of the record are nested more than 100 deep",
        ),
        (RECORD + "<a/>" * 10**5 + "</record>", "The record has more than 100,000 elements."),
        (RECORD + "<record>" * 10**4, "The record has no end tag before the next record starts."),
        (RECORD + "<!--" * 4 * 10**4, "The record has no end: the file stops here."),
        (RECORD + "<titles><title>" + "&" * 4 * 10**4 + "</title></titles></record>", ""),
        ("<?xml " + "?" * 10**5, "This looks like an XML file of another kind"),
        (f'[{ITEM}, "x": ' + "[" * 4 * 10**4 + "]" * 4 * 10**4 + "}]", "The JSON cannot be read"),
        (f'[{ITEM}, "x": ' + '{"a": ' * 4 * 10**4 + "]" * 4 * 10**4, "The object has no end"),
        (f"[{ITEM}}}, " + "{" * 10**4, "The object has no end"),
        (f"[{ITEM}}}, " + '"' * 4 * 10**4, ""),
        (f"[{ITEM}}}, " + '{"type": "book" "title"},' * 4 * 10**3, "The JSON is not valid"),
        (f'[{ITEM}, "x": [' + "{}," * 10**4, "The object has no end"),
        ("Title,Year" + ",c" * 10**5, "The table has 100,002 columns; the limit is 500."),
        ("Title,Year\nOzone,2000" + ',"x"' * 4 * 10**4, "The row has 40002 cells and the header 2."),
        ("Title,Year\n" + '"Ozone,2000\n' * 10**4, "A quote in the row is never closed"),
        ('Title,Year\na,"\n' + "word\n" * 10**4, "A quote in the row is never closed"),
        ('Title,Abstract\nOzone,"' + "word " * 10**5 + '"', ""),
        ("title," + "title " * 4 * 10**4, "No citation was recognised in this file."),
        ("1. Rossi A. 2000.\n" * 4 * 10**4, "This looks like a list of references in words"),
        ("1: Rossi A. 2000 " * 4 * 10**4, "No citation was recognised in this file."),
        ("<1" + " " * 10**5, "No citation was recognised in this file."),
        (OVID + "a. (" * 4 * 10**4, ""),
        (OVID + "a." + " " * 10**5 + "b", ""),
        ("TY  - JOUR\nTI  - Ozone\nER  - \n1" + " " * 10**5 + "x\n", ""),
        ("%0 Journal Article\n%T Ozone\n" + "%A Rossi\n" * 4 * 10**4, ""),
        ("TY  - JOUR\nTI  - Ozone\nDO  - " + "10.1000." * 4 * 10**4 + "\nER  - \n", ""),
        ("@book{a, title={Ozone}, year={2000" + "-" * 10**5 + "!}}", ""),
        ("@book{a, title={Ozone}, year={2000" + " " * 10**5 + "!}}", ""),
        ("@book{a, title={Ozone}, note={PMID" + " " * 10**5 + "!}}", ""),
    ],
    ids=range(29),
)
def test_a_hostile_file_has_an_answer_in_time(text, expected):
    start = time.process_time()

    try:
        failures = [entry.parsed for entry in open_file(text.encode()).entries() if not entry.candidate]
        reasons = {getattr(failure, "reason", "") for failure in failures} or {""}
    except FileRejectedError as refused:
        reasons = {str(refused)}

    assert any(reason.startswith(expected) for reason in reasons)
    assert bool(expected) == any(reasons)
    assert time.process_time() - start < SECONDS


def test_more_entries_than_were_expected_end_a_file(monkeypatch):
    monkeypatch.setattr("studies.citations.parse.limits.MOST_ENTRIES", 10)
    entries = open_file(f"[{ITEM}}}{',{}' * 20}]".encode()).entries()

    # What was read before the limit is kept.
    assert [next(entries).index for _ in range(10)] == list(range(1, 11))
    with pytest.raises(FileRejectedError, match="The file has more than 10 entries; the limit is 10"):
        next(entries)


def test_a_title_of_many_brackets_is_compared_in_time():
    start = time.process_time()

    for _ in range(20):
        without_additions("a" + " [b c d e f" * 130 + " " + "]" * 1500 + "x")

    assert time.process_time() - start < 1
