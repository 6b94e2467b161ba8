"""Conditions by comparisons as a table: every cell of one outcome as its page shows it, and serious harm on record."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.exports.data_origin import SOURCE_COLUMNS, DataOrigin, data_origin, source_cells
from evidence.findings.answer_cells import FigureCell
from evidence.findings.comparison_cells import CellEstimate, ComparedCell
from evidence.findings.every_overview import read_every_overview
from evidence.pages.compare.compare_page import ComparedRow, ComparePage, OutcomeForm, compare_page, read_outcome
from studies.choices import CriticalOutcome
from studies.presentation.csv_text import csv_download, write_csv
from studies.presentation.data_notice import DATA_NOTICE
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.revisions.data_version import read_snapshot

_FIGURE = ("trial", "without_ozone", "with_ozone", "unit", "difference", "interval", "interval_with_usual_spread")
_COLUMNS = (
    *("condition", "condition_name", "outcome", "comparison", "compared", "state"),
    *("measured", "time", "better", "route", "word", "side", "differs_by", *_FIGURE, "people", "certainty"),
    *("trials", "not_randomised", "page"),
)


@public_page
@require_safe
@pause_gc
@query_parameters(*OutcomeForm.base_fields)
def compare_csv(request: HttpRequest) -> HttpResponse:
    """Each figure of each cell as a row, and for each condition the serious harm on record."""
    outcome = read_outcome(OutcomeForm(request.GET))
    with read_snapshot() as version:
        page = compare_page(read_every_overview(version), outcome)
        site = request.build_absolute_uri("/").removesuffix("/")
        columns, rows = compared_records(page, data_origin(f"{site}{page.address}"), site)
    return csv_download(write_csv(columns, rows), name=f"compare-{outcome.value}.csv")


def compared_records(page: ComparePage, origin: DataOrigin, site: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Columns and rows in the order of the page. ``site`` is its address without the last slash."""
    end = (DATA_NOTICE, *source_cells(origin))
    rows = (cells for section in page.sections for row in section.rows for cells in _rows(row, page.outcome, site))
    return (*_COLUMNS, "terms", *SOURCE_COLUMNS), [(*cells, *end) for cells in rows]


def _rows(row: ComparedRow, outcome: CriticalOutcome, site: str) -> Iterator[tuple[Any, ...]]:
    condition = (row.condition.slug, row.condition.name)
    for place in row.places:
        for cell in place.cells:
            compared = (outcome.value, cell.compared.comparison.value, cell.compared.words.heading)
            behind = (cell.trials, cell.not_randomised_text, f"{site}{cell.href}" if cell.href else "")
            for figure in cell.estimate.figures if cell.estimate else (None,):
                yield *condition, *compared, *_cells(cell, figure), *behind
    href = reverse("condition-harms", args=[row.condition.slug])
    # It is of the condition, whatever was compared.
    harm = (CriticalOutcome.SERIOUS_HARM.value, "", "", row.harm.words)
    yield *condition, *harm, *[""] * (len(_COLUMNS) - len(condition) - len(harm) - 1), f"{site}{href}"


def _cells(cell: ComparedCell, figure: FigureCell | None) -> tuple[Any, ...]:
    """From ``state`` to ``certainty``; of a cell without a figure the state alone."""
    if cell.estimate is None or figure is None:
        return (f"{cell.state}{cell.tail}", *[""] * (_COLUMNS.index("certainty") - _COLUMNS.index("state")))
    return ("usable figure", *_estimate(cell.estimate, figure))


def _estimate(found: CellEstimate, figure: FigureCell) -> tuple[Any, ...]:
    return (
        *(found.name, found.when, found.better, found.route, found.word.word, found.word.side, found.differs),
        *(figure.name, figure.without_ozone, figure.with_ozone, figure.unit),
        *(figure.difference, figure.interval, figure.usual),
        *(found.people, found.level.label if found.level else ""),
    )
