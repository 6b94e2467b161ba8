"""What a typed row takes over: weeks from its time, its place in the source from the row above."""

import pytest

from studies.curation.workbench.inherited_texts import with_places, with_weeks
from studies.curation.workbench.row_parsing import TypedRow

BLANK = {"mean": "", "locator": ""}


@pytest.mark.parametrize(
    ("label", "weeks", "stored_label", "expected"),
    [
        ("3 months", "", "", ("3 months", "13.035")),
        ("6 mo", "", "", ("6 mo", "26.07")),
        ("1 yr", "", "", ("1 yr", "52.14")),
        ("baseline", "", "", ("baseline", "0")),
        ("", "3 months", "", ("3 months", "13.035")),
        ("third visit", "3 months", "", ("third visit", "13.035")),
        # What stands under weeks is the curator's.
        ("3 months", "12", "", ("3 months", "12")),
        ("at discharge", "", "", ("at discharge", "")),
        ("5-10 years", "", "", ("5-10 years", "")),
        # Nobody typed this time now: weeks that a curator emptied stay empty.
        ("3 months", "", "3 months", ("3 months", "")),
    ],
)
def test_time_in_words_fills_its_weeks(label: str, weeks: str, stored_label: str, expected: tuple[str, str]) -> None:
    texts = with_weeks({"timepoint_label": label, "weeks": weeks}, {"timepoint_label": stored_label})

    assert (texts["timepoint_label"], texts["weeks"]) == expected


def test_row_of_a_sheet_with_weeks_alone_reads_a_time_there() -> None:
    assert with_weeks({"weeks": "6 months"}, {}) == {"weeks": "26.07"}
    assert with_weeks({"label": "3 months"}, {}) == {"label": "3 months"}


def places(*rows: tuple[str, str, str], study: str = "") -> tuple[list[str], int]:
    typed = [TypedRow(key, {"mean": mean, "locator": locator}) for key, mean, locator in rows]
    done, n_taken = with_places(typed, BLANK, study)
    return [row.texts["locator"] for row in done], n_taken


def test_new_row_takes_its_place_from_the_row_above_or_from_the_study() -> None:
    assert places(("7", "1", "Table 2"), ("new1", "2", ""), ("new2", "3", "")) == (["Table 2"] * 3, 2)
    assert places(("new1", "2", ""), ("new2", "3", "page 9"), ("new3", "3", ""), study="Abstract") == (
        ["Abstract", "page 9", "page 9"],
        2,
    )


def test_empty_and_stored_rows_take_no_place() -> None:
    assert places(("7", "1", "Table 2"), ("8", "1", ""), ("new1", "", "")) == (["Table 2", "", ""], 0)
    assert places(("new1", "2", "")) == ([""], 0)
