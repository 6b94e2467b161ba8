"""The exact conditional odds ratio of two-by-two tables, with mid-P limits: for events too rare for a normal interval.

Given the margins of every table, the number of events with ozone follows Fisher's noncentral hypergeometric
distribution; over several tables with one odds ratio, the convolution of these (Gart 1970). The estimate is the odds
ratio at which the expected number equals the observed one. A *mid-P* counts half of the probability of what was
observed (Lancaster 1961; exact2x2 in R with ``midp = TRUE``). Where all events were on one side only one limit exists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp
from typing import Final

import numpy as np
from scipy.special import gammaln

from evidence.statistics.effect_arrays import Floats
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.roots import find_crossing
from studies.numerics.distributions import require_level
from studies.numerics.errors import NoInformationError, NotEstimableError, TooFewStudiesError

# An odds ratio beyond e to this power is none that a study of living people can tell from infinity.
_REACH: Final = 200.0
# The convolution takes about the square of this in steps; so many events need no exact method.
MOST_EVENTS = 5000


@dataclass(frozen=True, slots=True)
class ExactOddsRatio:
    """The conditional estimate on the reader's scale with its limits at ``level``, and the two-sided mid-P of 1.

    ``estimate`` and ``high`` are None where no event was with the comparator: the odds ratio then has no upper limit.
    Where no event was with ozone, ``estimate`` and ``low`` are 0.
    """

    estimate: float | None
    low: float
    high: float | None
    p: float
    level: float


def exact_conditional_odds_ratio(tables: Sequence[Table], *, level: float = 0.95) -> ExactOddsRatio:
    """The exact conditional odds ratio of one table, or of several that share one odds ratio.

    Raises NoInformationError where the margins leave one possible number of events (no one or everyone had it), and
    NotEstimableError for parts of people or more than 5,000 events in one table.
    """
    tail = (1 - require_level(level)) / 2
    possible = _possible_events(tables)
    observed = sum(ozone.events for ozone, _ in tables)
    none, all_of_them = possible.counts[0] == observed, possible.counts[-1] == observed
    if none and all_of_them:
        raise NoInformationError(
            "No one, or everyone, had the event in both arms of every study, so there is nothing to compare."
        )
    above, below = partial(possible.mid_p_above, observed), partial(possible.mid_p_below, observed)
    estimate = None if none or all_of_them else _odds_ratio_at(lambda x: possible.mean(x) - observed)
    return ExactOddsRatio(
        estimate=0.0 if none else estimate,
        low=0.0 if none else _odds_ratio_at(lambda x: above(x) - tail),
        high=None if all_of_them else _odds_ratio_at(lambda x: tail - below(x)),
        p=min(1.0, 2 * min(above(0.0), below(0.0))),
        level=level,
    )


@dataclass(frozen=True, slots=True)
class _PossibleEvents:
    """The possible numbers of events with ozone, given all margins, and their log weights at an odds ratio of 1."""

    counts: Floats
    log_weights: Floats

    def mean(self, log_odds_ratio: float) -> float:
        """The expected number."""
        return float(self._probabilities(log_odds_ratio) @ self.counts)

    def mid_p_above(self, observed: float, log_odds_ratio: float) -> float:
        """The probability of more events than observed, and half of that of as many."""
        probabilities = self._probabilities(log_odds_ratio)
        return float(probabilities @ ((self.counts > observed) + (self.counts == observed) / 2))

    def mid_p_below(self, observed: float, log_odds_ratio: float) -> float:
        """The probability of fewer events than observed, and half of that of as many."""
        probabilities = self._probabilities(log_odds_ratio)
        return float(probabilities @ ((self.counts < observed) + (self.counts == observed) / 2))

    def _probabilities(self, log_odds_ratio: float) -> Floats:
        logs = self.log_weights + log_odds_ratio * self.counts
        probabilities: Floats = np.exp(logs - _log_of_sum(logs))
        return probabilities


def _log_of_sum(logs: Floats) -> float:
    """The logarithm of the sum of these numbers, which are finite; each is divided by the largest before it is added.

    The steps of SciPy's ``logsumexp``, whose care for infinite and complex numbers takes ten times as long.
    """
    largest = logs.max()
    is_largest = logs == largest
    others = np.exp(logs - largest)
    others[is_largest] = 0.0
    times = np.count_nonzero(is_largest)
    return float(np.log1p(others.sum() / times) + np.log(times) + largest)


def _possible_events(tables: Sequence[Table]) -> _PossibleEvents:
    if not tables:
        raise TooFewStudiesError("This needs at least one study; there is none.")
    lowest, weights = 0, np.zeros(1)
    for table in tables:
        first, more = _events_of_table(table)
        lowest, weights = lowest + first, _convolution(weights, more)
    return _PossibleEvents(np.arange(lowest, lowest + weights.size, dtype=np.float64), weights)


def _events_of_table(table: Table) -> tuple[int, Floats]:
    """The smallest possible number of events with ozone, and the log weights from there on."""
    numbers = [table[0].events, table[0].n, table[1].events, table[1].n]
    if not all(float(number).is_integer() for number in numbers):
        raise NotEstimableError("The exact odds ratio needs whole people.")
    a, n1, c, n2 = (int(number) for number in numbers)
    events = a + c
    if min(events, n1 + n2 - events) > MOST_EVENTS:
        raise NotEstimableError(f"The exact odds ratio needs at most {MOST_EVENTS} events in a study.")
    first = max(0, events - n2)
    x = np.arange(first, min(n1, events) + 1, dtype=np.float64)
    return first, _log_binomial(n1, x) + _log_binomial(n2, events - x)


def _log_binomial(n: int, x: Floats) -> Floats:
    logs: Floats = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    return logs


def _convolution(one: Floats, other: Floats) -> Floats:
    """Log weights of the sum of two numbers, from the log weights of each: no weight is too small to be kept."""
    few, many = sorted((one, other), key=len)
    total = np.full(few.size + many.size - 1, -np.inf)
    for place, weight in enumerate(few):
        part = total[place : place + many.size]
        np.logaddexp(part, many + weight, out=part)
    return total


def _odds_ratio_at(increasing: Callable[[float], float]) -> float:
    """The odds ratio at which a function of its logarithm crosses zero."""
    return exp(find_crossing(increasing, -_REACH, _REACH, within=1e-13))
