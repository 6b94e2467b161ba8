"""The matrix, its key and the notes below it as HTML: templates would take half of the time of the page.

Every text is escaped.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from evidence.findings.harm_cell import SeriousHarmCell
from evidence.findings.outcome_marks import MarkShape, OutcomeCell, OutcomeMark
from evidence.pages.home.condition_rows import ConditionNote, ConditionRow
from studies.choices import CriticalOutcome
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.page_addresses import page_address
from studies.reported.rows import FEW_KINDS

_HEAD = '<th scope="col" role="columnheader" class="outcome-head">{}</th>'
_ROWS = """<tbody role="rowgroup">
{}
</tbody>"""
_ROW = """<tr role="row">
  <th scope="row" role="rowheader">
    <a href="{}">{}</a>
    {}
  </th>
  {}
  <td role="cell" class="line">
    {}
    {} <span class="soft">{}.</span>
  </td>
</tr>"""
_CELL = """<td role="cell" class="cell" data-label="{}">
  {}
</td>"""
_EMPTY_CELL = """<td role="cell" class="cell empty" data-label="{}">
  <span class="vh">{}</span>
</td>"""
_MARK = """<a class="shape-link {0}" href="{2}">
  %s
  {3}
  <span class="vh">{1}</span>
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
_KEY = """<ul class="shape-key" aria-label="What the marks mean">
  {}
  <li>{} people who died, and others with serious harm, on record after ozone</li>
  <li>empty: no result in the text read</li>
</ul>"""
_NOTES = """<ul class="condition-notes">
{}
</ul>"""
_NOTE = """<li>
  <a href="{}">{}</a>
  <span class="soft">{}</span>
  {}
</li>"""
_MAP = '<a href="{}#gap-map">What was measured</a>'

register = template.Library()


@register.simple_tag
def outcome_heads(outcomes: Iterable[CriticalOutcome]) -> SafeString:
    """The heads of the columns of some outcomes."""
    return lines_of(filled(_HEAD, outcome.label) for outcome in outcomes)


@register.simple_tag
def matrix_rows(rows: Iterable[ConditionRow], knowledge: str) -> SafeString:
    """The rows of some conditions. ``knowledge`` is what is known of all alike; without it each row says its own."""
    return filled(_ROWS, lines_of(_row(row, "" if knowledge else row.knowledge) for row in rows))


@register.simple_tag
def shape_key(shapes: Iterable[MarkShape]) -> SafeString:
    """What some shapes mean, and what a cell tells without one of them."""
    return filled(_KEY, lines_of(map(_meaning, shapes)), _shape("death", "people who died"))


@register.simple_tag
def condition_notes(notes: Iterable[ConditionNote], *, has_map: bool = False) -> SafeString:
    """Conditions in a line each; ``has_map``: with a link to the map of what was measured."""
    return filled(_NOTES, lines_of(_note(note, has_map=has_map) for note in notes))


def _note(note: ConditionNote, *, has_map: bool) -> SafeString:
    slug, name = note.condition.slug, note.condition.name
    to_map = filled_if(_MAP, page_address("condition-studies", slug) if has_map else "")
    return filled(_NOTE, page_address("condition", slug), name, note.text, to_map)


def _row(row: ConditionRow, knowledge: str) -> SafeString:
    condition = row.condition
    return filled(
        _ROW,
        page_address("condition", condition.slug),
        condition.name,
        filled_if("<small>{}</small>", condition.everyday_name),
        matrix_cells(row),
        knowledge,
        row.usable_trials,
        row.people,
    )


def matrix_cells(row: ConditionRow) -> SafeString:
    """The cells of a condition, one for each critical outcome."""
    slug = row.condition.slug
    return lines_of(_outcome(cell) if isinstance(cell, OutcomeCell) else _harm(cell, slug) for cell in row.cells)


def _outcome(cell: OutcomeCell) -> SafeString:
    if not cell.marks:
        return _empty_cell(cell.outcome.label, cell.words)
    return filled(_CELL, cell.outcome.label, lines_of(map(_mark, cell.marks)))


def _mark(mark: OutcomeMark) -> SafeString:
    number = filled_if('<span aria-hidden="true">{}</span>', str(mark.rows) if mark.rows > 1 else "")
    return filled(_mark_pattern(), mark.shape, mark.words, mark.href, number)


def _harm(cell: SeriousHarmCell, slug: str) -> SafeString:
    """Deaths first, from what the records say; nothing on record is said in words."""
    label = CriticalOutcome.SERIOUS_HARM.label
    if not cell.is_on_record:
        return _empty_cell(label, cell.words)
    if cell.deaths:
        others = filled_if('<span class="others">{} others</span>', cell.others)
        people = filled(_DEATHS, _shape("death", cell.words), cell.deaths, others)
    else:
        people = filled("{} harmed", cell.others)
    href, title = page_address("condition-harms", slug), capfirst(cell.words)
    return filled(_CELL, label, filled(_HARM, href, title, people, cell.words))


@cache
def _meaning(shape: MarkShape) -> SafeString:
    return filled("<li>{} {}</li>", _shape(shape, shape.label), shape.label)


def _shape(name: str, title: str) -> SafeString:
    return filled(_shape_pattern(), name, title)


# Most cells are empty, for one of a few reasons.
@lru_cache(maxsize=FEW_KINDS)
def _empty_cell(label: str, words: str) -> SafeString:
    return filled(_EMPTY_CELL, label, words)


@cache
def _mark_pattern() -> str:
    """A mark with places for its shape, its words, its address and its number."""
    return _MARK % _shape_pattern()


@cache
def _shape_pattern() -> str:
    """Any shape as it is drawn everywhere, with places for its name and its title."""
    return render_to_string("evidence/findings/_shape.html", {"name": "{0}", "title": "{1}"})
