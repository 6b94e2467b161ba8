"""Rows made of a row: copies, series, and what the row above says."""

from studies.curation.workbench.row_series import copied_texts, filled_from_above, rows_like
from studies.curation.workbench.row_tables import sheets_of

SHEETS = sheets_of((), (), ())
FIRST = {column.name: "" for column in SHEETS["results"].columns} | {
    "arm": "1", "measure": "7", "timepoint_label": "baseline", "weeks": "0", "n": "60", "mean": "7.1", "sd": "1.2",
    "quote": "7.1 ± 1.2", "locator": "Table 2", "scale_max": "10", "outcome_name": "VAS", "events_derived": "1",
}  # fmt: skip


def test_series_has_a_row_for_every_arm_outcome_and_time_but_the_first() -> None:
    rows = rows_like(SHEETS["results"], FIRST, arms=["2"], measures=["8", "9"], times=["1 month", "at discharge"])

    named = [(row["measure"], row["arm"], row["timepoint_label"]) for row in rows]
    assert len(named) == len(set(named)) == 3 * 2 * 3 - 1
    assert named[:3] == [("7", "1", "1 month"), ("7", "1", "at discharge"), ("7", "2", "baseline")]


def test_series_takes_over_the_place_and_no_number() -> None:
    month, discharge = rows_like(SHEETS["results"], FIRST, times=["1 month", "at discharge"])

    assert (month["weeks"], discharge["weeks"]) == ("4.345", "")
    assert (month["locator"], month["scale_max"], month["outcome_name"]) == ("Table 2", "10", "VAS")
    assert {month[name] for name in ("n", "mean", "sd", "quote", "events_derived")} == {""}


def test_series_of_another_outcome_keeps_neither_scale_nor_name() -> None:
    (row,) = rows_like(SHEETS["results"], FIRST, measures=["8"])

    assert (row["scale_max"], row["outcome_name"], row["weeks"]) == ("", "", "0")


def test_series_leaves_out_what_is_there() -> None:
    known = [FIRST | {"timepoint_label": "1 month"}]

    assert rows_like(SHEETS["results"], FIRST, times=["1 month", "baseline"], known=known) == []


def test_copy_of_an_arm_needs_a_name_of_its_own() -> None:
    texts = {"label": "Ozone", "slug": "ozone", "components": "ozone", "route": "intradiscal"}

    assert copied_texts(SHEETS["arms"], texts) == texts | {"label": "", "slug": ""}
    assert copied_texts(SHEETS["results"], FIRST) == FIRST


def test_meant_row_takes_what_it_lacks_from_the_row_above() -> None:
    blank = dict.fromkeys(FIRST, "") | {"clock": "not-stated"}
    second = blank | {"mean": "3.1", "locator": "Table 3"}
    third = blank | {"timepoint_label": "at discharge"}

    texts = list(
        filled_from_above(SHEETS["results"], [(FIRST | {"clock": "end"}, True), (second, True), (third, False)], blank)
    )

    assert texts[1] == second | {
        "arm": "1", "measure": "7", "timepoint_label": "baseline", "weeks": "0", "scale_max": "10",
        "outcome_name": "VAS", "clock": "end",
    }  # fmt: skip
    assert texts[2] == third


def test_time_that_a_row_has_keeps_its_own_weeks() -> None:
    row = dict.fromkeys(FIRST, "") | {"timepoint_label": "at discharge"}

    _, filled = filled_from_above(SHEETS["results"], [(FIRST, False), (row, True)], dict.fromkeys(FIRST, ""))

    assert (filled["timepoint_label"], filled["weeks"], filled["arm"]) == ("at discharge", "", "1")
