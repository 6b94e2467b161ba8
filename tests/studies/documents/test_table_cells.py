"""Tables of PDF pages of our own making, read as rows of cells: each cell where a reader sees it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.documents.page_stream import page_readings
from studies.documents.page_words import Letter, Word, join_words
from studies.documents.read_pdf import write_pages
from studies.documents.table_cells import table_rows, table_text, words_in_box
from tests import pdf


def words_of(placed, **options):
    """The words of a page that was written and read again."""
    return words_in(pdf.pdf([placed], **options))


def words_in(data):
    out = io.BytesIO()
    write_pages(data, out)
    [page] = page_readings(io.BytesIO(out.getvalue()), most_pages=1)
    return page.words


def table(rows, *, columns, caption="", **options):
    return [*([(caption, columns[0], 80)] if caption else []), *pdf.table(rows, columns=columns, **options)]


TIMES = ["", "Baseline", "1 month", "3 months", "6 months"]
WIDE_COLUMNS = (60, 200, 270, 330, 400)
# Text at places, and the rows that it is read as.
CASES = {
    "two arms, three outcomes, four times": (
        table(
            [
                ["Outcome", "Arm", "Baseline", "1 month", "3 months", "6 months"],
                ["VAS", "Ozone", "7.2 (1.1)", "3.2 (1.1)", "3.0 (1.3)", "2.9 (1.4)"],
                ["", "Steroid", "7.4 (1.0)", "4.5 (1.2)", "4.9 (1.2)", "5.2 (1.6)"],
                ["ODI", "Ozone", "52 (11)", "30 (9)", "28 (9)", "27 (10)"],
                ["", "Steroid", "51 (12)", "38 (10)", "39 (12)", "41 (11)"],
                ["Success, n (%)", "Ozone", "", "20 (66)", "22 (73)", "22 (73)"],
                ["", "Steroid", "", "12 (40)", "11 (37)", "10 (33)"],
            ],
            columns=(60, 140, 200, 265, 330, 395),
        ),
        [
            ["Outcome", "Arm", "Baseline", "1 month", "3 months", "6 months"],
            ["VAS", "Ozone", "7.2 (1.1)", "3.2 (1.1)", "3.0 (1.3)", "2.9 (1.4)"],
            ["", "Steroid", "7.4 (1.0)", "4.5 (1.2)", "4.9 (1.2)", "5.2 (1.6)"],
            ["ODI", "Ozone", "52 (11)", "30 (9)", "28 (9)", "27 (10)"],
            ["", "Steroid", "51 (12)", "38 (10)", "39 (12)", "41 (11)"],
            ["Success, n (%)", "Ozone", "", "20 (66)", "22 (73)", "22 (73)"],
            ["", "Steroid", "", "12 (40)", "11 (37)", "10 (33)"],
        ],
    ),
    "ragged, each row without another cell": (
        table(
            [
                TIMES,
                ["Ozone", "7.1 (1.2)", "3.2", "", "2.9 (1.4)"],
                ["Sham", "7.3", "", "4.9 (1.2)"],
                ["Laser", "", "", "6.0"],
            ],
            columns=(60, 150, 230, 310, 390),
        ),
        [
            TIMES,
            ["Ozone", "7.1 (1.2)", "3.2", "", "2.9 (1.4)"],
            ["Sham", "7.3", "", "4.9 (1.2)"],
            ["Laser", "", "", "6.0"],
        ],
    ),
    "ragged, cells not quite below each other": (
        [
            *pdf.table([["", "Ozone", "Sham"]], columns=(60, 180, 280)),
            *pdf.table([["VAS", "3.2", "4.5"]], columns=(60, 171, 292), top=114),
            *pdf.table([["ODI", "30.1 (9.2)", "35.2"]], columns=(60, 176, 269), top=128),
        ],
        [["", "Ozone", "Sham"], ["VAS", "3.2", "4.5"], ["ODI", "30.1 (9.2)", "35.2"]],
    ),
    "caption and footnote": (
        [
            ("Table 2. Pain scores (VAS) at 1, 3 and 6 months; values are mean and SD", 60, 80),
            *pdf.table([["", "Ozone", "Sham"], ["VAS", "3.2", "4.5"]], columns=(60, 200, 330)),
            ("Values are means of 30", 60, 140),
        ],
        [
            ["Table 2. Pain scores (VAS) at 1, 3 and 6 months; values are mean and SD"],
            ["", "Ozone", "Sham"],
            ["VAS", "3.2", "4.5"],
            ["Values are means of 30"],
        ],
    ),
    "wide mean and SD below the names of the arms": (
        [
            ("Ozone (n=30)", 215, 86),
            ("Steroid (n=31)", 345, 86),
            *pdf.table(
                [
                    ["Outcome", "mean", "SD", "mean", "SD"],
                    ["VAS baseline", "7.2", "1.1", "7.4", "1.0"],
                    ["VAS 1 month", "3.2", "", "4.5", "1,2"],
                    ["ODI (0-100) 3 months", "-20.5", "8.1", "", "7.9"],
                ],
                columns=WIDE_COLUMNS,
            ),
        ],
        [
            ["", "Ozone (n=30)", "", "Steroid (n=31)"],
            ["Outcome", "mean", "SD", "mean", "SD"],
            ["VAS baseline", "7.2", "1.1", "7.4", "1.0"],
            ["VAS 1 month", "3.2", "", "4.5", "1,2"],
            ["ODI (0-100) 3 months", "-20.5", "8.1", "", "7.9"],
        ],
    ),
    "single spaces": (
        [
            (line, 60, 100 + 14 * index)
            for index, line in enumerate(
                [
                    "Table 3: Results at 1, 3 and 6 months",
                    "Outcome Ozone Steroid P",
                    "VAS 0-10 3.2 (1.1) 4.5 (1.0) 0.03",
                    "VAS 1 month 3.0 ± 1.2 4.1 ± 1.3 <0.001",
                    "ODI 30.1 [28 to 32] 35.2 [33 to 37] NS",
                    "Success, n (%) 20 (66) 12 / 30 0.04",
                    "Weight, g 5 000 4 900 –",
                ]
            )
        ],
        [
            ["Table 3: Results at 1, 3 and 6 months"],
            ["Outcome", "Ozone", "Steroid", "P"],
            ["VAS 0-10", "3.2 (1.1)", "4.5 (1.0)", "0.03"],
            ["VAS 1 month", "3.0 ± 1.2", "4.1 ± 1.3", "<0.001"],
            ["ODI", "30.1 [28 to 32]", "35.2 [33 to 37]", "NS"],
            ["Success, n (%)", "20 (66)", "12 / 30", "0.04"],
            ["Weight, g", "5 000", "4 900", "–"],
        ],
    ),
    "a raised letter is on its line": (
        [
            ("VAS", 60, 100),
            ("3.2", 200, 100),
            ("a", 213.9, 97),
            ("4.5", 300, 100),
            ("ODI", 60, 114),
            ("30", 200, 114),
            ("35", 300, 114),
        ],
        [["VAS", "3.2a", "4.5"], ["ODI", "30", "35"]],
    ),
    "text alone": ([("Pain fell in both groups.", 60, 100)], [["Pain fell in both groups."]]),
    "nothing": ([], []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_table_of_a_page_is_read_cell_by_cell(name):
    placed, rows = CASES[name]

    assert table_rows(words_of(placed)) == rows


TURNED = {"up": (b"0 1 -1 0", 60, 14, 20, 60), "down": (b"0 -1 1 0", 120, -14, 180, -60)}


@pytest.mark.parametrize("direction", TURNED)
def test_a_table_that_runs_up_or_down_a_page_is_read_as_if_it_were_turned(direction):
    turn, left, line, start, column = TURNED[direction]
    rows = [["", "Ozone", "Sham"], ["VAS", "3.2", "4.5"], ["ODI", "30", "35"]]
    cells = [(cell, i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell]
    commands = b"\n".join(
        b"BT /F1 10 Tf %s %d %d Tm (%s) Tj ET" % (turn, left + line * i, start + column * j, cell.encode())
        for cell, i, j in cells
    )
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"

    assert table_rows(words_in(pdf.drawing(commands, resources=font))) == rows


def test_a_part_of_a_page_is_a_table_with_tabs():
    words = words_of(pdf.table([["", "Ozone", "Sham"], ["VAS", "3,2 (1,1)", "4.5"]], columns=(60, 160, 260)))

    assert table_text(words) == "\tOzone\tSham\nVAS\t3,2 (1,1)\t4.5"
    assert table_text(words_in_box(words, (150, 0, 230, 200))) == "Ozone\n3,2 (1,1)"
    assert table_text(words_in_box(words, (0, 0, 1, 1))) == ""


def letters(text, left, *, width=5.0, top=0.0):
    return [
        Letter(letter, left + index * width, top, left + (index + 1) * width, top + 10)
        for index, letter in enumerate(text)
    ]


def test_words_end_at_spaces_wide_gaps_and_lines():
    page = [*letters("VAS 3.2", 0), *letters("4.5", 60), *letters("ODI", 0, top=20), *letters("2", 15, top=16)]
    raised = [*letters("ODI", 0), Letter(" ", 0, 0, 0, 0), *letters("a", 15, top=-4), Letter("\n", 0, 0, 0, 0)]

    assert [word.text for word in join_words(page)] == ["VAS", "3.2", "4.5", "ODI2"]
    assert [word.text for word in join_words([*raised, *letters("30", 0, top=14)])] == ["ODIa", "30"]
    assert join_words([]) == []
    assert join_words(letters("  ", 0)) == []


PLACED = st.builds(
    lambda number, left, top: Word(f"{number}", left, top, left + 20, top + 11),
    st.integers(1, 9999),
    st.integers(0, 500),
    st.integers(0, 700),
)


@given(st.lists(PLACED, max_size=60))
def test_no_word_is_lost_wherever_it_stands(words):
    assert sorted(table_text(words).split()) == sorted(word.text for word in words)
