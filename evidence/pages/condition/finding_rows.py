"""Findings as dense rows of a table, grouped by what a reader sorts them by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse

from evidence.figures.answer_axis import AnswerDrawing
from evidence.findings.answer_cells import (
    FigureCell,
    WordCell,
    draw_row,
    figure_cells,
    outcome_name,
    route_text,
    time_of,
    word_cell,
)
from evidence.findings.answer_texts import measured_times
from evidence.findings.finding import Finding
from evidence.grading.current_ratings import FindingCertainty
from evidence.synthesis.answer_rows import side_of
from evidence.synthesis.gap_map import COLUMNS, column_of
from evidence.synthesis.row_figures import row_figures
from studies.choices import LabelledEnum, RouteGroup
from studies.reported.windows import Window

_WINDOWS, _ROUTES = list(Window), list(RouteGroup)
_COLUMN_LABELS = {column.key: column.label for column in COLUMNS}
_COLUMN_KEYS = list(_COLUMN_LABELS)


class FindingOrder(LabelledEnum):
    """What the table of findings is sorted and grouped by."""

    COMPARISON = "comparison", "comparison"
    OUTCOME = "outcome", "outcome"
    TIME = "time", "time"
    ROUTE = "route", "route"
    PEOPLE = "people", "most people first"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding on one line. ``people`` are those with the number of trials; empty texts where nothing is known.

    ``figures`` are empty where no usable figure follows: ``effect`` then says what there is. ``drawing`` is None where
    rows are not drawn, or the figure has no place on the axis. ``needed`` is how many people one trial would need.
    """

    outcome: str
    href: str
    compared: str
    when: str
    route: str
    figures: tuple[FigureCell, ...]
    effect: str
    drawing: AnswerDrawing | None
    word: WordCell | None
    is_doubted: bool
    people: str
    certainty: FindingCertainty
    needed: str


@dataclass(frozen=True, slots=True)
class FindingRowGroup:
    """Rows under one heading."""

    heading: str
    rows: tuple[FindingRow, ...]

    @property
    def alone(self) -> "tuple[FindingRowGroup, ...]":
        """The group as all groups of a table."""
        return (self,)


def comparison_heading(finding: Finding) -> str:
    """What ozone was compared with, and whether people were not allocated at random."""
    heading = finding.comparison.heading
    return heading if finding.answer.question.randomised else f"{heading}, not randomised"


def outcome_key(finding: Finding) -> str:
    """The outcome as addresses name it: a critical outcome, or a kind of the others."""
    return column_of(finding.answer.question.outcome)


def sort_findings(findings: Iterable[Finding], order: FindingOrder) -> list[Finding]:
    """Findings that come in reading order, in another; the reading order decides between two that are alike in it."""
    return sorted(findings, key=_SORTED_BY[order].place)


def finding_groups(
    findings: Iterable[Finding], order: FindingOrder, condition_slug: str, *, drawn: bool
) -> tuple[FindingRowGroup, ...]:
    """Sorted findings under the headings of their order, each ``drawn`` or in words and numbers alone."""
    grouped = groupby(findings, key=_SORTED_BY[order].heading)
    return tuple(
        FindingRowGroup(heading, tuple(finding_row(finding, condition_slug, drawn=drawn) for finding in group))
        for heading, group in grouped
    )


def finding_row(finding: Finding, condition_slug: str, *, drawn: bool) -> FindingRow:
    """One finding on one line."""
    answer, figures = finding.answer, row_figures(finding.answer)
    return FindingRow(
        outcome=outcome_name(answer),
        href=reverse("finding", args=[condition_slug, finding.anchor]),
        compared=comparison_heading(finding),
        when=time_of(answer) if answer.entries or answer.values else ", ".join(measured_times(answer)),
        route=route_text(answer),
        figures=figure_cells(answer, figures),
        effect="" if figures else finding.effect,
        drawing=draw_row(answer, figures, (), finding.bands) if drawn and figures else None,
        word=word_cell(finding.word, side_of(answer, finding.word)) if finding.word else None,
        is_doubted=finding.is_doubted,
        people=finding.people,
        certainty=finding.certainty,
        needed=finding.information.size.rounded if finding.information else "",
    )


class _SortedBy(NamedTuple):
    """The place of a finding in an order, and the heading that it stands under."""

    place: Callable[[Finding], int]
    heading: Callable[[Finding], str]


_SORTED_BY: Mapping[FindingOrder, _SortedBy] = {
    # Findings come in this order.
    FindingOrder.COMPARISON: _SortedBy(lambda finding: 0, comparison_heading),
    FindingOrder.OUTCOME: _SortedBy(
        lambda finding: _COLUMN_KEYS.index(outcome_key(finding)), lambda finding: _COLUMN_LABELS[outcome_key(finding)]
    ),
    FindingOrder.TIME: _SortedBy(
        lambda finding: _WINDOWS.index(finding.answer.question.window), lambda finding: _window_heading(finding)
    ),
    FindingOrder.ROUTE: _SortedBy(
        lambda finding: _ROUTES.index(finding.answer.question.route) if finding.answer.question.route else -1,
        lambda finding: route_text(finding.answer).capitalize(),
    ),
    FindingOrder.PEOPLE: _SortedBy(lambda finding: -(finding.answer.people or 0), lambda finding: ""),
}


def _window_heading(finding: Finding) -> str:
    window = finding.answer.question.window
    return window.label.capitalize() if window is Window.NOT_STATED else f"{window.label.capitalize()}, {window.span}"
