"""Cells of the matrix as they are written: every text escaped, the shape as it is drawn everywhere."""

from django.template.loader import render_to_string

from evidence.findings.outcome_marks import MarkShape, OutcomeCell, OutcomeMark
from evidence.pages.home.matrix_tags import outcome_cell
from studies.choices import CriticalOutcome

HOSTILE = '<b title="{x}">5 & {}</b>'
ESCAPED = "&lt;b title=&quot;{x}&quot;&gt;5 &amp; {}&lt;/b&gt;"


def test_each_mark_has_its_shape_its_words_and_where_it_leads() -> None:
    marks = (OutcomeMark(MarkShape.BETTER, HOSTILE, "/a/?b=1&c=2"), OutcomeMark(MarkShape.VALUE, "two", "/b/", 2))
    html = outcome_cell(OutcomeCell(CriticalOutcome.PAIN, marks))
    drawing = render_to_string("evidence/findings/_shape.html", {"name": "better", "title": HOSTILE})
    assert drawing in html
    assert HOSTILE not in html
    assert html.count(ESCAPED) == 2
    assert '<a class="shape-link better" href="/a/?b=1&amp;c=2">' in html
    assert html.count('<span aria-hidden="true">2</span>') == html.count("<span aria-hidden") == 1
    assert '<td role="cell" class="cell" data-label="Pain">' in html


def test_a_cell_without_marks_says_why() -> None:
    html = outcome_cell(OutcomeCell(CriticalOutcome.PAIN, (), HOSTILE))
    assert '<td role="cell" class="cell empty" data-label="Pain">' in html
    assert f'<span class="vh">{ESCAPED}</span>' in html
