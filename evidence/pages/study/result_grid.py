"""The results of a study as grids: times across, arms down, outcome by outcome, each number with where it leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from evidence.pages.study.cell_marks import marks_html
from evidence.pages.study.difference_rows import DifferenceRow, Differences
from evidence.pages.study.doubt_letters import LetteredDoubt, shared_doubts
from evidence.pages.study.grid_html import GridValue, grid_html, outcome_html, row_html, value_html
from evidence.pages.study.remarks import Remarks
from studies.choices import ArmRole, Clock, OutcomeDomain
from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study
from studies.numerics.number_formatting import count, weeks_text
from studies.presentation.page_addresses import page_address
from studies.presentation.reported_values import result_figure, scale_text
from studies.presentation.study_sources import SourceLink
from studies.reported.reported_numbers import NumberShare
from studies.reported.text_keys import name_key
from studies.selectors.confirmations import RowPlace

# A table with more times than fit beside each other has the times of one outcome only.
MOST_COLUMNS = 6
# With more results than a reader takes in at once, every outcome is folded.
MOST_RESULTS_OPEN = 60

# Weeks, else the words of a time that is no number of weeks.
Time = tuple[float | None, str]
NO_TIME = "time not stated"
# The results of each outcome.
Outcomes = Sequence[Sequence[OutcomeResult]]


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """One outcome, how many results it has, the differences between its arms that follow here, and all as HTML."""

    name: str
    results: int
    differences: tuple[DifferenceRow, ...]
    html: SafeString


@dataclass(frozen=True, slots=True)
class ResultGrid:
    """A table of outcomes that share their times, as they are written above its columns, and the table as HTML."""

    times: tuple[str, ...]
    groups: tuple[OutcomeGroup, ...]
    html: SafeString


@dataclass(frozen=True, slots=True)
class GridSources:
    """Results and what their rows are made of besides: contrasts, doubts, remarks, sources, and what is confirmed.

    ``doubts`` are those about each result, by its number.
    """

    study: Study
    outcomes: Outcomes
    differences: Differences
    doubts: Mapping[int, tuple[LetteredDoubt, ...]]
    remarks: Remarks
    sources: Mapping[RowPlace, SourceLink]
    shares: Mapping[RowPlace, NumberShare]


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands above a row or a cell already, and is not said again."""

    remarks: tuple[int, ...]
    doubts: tuple[LetteredDoubt, ...]
    derived: bool
    people: bool = False


def result_grids(arms: Sequence[Arm], made_of: GridSources) -> tuple[ResultGrid, ...]:
    """One table where the times of all outcomes fit beside each other, else one for each outcome."""
    outcomes = made_of.outcomes
    times = _in_order({_time(result) for results in outcomes for result in results})
    together = len(times) <= MOST_COLUMNS and sum(map(len, outcomes)) <= MOST_RESULTS_OPEN
    sets: Iterable[Outcomes] = [outcomes] if together and outcomes else [[results] for results in outcomes]
    return tuple(_grid(results_by_outcome, arms, made_of) for results_by_outcome in sets)


def grid_results(outcomes: Outcomes) -> list[OutcomeResult]:
    """Every result in the order in which the grids show them."""
    return [result for of_outcome in outcomes for of_row in _rows(of_outcome) for result in of_row]


def outcomes_of(arms: Iterable[Arm]) -> Outcomes:
    """The results of each outcome, by importance; they are prefetched with the arms."""
    found: dict[tuple[str, str], list[OutcomeResult]] = {}
    for arm in _ozone_first(arms):
        for result in arm.results.all():
            found.setdefault((result.measure.slug, name_key(result.outcome_name)), []).append(result)
    return sorted(found.values(), key=lambda results: _importance(results[0].measure, results[0].outcome_name))


def _importance(measure: OutcomeMeasure, name: str) -> tuple[int, int, str, str]:
    """Pain, disability and success first, as ``OutcomeDomain`` lists them; then the order of the measures."""
    return [*OutcomeDomain].index(measure.domain), measure.order_in_domain, measure.slug, name


def _time(result: OutcomeResult) -> Time:
    return (result.weeks, "") if result.weeks is not None else (None, result.timepoint_label)


def _in_order(times: Iterable[Time]) -> list[Time]:
    """Results without a number of weeks come last."""
    return sorted(times, key=lambda time: (time[0] is None, time[0] or 0.0, time[1]))


def _grid(outcomes: Outcomes, arms: Sequence[Arm], made_of: GridSources) -> ResultGrid:
    by_time: dict[Time, list[OutcomeResult]] = {}
    for of_outcome in outcomes:
        for result in of_outcome:
            by_time.setdefault(_time(result), []).append(result)
    after = {row.clock == Clock.END for of_time in by_time.values() for row in of_time if row.weeks != 0} == {True}
    times = _in_order(by_time)
    columns = tuple(_column(time, by_time[time], clock_is_said=after) for time in times)
    groups = tuple(_group(of_outcome, times, arms, made_of) for of_outcome in outcomes)
    html = grid_html(groups[0].name, columns, [group.html for group in groups], is_after_treatment=after)
    return ResultGrid(columns, groups, html)


