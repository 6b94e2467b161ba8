"""The rows of an answer table as they are written: every text escaped, and nothing where there is nothing to say."""

from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string

from evidence.findings.answer_cells import WordCell
from evidence.findings.answer_lines import BesideLine, BesideLines, LineLink, StateGroup
from evidence.findings.answer_marks import TableMark
from evidence.findings.answer_table import AnswerTable, FoldedOutcome, OtherRow
from evidence.findings.answer_tags import answer_axis, answer_groups, answer_lines, answer_remarks
from evidence.findings.truncation import TruncatedList
from tests.evidence.findings.test_answer_table import row_of, table_of
from tests.evidence.synthesis.build import pain_trial

HOSTILE = '<b title="{x}">5 & {}</b>'
ESCAPED = "&lt;b title=&quot;{x}&quot;&gt;5 &amp; {}&lt;/b&gt;"


def written(table: AnswerTable) -> str:
    html = answer_groups(table, "own-")
    assert HOSTILE not in html
    assert html.count("<tr ") == html.count("</tr>")
    assert html.count("<td ") == html.count("</td>")
    return html


def with_group(**changes: Any) -> AnswerTable:
    table = table_of(pain_trial(2, 6, sd=2.5, n=50))
    return replace(table, groups=(table.groups[0]._replace(**changes),))


def test_every_text_of_a_row_is_escaped() -> None:
    row = row_of(pain_trial(2, 6, sd=2.5, n=50))
    names = ("without_ozone", "with_ozone", "unit", "difference", "interval", "usual", "name")
    figure = row.figures[0]._replace(**dict.fromkeys(names, HOSTILE))
    told: dict[str, Any] = dict.fromkeys(("outcome", "when", "better", "route", "differs", "href", "trials"), HOSTILE)
    row = row._replace(figures=(figure,), letters=("a",), word=WordCell(HOSTILE), **told)
    # Both values have the unit.
    assert written(with_group(rows=(row,))).count(ESCAPED) == len(names) + 1 + len(told) + 1


def test_a_row_names_its_remarks_and_what_is_known() -> None:
    row = row_of(pain_trial(2, 6, sd=2.5, n=50))
    html = written(with_group(rows=(row._replace(letters=("a", "c")), row)))
    assert '<sup><a href="#own-mark-a"><span class="vh"> Remark </span>a</a><a href="#own-mark-c">' in html
    assert html.count("<sup>") == html.count("rowspan=") == 1
    assert 'rowspan="2"' in html
    assert f'<rect class="have" width="{row.share}%" height="5"/>' in html
    assert '<span class="one">60.0</span>' in html
    assert "differs by" not in html
    assert "unverified" not in html


def test_what_a_row_lacks_is_said_in_words_or_left_out() -> None:
    row = row_of(pain_trial(2, 6, sd=2.5, n=50))
    figure = row.figures[0]._replace(without_ozone="")
    html = written(with_group(rows=(row._replace(figures=(figure,), drawing=None, information=None),)))
    assert "not drawn: no shared unit" in html
    assert '<span class="one">–</span>' in html
    assert "<svg" not in html


def test_other_routes_and_times_are_unfolded_under_the_comparison() -> None:
    rows = (OtherRow(HOSTILE, "/a/?b=1&c=2", HOSTILE, WordCell(HOSTILE, "better")), OtherRow("", "", "", WordCell("")))
    html = written(with_group(others=TruncatedList(rows, 5)))
    assert html.count(ESCAPED) == 3
    assert '<a href="/a/?b=1&amp;c=2">' in html
    assert "<summary>5 more: other routes, times or definitions</summary>" in html
    assert html.count("(better)") == 1
    assert "<li>And 3 more among all findings.</li>" in html
    assert "<details>" not in written(table_of(pain_trial()))


def test_a_page_with_an_answer_writes_its_rows_without_templates() -> None:
    html = render_to_string("evidence/findings/_answer_table.html", {"table": table_of(pain_trial()), "prefix": ""})
    assert answer_axis() in html
    assert answer_groups(table_of(pain_trial()), "") in html


def test_remarks_have_the_places_to_which_letters_lead() -> None:
    html = answer_remarks((TableMark("a", HOSTILE), TableMark("b", "few")), "own-")
    assert f'<li id="own-mark-a"><b>a</b> {ESCAPED}</li>' in html
    assert html.count("<li ") == 2


def test_comparisons_follow_their_state() -> None:
    links = (LineLink("a", "/a/"), LineLink(HOSTILE, "/b/"))
    html = StateGroup(HOSTILE, links).html
    assert html.startswith(f"{ESCAPED}:\n")
    assert ",\n".join(link.html for link in links) in html
    assert StateGroup("no result", ()).html == "no result"


def test_a_linked_name_and_the_words_after_it_are_escaped() -> None:
    assert LineLink(HOSTILE, "/a/?b=1&c=2", HOSTILE).html == f'<a href="/a/?b=1&amp;c=2">{ESCAPED}</a>{ESCAPED}'


def test_the_lines_under_a_table_are_escaped_and_end_as_sentences_do() -> None:
    links = (LineLink(HOSTILE, "/one/"), LineLink("steroid", "/two/", " (borderline)"))
    table = replace(
        table_of(pain_trial(2, 6, sd=2.5, n=50)),
        folded=(FoldedOutcome("Pain", links), FoldedOutcome("Surgery", links[:1])),
        beside=BesideLines((BesideLine(HOSTILE, (StateGroup("no result", links),)),), TruncatedList(links, 5)),
    )
    html = " ".join(answer_lines(table).split())
    hostile, steroid = f'<a href="/one/">{ESCAPED}</a>', '<a href="/two/">steroid</a> (borderline)'
    assert f"<dd> Not clear or borderline in every comparison: {hostile}, {steroid}. </dd>" in html
    assert f"<dd> Not clear in every comparison: {hostile}. </dd>" in html
    assert f"<dd> <p><b>{ESCAPED}:</b> no result: {hostile}, {steroid}.</p> </dd>" in html
    assert f"<dd> {hostile}; {steroid} and 3 more among all findings. </dd>" in html
    alone = replace(table, folded=(), beside=BesideLines((), TruncatedList(links[:1], 1)))
    assert f"<dd> {hostile}. </dd>" in " ".join(answer_lines(alone).split())
    assert answer_lines(replace(alone, beside=BesideLines((), TruncatedList((), 0)))) == ""
