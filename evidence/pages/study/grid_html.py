"""A grid of results as HTML: its head, its outcomes, their rows, and the cells of these."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.presentation.confirmed_share import confirmed
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.study_sources import SourceLink
from studies.reported.reported_numbers import NumberShare

NOTHING = SafeString('<span class="soft">–</span>')
_GRID = """<div class="scroll" tabindex="0" role="region" aria-label="Results: {}">
  <table class="result-grid">
    <thead>
      <tr>
        <th scope="col">
          Outcome, arm
          {}
        </th>
        <th scope="col" class="num">People</th>
        {}
        <th scope="col" class="read">Read at</th>
      </tr>
    </thead>
    {}
  </table>
</div>"""
_AFTER_TREATMENT = SafeString('<span class="detail">times from the end of treatment</span>')
_OUTCOME = """<tbody>
  <tr class="outcome-head">
    <th scope="rowgroup" colspan="{}">
      <div>
        {}
        {}
        {}
      </div>
    </th>
  </tr>
  {}
</tbody>"""
_ROW = """<tr>
  <th scope="row">
    {}
    {}
    {}
  </th>
  <td class="num">{}</td>
  {}
  <td class="read">
    {}
  </td>
</tr>"""
# Columns besides those of times: outcome or arm, people, and where it was read.
_OTHER_COLUMNS = 3


class GridValue(NamedTuple):
    """One printed result under its anchor: the number with its marks, as HTML."""

    anchor: str
    html: SafeString


def grid_html(
    name: str, times: Iterable[str], outcomes: Iterable[SafeString], *, is_after_treatment: bool
) -> SafeString:
    """The table of some outcomes; ``name`` is that of the first."""
    return filled(
        _GRID,
        name,
        _AFTER_TREATMENT if is_after_treatment else "",
        lines_of(filled('<th scope="col" class="num">{}</th>', capfirst(time)) for time in times),
        lines_of(outcomes),
    )


def outcome_html(name: str, detail: str, marks: SafeString, rows: Iterable[SafeString], times: int) -> SafeString:
    """The rows of one outcome under its name, in a table of so many times."""
    about = filled_if('<span class="detail">{}</span>', detail)
    return filled(_OUTCOME, str(times + _OTHER_COLUMNS), capfirst(name), about, marks, lines_of(rows))


def row_html(
    *,
    label: str,
    detail: str,
    marks: SafeString,
    people: str,
    cells: Iterable[Sequence[GridValue]],
    sources: Iterable[SourceLink],
) -> SafeString:
    """One arm, or some of its people, through the times; each cell has the results of one time."""
    return filled(
        _ROW,
        label,
        filled_if('<span class="detail">{}</span>', detail),
        marks,
        people,
        lines_of(map(_cell, cells)),
        lines_of(filled("<div>\n{}\n</div>", source.html) for source in sources),
    )


def value_html(figure: str, href: str, detail: str, marks: SafeString, share: NumberShare) -> SafeString:
    """The number, what is printed with it, and where it leads."""
    beside = filled('<span class="sub">\n{}\n{}\n</span>', detail, marks) if detail or marks else ""
    return lines_of((figure_link(href, figure) if href else filled("{}", figure), confirmed(share), beside))


def figure_link(href: str, figure: str) -> SafeString:
    """A figure with the way to where it comes from."""
    return filled('<a class="figure-link" href="{}">{}</a>', href, figure)


def _cell(values: Sequence[GridValue]) -> SafeString:
    if len(values) == 1:
        return filled('<td class="num" id="{}">\n{}\n</td>', *values[0])
    several = lines_of(filled('<div id="{}">\n{}\n</div>', *value) for value in values)
    return filled('<td class="num">\n{}\n</td>', several or NOTHING)
