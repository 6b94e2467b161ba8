"""What an answer on counts means for 1,000 people: with the comparator, with ozone, and the difference."""

from collections.abc import Sequence
from statistics import median

from evidence.statistics.absolute_effects import PER_THOUSAND, AbsoluteEffect, absolute_effect
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.newcombe import newcombe_interval
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import tables_of
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import count, number


def comparator_risk(answer: Answer) -> float | None:
    """The median risk of the comparators of an answer, as a share; None where nothing was counted."""
    risks = [counts[1].risk for entry in answer.entries for line in entry.lines if (counts := line.counts)]
    return median(risks) if risks else None


def pooled_absolute(answer: Answer) -> AbsoluteEffect | None:
    """People of 1,000 by the pooled ratio at the comparator's risk; None where a limit lies outside 0 to 1,000."""
    risk, pooled = comparator_risk(answer), answer.pooled
    if risk is None or pooled is None or not pooled.measure.is_ratio:
        return None
    try:
        return absolute_effect(pooled.measure, pooled.reader(), pooled.reader_interval(), risk)
    except StatisticsError:
        return None


def difference_per_thousand(answer: Answer) -> str:
    """The difference in people of 1,000 with its interval, of a pool or of one study; empty where there is none.

    A pool's comes from its ratio (Handbook 15.4.4), one study's from its own risks (Newcombe 1998).
    """
    if answer.pooled:
        found = pooled_absolute(answer)
        return _text(found.difference, found.difference_interval) if found else ""
    shown = answer.entries or answer.unpooled
    return observed_difference(tables_of(shown)) if len(shown) == 1 else ""


def observed_difference(tables: Sequence[Table]) -> str:
    """The same of one study's own table; strata and parts that are reported separately share no single risk."""
    limits = observed_limits(tables)
    if limits is None:
        return ""
    ozone, comparator = tables[0]
    return _text((ozone.risk - comparator.risk) * PER_THOUSAND, limits)


def observed_limits(tables: Sequence[Table]) -> Interval | None:
    """The limits of one study's own difference in people of 1,000 (Newcombe 1998); None of several tables."""
    if len(tables) != 1:
        return None
    return newcombe_interval(*tables[0]).map(lambda limit: limit * PER_THOUSAND)


def _text(difference: float, interval: Interval) -> str:
    return f"{_people(difference)} per 1,000, 95% interval {_people(interval.low)} to {_people(interval.high)}"


def _people(difference: float) -> str:
    """A difference of people of 1,000 with its direction.

    >>> _people(-74.2), _people(12.5), _people(0.2)
    ('74 fewer', '13 more', '0')
    """
    size = round(float(number(abs(difference), digits=0).replace(",", "")))
    if size == 0:
        return "0"
    return f"{count(size)} {'fewer' if difference < 0 else 'more'}"