def _column(time: Time, results: Sequence[OutcomeResult], *, clock_is_said: bool) -> str:
    """The time as printed where it is printed in one way, else in weeks or months."""
    printed = {result.timepoint_label for result in results}
    weeks, words = time
    label = printed.pop() if len(printed) == 1 else ""
    label = label or (weeks_text(weeks) if weeks is not None else words) or NO_TIME
    after = not clock_is_said and all(result.clock == Clock.END for result in results)
    return f"{label}, from the end of treatment" if after and weeks else label


def _group(
    results: Sequence[OutcomeResult], times: Sequence[Time], arms: Sequence[Arm], made_of: GridSources
) -> OutcomeGroup:
    first = results[0]
    said = _Said(
        remarks=made_of.remarks.shared_by(results),
        doubts=shared_doubts([made_of.doubts[result.id] for result in results]),
        derived=all(result.events_derived for result in results),
    )
    by_number = {arm.id: arm for arm in arms}
    place = {result.id: times.index(_time(result)) for result in results}
    rows = [_row(by_number[of_row[0].arm_id], of_row, place, len(times), made_of, said) for of_row in _rows(results)]
    differences = made_of.differences.rows_of(place, len(times))
    name, marks = first.outcome_name or first.measure.name, marks_html(said.doubts, said.remarks)
    html = outcome_html(name, _detail(results), marks, [*rows, *(row.html for row in differences)], len(times))
    return OutcomeGroup(name, len(results), differences, html)


def _detail(results: Sequence[OutcomeResult]) -> str:
    """The instrument where the outcome has another name, the scale, and what holds for all its counts."""
    first = results[0]
    name = name_key(first.outcome_name)
    measure = first.measure.name if name not in ("", name_key(first.measure.name)) else ""
    scales = {scale_text(result) for result in _one_of_each_scale(results)}
    derived = "counts follow from the percentages" if all(result.events_derived for result in results) else ""
    return "; ".join(filter(None, (measure, scales.pop() if len(scales) == 1 else "", derived)))


def _one_of_each_scale(results: Iterable[OutcomeResult]) -> Iterable[OutcomeResult]:
    """Most results of an outcome have the same."""
    printed = [(each, each.printed.get("scale_min"), each.printed.get("scale_max")) for each in results]
    return {(each.scale_min, each.scale_max, each.higher_is, *ends): each for each, *ends in printed}.values()


def _rows(results: Sequence[OutcomeResult]) -> list[list[OutcomeResult]]:
    """The results of each row: one arm, one part of its people, one kind of figure."""
    found: dict[tuple[int, str, str, bool], list[OutcomeResult]] = {}
    for result in results:
        found.setdefault((result.arm_id, result.part, result.kind, result.is_change), []).append(result)
    return list(found.values())


def _ozone_first(arms: Iterable[Arm]) -> list[Arm]:
    """The arms of each stratum beside each other, those with ozone first, as a difference is taken."""
    listed = list(arms)
    strata = list(dict.fromkeys(arm.stratum for arm in listed))
    return sorted(listed, key=lambda arm: (strata.index(arm.stratum), arm.role != ArmRole.OZONE))


def _row(
    arm: Arm,
    results: Sequence[OutcomeResult],
    place: Mapping[int, int],
    times: int,
    made_of: GridSources,
    said: _Said,
) -> SafeString:
    first, people = results[0], {result.n for result in results}
    sources = [made_of.sources["result", result.id] for result in results]
    shared = tuple(number for number in made_of.remarks.shared_by(results) if number not in said.remarks)
    here = replace(said, remarks=(*said.remarks, *shared), people=len(people) == 1)
    cells: list[list[GridValue]] = [[] for _ in range(times)]
    for result in results:
        cells[place[result.id]].append(_value(result, made_of, here))
    return row_html(
        label=arm.label,
        detail=", ".join(
            filter(None, (only(arm.stratum), only(first.part), "change from baseline" if first.is_change else ""))
        ),
        marks=marks_html((), shared),
        people=count(first.n) if len(people) == 1 and first.n is not None else "",
        cells=cells,
        sources={(each.link, each.place, each.read_as): each for each in sources}.values(),
    )


def only(part: str) -> str:
    """Which people of a study, or of an arm, a number is of; '' for all.

    >>> only("disc-disease"), only("")
    ('only: disc disease', '')
    """
    return f"only: {part.replace('-', ' ')}" if part else ""


def _value(result: OutcomeResult, made_of: GridSources, said: _Said) -> GridValue:
    figure, detail = result_figure(result)
    people = "" if said.people or result.n is None or detail.startswith("of ") else f"{count(result.n)} people"
    derived = "count follows from the percentage" if result.events_derived and not said.derived else ""
    doubts = tuple(doubt for doubt in made_of.doubts[result.id] if doubt not in said.doubts)
    marks = marks_html(doubts, [number for number in made_of.remarks.of(result) if number not in said.remarks])
    told = "; ".join(filter(None, (detail, people, derived)))
    share = made_of.shares["result", result.id]
    html = value_html(figure or "no figure printed", _href(result, made_of), told, marks, share)
    return GridValue(f"result-{result.address}", html)


def _href(result: OutcomeResult, made_of: GridSources) -> str:
    """Its contrast, where the rule of its number stands; else where it was read, if that is on the web."""
    pair = made_of.differences.addresses.get(result.id)
    return page_address("contrast", made_of.study.slug, *pair) if pair else made_of.sources["result", result.id].link
