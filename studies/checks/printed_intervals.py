"""Intervals, quartiles and ranges that exclude their estimate, or do not fit the spread next to them."""

from collections.abc import Iterator
from math import log, sqrt

from studies.checks.check import Check, ResultCheck, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_contrast, of_pool, of_result
from studies.checks.measured import printed_spread
from studies.choices import PoolMeasure, Severity
from studies.reported.checked_study import PoolRow, ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ContrastRow, ResultRow
from studies.reported.spread_recovery import INTERVAL, PRINTED_SE

# The interval of a mean is symmetric. One from a bootstrap or a model may be off centre by this share of its width.
LEANING = 0.15
# Printed SD and interval may rest on slightly different people, or on z where we take t: a fifth apart is neither.
SPREADS_AGREE_WITHIN = 0.2

# What binary fractions lose: two numbers that could be one by rounding alone, at the very edge, are two.
_TINY = 1e-9

# Pairs (inner, outer limits) by the fields' names: what lies between what.
_ORDER = (
    ("median", "q1", "q3"),
    ("median", "minimum", "maximum"),
    ("mean", "minimum", "maximum"),
    ("q1", "minimum", "maximum"),
    ("q3", "minimum", "maximum"),
)


def estimate_outside(result: ResultRow) -> Iterator[CheckFinding]:
    """A mean outside its own interval, or a median outside its quartiles."""
    for name, low, high in (("mean", "ci_low", "ci_high"), *_ORDER):
        if not _between(result, name, low, high):
            yield of_result(
                result,
                severity=Severity.ERROR,
                field=low.removesuffix("imum"),
                sentence=f"The {name} {as_printed(result, name)} is outside its own limits.",
                arithmetic=f"{name} {as_printed(result, name)}, from {as_printed(result, low)} "
                f"to {as_printed(result, high)}",
                values=(name, low, high),
            )


def _between(row: ResultRow, name: str, low: str, high: str) -> bool:
    """Whether a value lies between two others within their last printed places; true where one is missing."""
    value, bottom, top = getattr(row, name), getattr(row, low), getattr(row, high)
    if None in (value, bottom, top):
        return True
    half = last_place(row, name) / 2 - _TINY
    return bool(bottom - half - last_place(row, low) / 2 <= value <= top + half + last_place(row, high) / 2)


def asymmetric_interval(result: ResultRow) -> Iterator[CheckFinding]:
    """An interval of a mean that is longer on one side than on the other."""
    mean, low, high = result.mean, result.ci_low, result.ci_high
    if mean is None or low is None or high is None or not low < mean < high:
        return
    off = abs((low + high) / 2 - mean)
    printed = last_place(result, "mean") / 2 + (last_place(result, "ci_low") + last_place(result, "ci_high")) / 4
    if off > printed + LEANING * (high - low) / 2:
        yield of_result(
            result,
            severity=Severity.WARNING,
            field="ci_low",
            sentence="The interval of the mean is not even about it.",
            arithmetic=f"{as_printed(result, 'mean')} lies {four_digits(mean - low)} above the lower limit and "
            f"{four_digits(high - mean)} below the upper; the middle is {four_digits((low + high) / 2)}.",
            values=("mean", "ci_low", "ci_high"),
        )


def spreads_disagree(result: ResultRow) -> Iterator[CheckFinding]:
    """SD, SE and interval of one mean that do not give each other."""
    if not result.n or result.n < 2 or not result.sd or result.sd < 0:
        return
    expected = result.sd / sqrt(result.n)
    for name, printed, unit in _printed_errors(result):
        own = last_place(result, "sd") / result.sd / 2 + unit / printed / 2
        if abs(log(printed / expected)) > SPREADS_AGREE_WITHIN + own:
            yield of_result(
                result,
                severity=Severity.ERROR,
                field=name,
                sentence=f"SD and {'SE' if name == 'se' else 'interval'} of the mean do not fit each other.",
                arithmetic=f"SD {as_printed(result, 'sd')} of {result.n} people is an SE of {four_digits(expected)}; "
                f"{'printed' if name == 'se' else 'the interval gives'} {four_digits(printed)}.",
                values=("sd", "se", "ci_low", "ci_high", "ci_level", "n"),
            )


def _printed_errors(result: ResultRow) -> Iterator[tuple[str, float, float]]:
    """Standard errors that are printed next to an SD, with the field and their last place."""
    if error := printed_spread(result, [PRINTED_SE]):
        yield "se", error.value, last_place(result, "se")
    if error := printed_spread(result, [INTERVAL]):
        width = (result.ci_high or 0.0) - (result.ci_low or 0.0)
        yield "ci_low", error.value, last_place(result, "ci_low") * error.value / width * 2


