"""The rows of an answer table as HTML: templates for each cell and each value take a fifth of the time of a page."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evidence.figures.answer_axis import TICKS
from evidence.findings.answer_cells import FigureCell
from evidence.findings.answer_marks import TableMark
from evidence.findings.answer_table import AnswerTable, FoldedOutcome, OtherRow, TableGroup, TableRow
from evidence.findings.truncation import TruncatedList
from studies.presentation.filled_html import filled, filled_if, lines_of

_GROUP = """<tbody role="rowgroup">
{}
{}
</tbody>"""
_ROW = """<tr role="row">
  {}
  {}
  {}
</tr>"""
_COMPARISON = '<th scope="rowgroup" role="rowheader" class="comparison" rowspan="{}">{}</th>'
_OUTCOME = """<th scope="row" role="rowheader" class="outcome">
  <b>{}</b>, {}{}
  <span class="detail">
    <span class="about"><span class="way">{} ·</span> {} {} {}</span>
    {}
  </span>
</th>"""
_LETTER = '<a href="#{}mark-{}"><span class="vh"> Remark </span>{}</a>'
_FIGURES = """<td role="cell" class="without">{}</td>
<td role="cell" class="with">{}</td>
<td role="cell" class="plot">{}</td>
<td role="cell" class="word"><span class="{}">{}</span> {}</td>
<td role="cell" class="difference">{}</td>
<td role="cell" class="people">{} <span class="detail">{}</span></td>
<td role="cell" class="known">
  {}
  {}
</td>"""
_NOT_DRAWN = SafeString('<span class="detail">not drawn: no shared unit</span>')
_DIFFERENCE = """<span class="one"><a href="{}">{}{}</a>
<span class="detail">({})</span>
{}</span>"""
_INFORMATION = """<svg class="meter" aria-hidden="true" focusable="false">
  <rect class="all" width="100%" height="5"/><rect class="have" width="{}%" height="5"/>
</svg>
<span><span class="vh">{} </span>of {}</span>"""
_CERTAINTY = """<span class="grade"><span class="circles" aria-hidden="true">{}</span>
{}<span class="vh"> certainty</span></span>"""
_OTHERS = """<tr role="row" class="others">
  <td role="cell" colspan="9">
    <details>
      <summary>{} more: other routes, times or definitions</summary>
      <ul class="plain">
        {}
        {}
      </ul>
    </details>
  </td>
</tr>"""
_LINE = """<div>
  <dt>{}</dt>
  <dd>
    {}
  </dd>
</div>"""
_NOT_CLEAR = "Not clear{} in every comparison:\n{}."
_OTHER = '<li><a href="{}">{}</a>: {}, <b>{}</b>{}</li>'

register = template.Library()


@register.simple_tag
@cache
def answer_axis() -> str:
    """The axis over an answer table, written once: it is the same everywhere."""
    return render_to_string("evidence/findings/_answer_axis.html", {"ticks": TICKS})


@register.filter
def answer_groups(table: AnswerTable, prefix: str) -> SafeString:
    """The rows of each comparison, with what is known of other routes and times; ``prefix`` begins the ids."""
    standings_differ = table.standings_differ
    return lines_of(_group(group, prefix, standings_differ=standings_differ) for group in table.groups)


def _group(group: TableGroup, prefix: str, *, standings_differ: bool) -> SafeString:
    comparison = filled(_COMPARISON, str(len(group.rows)), group.comparison.heading)
    rows = (
        filled(
            _ROW,
            "" if place else comparison,
            _outcome(row, prefix, standing=row.numbers.standing if standings_differ else ""),
            _figures(row),
        )
        for place, row in enumerate(group.rows)
    )
    return filled(_GROUP, lines_of(rows), _others(group.others) if group.others.total else "")


def _outcome(row: TableRow, prefix: str, *, standing: str) -> SafeString:
    letters = SafeString("".join(filled(_LETTER, prefix, letter, letter) for letter in row.letters))
    return filled(
        _OUTCOME,
        row.outcome,
        row.when,
        filled_if("<sup>{}</sup>", letters),
        row.better,
        row.route,
        filled_if("· {}", standing),
        "·" if row.differs else "",
        filled_if('<span class="differs">differs by {}</span>', row.differs),
    )


def _figures(row: TableRow) -> SafeString:
    information, rating, word = row.information, row.certainty.rating, row.word
    return filled(
        _FIGURES,
        lines_of(figure.without_html for figure in row.figures),
        lines_of(figure.with_html for figure in row.figures),
        SafeString(row.drawing.svg) if row.drawing else _NOT_DRAWN,
        word.side or "unclear",
        word.word,
        filled_if('<span class="detail">{}</span>', word.side),
        lines_of(_difference(figure, row.href) for figure in row.figures),
        row.people,
        row.trials,
        filled(_INFORMATION, str(row.share), row.people, information.size.about) if information else "",
        filled(_CERTAINTY, rating.level.circles, rating.level.label) if rating else "",
    )


def _difference(figure: FigureCell, href: str) -> SafeString:
    name = filled_if("{}: ", figure.name)
    usual = filled_if('<span class="detail">with a usual spread: {}</span>', figure.usual)
    return filled(_DIFFERENCE, href, name, figure.difference, figure.interval, usual)


def _others(others: TruncatedList[OtherRow]) -> SafeString:
    more = filled_if("<li>And {} more among all findings.</li>", str(others.more or ""))
    return filled(_OTHERS, str(others.total), lines_of(map(_other, others.rows)), more)


def _other(other: OtherRow) -> SafeString:
    word = other.word
    return filled(_OTHER, other.href, other.text, other.effect, word.word, filled_if(" ({})", word.side))


@register.filter
def answer_lines(table: AnswerTable) -> SafeString:
    """The lines under the table: outcomes that are clear nowhere, outcomes without a usable figure, other studies."""
    lines = [filled(_LINE, line.outcome, _not_clear(line)) for line in table.folded]
    without, others = table.beside.without_figure, table.beside.not_randomised
    if without:
        told = lines_of(filled("<p><b>{}:</b>\n{}</p>", line.outcomes, line.groups_html) for line in without)
        lines.append(filled(_LINE, "No usable figure", told))
    if others.total:
        studies = SafeString(";\n".join(item.html for item in others.rows))
        end = f"\nand {others.more} more among all findings." if others.more else "."
        lines.append(filled(_LINE, "Not randomised", filled("{}{}", studies, end)))
    return lines_of(lines)


def _not_clear(line: FoldedOutcome) -> SafeString:
    links = SafeString(",\n".join(link.html for link in line.links))
    return filled(_NOT_CLEAR, "" if line.is_clear_nowhere else " or borderline", links)


@register.filter
def answer_remarks(marks: Iterable[TableMark], prefix: str) -> SafeString:
    """The remarks of a table, each with the place to which its letter leads; ``prefix`` begins the ids."""
    remark = '<li id="{}mark-{}"><b>{}</b> {}</li>'
    return lines_of(filled(remark, prefix, mark.letter, mark.letter, mark.text) for mark in marks)
