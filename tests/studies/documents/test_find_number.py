"""Numbers found among words as a paper prints them, and not in other numbers."""

import pytest

from studies.documents.find_number import find_in_text, find_in_words
from studies.documents.page_words import Word
from studies.documents.viewer_page import text_lines

# What is sought, a text, and what is found in it.
FOUND = [
    ("3.2", "VAS 3,2 (1,1)", ["3,2"]),
    ("3.2", "VAS 3·2 and 3.20", ["3·2", "3.20"]),
    ("3.2", "13.2 3.21 33.2 3.2.1 v3.2", []),
    ("3.2", "fell by 3.2, then 3.2; (3.2)", ["3.2", "3.2", "3.2"]),
    ("3.2 (1.1)", "VAS 3.2 ± 1.1 and 3,2 (1,1) and 3.2 [1.1]", ["3.2 ± 1.1", "3,2 (1,1", "3.2 [1.1"]),
    ("3.2 (1.1)", "3.2 months 1.1", []),
    ("3.2 (1.1)", "3.2 4.0 1.1", []),
    ("3.2±1.1", "3.2±1.1", ["3.2±1.1"]),
    ("2.1 to 4.3", "CI 2.1-4.3; 2.1–4.3; 2.1 to 4.3; 2.1, 4.3", ["2.1-4.3", "2.1–4.3", "2.1 to 4.3", "2.1, 4.3"]),
    ("-20.5", "−20.5 –20,5 -20.5 20.5 10-20.5", ["−20.5", "–20,5", "-20.5"]),
    ("20.5", "−20.5 and 10–20.5", ["20.5"]),
    ("3.4", "1.2-3.4", ["3.4"]),
    ("1234", "1,234 1.234 1'234 1234 12,34", ["1,234", "1.234", "1'234", "1234"]),
    ("1234", "n = 1 234 people", ["1 234"]),
    ("1,234", "1.234", ["1.234"]),
    ("0.001", "P<.001 p = 0,001", [".001", "0,001"]),
    ("45", "45% of 45/60", ["45", "45"]),
    ("12 (40%)", "12 (40)", ["12 (40"]),
    ("1234567.5", "1,234,567.5 1.234.567,5", ["1,234,567.5", "1.234.567,5"]),
    ("T1", "at T1 and T12", ["T1", "T1"]),
    ("Oswestry index", "the OSWESTRY\nindex", ["OSWESTRY\nindex"]),
    ("(*", "a (* b", ["(*"]),
    ("", "3.2", []),
    ("   ", "3.2", []),
    ("٣", "٣ 3", ["٣", "3"]),
]


@pytest.mark.parametrize(("search", "text", "found"), FOUND)
def test_a_number_is_found_by_its_value(search, text, found):
    assert [text[start:end] for start, end in find_in_text(search, text)] == found


def test_words_that_hold_what_is_sought_give_its_place():
    words = [
        Word("VAS", 0, 0, 20, 10),
        Word("3.2", 30, 0, 40, 10),
        Word("(1.1)", 45, 1, 60, 11),
        Word("3.2a", 30, 20, 44, 30),
    ]

    assert find_in_words("3,2 ± 1,1", words) == [(30, 0, 60, 11, "3.2 (1.1)")]
    assert [place.quote for place in find_in_words("3.2", words)] == ["3.2", "3.2a"]
    assert find_in_words("4.5", words) == []
    assert find_in_words("3.2", []) == []


@pytest.mark.parametrize(
    ("found", "pieces"),
    [
        ([], [[("ab", False)], [], [("cd", False)]]),
        ([(0, 1)], [[("a", True), ("b", False)], [], [("cd", False)]]),
        ([(1, 5)], [[("a", False), ("b", True)], [], [("c", True), ("d", False)]]),
        ([(4, 6), (4, 5)], [[("ab", False)], [], [("cd", True)]]),
        ([(2, 3), (90, 99)], [[("ab", False)], [], [("cd", False)]]),
    ],
)
def test_what_was_found_is_marked_in_its_lines(found, pieces):
    assert [list(line.pieces) for line in text_lines("ab\n\ncd", found)] == pieces


def test_as_many_finds_as_lines_take_no_time():
    text = "1\n" * 10_000
    lines = text_lines(text, find_in_text("1", text))
    assert {line.pieces for line in lines[:-1]} == {(("1", True),)}
    words = [Word("1", place, 0, place + 0.5, 1) for place in range(10_000)]
    assert [place.left for place in find_in_words("1", words)] == list(range(10_000))
