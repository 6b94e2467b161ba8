"""A place for every number of a row, from what was selected in its source."""

import pytest

from studies.curation.workbench.typed_marks import TypedMark, mark_values, number_marks, posted_marks
from studies.documents.page_words import Word
from tests.studies.curation.workbench.post_data import posted

FIGURES = ("n", "mean", "sd")
WORDS = [
    Word("Ozone", 10, 100, 40, 110), Word("(n=60)", 42, 100, 60, 110),
    Word("7,1", 100, 120, 115, 130), Word("±", 116, 120, 120, 130), Word("1,2", 121, 120, 135, 130),
    Word("3,1", 100, 140, 115, 150), Word("±", 116, 140, 120, 150), Word("1,6", 121, 140, 135, 150),
    Word("3,1", 200, 140, 215, 150), Word("±", 216, 140, 220, 150), Word("1,9", 221, 140, 235, 150),
    Word("7,1", 100, 700, 115, 710),
]  # fmt: skip
BOX = {"left": 0.0, "top": 95.0, "right": 300.0, "bottom": 160.0}
TABLE = " ".join(word.text for word in WORDS[:-1])


def places(quote: str, selected: str = TABLE, **typed: str) -> dict[str, tuple[float, str]]:
    mark = TypedMark("results", "new1", "", {"document": 1, "page": 5, "quote": selected} | BOX)
    found = number_marks(mark, typed | {"quote": quote}, FIGURES, WORDS)
    return {field: (values["left"], values["quote"]) for field, values in found.items()}


def test_number_that_stands_once_at_the_place_has_a_place_of_its_own() -> None:
    assert places("baseline: Ozone 7,1 ± 1,2", mean="7.1", sd="1.2", n="60") == {
        "mean": (100, "7,1"),
        "sd": (121, "1,2"),
        "n": (42, "(n=60)"),
    }


def test_number_that_stands_twice_has_the_place_of_its_cell() -> None:
    assert places("3 months: Sham 3,1 ± 1,9", mean="3.1", sd="1.9")["mean"] == (200, "3,1 ± 1,9")


def test_number_that_stands_twice_has_the_place_of_the_numbers_of_its_row() -> None:
    assert places("3 months: Sham (n=60) Mean 3,1; Sham (n=60) SD 1,9", mean="3.1", sd="1.9")["mean"] == (
        200,
        "3,1 ± 1,9",
    )


def test_number_that_cannot_be_told_from_another_has_the_whole_place() -> None:
    assert places("read by eye", mean="3.1") == {"mean": (0, TABLE)}


def test_number_that_does_not_stand_there_has_no_mark() -> None:
    assert places("9.9", mean="9.9", sd="") == {}


def test_text_without_words_marks_the_selected_letters() -> None:
    mark = TypedMark("results", "7", "mean", {"document": 1, "page": 1, "quote": "VAS 7.1", "start": 4, "end": 11})

    assert number_marks(mark, {"mean": "7.1"}, FIGURES, []) == {"mean": mark.values}


@pytest.mark.parametrize("text", ["", "x", "[1]", "null", "{" * 9000, "[" * 5000])
def test_what_is_no_mark_is_none(text: str) -> None:
    assert mark_values(text) == {}


def test_marks_are_posted_by_row_and_field() -> None:
    fields = posted(
        {"mark-results-new1-mean": '{"page": 2}', "mark-results-7-": '{"page": 3}', "mark-x": "{}", "do": "x"}
    )

    assert posted_marks(fields) == [
        TypedMark("results", "new1", "mean", {"page": 2}),
        TypedMark("results", "7", "", {"page": 3}),
    ]
    assert [mark.name for mark in posted_marks(fields)] == ["mark-results-new1-mean", "mark-results-7-"]
