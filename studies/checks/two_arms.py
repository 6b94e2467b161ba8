"""Pairs of arms, and the P values that follow from what they report.

A printed number represents all numbers that round to it. Its effect on P is computed as two standard deviations of a
number that lies anywhere within its last place, carried through the test. A paper prints both arms to the same place:
the finer of the two counts, since a trailing zero is easily lost (2.4 next to 1.85).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb, sqrt

from studies.checks.measured import printed_spread
from studies.numerics.distributions import chi2_upper_p, normal_p, t_p, welch_df
from studies.reported.checked_study import ReportedStudy
from studies.reported.count_recovery import recovered_count
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import measured_at
from studies.reported.row_provenance import last_place
from studies.reported.rows import ContrastRow, ResultRow
from studies.reported.spread_recovery import INTERVAL

# A number within its last place is spread evenly over it: SD of one over root 12.
_EVENLY = 1 / sqrt(12)
_DEVIATIONS = 2


@dataclass(frozen=True, slots=True)
class PairedResults:
    """A printed difference with what its two arms report of the outcome at that time."""

    contrast: ContrastRow
    first: ResultRow
    second: ResultRow
    sd_is_se: bool = False


@dataclass(frozen=True, slots=True)
class TwoSidedP:
    """The P of one test of two arms, with the range that rounding leaves."""

    name: str
    p: float
    low: float
    high: float


def pairs_at_one_time(study: ReportedStudy) -> Iterator[PairedResults]:
    """Each printed difference whose two arms report the outcome at that time."""
    for contrast in study.contrasts:
        first, second = (reported(study, contrast, arm.id) for arm in (contrast.arm_a, contrast.arm_b))
        if first is not None and second is not None:
            yield PairedResults(contrast, first, second)


def reported(study: ReportedStudy, contrast: ContrastRow, arm: int | None) -> ResultRow | None:
    """What an arm reports of the outcome of a contrast at its time; None when it reports none, or several."""
    matching = [
        result for result in study.results if result.arm.id == arm and measured_at(result) == measured_at(contrast)
    ]
    return matching[0] if len(matching) == 1 else None


def p_of_means(pair: PairedResults) -> list[TwoSidedP]:
    """P of two means by Welch's t, by the pooled t and by z; by z alone where people are not printed."""
    first, second = pair.first, pair.second
    if first.mean is None or second.mean is None:
        return []
    errors = [standard_error(result, sd_is_se=pair.sd_is_se) for result in (first, second)]
    if any(error is None or error <= 0 for error in errors):
        return []
    tests: dict[str, Callable[[float], float]] = {"z": normal_p}
    if first.n and second.n and min(first.n, second.n) > 1:
        n1, n2, (e1, e2) = first.n, second.n, (errors[0] or 0.0, errors[1] or 0.0)
        df = welch_df(e1, n1, e2, n2)
        tests = {
            "Welch's t": lambda t: t_p(t, df),
            "t with pooled SD": lambda t: t_p(t, n1 + n2 - 2),
            "z": normal_p,
        }
    statistic, wobble = _statistic(pair)
    return [_p_between(name, test, statistic, wobble) for name, test in tests.items()]


def standard_error(result: ResultRow, *, sd_is_se: bool = False) -> float | None:
    """SE of a mean from its SD, as printed, or from its interval of known level."""
    spread = printed_spread(result)
    if spread is None:
        return None
    return spread.value if sd_is_se else spread.standard_error(result.n)


def _statistic(pair: PairedResults) -> tuple[float, float]:
    """Difference over its standard error, and by how much rounding can move it."""
    arms = (pair.first, pair.second)
    e1, e2 = (standard_error(result, sd_is_se=pair.sd_is_se) or 0.0 for result in arms)
    error = sqrt(e1**2 + e2**2)
    statistic = ((pair.first.mean or 0.0) - (pair.second.mean or 0.0)) / error
    of_difference = _EVENLY * sqrt(2) * min(last_place(result, "mean") for result in arms) / error
    v1, v2 = (_error_by_rounding(pair, result) for result in arms)
    of_error = abs(statistic) * sqrt((e1**2 * v1) ** 2 + (e2**2 * v2) ** 2) / error**2
    return statistic, _DEVIATIONS * sqrt(of_difference**2 + of_error**2)


def _error_by_rounding(pair: PairedResults, result: ResultRow) -> float:
    """By what share of itself rounding can move a standard error."""
    spread = printed_spread(result)
    if spread is None:
        return 0.0
    name = spread.rule.fields[0]
    unit = min(last_place(each, name) for each in (pair.first, pair.second) if getattr(each, name) is not None)
    if spread.rule is INTERVAL:
        return _EVENLY * sqrt(2) * unit / ((result.ci_high or 0.0) - (result.ci_low or 0.0))
    return unit * _EVENLY / spread.value


def _p_between(name: str, test: Callable[[float], float], statistic: float, wobble: float) -> TwoSidedP:
    size = abs(statistic)
    return TwoSidedP(name, p=test(size), low=test(size + wobble), high=test(max(0.0, size - wobble)))


def p_of_counts(pair: PairedResults) -> list[TwoSidedP]:
    """P of two counts by chi-square without and with Yates' correction, and by Fisher's exact test."""
    counts = [count_of(result) for result in (pair.first, pair.second)]
    if counts[0] is None or counts[1] is None:
        return []
    (a, n1), (b, n2) = counts[0], counts[1]
    tests = [("Fisher's exact test", fisher_p(a, n1, b, n2))]
    if 0 < a + b < n1 + n2:
        plain, corrected = chi_square(a, n1, b, n2), chi_square(a, n1, b, n2, corrected=True)
        tests = [
            ("chi-square without correction", chi2_upper_p(plain, 1)),
            ("chi-square with continuity correction", chi2_upper_p(corrected, 1)),
            *tests,
        ]
    return [TwoSidedP(name, p, p, p) for name, p in tests]


def count_of(result: ResultRow) -> tuple[int, int] | None:
    """Events and people, as a pool takes them; None where no count follows."""
    found = recovered_count(result)
    if isinstance(found, ContrastExclusion) or not 0 <= found.events <= found.n or not found.n:
        return None
    return found.events, found.n


def chi_square(a: int, n1: int, b: int, n2: int, *, corrected: bool = False) -> float:
    """Pearson's statistic of two counts out of two groups, with Yates' correction if asked.

    >>> round(chi_square(13, 86, 18, 80), 3)
    1.488
    """
    total = n1 + n2
    off = abs(a * (n2 - b) - b * (n1 - a)) - (total / 2 if corrected else 0)
    return total * max(0.0, off) ** 2 / (n1 * n2 * (a + b) * (total - a - b))


def fisher_p(a: int, n1: int, b: int, n2: int) -> float:
    """Two-sided P of Fisher's exact test: all tables no likelier than the one seen.

    >>> round(fisher_p(1, 10, 8, 10), 4)
    0.0055
    """
    events = a + b
    ways = [comb(n1, x) * comb(n2, events - x) for x in range(max(0, events - n2), min(n1, events) + 1)]
    seen = comb(n1, a) * comb(n2, b)
    return sum(way for way in ways if way <= seen) / sum(ways)
