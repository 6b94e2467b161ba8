"""A row of a grid of results, and its cells, as HTML."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from studies.presentation.confirmed_share import confirmed
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.study_sources import SourceLink
from studies.reported.reported_numbers import NumberShare

NOTHING = SafeString('<span class="soft">–</span>')
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


class GridValue(NamedTuple):
    """One printed result: the number, what is printed with it, and where it leads."""

    anchor: str
    figure: str
    detail: str
    href: str
    marks: SafeString
    share: NumberShare

    @property
    def html(self) -> SafeString:
        """The number with its marks."""
        figure = figure_link(self.href, self.figure) if self.href else self.figure
        beside = filled('<span class="sub">\n{}\n{}\n</span>', self.detail, self.marks)
        return filled("{}\n{}\n{}", figure, confirmed(self.share), beside if self.detail or self.marks else "")


class GridRow(NamedTuple):
    """One arm, or some of its people, through the times; each cell has the results of one time."""

    label: str
    detail: str
    people: str
    cells: Sequence[Sequence[GridValue]]
    sources: Iterable[SourceLink]
    marks: SafeString

    @property
    def html(self) -> SafeString:
        """The row of the table."""
        return filled(
            _ROW,
            self.label,
            filled_if('<span class="detail">{}</span>', self.detail),
            self.marks,
            self.people,
            lines_of(map(_cell, self.cells)),
            lines_of(filled("<div>\n{}\n</div>", source.html) for source in self.sources),
        )


def figure_link(href: str, figure: str) -> SafeString:
    """A figure with the way to where it comes from."""
    return filled('<a class="figure-link" href="{}">{}</a>', href, figure)


def _cell(values: Sequence[GridValue]) -> SafeString:
    if len(values) == 1:
        return filled('<td class="num" id="{}">\n{}\n</td>', values[0].anchor, values[0].html)
    several = lines_of(filled('<div id="{}">\n{}\n</div>', value.anchor, value.html) for value in values)
    return filled('<td class="num">\n{}\n</td>', several or NOTHING)
