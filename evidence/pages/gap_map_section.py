"""The gap map: a table of conditions or routes by outcomes, each cell with a bubble."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from evidence.figures.bubble_chart import Bubble, Shade, draw_bubble, shade_label
from evidence.synthesis.counts import count_studies
from evidence.synthesis.gap_map import (
    ANY_HARM,
    COLUMNS,
    GapCell,
    GapColumn,
    Observation,
    RowScope,
    gap_cells,
    harm_observations,
)
from studies.choices import CriticalOutcome, LabelledEnum, RouteGroup
from studies.models import Condition, with_descendants
from studies.numerics.number_formatting import count, people, plural
from studies.reported.rows import ArmRow, HarmRow


class GapMapRows(LabelledEnum):
    """What the rows of the map are."""

    CONDITIONS = "conditions", "conditions"
    ROUTES = "routes", "routes of the ozone"


_HARM_COLUMNS = (ANY_HARM.key, CriticalOutcome.SERIOUS_HARM.value)
ROWS_REFUSAL = "The rows of the map are conditions or routes; conditions are shown."


@dataclass(frozen=True, slots=True)
class MapCell:
    """One cell: its numbers in words, the address of its answer, and its bubble (None where nothing is measured)."""

    trials: str
    usable: str
    people: str
    context: str
    href: str
    bubble: Bubble | None


@dataclass(frozen=True, slots=True)
class MapRow:
    """One condition or route, with a cell a column. ``depth`` counts the rows above it in the tree."""

    label: str
    href: str
    depth: int
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A bubble and what it means."""

    bubble: Bubble
    words: str


@dataclass(frozen=True, slots=True)
class GapMap:
    """The whole map. ``refusal`` says why the rows that the address asks for are refused; else empty."""

    row_kind: GapMapRows
    columns: tuple[GapColumn, ...]
    rows: tuple[MapRow, ...]
    legend: tuple[LegendItem, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    scope: RowScope
    depth: int
    # The slug of the condition whose pages show these trials.
    condition: str


def gap_map(
    root: Condition,
    conditions: Sequence[Condition],
    *,
    arms: Sequence[ArmRow],
    observations: Sequence[Observation],
    harms: Sequence[HarmRow],
    rows_of: str = "",
) -> GapMap:
    """Draw what trials measured in a condition and those below it. ``rows_of`` names its rows.

    ``observations`` are those of measured outcomes; those of ``harms`` follow.
    """
    row_kind = GapMapRows(rows_of) if rows_of in list(GapMapRows) else GapMapRows.CONDITIONS
    slugs = frozenset(item.slug for item in with_descendants(root, conditions))
    scoped = [arm for arm in arms if arm.condition in slugs]
    isolating = {study.id for study in count_studies(scoped).isolating}
    every = (*observations, *harm_observations(harms, isolating))
    measured = [item for item in every if item.condition in slugs]
    rows = _route_rows(root, slugs) if row_kind is GapMapRows.ROUTES else _condition_rows(root, conditions)
    table = [(row, gap_cells(measured, arms, row.scope)) for row in rows]
    most = max((len(cell.trials) for _, gap_cells in table for cell in gap_cells), default=0)
    return GapMap(
        row_kind=row_kind,
        columns=COLUMNS,
        rows=tuple(_map_row(row, gap_cells, most) for row, gap_cells in table),
        legend=_legend(max(most, 1)),
        refusal="" if rows_of in ("", *GapMapRows) else ROWS_REFUSAL,
    )


def _condition_rows(root: Condition, conditions: Sequence[Condition]) -> list[_Row]:
    """The condition and those below it, each directly after its parent."""
    children: dict[int | None, list[Condition]] = {}
    for item in conditions:
        children.setdefault(item.parent_id, []).append(item)

    def below(item: Condition, depth: int) -> list[_Row]:
        own = frozenset(found.slug for found in with_descendants(item, conditions))
        row = _Row(RowScope(item.name, conditions=own), depth, item.slug)
        return [row, *(line for child in children.get(item.pk, []) for line in below(child, depth + 1))]

    return below(root, 0)


def _route_rows(root: Condition, slugs: frozenset[str]) -> list[_Row]:
    return [_Row(_route_scope(route, slugs), 0, root.slug) for route in RouteGroup]


def _route_scope(route: RouteGroup, slugs: frozenset[str]) -> RowScope:
    return RowScope(route.label, conditions=slugs, route=route)


def _map_row(row: _Row, gap_cells: Sequence[GapCell], most: int) -> MapRow:
    label = row.scope.label[:1].upper() + row.scope.label[1:]
    return MapRow(label, _row_href(row), row.depth, _map_cells(row, gap_cells, most))


def _row_href(row: _Row) -> str:
    """The address of the condition, or of a reader's own selection of the route there."""
    name, choice = ("condition-selection", f"?route={row.scope.route.value}") if row.scope.route else ("condition", "")
    return reverse(name, args=[row.condition]) + choice


def _map_cells(row: _Row, gap_cells: Sequence[GapCell], most: int) -> tuple[MapCell, ...]:
    return tuple(
        MapCell(
            trials=plural(len(cell.trials), "trial"),
            usable=f"{cell.usable} usable" if cell.trials else "",
            people=_people(cell) if cell.trials else "",
            context=f"{cell.column.label.lower()}, {row.scope.label}",
            href=_cell_href(row, cell.column),
            bubble=draw_bubble(
                trials=len(cell.trials), usable=cell.usable, people=cell.people, most_trials=max(most, 1)
            ),
        )
        for cell in gap_cells
    )


def _people(cell: GapCell) -> str:
    if not cell.people:
        return "size not printed"
    return f"{count(cell.people)}+ people" if cell.unsized else people(cell.people)


def _cell_href(row: _Row, column: GapColumn) -> str:
    """The address of what is known there: harms, or the findings on the outcome (by the route)."""
    if column.key in _HARM_COLUMNS:
        return reverse("condition-harms", args=[row.condition])
    chosen = {"outcome": column.key} | ({"route": row.scope.route.value} if row.scope.route else {})
    return f"{reverse('condition-findings', args=[row.condition])}?{urlencode(chosen)}"


def _legend(most: int) -> tuple[LegendItem, ...]:
    """The smallest and the largest bubble of this map, a half outline, then the shades."""
    shown = [
        LegendItem(_bubble(trials, trials, 0, most), f"{plural(trials, 'trial')}, every one with a usable figure")
        for trials in sorted({1, most})
    ]
    half = LegendItem(_bubble(most, most // 2, 0, most), "solid outline: the share of trials with a usable figure")
    shades = [LegendItem(Bubble(9.0, 100, shade), shade_label(shade)) for shade in Shade]
    return (*shown, *([half] if most > 1 else []), *shades)


def _bubble(trials: int, usable: int, of_people: int, most: int) -> Bubble:
    drawn = draw_bubble(trials=trials, usable=usable, people=of_people, most_trials=most)
    assert drawn is not None  # noqa: S101 - there is a trial; mypy needs to know
    return drawn
