"""The differences between two arms that follow from their results, as rows of the grid under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.findings.answer_cells import whole_people
from evidence.findings.answer_texts import contrast_href, study_effect_text
from evidence.pages.study.grid_html import NOTHING, figure_link
from evidence.statistics.interval import Interval
from evidence.synthesis.eligibility import EligibleContrast, Judged
from evidence.synthesis.row_word import HUNDRED, risk_difference
from evidence.synthesis.state_phrases import pool_exclusion_text
from evidence.synthesis.study_effects import StudyEffect, build_study_effect, effect_measure
from studies.models import ReportedContrast
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import interval_text, number
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.reported_values import p_text
from studies.reported.contrasts import Contrast
from studies.reported.row_keys import row_address

OF_PEOPLE = "of 100 people, with the 95% interval"
_ROW = """<tr class="difference">
  <th scope="row">
    Difference
    {}
    {}
    {}
  </th>
  <td></td>
  {}
  <td class="read"><span class="soft">computed here</span></td>
</tr>"""


class DifferenceCell(NamedTuple):
    """The difference at one time. ``figure`` is empty where none follows; ``reason`` says why, or why it is doubted."""

    figure: str
    detail: str
    href: str
    reason: str
    printed_p: str

    def html(self, said: str) -> SafeString:
        """The cell of the table; ``said`` is the reason that its row says for all of its cells."""
        figure, reason = NOTHING if said else SafeString(), ""
        if self.figure:
            figure = filled('{}\n<span class="sub">{}</span>', figure_link(self.href, self.figure), self.detail)
        if self.reason and not said:
            reason = filled('<span class="sub"><a href="{}">{}</a></span>', self.href, self.reason)
        return filled(
            '<td class="num">\n{}\n{}\n{}\n</td>',
            figure,
            reason,
            filled_if('<span class="sub">printed: {}</span>', self.printed_p),
        )


class DifferenceRow(NamedTuple):
    """Two arms through the times; ``arms`` names them where there are several pairs.

    ``reason`` is that of all its cells, and ``href`` the page where it is explained.
    """

    arms: str
    unit: str
    reason: str
    href: str
    cells: tuple[DifferenceCell | None, ...]

    @property
    def html(self) -> SafeString:
        """The row of the table."""
        reason = f"{self.reason[:1].upper()}{self.reason[1:]}"
        empty = filled('<td class="num">\n{}\n</td>', NOTHING)
        return filled(
            _ROW,
            filled_if('<span class="detail">{}</span>', self.arms),
            filled_if('<span class="detail">{}</span>', self.unit),
            filled('<span class="detail"><a href="{}">{}</a></span>', self.href, reason) if reason else "",
            lines_of(cell.html(self.reason) if cell else empty for cell in self.cells),
        )


@dataclass(frozen=True, slots=True)
class Differences:
    """Every two arms of a study compared in every outcome, as judged.

    ``addresses`` are those of both results of the contrast that a result, by its number, belongs to; of several, of one
    that is about ozone alone.
    """

    judged: tuple[Judged, ...]
    reported: Mapping[int, ReportedContrast]
    addresses: Mapping[int, tuple[str, str]]

    def rows_of(self, place: Mapping[int, int], columns: int) -> tuple[DifferenceRow, ...]:
        """The rows under the results of one outcome; ``place`` has the column of each result by its number."""
        found: dict[tuple[object, ...], list[tuple[int, Judged]]] = {}
        for item in self.judged:
            contrast = item.contrast
            result = contrast and (contrast.ozone or contrast.comparator)
            if contrast and result and result.id in place and item.pair.compared.comparison.isolates_ozone:
                kind = (item.pair.ozone.id, item.pair.comparator.id, contrast.part, contrast.kind, contrast.score_kind)
                found.setdefault(kind, []).append((place[result.id], item))
        several = len({kind[:2] for kind in found}) > 1
        return tuple(self._row(items, columns, several=several) for items in found.values())

    def _row(self, items: Iterable[tuple[int, Judged]], columns: int, *, several: bool) -> DifferenceRow:
        cells: list[DifferenceCell | None] = [None] * columns
        units, first = [], None
        for column, item in items:
            first = first or item
            cells[column] = cell = self._cell(item)
            if isinstance(item, EligibleContrast) and cell.figure:
                units.append(_unit(item))
        reasons = {cell.reason for cell in cells if cell}
        shared = reasons.pop() if len(reasons) == 1 else ""
        return DifferenceRow(
            arms=_arms(first) if several else "",
            unit=units[0] if units else "",
            reason=shared,
            href=contrast_href(first.contrast) if shared and first and first.contrast else "",
            cells=tuple(cells),
        )

    def _cell(self, item: Judged) -> DifferenceCell:
        contrast = item.contrast
        href = contrast_href(contrast) if contrast else ""
        figure, detail, reason = _figure(item)
        return DifferenceCell(figure, detail, href, reason, self._printed_p(contrast) if contrast else "")

    def _printed_p(self, contrast: Contrast) -> str:
        rows = [self.reported[row.id] for row in contrast.reported if row.id in self.reported]
        return "; ".join(dict.fromkeys(filter(None, map(p_text, rows))))


def differences(judged: Sequence[Judged], reported: Iterable[ReportedContrast]) -> Differences:
    """Everything that a study compares; ``reported`` are the differences that it printed."""
    return Differences(tuple(judged), {row.id: row for row in reported}, _addresses(judged))


def _addresses(judged: Iterable[Judged]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for item in sorted(judged, key=lambda item: not item.pair.compared.comparison.isolates_ozone):
        contrast = item.contrast
        if contrast and contrast.ozone and contrast.comparator:
            results = (contrast.ozone, contrast.comparator)
            address = (row_address(contrast.ozone.key), row_address(contrast.comparator.key))
            for result in results:
                found.setdefault(result.id, address)
    return found


def _arms(item: Judged | None) -> str:
    if item is None:
        return ""
    pair, stratum = item.pair, item.pair.ozone.stratum.replace("-", " ")
    return f"{pair.ozone.label} v {pair.comparator.label}" + (f", only: {stratum}" if stratum else "")


def _unit(item: EligibleContrast) -> str:
    return f"points, {item.scale}, with the 95% interval" if item.scale else OF_PEOPLE


def _figure(item: Judged) -> tuple[str, str, str]:
    """The difference, its interval, and why there is none or it is in no pool."""
    if not isinstance(item, EligibleContrast):
        return "", "", f"not usable: {item.reason.label}"
    try:
        entry = build_study_effect([item], effect_measure([item]))
    except StatisticsError as error:
        return "", "", f"not usable: {error}"
    reason = f"in no pool, as it {pool_exclusion_text((item.pool_exclusion,))}" if item.pool_exclusion else ""
    return (*_effect(entry), reason)


def _effect(entry: StudyEffect) -> tuple[str, str]:
    counts, limits = entry.lines[0].counts, risk_difference(entry)
    if counts and limits:
        ozone, comparator = counts
        return people_of_hundred(ozone.risk - comparator.risk), _people_limits(limits)
    if entry.effect.measure.is_ratio:
        figure, _, interval = study_effect_text(entry.effect).partition(" (")
        return figure, interval.removesuffix(")")
    limits = entry.effect.reader_interval()
    digits = entry.effect.measure.digits
    return number(entry.effect.reader(), digits=digits), interval_text(limits.low, limits.high, digits)


def _people_limits(limits: Interval) -> str:
    return f"{people_of_hundred(limits.low)} to {people_of_hundred(limits.high)}"


def people_of_hundred(share: float) -> str:
    """A difference of shares in people of 100.

    >>> people_of_hundred(0.133), people_of_hundred(-0.04), people_of_hundred(0.004), people_of_hundred(0)
    ('13 more', '4 fewer', '0.4 more', '0')
    """
    size = whole_people(abs(share) * HUNDRED)
    return size if size == "0" else f"{size} {'fewer' if share < 0 else 'more'}"
