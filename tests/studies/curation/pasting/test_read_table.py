"""A pasted table: every cell is read unambiguously or not read with a reason, and nothing is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.curation.pasting.name_index import NameIndex
from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import Notation, UnreadableCellError, read_cell
from studies.curation.pasting.read_number import NotANumberError, decimal_mark, read_number
from studies.curation.pasting.read_table import PastedTable, read_table
from studies.curation.pasting.read_time import time_in
from studies.curation.pasting.splitting import MOST_LINES, TableTooLargeError, split_table
from studies.curation.pasting.table_frame import PasteOptions
from studies.curation.pasting.table_reading import CellState

ARMS = (NameIndex("1", ("Ozone", "intradiscal ozone")), NameIndex("2", ("Steroid",)))
MEASURES = (
    NameIndex("pain-vas", ("vas", "visual analogue scale", "visual analog scale"), (10, 100), is_length=True),
    NameIndex("pain-nrs", ("nrs", "nprs", "numeric rating scale", "numerical rating scale"), (10, 100)),
    NameIndex("disability-odi", ("odi", "oswestry"), (50, 100)),
    NameIndex("disability-rmdq", ("rmdq", "rdq", "roland-morris", "roland morris"), (24,)),
    NameIndex("success-macnab", ("macnab",)),
    NameIndex("quality-of-life-sf36", ("sf-36", "sf36"), (100,)),
)
SD = Notation(spread="sd")
NAMES = tuple(name for each in (*ARMS, *MEASURES) for name in each.names)


def read_pasted(text: str, *, about: TableOrientation | None = None, notation: Notation = SD) -> PastedTable:
    options = PasteOptions(about=about or TableOrientation(), notation=notation, locator="Table 2")
    return read_table(text, arms=ARMS, measures=MEASURES, options=options)


def figures(table: PastedTable, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row.typed.get(name, "") for name in names) for row in table.rows]


@pytest.mark.parametrize(
    ("written", "decimal", "meant"),
    [
        ("5.20", "", "5.20"),
        ("5,2", "", "5.2"),
        ("\u22125.1", "", "-5.1"),
        ("\u20135", "", "-5"),
        ("1\u202f234,5", "", "1234.5"),
        ("1'234", "", "1234"),
        ("1,234,567", "", "1234567"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("0,234", "", "0.234"),
        ("3\u00b75", "", "3.5"),
    ],
)
def test_number_is_read_in_national_notation(written: str, decimal: str, meant: str) -> None:
    assert read_number(written, decimal=decimal).text == meant


@pytest.mark.parametrize("written", ["1,234", "12,34,5", "5..2", "", "5 kg", "1.2.3", "nan", "1e5", "٣"])
def test_ambiguous_or_invalid_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumberError):
        read_number(written)


def test_decimal_mark_comes_from_the_whole_table() -> None:
    assert decimal_mark(["1,234", "5,2"]) == ","
    assert decimal_mark(["1,234", "5.2"]) == "."
    assert decimal_mark(["5.2", "5,25"]) == ""


@pytest.mark.parametrize(
    ("cell", "notation", "values"),
    [
        ("5.2 ± 1.1", SD, {"mean": "5.2", "sd": "1.1"}),
        ("5.2 (1.1)", Notation(spread="se"), {"mean": "5.2", "se": "1.1"}),
        ("5.2 +/- 1.1", SD, {"mean": "5.2", "sd": "1.1"}),
        ("34/60 (56.7%)", SD, {"events": "34", "n": "60", "percent": "56.7"}),
        ("34 of 60", SD, {"events": "34", "n": "60"}),
        ("34 (56.7%)", SD, {"events": "34", "percent": "56.7"}),
        ("34 (56.7)", Notation(spread="percent"), {"events": "34", "percent": "56.7"}),
        ("56.7% (34/60)", SD, {"percent": "56.7", "events": "34", "n": "60"}),
        ("56.7%", SD, {"percent": "56.7"}),
        ("3.1 [2.0; 4.2]", Notation(pair="quartiles"), {"median": "3.1", "q1": "2.0", "q3": "4.2"}),
        ("3,1 (2,0\u20134,2)", Notation(pair="range"), {"median": "3.1", "minimum": "2.0", "maximum": "4.2"}),
        ("4 (95% CI 2 to 6)", SD, {"mean": "4", "ci_low": "2", "ci_high": "6", "ci_level": "95"}),
        ("\u22125 (\u22126\u2013\u22123)", Notation(pair="ci"), {"mean": "-5", "ci_low": "-6", "ci_high": "-3"}),
        ("5 ± 1 (2\u20139)", Notation("", "sd", "range"), {"mean": "5", "sd": "1", "minimum": "2", "maximum": "9"}),
        ("12", Notation(alone="events"), {"events": "12"}),
        ("NR", SD, {}),
    ],
)  # fmt: skip
def test_cell_is_read_field_by_field(cell: str, notation: Notation, values: dict[str, str]) -> None:
    assert read_cell(cell, notation).values == values


@pytest.mark.parametrize(
    ("cell", "notation", "why"),
    [
        ("5.2 ± 1.1", Notation(), "an SD or an SE"),
        ("5.2 (1.1)", Notation(), "in brackets"),
        ("5.2 [2; 9]", Notation(), "two limits"),
        ("12", Notation(), "a mean, a median, a count"),
        ("12.5/30", Notation(), "not a whole number"),
        ("1,234", Notation(alone="mean"), "may be 1234 or 1.234"),
        ("improved", SD, "No number"),
    ],
)
def test_ambiguous_cell_is_not_read_and_has_a_reason(cell: str, notation: Notation, why: str) -> None:
    with pytest.raises(UnreadableCellError, match=why):
        read_cell(cell, notation)


def test_footnote_mark_is_removed_and_reported() -> None:
    reading = read_cell("5.2 ± 1.1*", SD)

    assert (reading.values, reading.footnotes) == ({"mean": "5.2", "sd": "1.1"}, "*")


def test_arms_in_headings_with_outcome_on_a_separate_line() -> None:
    table = read_pasted(
        "Outcome\tOzone (n=30)\tSteroid (n=28)\nVAS (0-10)\nBaseline\t7.2 ± 1.1\t7.4 ± 1.3\n3 months\t3.1 ± 1\t4 ± 2"
    )

    assert figures(table, "arm", "measure", "weeks", "n", "mean", "sd", "scale_max") == [
        ("1", "pain-vas", "0", "30", "7.2", "1.1", "10"),
        ("2", "pain-vas", "0", "28", "7.4", "1.3", "10"),
        ("1", "pain-vas", "13.035", "30", "3.1", "1", "10"),
        ("2", "pain-vas", "13.035", "28", "4", "2", "10"),
    ]
    assert not table.unread


def test_one_line_per_arm_and_time_with_one_column_per_number() -> None:
    table = read_pasted("Group;Time;n;Mean;SD\nOzone;Baseline;30;7,2;1,1\nSteroid;discharge;28;5,4;1,3")

    assert figures(table, "arm", "timepoint_label", "weeks", "n", "mean", "sd") == [
        ("1", "Baseline", "0", "30", "7.2", "1.1"),
        ("2", "discharge", "", "28", "5.4", "1.3"),
    ]
    assert table.rows[0].typed["quote"] == "Ozone Baseline: n 30; Mean 7,2; SD 1,1"
    assert table.rows[0].typed["locator"] == "Table 2"


def test_two_lines_of_headings_are_read_together() -> None:
    table = read_pasted("\tOzone\t\tSteroid\t\n\tMean\tSD\tMean\tSD\nODI 1 month\t31\t12\t41\t19")

    assert figures(table, "arm", "measure", "mean", "sd") == [
        ("1", "disability-odi", "31", "12"),
        ("2", "disability-odi", "41", "19"),
    ]


def test_times_in_headings_with_cells_separated_by_spaces() -> None:
    table = read_pasted(
        "            Baseline    6 months\nOzone       24/30       26/30\nSteroid     12/28       15/28 (53.6%)"
    )

    assert figures(table, "arm", "weeks", "events", "n", "percent") == [
        ("1", "0", "24", "30", ""),
        ("1", "26.07", "26", "30", ""),
        ("2", "0", "12", "28", ""),
        ("2", "26.07", "15", "28", "53.6"),
    ]


def test_millimetres_are_a_scale_of_one_hundred() -> None:
    table = read_pasted("\tOzone\nVAS (mm), 1 month\t31 ± 12")

    assert figures(table, "scale_min", "scale_max", "mean") == [("0", "100", "31")]


def test_column_of_weeks_takes_its_unit_from_the_heading() -> None:
    table = read_pasted("Group\tWeeks\tMean\nOzone\t4\t3.1")

    assert figures(table, "weeks", "timepoint_label") == [("4", "4 weeks")]


def test_p_value_becomes_a_printed_difference_of_the_two_arms() -> None:
    table = read_pasted("\tOzone\tSteroid\tP\nVAS 1 month\t3 ± 1\t4 ± 2\t<0.001")

    assert not table.unread
    assert table.contrasts[0].typed == {
        "arm_a": "1",
        "arm_b": "2",
        "measure": "pain-vas",
        "weeks": "4.345",
        "printed_form": "means",
        "result_text": "VAS 1 month: Ozone 3 ± 1; Steroid 4 ± 2; P <0.001",
        "p_text": "<0.001",
        "p_relation": "<",
        "p_value": "0.001",
        "locator": "Table 2",
        "source_url": "",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\tOzone\tP within group\nVAS 1 month\t3 ± 1\t<0.001", "one arm over time"),
        ("Group\tVAS 1 month\tP\nOzone\t3 ± 1\t<0.001", "with the numbers of one arm"),
        ("\tOzone\tGroup B\tP\nVAS 1 month\t3 ± 1\t4 ± 2\t0.1", "not known"),
        ("\tOzone\tSteroid\tP\nVAS 1 month\t3 ± 1\t4 ± 2\t1.7", "no P value"),
        ("\tOzone 1 week\tSteroid 2 weeks\tP\nVAS\t3 ± 1\t4 ± 2\t0.1", "several times"),
        ("\tOzone\tSteroid\tt\nVAS 1 month\t3 ± 1\t4 ± 2\t2.3", "or a test"),
        ("Outcome\tOzone\tSteroid\tRR (95% CI)\nMacNab, n (%)\t9 (30)\t8 (29)\t1.1 (0.9 to 1.4)", "or a test"),
        ("\tOzone\tMean difference (95% CI)\nVAS 1 month\t3 ± 1\t1 (0 to 2)", "difference of two arms"),
    ],
)
def test_comparison_that_is_not_certain_is_not_read(text: str, why: str) -> None:
    table = read_pasted(text)

    assert table.contrasts == ()
    assert why in " ".join(cell.sentence for cell in table.unread)


def test_heading_that_names_two_arms_tells_which_p_compares() -> None:
    table = read_pasted("\tOzone\tSteroid\tP, steroid vs ozone\nVAS 1 month\t3 ± 1\t4 ± 2\tNS")

    assert [(row.typed["arm_a"], row.typed["arm_b"], row.typed["p_text"]) for row in table.contrasts] == [
        ("2", "1", "NS")
    ]


def test_unknown_heading_is_marked_and_its_numbers_are_read() -> None:
    table = read_pasted("\tGroup B\nVAS 1 month\t3 ± 1")

    assert figures(table, "arm", "mean") == [("", "3")]
    assert "names no arm" in table.unread[0].sentence


def test_number_of_people_alone_does_not_name_an_arm() -> None:
    table = read_pasted("Variable\tGroup B (n=30)\nVAS 1 month\t3 ± 1")

    assert figures(table, "arm", "n") == [("", "30")]
    assert [cell.text for cell in table.unread] == ["Group B (n=30)"]


def test_scale_of_one_outcome_is_not_carried_to_the_next() -> None:
    table = read_pasted("\tOzone\nVAS (0-10)\n1 month\t3 ± 1\nMacNab, 1 month\t20/30\nODI\n1 month\t30 ± 9")

    assert figures(table, "measure", "scale_max") == [
        ("pain-vas", "10"),
        ("success-macnab", ""),
        ("disability-odi", ""),
    ]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("n", "34 (56.7)"), ("n", "5 ± 1"), ("Mean", "34/60"), ("Mean", "56.7%"), ("SD", "3 ± 1"), ("Median", "3 ± 1")],
)
def test_cell_that_contradicts_its_heading_is_not_read(heading: str, cell: str) -> None:
    table = read_pasted(f"Group\t{heading}\nOzone\t{cell}")

    assert table.rows == ()
    assert f"Headed “{heading}”" in table.unread[0].sentence


@pytest.mark.parametrize(
    ("heading", "mean"), [("Change", "3"), ("Pain reduction", "-3"), ("\u0394 VAS", "3"), ("Change from baseline", "3")]
)
def test_change_is_read_with_its_sign(heading: str, mean: str) -> None:
    table = read_pasted(f"Group\t{heading}\nOzone\t3 ± 1")

    assert figures(table, "is_change", "weeks", "mean", "sd") == [("1", "", mean, "1")]


@pytest.mark.parametrize(
    ("printed", "read"), [("-4.1", ["-4.1"]), ("4.1", ["-4.1"]), ("-4.6", ["-4.6"]), ("4.6", []), ("0.5", [])]
)
def test_means_before_and_after_tell_the_sign_of_a_change(printed: str, read: list[str]) -> None:
    table = read_pasted(f"Mean\tVAS baseline\tVAS 3 months\tVAS change 3 months\nOzone\t7.2\t3.1\t{printed}")

    assert [row.typed["mean"] for row in table.rows if "is_change" in row.typed] == read


def test_outcome_in_other_capitals_is_one_outcome() -> None:
    heads = ("Leg pain VAS baseline", "leg pain VAS 3 months", "LEG PAIN VAS change 3 months")
    table = read_pasted("\t".join(("Mean", *heads)) + "\nOzone\t7.2\t3.1\t4.1")
    assert [row.typed["mean"] for row in table.rows if "is_change" in row.typed] == ["-4.1"]

    table = read_pasted("\tOzone\nLeg pain VAS 3 months mean\t3.1\nleg pain VAS 3 months SD\t1.0")
    assert figures(table, "outcome_name", "mean", "sd") == [("Leg pain", "3.1", "1.0")]


@pytest.mark.parametrize("heading", ["Improvement", "% change", "Percent improvement", "Reduction (%)"])
@pytest.mark.parametrize("cell", ["3 ± 1", "57%"])
def test_change_without_a_certain_sign_or_unit_is_not_read(heading: str, cell: str) -> None:
    table = read_pasted(f"Group\t{heading}\nOzone\t{cell}")

    assert (table.rows, [each.text for each in table.unread]) == ((), [cell])


def test_caption_about_scores_does_not_hold_for_a_count_of_people() -> None:
    table = read_pasted(
        "Table 2. Values are mean (SD).\n\tOzone\nVAS 1 month\t3 (1)\nMacNab\t20 (67)\nPatients satisfied\t21 (70)",
        notation=Notation(),
    )

    assert figures(table, "measure", "mean") == [("pain-vas", "3")]
    assert [cell.text for cell in table.unread] == ["20 (67)", "21 (70)"]


def test_people_counted_in_one_line_hold_for_the_whole_table() -> None:
    table = read_pasted("VAS at 1 month\tOzone\tSteroid\nMean\t3.1\t4.0\nSD\t1.0\t1.2\nn\t30\t28")

    assert figures(table, "n", "mean", "sd") == [("30", "3.1", "1.0"), ("28", "4.0", "1.2")]


@pytest.mark.parametrize(
    ("caption", "first", "is_change"),
    [
        ("Change from baseline in VAS", "1 month", ["1"]),
        ("Changes in VAS over time", "Baseline", [""]),
        ("Reduction in VAS", "1 month", []),
    ],
)
def test_caption_about_change_is_taken_only_when_certain(caption: str, first: str, is_change: list[str]) -> None:
    table = read_pasted(f"Table 2. {caption}\nTime\tOzone\n{first}\t3 ± 1")

    assert [row.typed.get("is_change", "") for row in table.rows] == is_change


def test_change_is_not_carried_into_an_outcome_below_that_does_not_say_so() -> None:
    table = read_pasted("\tOzone\nChange\nVAS 1 month\t3 ± 1\nODI\n1 month\t30 ± 9")

    assert figures(table, "measure", "is_change") == [("pain-vas", "1")]
    assert "do not say whether" in table.unread[0].sentence


def test_label_that_names_a_change_ticks_it() -> None:
    assert figures(read_pasted("\tOzone\nVAS change, 1 month\t3 ± 1"), "is_change", "mean") == [("1", "3")]


@pytest.mark.parametrize("heading", ["Total ODI", "Walking 30 min", "Number of injections"])
def test_number_under_an_unclear_heading_is_not_guessed(heading: str) -> None:
    assert read_pasted(f"Group\t{heading}\nOzone\t34").rows == ()


def test_two_values_for_one_field_make_two_rows() -> None:
    table = read_pasted("\tOzone\tOzone\nVAS 1 month\t3 ± 1\t4 ± 2")

    assert figures(table, "arm", "mean") == [("1", "3"), ("1", "4")]


def test_user_choices_fill_only_what_the_table_leaves_open() -> None:
    table = read_pasted(
        "\tOzone\nBaseline\t3 ± 1",
        about=TableOrientation(arm="2", measure="pain-nrs", timepoint_label="1 month", weeks="4.345"),
    )

    assert figures(table, "arm", "measure", "timepoint_label", "weeks") == [("1", "pain-nrs", "Baseline", "0")]


@pytest.mark.parametrize("text", ["", "   \n", "one line", "no cells\nhere"])
def test_text_without_a_table_gives_no_rows(text: str) -> None:
    assert read_pasted(text).rows == ()


def test_text_without_a_table_is_returned_with_a_reason() -> None:
    assert [cell.text for cell in read_pasted("no cells\nhere").unread] == ["no cells", "here"]


def test_semicolon_inside_brackets_does_not_separate_cells() -> None:
    assert split_table("a;b\n3.1 [2.0; 4.2];5")[1].cells == ("3.1 [2.0; 4.2]", "5")


def test_too_long_table_is_refused_with_the_limit() -> None:
    with pytest.raises(TableTooLargeError, match=str(MOST_LINES)):
        split_table("1\t2\n" * (MOST_LINES + 1))


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("baseline", 0), ("Pre-treatment", 0), ("15 days", 2.143), ("4 wk", 4), ("month 6", 26.07), ("1 year", 52.14)],
)
def test_time_is_read_in_weeks(text: str, weeks: float) -> None:
    assert time_in(text) == (text, weeks)


@pytest.mark.parametrize("text", ["discharge", "1 to 3 months and 2 years", "baseline to 3 months"])
def test_missing_or_ambiguous_time_is_not_guessed(text: str) -> None:
    assert time_in(text) is None


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 99)), min_size=1, max_size=8), st.sampled_from(".,"))
def test_every_written_number_round_trips(pairs: list[tuple[int, int]], mark: str) -> None:
    lines = [f"{week} weeks\t{mean}{mark}5 ± {sd}{mark}25" for week, (mean, sd) in enumerate(pairs, 1)]

    table = read_pasted("\n".join(["VAS\tOzone", *lines]))

    assert figures(table, "mean", "sd") == [(f"{mean}.5", f"{sd}.25") for mean, sd in pairs]


ALPHABET = '0123456789.,;:±()[]%/- \t\n|"<>=^abnpVASO'
WORDS = [
    *(
        "Ozone",
        "Steroid",
        "VAS",
        "ODI",
        "P",
        "Mean",
        "SD",
        "3 months",
        "Baseline",
        "n (%)",
        "Change",
        "1.2",
        "3 ± 1",
        "NR",
    ),
    *(
        "<0.05",
        "20/30 (66.7)",
        "\u22124.1 (\u22125 to \u22123)",
        "Age",
        "\u226550% reduction in NRS",
        "(n = 30)",
        '"',
        "|",
    ),
]


@given(
    st.text(alphabet=ALPHABET, max_size=200)
    | st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from("\t \n;,|")), max_size=40).map(
        lambda pairs: "".join(word + mark for word, mark in pairs)
    )
)
def test_every_cell_of_any_text_is_accounted_for(text: str) -> None:
    table = read_pasted(text)

    lines = split_table(text, NAMES)
    filled = [(line.number, place) for line in lines for place, cell in enumerate(line.cells, 1) if cell]
    assert sorted((cell.line, cell.column) for cell in table.cells) == sorted(filled)
    assert all(cell.sentence and cell.text for cell in table.cells)
    assert {line.number for line in lines if line.refusal} <= {cell.line for cell in table.unread}
    in_rows = {(cell.line, cell.column) for row in (*table.rows, *table.contrasts) for cell in row.cells}
    reported = [cell for cell in table.cells if cell.state is CellState.READ and cell.sentence != "not reported"]
    assert {(cell.line, cell.column) for cell in reported} <= in_rows


@given(st.text(alphabet=ALPHABET, max_size=200))
def test_no_letter_or_digit_is_lost_between_text_and_cells(text: str) -> None:
    cells = [cell for line in split_table(text, NAMES) for cell in line.cells]

    assert Counter(filter(str.isalnum, text)) == Counter(filter(str.isalnum, "".join(cells)))


def test_line_below_one_that_was_not_read_takes_no_outcome_from_further_above() -> None:
    table = read_pasted("Ozone Steroid\nVAS baseline 7.2 ± 1 7.4 ± 1\nODI baseline 45 ± 9\n1 month 30 ± 8 33 ± 9")

    assert figures(table, "measure", "weeks", "mean") == [("pain-vas", "0", "7.2"), ("pain-vas", "0", "7.4")]
    assert [cell.text for cell in table.unread] == ["ODI baseline 45 ± 9", "30 ± 8", "33 ± 9"]


@pytest.mark.parametrize(
    "text",
    [f"Ozone{' ' * 190_000}x\n1\n2", "(1 " * 60_000, "1" * 190_000 + "\t5\n1\t2", "change " * 28_000 + "\tOzone\n5\t5"],
    ids=["spaces", "brackets", "digits", "words"],
)
def test_absurdly_long_cell_is_left_unread_without_trying_every_part_of_it(text: str) -> None:
    # Quadratic work on these would take hours.
    assert read_pasted(text).unread


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("VAS, mean\tOzone\tSteroid\tDifference\t95% CI\n6 months\t3\t4\t-0.9\t-1.5, -0.3", ["-0.9", "-1.5, -0.3"]),
        ("VAS, mean\tOzone\tSteroid\t95% CI\n6 months\t3\t4\t-1.5, -0.3", ["-1.5, -0.3"]),
        ("VAS, mean\tOzone\tSteroid\tTotal\n6 months\t3\t4\t3.5", ["3.5"]),
        ("VAS, mean\tOzone\tSteroid\n6 months\t3\t4\nP (vs baseline)\t0.03\t0.04", ["0.03", "0.04"]),
        ("VAS, mean\tOzone\tSteroid\n6 months\t3\t4\nt value\t2.3\t3.4", ["2.3", "3.4"]),
        ("VAS, mean\tOzone\tSteroid\n6 months\t3\t4\nMean Diff\t0.9\t0.8", ["0.9", "0.8"]),
    ],
)
def test_number_that_belongs_to_no_arm_is_given_to_none(text: str, left: list[str]) -> None:
    table = read_pasted(text)

    assert figures(table, "arm", "weeks", "mean") == [("1", "26.07", "3"), ("2", "26.07", "4")]
    assert [cell.text for cell in table.unread] == left


def test_repeated_cells_of_one_row_all_become_rows() -> None:
    table = read_pasted("VAS 1 month, mean" + "\tOzone" * 50 + "\nx" + "\t3" * 50)

    assert len(table.rows) == 50


@pytest.mark.parametrize(
    "label",
    ["Headache, n", "Number of patients with recurrence", "No. of patients needing surgery", "Good (MacNab), n"],
)
def test_n_of_an_outcome_that_people_have_is_not_taken_for_all_people(label: str) -> None:
    table = read_pasted(f"Outcome\tOzone (n=30)\tSteroid (n=28)\n{label}\t2\t1", notation=Notation())

    assert table.rows == ()
    assert [cell.text for cell in table.unread] == ["2", "1"]
    assert "people with the outcome, or all people asked" in table.unread[0].sentence


def test_n_of_a_score_is_the_people_measured() -> None:
    table = read_pasted("\tOzone\tSteroid\nVAS 3 months, n\t28\t26\nVAS 3 months, mean (SD)\t2.9 (1.2)\t4.9 (1.6)")

    assert figures(table, "n", "mean", "sd") == [("28", "2.9", "1.2"), ("26", "4.9", "1.6")]


def test_columns_before_and_after_treatment_are_two_times() -> None:
    table = read_pasted("VAS\tOzone pre\tOzone post\nMean ± SD\t7.2 ± 1.1\t2.9 ± 1.2")

    assert figures(table, "timepoint_label", "weeks", "mean") == [("pre", "0", "7.2"), ("", "", "2.9")]
