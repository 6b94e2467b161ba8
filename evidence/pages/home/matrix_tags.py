"""The marks of a cell of the matrix as HTML: a template for each takes a quarter of the time of the page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evidence.findings.outcome_marks import OutcomeCell, OutcomeMark

_CELL = '\n<td role="cell" class="cell{}" data-label="{}">\n  {}\n</td>\n'
_MARK = (
    '\n    <a class="shape-link {shape}" href="{href}">\n      SHAPE\n      {number}\n'
    '      <span class="vh">{words}</span>\n    </a>\n  '
)
_NUMBER = '\n        <span aria-hidden="true">{}</span>\n      '
_WORDS = '\n    <span class="vh">{}</span>\n  '

register = template.Library()


@register.filter
def outcome_cell(cell: OutcomeCell) -> SafeString:
    """One condition and one critical outcome: its marks, else why there is none."""
    if not cell.marks:
        return format_html(_CELL, " empty", cell.outcome.label, format_html(_WORDS, cell.words))
    return format_html(_CELL, "", cell.outcome.label, SafeString("".join(map(_mark, cell.marks))))


def _mark(mark: OutcomeMark) -> SafeString:
    number = format_html(_NUMBER, mark.count) if mark.count > 1 else ""
    return format_html(_form(), shape=mark.shape.value, href=mark.href, words=mark.words, number=number)


@cache
def _form() -> str:
    """Any mark, with the shape as it is drawn everywhere."""
    shape = render_to_string("evidence/findings/_shape.html", {"name": "{shape}", "title": "{words}"})
    return _MARK.replace("SHAPE", shape)
