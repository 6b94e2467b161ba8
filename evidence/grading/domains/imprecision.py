"""Imprecision: the interval compared with differences that matter, and people with the optimal information size.

First the interval: for each limit that it crosses, the true effect may lie on either side; limits between small, medium
and large can cost up to three levels (GRADE 35: Schünemann 2022). An interval that crosses none may be narrow by
chance, so the number of people is compared with the optimal information size (GRADE 34: Zeng 2022).
"""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from evidence.statistics.information_size import InformationSize
from evidence.statistics.interval import Interval
from studies.numerics.number_formatting import count, number, percent, ratio

MOST_LEVELS = 3
# GRADE 34 takes more than one level for "far less" than the information size; less than 30 percent is this site's
# interpretation of it.
FAR_TOO_FEW = 0.3
# GRADE 6, where no threshold between groups is known: a quarter less or more is an appreciable change of a risk, and
# half a standard deviation of a score.
APPRECIABLE_RATIO = (0.75, 1.25)
APPRECIABLE_SMD = (-0.5, 0.5)
NO_SIZE = "this measure has no information size"


@dataclass(frozen=True, slots=True)
class ImprecisionFacts:
    """The interval on the reader's scale (None where two studies are not pooled), and what it is compared with.

    ``thresholds`` are the published limits between small, medium and large differences between groups, both ways;
    without any, ``appreciable`` is GRADE's default, or None where it has none. ``size`` is None for a measure without
    an information size; ``people`` is None where the size of an arm is not printed.
    """

    interval: Interval | None
    null: float
    is_ratio: bool
    people: int | None
    thresholds: tuple[float, ...] = ()
    appreciable: tuple[float, float] | None = None
    size: InformationSize | None = None


def suggest_imprecision(facts: ImprecisionFacts) -> Suggestion:
    """A level for each threshold that the interval crosses; where it crosses none, levels for too few people."""
    if facts.interval is None:
        return no_suggestion("two studies are not pooled and have no common interval")
    arithmetic = (_interval_line(facts, facts.interval), _size_line(facts))
    levels, crossed = _crossed_limits(facts, facts.interval)
    if levels:
        limits = ", ".join(_value(facts, limit) for limit in sorted(crossed))
        return Suggestion(min(levels, MOST_LEVELS), f"the interval crosses {limits}", arithmetic)
    return _suggest_by_people(facts, arithmetic)


def _crossed_limits(facts: ImprecisionFacts, interval: Interval) -> tuple[int, tuple[float, ...]]:
    """Levels lost to the limits strictly inside the interval, and those limits.

    With published bands, each limit between them costs a level. Without, only an interval that includes no difference
    loses levels: one for an appreciable change on one side, two for both.
    """
    inside = tuple(limit for limit in facts.thresholds if interval.low < limit < interval.high)
    if facts.thresholds or not interval.low < facts.null < interval.high:
        return len(inside), inside
    if facts.appreciable is None:
        return 1, (facts.null,)
    beyond = tuple(limit for limit in facts.appreciable if interval.low < limit < interval.high)
    return len(beyond), (facts.null, *beyond)


def _suggest_by_people(facts: ImprecisionFacts, arithmetic: tuple[str, ...]) -> Suggestion:
    if facts.size is None:
        return no_suggestion(f"the interval crosses no limit, and {NO_SIZE}", arithmetic)
    if facts.people is None:
        return no_suggestion("the number of people is not printed for every arm", arithmetic)
    people, needed = facts.people, facts.size.people
    if people >= needed:
        reached = f"{count(people)} people reach the optimal information size of {count(needed)}"
        return Suggestion(0, f"the interval crosses no limit, and {reached}", arithmetic)
    short = f"{count(people)} people are {percent(people / needed)} of the optimal information size of {count(needed)}"
    return Suggestion(2 if people < FAR_TOO_FEW * needed else 1, short, arithmetic)


def _interval_line(facts: ImprecisionFacts, interval: Interval) -> str:
    limits = ", ".join(_value(facts, limit) for limit in facts.thresholds)
    if facts.thresholds:
        against = f"published limits between small, medium and large: {limits}"
    elif facts.appreciable:
        low, high = (_value(facts, limit) for limit in facts.appreciable)
        against = f"no threshold between groups is known; GRADE's default for an appreciable change: {low} and {high}"
    else:
        against = f"no threshold between groups is known; no difference: {_value(facts, facts.null)}"
    return f"Interval {_value(facts, interval.low)} to {_value(facts, interval.high)}; {against}"


def _size_line(facts: ImprecisionFacts) -> str:
    people = "not printed for every arm" if facts.people is None else count(facts.people)
    if facts.size is None:
        return f"People: {people}; {NO_SIZE}"
    return f"People: {people}; optimal information size {count(facts.size.people)}: {facts.size.arithmetic}"


def _value(facts: ImprecisionFacts, value: float) -> str:
    return ratio(value) if facts.is_ratio else number(value, digits=1)
