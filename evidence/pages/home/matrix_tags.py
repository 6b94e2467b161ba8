"""The cells of the matrix as HTML: templates for each mark and each cell take half of the time of the page."""

from functools import cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from evidence.findings.harm_cell import SeriousHarmCell
from evidence.findings.outcome_marks import OutcomeCell, OutcomeMark
from evidence.pages.home.condition_rows import ConditionRow
from studies.choices import CriticalOutcome
from studies.presentation.page_addresses import page_address

_CELL = '\n        \n          \n<td role="cell" class="cell{}" data-label="{}">\n  {}\n</td>\n\n        \n      '
_MARK = (
    '\n    <a class="shape-link {name}" href="{href}">\n      {shape}\n      {number}\n'
    '      <span class="vh">{words}</span>\n    </a>\n  '
)
_NUMBER = '\n        <span aria-hidden="true">{}</span>\n      '
_HARM = (
    '\n    <a class="shape-link harm" href="{href}" title="{title}">\n      <span aria-hidden="true">\n        '
    '{people}\n      </span>\n      <span class="vh">{words}</span>\n    </a>\n  '
)
_DEATHS = "\n          {shape}\n          {deaths} died\n          {others}\n        "
_OTHERS = '\n            <span class="others">{} others</span>\n          '
_HARMED = "\n          {} harmed\n        "
_WORDS = '\n    <span class="vh">{}</span>\n  '

register = template.Library()


@register.filter
def matrix_cells(row: ConditionRow) -> SafeString:
    """The cells of a condition, one for each critical outcome. Every text is escaped."""
    slug = row.condition.slug
    cells = (_outcome(cell) if isinstance(cell, OutcomeCell) else _harm(cell, slug) for cell in row.cells)
    return SafeString("".join(cells))


def _outcome(cell: OutcomeCell) -> str:
    return _cell(cell.outcome, "".join(map(_mark, cell.marks)), cell.words)


def _cell(outcome: CriticalOutcome, content: str, words: str) -> str:
    """A cell with this content, else with words."""
    return _CELL.format("" if content else " empty", escape(outcome.label), content or _WORDS.format(escape(words)))


def _mark(mark: OutcomeMark) -> str:
    name, words = escape(mark.shape), escape(mark.words)
    number = _NUMBER.format(mark.count) if mark.count > 1 else ""
    return _MARK.format(name=name, href=escape(mark.href), shape=_shape(name, words), number=number, words=words)


def _harm(cell: SeriousHarmCell, slug: str) -> str:
    """Deaths first, from what the records say; nothing on record is said in words."""
    outcome, words, others = CriticalOutcome.SERIOUS_HARM, escape(cell.words), escape(cell.others)
    if not cell.is_on_record:
        return _cell(outcome, "", cell.words)
    if cell.deaths:
        also = _OTHERS.format(others) if others else ""
        people = _DEATHS.format(shape=_shape("death", words), deaths=escape(cell.deaths), others=also)
    else:
        people = _HARMED.format(others)
    href, title = page_address("condition-harms", slug), escape(capfirst(cell.words))
    return _cell(outcome, _HARM.format(href=href, title=title, people=people, words=words), "")


def _shape(name: str, title: str) -> str:
    return _shape_form().format(name=name, title=title)


@cache
def _shape_form() -> str:
    """Any shape as it is drawn everywhere."""
    return render_to_string("evidence/findings/_shape.html", {"name": "{name}", "title": "{title}"})
