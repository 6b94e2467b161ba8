"""The stand-alone forest plot as numbers."""

from dataclasses import replace

from evidence.figures.forest import EntryKind, ForestEntry, ForestSide, ForestSpec, draw_forest
from evidence.figures.forest_svg import (
    COMPARATOR,
    COMPARATOR_PEOPLE,
    EFFECT,
    FIGURE,
    FIGURE_WIDTH,
    HEAD,
    LABEL,
    OZONE,
    OZONE_PEOPLE,
    ROW,
    WEIGHT,
    lay_out_sheet,
)


def sheet_of(*entries: ForestEntry):
    spec = ForestSpec("Pain", "One study.", entries, is_ratio=False, better_side=ForestSide.LEFT)
    return lay_out_sheet(draw_forest(spec))


def test_columns_are_in_order_and_do_not_overlap() -> None:
    columns = [LABEL, OZONE, OZONE_PEOPLE, COMPARATOR, COMPARATOR_PEOPLE, FIGURE, FIGURE + FIGURE_WIDTH, EFFECT, WEIGHT]
    assert columns == sorted(columns)


def test_rows_follow_below_the_heading() -> None:
    sheet = sheet_of(*(ForestEntry(f"Study {n}", estimate=n, low=n - 1, high=n + 1) for n in range(3)))
    assert [row.y for row in sheet.rows] == [HEAD + ROW * (place + 0.5) for place in range(3)]
    assert sheet.height > sheet.rows[-1].y


def test_marks_lie_inside_the_figure() -> None:
    (row,) = sheet_of(ForestEntry("A", estimate=-5.5, low=-10.6, high=-0.4)).rows
    assert row.x_estimate is not None
    assert FIGURE <= row.x_low < row.x_estimate < row.x_high <= FIGURE + FIGURE_WIDTH


def test_pool_is_a_diamond_and_prediction_is_a_bar() -> None:
    total = ForestEntry("Pooled", EntryKind.TOTAL, estimate=1, low=0, high=2)
    bar = ForestEntry("Expected", EntryKind.PREDICTION, low=-1, high=3)
    first, second = sheet_of(total, bar).rows
    assert len(first.diamond.split()) == 4
    assert (second.shape, second.width > first.width) == ("bar", True)


def test_long_label_is_truncated_before_the_next_column() -> None:
    (row,) = sheet_of(ForestEntry("A very long name of a study " * 4, estimate=0, low=-1, high=1)).rows
    assert row.label.endswith("…")
    assert len(row.label) <= 34


def test_a_tag_stands_next_to_a_label_where_both_fit_and_a_detail_where_there_is_room_left() -> None:
    entry = ForestEntry("Perri", year="2015", tag="doubted", estimate=0, low=-1, high=1)
    short, long = sheet_of(
        replace(entry, detail="4 weeks"), replace(entry, detail="4 weeks after the last session")
    ).rows
    assert (short.label, long.label) == ("Perri 2015, doubted, 4 weeks", "Perri 2015, doubted")


def test_statistics_method_key_and_remarks_are_lines_under_the_figure() -> None:
    entry = ForestEntry("A", estimate=1.0, low=0.0, high=2.0, marks=("time assumed",))
    spec = ForestSpec(
        "Pain", "A pool.", [entry], is_ratio=False, better_side=ForestSide.LEFT, statistics=(("Differ", "I² 3%."),)
    )
    sheet = lay_out_sheet(draw_forest(spec))
    assert [text for _, text in sheet.notes] == [
        "Differ: I² 3%.",
        "A pool.",
        "Square: one result; line: its 95% interval.",
        "a  time assumed",
    ]
    assert sheet.rows[0].label == "A [a]"


def test_a_note_is_set_in_lines_under_the_source_and_makes_the_sheet_higher() -> None:
    plain = sheet_of(ForestEntry("A", estimate=1.0, low=0.0, high=2.0))
    noted = lay_out_sheet(plain.plot, "word " * 60)
    lines = noted.notes[len(plain.notes) :]
    assert len(lines) == 2
    assert " ".join(text for _, text in lines) == " ".join(["word"] * 60)
    assert noted.height - noted.bottom > noted.notes[-1][0] > plain.height - plain.bottom
