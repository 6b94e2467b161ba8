"""From a printed percentage to the count of people that a pool takes, by one order of rules.

The count as printed; else the one that rounds to the percentage; else the one that is cut to it. Of two or three that
fit, the nearest. Where none fits the people of the arm, those analysed were fewer than printed: the most people, at
least four in five of them, of whom every percentage of the arm is a whole number.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from studies.choices import LabelledEnum
from studies.numerics.count_rounding import PrintedPercent, counts_cut_to, counts_rounding_to
from studies.numerics.magnitudes import is_measurable
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ResultRow

# With more counts that fit, a percentage says too little of which it was.
MOST_COUNTS = 3
# A trial that loses more than one in five cannot be judged by its percentages alone (Handbook 8.5.2: attrition).
LEAST_SHARE_ANALYSED = 0.8

# No arm of a trial is larger, and so many sizes are tried in no time.
MOST_PEOPLE = 20_000


class CountRule(LabelledEnum):
    """How a count of people was found."""

    PRINTED = "printed", "count as printed"
    ROUNDED = "rounded", "count that rounds to the printed percentage"
    CUT = "cut", "count of which the printed percentage is cut off"
    PEOPLE_ANALYSED_UNKNOWN = "people-analysed-unknown", "count of the most people that fit the printed percentages"


class RecoveredCount(NamedTuple):
    """People with the outcome, of how many, and by which rule; ``low`` and ``high`` are the risks that fit, 0 to 1."""

    events: int
    n: int
    rule: CountRule
    low: float
    high: float
    note: str = ""


def recovered_count(result: ResultRow) -> RecoveredCount | ContrastExclusion:
    """The count of a result as printed, else from its percentage and the people of the row, else of its arm."""
    if result.events is not None and result.n is not None:
        return _as_entered(result, result.events, result.n)
    if result.percent is None or not is_measurable(result.percent):
        return ContrastExclusion.NO_FIGURE if result.events is None else ContrastExclusion.NO_ARM_SIZE
    people = people_of(result)
    if not people or not is_measurable(people):
        return ContrastExclusion.NO_ARM_SIZE
    return count_of_percent(result, PrintedPercent(result.percent, last_place(result, "percent")), people)


def people_of(result: ResultRow) -> int | None:
    """The people of whom a percentage is: those of the row, else those of its arm; a part of an arm has its own."""
    return result.arm.n if result.n is None and not result.part else result.n


def count_of_percent(result: ResultRow, printed: PrintedPercent, people: int) -> RecoveredCount | ContrastExclusion:
    """The count that a percentage of so many people means, or why none."""
    for rule, fitting in (
        (CountRule.ROUNDED, counts_rounding_to(printed.percent, people, printed.unit)),
        (CountRule.CUT, counts_cut_to(printed.percent, people, printed.unit)),
    ):
        if len(fitting) > MOST_COUNTS:
            return ContrastExclusion.FITS_SEVERAL_COUNTS
        if fitting:
            events, text = nearest_count(fitting, printed.percent, people), as_printed(result, "percent")
            return RecoveredCount(
                *(events, people, rule, fitting[0] / people, fitting[-1] / people),
                _percent_note(rule, events, people, text, fitting),
            )
    return ContrastExclusion.FITS_NO_COUNT if result.part else _of_fewer_people(result, printed, people)


def nearest_count(counts: Iterable[int], percent: float, people: int) -> int:
    """Of several counts the nearest to a percentage, of two equally near the smaller."""
    return min(counts, key=lambda count: abs(100 * count / people - percent))


def _as_entered(result: ResultRow, events: int, n: int) -> RecoveredCount:
    """A count in the record, whether a curator took it from the paper or from its percentage."""
    if not result.provenance.events_derived or not n:
        return RecoveredCount(events, n, CountRule.PRINTED, events / n if n else 0.0, events / n if n else 0.0)
    fitting = [events]
    if result.percent is not None:
        fitting = [*counts_rounding_to(result.percent, n, last_place(result, "percent"))] or fitting
    text = as_printed(result, "percent")
    note = _percent_note(CountRule.ROUNDED, events, n, text, fitting) if text else "count computed from a percentage"
    return RecoveredCount(events, n, CountRule.ROUNDED, min(fitting) / n, max(fitting) / n, note)


def _of_fewer_people(result: ResultRow, printed: PrintedPercent, people: int) -> RecoveredCount | ContrastExclusion:
    """The count of the most people of whom every percentage of the arm is a whole number, or none."""
    every = frozenset({printed, *result.arm_percentages})
    fitting = _sizes_fitting_all(every, people) if people <= MOST_PEOPLE else ()
    if not fitting:
        return ContrastExclusion.FITS_NO_COUNT
    counts = {size: counts_rounding_to(printed.percent, size, printed.unit) for size in fitting}
    most = fitting[0]
    events = nearest_count(counts[most], printed.percent, most)
    risks = [count / size for size, found in counts.items() for count in (found[0], found[-1])]
    sizes = f"{fitting[-1]} to {most} people fit" if len(fitting) > 1 else f"no other number from {_least(people)} fits"
    note = (
        f"people analysed not printed: {as_printed(result, 'percent')}% is no whole number of {people}, "
        f"and is {events} of {most}; {sizes} every percentage of the arm"
    )
    return RecoveredCount(events, most, CountRule.PEOPLE_ANALYSED_UNKNOWN, min(risks), max(risks), note)


# Tried one by one, and asked wherever one of these percentages is used. Few arms need it.
@lru_cache(maxsize=256)
def _sizes_fitting_all(every: frozenset[PrintedPercent], people: int) -> tuple[int, ...]:
    """Numbers of people, the most first, of whom each percentage is a whole number."""
    return tuple(
        size
        for size in range(people, _least(people) - 1, -1)
        if all(counts_rounding_to(each.percent, size, each.unit) for each in every)
    )


def _least(people: int) -> int:
    return ceil(LEAST_SHARE_ANALYSED * people - 1e-9)


def _percent_note(rule: CountRule, events: int, people: int, printed: str, fitting: Iterable[int]) -> str:
    counts = list(fitting)
    how = (
        f"rounds to the printed {printed}%"
        if rule is CountRule.ROUNDED
        else f"is {100 * events / people:.2f}%, printed cut off as {printed}%"
    )
    others = f"; {counts[0]} to {counts[-1]} fit, the nearest is taken" if len(counts) > 1 else ""
    return f"count from the percentage: {events} of {people} {how}{others}"
