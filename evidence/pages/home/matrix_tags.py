"""The cells of the matrix as HTML: templates for each mark and each cell take half of the time of the page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from evidence.findings.harm_cell import SeriousHarmCell
from evidence.findings.outcome_marks import OutcomeCell, OutcomeMark
from evidence.pages.home.condition_rows import ConditionRow
from studies.choices import CriticalOutcome
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.page_addresses import page_address

_CELL = """<td role="cell" class="cell{}" data-label="{}">
  {}
</td>"""
_MARK = """<a class="shape-link {}" href="{}">
  {}
  {}
  <span class="vh">{}</span>
</a>"""
_HARM = """<a class="shape-link harm" href="{}" title="{}">
  <span aria-hidden="true">
    {}
  </span>
  <span class="vh">{}</span>
</a>"""
_DEATHS = """{}
    {} died
    {}"""

register = template.Library()


@register.filter
def matrix_cells(row: ConditionRow) -> SafeString:
    """The cells of a condition, one for each critical outcome. Every text is escaped."""
    slug = row.condition.slug
    return lines_of(_outcome(cell) if isinstance(cell, OutcomeCell) else _harm(cell, slug) for cell in row.cells)


def _outcome(cell: OutcomeCell) -> SafeString:
    return _cell(cell.outcome, lines_of(map(_mark, cell.marks)), cell.words)


def _cell(outcome: CriticalOutcome, content: SafeString, words: str) -> SafeString:
    """A cell with this content, else with words."""
    return filled(
        _CELL, "" if content else " empty", outcome.label, content or filled('<span class="vh">{}</span>', words)
    )


def _mark(mark: OutcomeMark) -> SafeString:
    number = filled_if('<span aria-hidden="true">{}</span>', str(mark.count) if mark.count > 1 else "")
    return filled(_MARK, mark.shape, mark.href, _shape(mark.shape, mark.words), number, mark.words)


def _harm(cell: SeriousHarmCell, slug: str) -> SafeString:
    """Deaths first, from what the records say; nothing on record is said in words."""
    if not cell.is_on_record:
        return _cell(CriticalOutcome.SERIOUS_HARM, SafeString(), cell.words)
    if cell.deaths:
        others = filled_if('<span class="others">{} others</span>', cell.others)
        people = filled(_DEATHS, _shape("death", cell.words), cell.deaths, others)
    else:
        people = filled("{} harmed", cell.others)
    href, title = page_address("condition-harms", slug), capfirst(cell.words)
    return _cell(CriticalOutcome.SERIOUS_HARM, filled(_HARM, href, title, people, cell.words), "")


def _shape(name: str, title: str) -> SafeString:
    return filled(_shape_pattern(), name, title)


@cache
def _shape_pattern() -> str:
    """Any shape as it is drawn everywhere, with places for its name and its title."""
    return render_to_string("evidence/findings/_shape.html", {"name": "{0}", "title": "{1}"})
