"""Tables of texts: what is long is folded, and all of it is on the page."""

import pytest
from django.template.loader import render_to_string

from evidence.findings.text_table import FoldedText, study_list, text_table
from evidence.findings.truncation import LONGEST_OPEN, LONGEST_OPEN_LIST

NAMES = [f"Trial {place}" for place in range(LONGEST_OPEN_LIST + 1)]


def html_of(**context: object) -> str:
    return render_to_string("evidence/findings/_text_table.html", context)


def test_a_few_studies_are_named_and_many_are_behind_their_number() -> None:
    assert study_list(NAMES[:-1]) == ", ".join(NAMES[:-1])
    assert study_list(NAMES) == FoldedText(f"{len(NAMES)} studies", ", ".join(NAMES))


def test_a_folded_cell_holds_its_number_and_every_name() -> None:
    html = html_of(table=text_table("By route", ("Route", "Which"), [("epidural", study_list(NAMES))]))
    assert f"<summary>{len(NAMES)} studies</summary>" in html
    assert ", ".join(NAMES) in html


def test_a_long_table_is_folded_where_the_page_says_so_and_its_rows_stay() -> None:
    table = text_table("Every study", ("Study", "Effect"), [(f"Trial {n}", "1.0") for n in range(LONGEST_OPEN + 1)])
    folded = html_of(table=table, foldable=True)
    assert f"<summary>Every study: a table of {LONGEST_OPEN + 1} rows</summary>" in folded
    assert folded.count("<tr>") == html_of(table=table).count("<tr>") == LONGEST_OPEN + 2
    assert "<details" not in html_of(table=table)


def test_links_are_of_the_first_cells() -> None:
    table = text_table("Studies", ("Study", "Effect"), [("A", "1"), ("B", "2")], ["/a/"])
    assert (
        table.body.split("\n")[0] == '<tr><th scope="row"><a href="/a/">A</a></th><td data-label="Effect">1</td></tr>'
    )
    assert table.body.count("<a") == 1


def test_texts_are_escaped_and_a_row_of_another_length_is_refused() -> None:
    html = html_of(table=text_table("P", ("Which", "P"), [("<b>", FoldedText("< 0.05", "> 0"))]))
    assert "&lt;b&gt;" in html
    assert "<summary>&lt; 0.05</summary>\n&gt; 0" in html
    with pytest.raises(ValueError, match="as many cells"):
        text_table("P", ("Which", "P"), [("one",)])
