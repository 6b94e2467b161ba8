"""One RIS record is one entry, however its file marks where it begins and ends; no line is lost without a word."""

import pytest

from studies.citations.parse.read_file import open_file
from studies.citations.parse.ris import RisReader
from studies.citations.parse.text_chunks import pages_of

FIRST = "TY  - JOUR\nTI  - First\nPY  - 2001\nER  - \n"
LAST = "TY  - JOUR\nTI  - Last\nPY  - 2003\nER  - \n"
LOWER = "ty  - jour\nti  - Middle\nau  - Rossi, A\npy  - 2002\ner  - \n"
HEAD = "AU  - Rossi, A\nDB  - Embase\nTI  - Middle\nTY  - JOUR\nPY  - 2002\nER  - \n"


def read(text: str):
    reader = RisReader(pages_of(text))
    return list(reader.entries()), reader.notes


def titles(entries):
    return [entry.first("TI", "T1") for entry in entries]


@pytest.mark.parametrize(
    "middle",
    [
        LOWER,
        LOWER.replace("  - ", " - "),
        LOWER.replace("  - ", "  -"),
        LOWER.removesuffix("er  - \n"),
        LOWER.title(),
        HEAD,
        HEAD.removesuffix("ER  - \n"),
        HEAD.lower().replace("middle", "Middle"),
        "TI  - Middle\nPY  - 2002\nER  - \n",
        "TI  - Middle\nAU  - Rossi, A\n",
        "TY  - JOUR\nTI  - Middle\nPY  - 2002\n",
        "TY  - JOUR\nTI - Middle\nPY - 2002\nER - \n",
    ],
)
def test_a_record_between_others_is_one_entry(middle):
    entries, _ = read(FIRST + "\n" + middle + "\n" + LAST)

    assert titles(entries) == ["First", "Middle", "Last"]
    assert [entry.line for entry in entries] == [1, 6, 7 + middle.count("\n")]
    assert [entry.first("PY") for entry in entries][::2] == ["2001", "2003"]
    assert entries[1].raw == middle.strip()


NO_END = "TY  - JOUR\nTI  - First\nPY  - 2001\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Of each record the title, the author and the year.
        (HEAD.removesuffix("ER  - \n") * 3, [("Middle", "Rossi, A", "2002")] * 3),
        (NO_END + "\n" + HEAD, [("First", "", "2001"), ("Middle", "Rossi, A", "2002")]),
        (NO_END + "<2>\n" + HEAD, [("First", "", "2001"), ("Middle", "Rossi, A", "2002")]),
        (
            NO_END + LOWER.removesuffix("er  - \n") + LAST,
            [("First", "", "2001"), ("Middle", "Rossi, A", "2002"), ("Last", "", "2003")],
        ),
    ],
)
def test_tags_before_the_type_and_no_end_together(text, expected):
    entries, _ = read(text)

    assert [(entry.first("TI"), entry.first("AU"), entry.first("PY")) for entry in entries] == expected
    assert "\n".join(line for entry in entries for line in entry.raw.split("\n") if line and line != "<2>") == (
        text.replace("<2>\n", "").replace("\n\n", "\n").replace(" \n", "\n").strip()
    )


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        (FIRST + LOWER, 2, ""),
        (HEAD + HEAD, 2, ""),
        (FIRST.removesuffix("ER  - \n") + LOWER, 2, "The file has 2 TY lines and 1 ER line"),
        (FIRST + "ER  - \n" + LAST, 2, "The file has 2 TY lines and 3 ER lines"),
        (NO_END.replace("PY", "TI"), 1, "The file has 1 TY line and 0 ER lines"),
        ("TI  - A\nER  - \nTI  - B\nER  - \n", 2, "The file has 0 TY lines and 2 ER lines"),
    ],
)
def test_starts_and_ends_are_counted_in_any_case(text, number, note):
    entries, notes = read(text)

    assert len(entries) == number
    assert len(notes) == bool(note)
    assert note in " ".join(notes)


@pytest.mark.parametrize("number", ["", "1.", "<2>", "<2. >", "Record #3 of 20", "Provider: Ovid Technologies", "   "])
def test_record_numbers_between_records_are_no_text(number):
    entries, notes = read(f"{number}\n{FIRST}{number}\n{LAST}{number}\n")
    without_end, _ = read(f"{FIRST.removesuffix('ER  - ' + chr(10))}\n{number}\n{LAST}")

    assert titles(entries) == ["First", "Last"]
    assert notes == []
    assert [entry.fields for entry in without_end] == [entry.fields for entry in entries]


def test_lines_between_records_are_named_and_are_no_entries():
    entries, notes = read("Search of May\n\n" + FIRST + "Downloaded by a reader\n" + LAST + "DB  - Embase\n")

    assert titles(entries) == ["First", "Last"]
    assert notes == ["Not read: 3 lines between the records; the first is line 1: 'Search of May'."]


def test_a_tag_between_records_belongs_to_the_next():
    entries, notes = read(FIRST + "DB  - Embase\n" + LAST)

    assert titles(entries) == ["First", "Last"]
    assert entries[1].first("DB") == "Embase"
    assert notes == []


def test_text_that_resembles_a_tag_stays_in_its_field():
    abstract = [
        "Pain fell.",
        "ER - positive cells, CT - scans",
        "er  - a word that is no end",
        "an - other",
        "<2>",
        "1.",
    ]

    entries, _ = read("TY  - JOUR\nTI  - First\nAB  - " + "\n".join(abstract) + "\nPY  - 2001\nER  - \n")

    assert [entry.first("AB") for entry in entries] == [" ".join(abstract)]


def test_a_line_after_the_type_is_named():
    entries, _ = read("TY  - JOUR\nfor a reader\nTI  - First\nER  - \n")

    assert entries[0].entry_type == "JOUR"
    assert entries[0].warnings == ("Line 2 has no tag and was not read: 'for a reader'.",)


def test_a_record_without_anything_to_identify_it_is_unreadable_with_its_line():
    opened = open_file((FIRST + "TY  - JOUR\nPY  - 2002\nER  - \n" + LAST).encode())

    entries = list(opened.entries())

    assert [entry.candidate is None for entry in entries] == [False, True, False]
    assert entries[1].parsed.line == 5
