"""The exact conditional odds ratio, against sums over every possible outcome in whole numbers."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import comb, prod

import pytest

from evidence.statistics.exact_odds_ratio import ExactOddsRatio, exact_conditional_odds_ratio
from evidence.statistics.mantel_haenszel import Table
from studies.numerics.errors import NoInformationError, NotEstimableError, TooFewStudiesError
from tests.evidence.statistics.effect_factories import make_table

HARMS = [make_table(0, 40, 3, 40), make_table(0, 30, 2, 30), make_table(0, 50, 1, 52)]
MIXED = [make_table(1, 12, 5, 11), make_table(2, 9, 3, 14), make_table(0, 8, 2, 7)]


def weights(tables: Sequence[Table]) -> dict[int, int]:
    """In how many ways each number of events with ozone comes about, all margins given."""
    ways: dict[int, int] = {}
    ranges = []
    for a, b in tables:
        events = int(a.events + b.events)
        ranges.append(
            [
                (x, comb(int(a.n), x) * comb(int(b.n), events - x))
                for x in range(events + 1)
                if x <= a.n and events - x <= b.n
            ]
        )
    for outcome in product(*ranges):
        total = sum(x for x, _ in outcome)
        ways[total] = ways.get(total, 0) + prod(way for _, way in outcome)
    return ways


def chances(tables: Sequence[Table], odds_ratio: float) -> dict[int, Fraction]:
    each = {x: way * Fraction(odds_ratio) ** x for x, way in weights(tables).items()}
    total = sum(each.values())
    return {x: value / total for x, value in each.items()}


def observed(tables: Sequence[Table]) -> int:
    return int(sum(a.events for a, _ in tables))


def mid_p_above(tables: Sequence[Table], odds_ratio: float) -> float:
    seen = observed(tables)
    found = chances(tables, odds_ratio)
    return float(sum(p for x, p in found.items() if x > seen) + found[seen] / 2)


def bisect(rising: Callable[[float], float]) -> float:
    low, high = 1e-6, 1e6
    for _ in range(80):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return low


@pytest.mark.parametrize("tables", [MIXED, MIXED[:1], [make_table(3, 4, 1, 4)], [make_table(17, 20, 6, 25)]])
def test_estimate_limits_and_p_are_those_of_every_possible_outcome(tables: list[Table]):
    found, seen = exact_conditional_odds_ratio(tables), observed(tables)
    expected = bisect(lambda x: float(sum(k * p for k, p in chances(tables, x).items())) - seen)
    assert found.estimate == pytest.approx(expected, rel=1e-8)
    assert found.low == pytest.approx(bisect(lambda x: mid_p_above(tables, x) - 0.025), rel=1e-8)
    assert found.high == pytest.approx(bisect(lambda x: mid_p_above(tables, x) - 0.975), rel=1e-8)
    above = mid_p_above(tables, 1.0)
    assert found.p == pytest.approx(2 * min(above, 1 - above), rel=1e-10)


def test_the_estimate_of_one_table_is_that_of_r():
    """R: fisher.test(matrix(c(3, 1, 1, 3), 2))$estimate is 6.408309, where its search stops."""
    assert exact_conditional_odds_ratio([make_table(3, 4, 1, 4)]).estimate == pytest.approx(6.408309, abs=2e-5)


def test_without_an_event_with_ozone_there_is_one_limit():
    """The upper limit leaves half of the probability of no event at 2.5%."""
    found = exact_conditional_odds_ratio(HARMS)
    assert (found.estimate, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.6371, abs=5e-5)
    assert float(chances(HARMS, found.high)[0]) == pytest.approx(0.05)
    assert found.p == pytest.approx(float(chances(HARMS, 1.0)[0]))


def test_without_an_event_with_the_comparator_the_other_limit_is_the_inverse():
    mirrored = exact_conditional_odds_ratio([(b, a) for a, b in HARMS])
    assert (mirrored.estimate, mirrored.high) == (None, None)
    assert mirrored.low == pytest.approx(1 / (exact_conditional_odds_ratio(HARMS).high or 0))


def test_a_study_without_events_changes_nothing():
    assert exact_conditional_odds_ratio([*HARMS, make_table(0, 25, 0, 25)]) == exact_conditional_odds_ratio(HARMS)


def test_another_level_is_narrower():
    assert (exact_conditional_odds_ratio(HARMS, level=0.9).high or 1) < 0.6371


def test_many_events_lose_no_digits():
    """The mid-P limit of no event of 3,000 with the comparator, where single terms are below any double."""
    found: ExactOddsRatio = exact_conditional_odds_ratio([make_table(0, 4000, 3000, 4000)])
    assert found.high is not None
    assert 0 < found.high < 1e-3


@pytest.mark.parametrize(
    ("tables", "error"),
    [
        ([], TooFewStudiesError),
        ([make_table(0, 20, 0, 20)], NoInformationError),
        ([make_table(20, 20, 18, 18)], NoInformationError),
        ([make_table(0.5, 20, 3, 20)], NotEstimableError),
        ([make_table(6000, 20000, 100, 20000)], NotEstimableError),
    ],
)
def test_what_has_no_exact_odds_ratio_says_why(tables: list[Table], error: type[Exception]):
    with pytest.raises(error):
        exact_conditional_odds_ratio(tables)
