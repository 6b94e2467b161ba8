"""Harm: counted in people treated, or reported by case reports, which give no rate.

A *signal* is a harm that a case report describes: it can happen; how often is unknown. A *rate* follows only where
people with the event were counted among people treated. A count of other people stays a count, with the reason.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evidence.statistics.interval import Interval
from evidence.statistics.single_arm import clopper_pearson
from studies.choices import ROUTE_GROUPS, DenominatorKind, RouteGroup, Serious
from studies.numerics.number_formatting import count, percent, plural, trials
from studies.reported.rows import HarmRow, StudyRow

# What may be serious comes before what is not.
_SERIOUS_FIRST = (Serious.YES, Serious.NOT_STATED, Serious.NO)


@dataclass(frozen=True, slots=True)
class HarmComparison:
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


@dataclass(frozen=True, slots=True)
class SeriousHarm:
    """Serious harm in people treated with ozone in randomised trials, and in case reports.

    ``events`` of ``exposed`` are of the trials that counted; ``bound`` is their two-sided 95% Clopper-Pearson interval.
    ``reported`` are the people of case reports; ``reported_is_minimum`` says that a report does not print how many.
    """

    trials: int
    reporting: tuple[StudyRow, ...]
    events: int
    exposed: int
    bound: Interval | None
    reported: int
    reported_is_minimum: bool = False


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
    for line in _lines(rows):
        groups.setdefault(ROUTE_GROUPS[line.row.arm.route] if line.row.arm.with_ozone else None, []).append(line)
    order = [*RouteGroup, None]
    return tuple(
        RouteHarms(route, tuple(sorted(groups[route], key=_importance))) for route in sorted(groups, key=order.index)
    )


def harm_reporting(rows: Iterable[HarmRow], study_ids: Collection[int]) -> Reporting:
    """How many of these studies say anything of harm in people who received ozone."""
    own = [row for row in rows if row.arm.with_ozone and not row.is_signal and row.study.id in study_ids]
    counting = {row.study.id for row in own if row.n_events is not None}
    return Reporting(len(study_ids), len(counting), len({row.study.id for row in own} - counting))


def _lines(rows: Sequence[HarmRow]) -> list[HarmComparison]:
    """Each ozone row with its comparators; what was counted without ozone alone is listed separately."""
    groups: dict[tuple[int, str, str], list[HarmRow]] = {}
    for row in rows:
        groups.setdefault((row.study.id, row.arm.stratum, row.event.casefold()), []).append(row)
    lines = []
    for group in groups.values():
        ozone = [row for row in group if row.arm.with_ozone]
        others = [row for row in group if not row.arm.with_ozone]
        first, rest = (ozone, others) if ozone else (others[:1], others[1:])
        lines += [HarmComparison(row, tuple(rest)) for row in first]
    return lines


def _importance(line: HarmComparison) -> tuple[int, bool, int]:
    """Serious harm first, then what was seen before what was not, then the larger study."""
    return _SERIOUS_FIRST.index(line.row.serious), not line.row.n_events, -(line.row.n_at_risk or 0)


def serious_harm(rows: Iterable[HarmRow], trial_ids: Collection[int]) -> SeriousHarm:
    """Sum serious harm over the randomised trials of a condition; the people of each arm are counted once."""
    serious = [row for row in rows if row.serious is Serious.YES and row.arm.with_ozone]
    counted = _most_of_each_arm(row for row in serious if not why_no_rate(row) and row.study.id in trial_ids)
    events, exposed = sum(row.n_events or 0 for row in counted), sum(row.n_at_risk or 0 for row in counted)
    signals = [row for row in serious if row.is_signal]
    return SeriousHarm(
        trials=len(trial_ids),
        reporting=tuple({row.study.id: row.study for row in counted}.values()),
        events=events,
        exposed=exposed,
        bound=clopper_pearson(events, exposed) if exposed else None,
        reported=sum(row.n_events or 0 for row in _most_of_each_arm(signals)),
        reported_is_minimum=any(row.n_events is None for row in signals),
    )


def _most_of_each_arm(rows: Iterable[HarmRow]) -> list[HarmRow]:
    """Of several kinds of event in one arm the one that struck most people: they may be the same people."""
    most: dict[int, HarmRow] = {}
    for row in rows:
        if row.arm.id not in most or (row.n_events or 0) > (most[row.arm.id].n_events or 0):
            most[row.arm.id] = row
    return list(most.values())


def harm_sentences(harm: SeriousHarm) -> list[str]:
    """Serious harm in sentences: what trials counted, with a bound where it is zero, and what case reports say."""
    if not harm.reported and not harm.reported_is_minimum:
        return [_counted(harm)]
    return [_counted(harm), f"{_case_reports(harm)}; they give no rate."]


def _case_reports(harm: SeriousHarm) -> str:
    if not harm.reported:
        return "Case reports tell of serious harm here without a number of people"
    people = f"{'at least ' if harm.reported_is_minimum else ''}{plural(harm.reported, 'person', 'people')}"
    return f"Case reports tell of {people} with serious harm here"


def _counted(harm: SeriousHarm) -> str:
    if not harm.trials:
        return "No randomised trial isolates ozone here, so none could count serious harm."
    if harm.bound is None and harm.trials == 1:
        return "Serious harm was not counted in the one randomised trial that isolates ozone, in the text read."
    if harm.bound is None:
        return f"Serious harm was counted in none of the {count(harm.trials)} randomised trials, in the text read."
    of_trials = f"{trials(len(harm.reporting))} of {count(harm.trials)}"
    seen = f"{count(harm.events)} of {plural(harm.exposed, 'person', 'people')} treated with ozone"
    if harm.events == 0:
        bound = f"up to {percent(harm.bound.high, digits=1)} cannot be excluded"
    else:
        bound = f"95% CI {percent(harm.bound.low, digits=1)} to {percent(harm.bound.high, digits=1)}"
    return f"Serious harm was counted in {of_trials} that isolate ozone: {seen} ({bound})."
