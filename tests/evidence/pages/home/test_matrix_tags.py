"""Rows, cells and notes as they are written: every text escaped, the shape as it is drawn everywhere."""

from django.template.loader import render_to_string

from evidence.findings.harm_cell import SeriousHarmCell
from evidence.findings.outcome_marks import MarkShape, OutcomeCell, OutcomeMark
from evidence.pages.home.condition_rows import ConditionNote, ConditionRow, shown_condition
from evidence.pages.home.matrix_tags import condition_notes, matrix_cells, matrix_rows, outcome_heads, shape_key
from studies.choices import CriticalOutcome
from studies.models import Condition

HOSTILE = '<b title="{x}">5 & {}</b>'
ESCAPED = "&lt;b title=&quot;{x}&quot;&gt;5 &amp; {}&lt;/b&gt;"


def drawn(*cells: OutcomeCell | SeriousHarmCell) -> str:
    html = matrix_cells(ConditionRow(shown_condition(Condition(slug="sore-back")), cells, "", "", ""))
    assert HOSTILE not in html
    assert html.count('<td role="cell" class="cell') == html.count("</td>") == len(cells)
    return html


def test_each_mark_has_its_shape_its_words_and_where_it_leads() -> None:
    marks = (OutcomeMark(MarkShape.BETTER, HOSTILE, "/a/?b=1&c=2"), OutcomeMark(MarkShape.VALUE, "two", "/b/", 2))
    html = drawn(OutcomeCell(CriticalOutcome.PAIN, marks))
    assert render_to_string("evidence/findings/_shape.html", {"name": "better", "title": HOSTILE}) in html
    assert html.count(ESCAPED) == 2
    assert '<a class="shape-link better" href="/a/?b=1&amp;c=2">' in html
    assert html.count('<span aria-hidden="true">2</span>') == html.count("<span aria-hidden") == 1
    assert '<td role="cell" class="cell" data-label="Pain">' in html


def test_a_cell_without_marks_says_why() -> None:
    html = drawn(OutcomeCell(CriticalOutcome.PAIN, (), HOSTILE), SeriousHarmCell("", "", HOSTILE))
    assert '<td role="cell" class="cell empty" data-label="Pain">' in html
    assert '<td role="cell" class="cell empty" data-label="Serious harm">' in html
    assert html.count(f'<span class="vh">{ESCAPED}</span>') == 2
    assert "<a " not in html


def test_people_harmed_are_told_deaths_first() -> None:
    html = drawn(SeriousHarmCell("1", "2–3", f"one died {HOSTILE}"))
    assert '<a class="shape-link harm" href="/conditions/sore-back/harms/" title="One died &lt;b' in html
    assert " 1 died\n" in html
    assert '<span class="others">2–3 others</span>' in html
    assert render_to_string("evidence/findings/_shape.html", {"name": "death", "title": f"one died {HOSTILE}"}) in html
    assert html.count(ESCAPED) == 3
    harmed = drawn(SeriousHarmCell("", "5", "five"))
    assert " 5 harmed\n" in harmed
    assert "<svg" not in harmed
    assert "others" not in drawn(SeriousHarmCell("1", "", "one died"))


def test_a_row_names_its_condition_and_says_in_short_what_is_known() -> None:
    sore = shown_condition(Condition(slug="sore-back", name=f"Sore {HOSTILE}", plain_name=HOSTILE))
    rows = [ConditionRow(sore, (), "Too little is known.", HOSTILE, "5 people")]
    html = matrix_rows(rows, "")
    assert HOSTILE not in html
    assert f'<a href="/conditions/sore-back/">Sore {ESCAPED}</a>' in html
    assert f"<small>{ESCAPED}</small>" in html
    assert f'{ESCAPED} <span class="soft">5 people.</span>' in html
    assert "Too little is known." in html
    # What is known of all alike is said once, above the rows.
    assert "Too little is known." not in matrix_rows(rows, "Too little is known in any of these conditions.")
    plain = ConditionRow(shown_condition(Condition(slug="sore-back", name="Sore back")), (), "", "", "")
    assert "<small>" not in matrix_rows([plain], "")


def test_a_note_leads_to_its_condition_and_where_asked_to_the_map() -> None:
    sore = shown_condition(Condition(slug="sore-back", name=f"Sore {HOSTILE}"))
    notes = [ConditionNote(sore, HOSTILE)]
    html, with_map = condition_notes(notes), condition_notes(notes, has_map=True)
    assert HOSTILE not in html + with_map
    assert f'<a href="/conditions/sore-back/">Sore {ESCAPED}</a>' in html
    assert f'<span class="soft">{ESCAPED}</span>' in html
    assert "What was measured" not in html
    assert '<a href="/conditions/sore-back/studies/#gap-map">What was measured</a>' in with_map


def test_each_outcome_has_a_head_and_each_shape_a_meaning() -> None:
    heads = outcome_heads([CriticalOutcome.PAIN, CriticalOutcome.SURGERY])
    assert [heads.count(f">{label}</th>") for label in ("Pain", "Surgery")] == [1, 1]
    key = shape_key([MarkShape.WORSE, MarkShape.VALUE])
    for shape in (MarkShape.WORSE, MarkShape.VALUE):
        assert render_to_string("evidence/findings/_shape.html", {"name": shape, "title": shape.label}) in key
        assert f" {shape.label}</li>" in key
    assert "better with ozone" not in key