def spread_against_range(result: ResultRow) -> Iterator[CheckFinding]:
    """An SD that the smallest and largest value printed next to it do not allow."""
    low, high, sd, n = result.minimum, result.maximum, result.sd, result.n
    if low is None or high is None or sd is None or not n or n < 2 or high <= low:
        return
    # The largest SD: half at each end. The smallest: all in the middle but the smallest and the largest value.
    most, least = (high - low) / 2 * sqrt(n / (n - 1)), (high - low) / sqrt(2 * (n - 1))
    half = last_place(result, "sd") / 2
    if not least - half <= sd <= most + half:
        yield of_result(
            result,
            severity=Severity.ERROR,
            field="sd",
            sentence="The SD does not fit the smallest and largest value.",
            arithmetic=f"{n} people from {as_printed(result, 'minimum')} to {as_printed(result, 'maximum')} have an SD "
            f"between {four_digits(least)} and {four_digits(most)}; printed {as_printed(result, 'sd')}.",
            values=("sd", "minimum", "maximum", "n"),
        )


def mean_far_from_median(result: ResultRow) -> Iterator[CheckFinding]:
    """A mean further from the median than one standard deviation, which no numbers are (Hotelling and Solomons)."""
    if result.mean is None or result.median is None or not result.sd:
        return
    printed = (last_place(result, "mean") + last_place(result, "median") + last_place(result, "sd")) / 2
    if abs(result.mean - result.median) > result.sd + printed:
        yield of_result(
            result,
            severity=Severity.ERROR,
            field="median",
            sentence="Mean and median are further apart than one standard deviation.",
            arithmetic=f"mean {as_printed(result, 'mean')}, median {as_printed(result, 'median')}, "
            f"SD {as_printed(result, 'sd')}",
            values=("mean", "median", "sd"),
        )


def contrast_outside(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A difference between arms outside its own interval."""
    for contrast in study.contrasts:
        if contrast.estimate is not None and _misses(contrast, contrast.estimate):
            yield of_contrast(
                contrast,
                severity=Severity.ERROR,
                field="estimate",
                sentence=f"The estimate {as_printed(contrast, 'estimate')} is outside its own interval.",
                arithmetic=_limits(contrast),
                values=("estimate", "ci_low", "ci_high"),
            )


def pool_outside(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A pooled estimate outside its interval, or one whose interval is not even about it on its own scale."""
    for pool in study.pools:
        if _misses(pool, pool.estimate):
            sentence = f"The pooled estimate {as_printed(pool, 'estimate')} is outside its own interval."
            yield of_pool(pool, severity=Severity.WARNING, sentence=sentence, arithmetic=_limits(pool))
        elif (leaning := _asymmetric_pool(pool)) is not None:
            sentence = "The interval of the pooled estimate is not even about it."
            yield of_pool(pool, severity=Severity.WARNING, sentence=sentence, arithmetic=leaning)


def _misses(row: ContrastRow | PoolRow, estimate: float) -> bool:
    if row.ci_low is None or row.ci_high is None:
        return False
    half = last_place(row, "estimate") / 2 - _TINY
    return (
        not row.ci_low - half - last_place(row, "ci_low") / 2
        <= estimate
        <= row.ci_high + half + last_place(row, "ci_high") / 2
    )


def _limits(row: ContrastRow | PoolRow) -> str:
    return f"{as_printed(row, 'estimate')}, interval {as_printed(row, 'ci_low')} to {as_printed(row, 'ci_high')}"


def _asymmetric_pool(pool: PoolRow) -> str | None:
    """The middle of a pool's interval where it is not the estimate; ratios are even on the logarithmic scale."""
    low, high, estimate = pool.ci_low, pool.ci_high, pool.estimate
    # A proportion is pooled on a scale that is even nowhere near 0 or 100.
    if low is None or high is None or pool.effect_measure == PoolMeasure.PROPORTION:
        return None
    ratio = pool.effect_measure in (PoolMeasure.RR, PoolMeasure.OR)
    if ratio and min(low, high, estimate) <= 0:
        return None
    middle = sqrt(low * high) if ratio else (low + high) / 2
    off, width = (log(middle / estimate), log(high / low)) if ratio else (middle - estimate, high - low)
    unit = last_place(pool, "estimate") / (estimate if ratio else 1)
    limits = (
        last_place(pool, "ci_low") / (low if ratio else 1) + last_place(pool, "ci_high") / (high if ratio else 1)
    ) / 2
    if abs(off) <= (unit + limits) / 2 + LEANING * width / 2:
        return None
    return f"{_limits(pool)}: the middle is {four_digits(middle)}."


CHECKS: tuple[Check, ...] = (
    ResultCheck(
        "estimate-outside",
        "A mean outside its interval, a median outside its quartiles, or any of them outside the range.",
        estimate_outside,
    ),
    ResultCheck("leaning-interval", "An interval of a mean that is not even about it.", asymmetric_interval),
    ResultCheck("spreads-disagree", "SD, SE and interval of one mean that do not give each other.", spreads_disagree),
    ResultCheck(
        "spread-against-range", "An SD that the smallest and largest value do not allow.", spread_against_range
    ),
    ResultCheck(
        "mean-far-from-median",
        "Mean and median further apart than one standard deviation (Hotelling and Solomons 1932).",
        mean_far_from_median,
    ),
    StudyCheck("contrast-outside", "A difference between arms outside its own interval.", contrast_outside),
    StudyCheck(
        "pool-outside", "A review's pooled estimate outside its interval, or not in the middle of it.", pool_outside
    ),
)
