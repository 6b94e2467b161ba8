"""Harm line by line: counted in people treated, or reported by case reports, which give no rate.

A *signal* is a harm that a case report describes: it can happen; how often is unknown. A *rate* follows only where
people with the event were counted among people treated. A count of other people stays a count, with the reason.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence.statistics.interval import Interval
from evidence.statistics.single_arm import clopper_pearson
from studies.choices import ROUTE_GROUPS, DenominatorKind, Fatal, RouteGroup, Serious
from studies.reported.rows import HarmRow
from studies.reported.text_keys import name_key

# What may be serious comes before what is not.
_SERIOUS_FIRST = (Serious.YES, Serious.NOT_STATED, Serious.NO)


class HarmComparison(NamedTuple):
    """One harm in the ozone arm of a study, and in the other arms that counted the same.

    Where a study counted it without ozone alone, its first such arm is ``row``.
    """

    row: HarmRow
    comparators: tuple[HarmRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteHarms:
    """The harms of one group of routes, serious ones first. ``route`` is None where no ozone arm counted them."""

    route: RouteGroup | None
    lines: tuple[HarmComparison, ...]


@dataclass(frozen=True, slots=True)
class Reporting:
    """Of ``studies`` how many counted a harm in the text read, and how many mention harm without a count."""

    studies: int
    counting: int
    mentioning: int


def harm_rate(row: HarmRow) -> Interval | None:
    """Two-sided 95% Clopper-Pearson interval of the share of people treated who had it; None where none follows."""
    if why_no_rate(row) or row.n_events is None or not row.n_at_risk:
        return None
    return clopper_pearson(row.n_events, row.n_at_risk)


def why_no_rate(row: HarmRow) -> str:
    """Why a count gives no rate; empty where one follows."""
    if row.n_events is None:
        return "not counted"
    if row.study.retracted:
        return "the publication was retracted"
    if row.denominator_kind is not DenominatorKind.TREATED:
        return row.denominator_kind.label
    return "" if row.n_at_risk else "the number of people treated is not printed"


def harms_by_route(rows: Sequence[HarmRow]) -> tuple[RouteHarms, ...]:
    """Harms by the route of the ozone arm, each next to the comparator arms of its study that counted the same."""
    groups: dict[RouteGroup | None, list[HarmComparison]] = {}
    for line in harm_lines(rows):
        groups.setdefault(ROUTE_GROUPS[line.row.arm.route] if line.row.arm.with_ozone else None, []).append(line)
    order = [*RouteGroup, None]
    return tuple(
        RouteHarms(route, tuple(sorted(groups[route], key=_importance))) for route in sorted(groups, key=order.index)
    )


def harm_reporting(rows: Iterable[HarmRow], study_ids: Collection[int]) -> Reporting:
    """How many of these studies say anything about harm in people who received ozone."""
    own = [row for row in rows if row.arm.with_ozone and not row.is_signal and row.study.id in study_ids]
    counting = {row.study.id for row in own if row.n_events is not None}
    return Reporting(len(study_ids), len(counting), len({row.study.id for row in own} - counting))


def harm_lines(rows: Iterable[HarmRow]) -> list[HarmComparison]:
    """Each ozone row with its comparators; what was counted without ozone alone is listed separately."""
    groups: dict[tuple[int, str, str], list[HarmRow]] = {}
    for row in rows:
        groups.setdefault((row.study.id, row.arm.stratum, name_key(row.event)), []).append(row)
    lines = []
    for group in groups.values():
        ozone = [row for row in group if row.arm.with_ozone]
        others = [row for row in group if not row.arm.with_ozone]
        first, rest = (ozone, others) if ozone else (others[:1], others[1:])
        lines += [HarmComparison(row, tuple(rest)) for row in first]
    return lines


def _importance(line: HarmComparison) -> tuple[bool, int, bool, int]:
    """Fatal harm first, then serious harm, then what was seen before what was not, then the larger study."""
    is_fatal = line.row.fatal is Fatal.YES
    return not is_fatal, _SERIOUS_FIRST.index(line.row.serious), not line.row.n_events, -(line.row.n_at_risk or 0)
