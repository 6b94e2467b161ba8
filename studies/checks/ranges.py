"""Values that the instrument cannot give, and spreads that its range does not allow."""

from collections.abc import Iterator
from math import sqrt

from studies.checks.check import Check, ResultCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_result
from studies.choices import Severity
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ResultRow

# Places on the scale; a limit of an interval may pass its end, when it was computed by the normal quantile.
_PLACES = ("mean", "median", "q1", "q3", "minimum", "maximum")
_LIMITS = ("ci_low", "ci_high")


def outside_the_scale(result: ResultRow) -> Iterator[CheckFinding]:
    """A value below or above the ends of its scale; for a change, beyond the length of the scale."""
    ends = scale_of_values(result)
    if ends is None:
        return
    low, high = ends
    for name in (*_PLACES, *_LIMITS):
        value = getattr(result, name)
        if value is None or low <= value <= high:
            continue
        yield of_result(
            result,
            severity=Severity.WARNING if name in _LIMITS else Severity.ERROR,
            field=name.removesuffix("imum"),
            sentence=f"{as_printed(result, name)} is outside the scale of {four_digits(low)} to {four_digits(high)}.",
            arithmetic=f"{name.replace('_', ' ')} {as_printed(result, name)}; {_slip(value, low, high)}",
            values=(name, "scale_min", "scale_max"),
        )


def _slip(value: float, low: float, high: float) -> str:
    """What the value would be in the other unit."""
    if low <= value / 10 <= high:
        return f"a tenth of it, {four_digits(value / 10)}, would be on the scale: millimetres for centimetres?"
    return f"the scale is {four_digits(high - low)} long."


def spread_beyond_the_scale(result: ResultRow) -> Iterator[CheckFinding]:
    """A standard deviation larger than any that the scale allows at that mean."""
    for name in ("sd", "se"):
        value = getattr(result, name)
        if value is None or (name == "se" and not result.n):
            continue
        sd = value if name == "sd" else value * sqrt(result.n or 1)
        largest = largest_sd(result)
        if largest is None or sd <= largest + last_place(result, name):
            continue
        as_sd = "" if name == "sd" else f" as an SE it is an SD of {four_digits(sd)};"
        yield of_result(
            result,
            severity=Severity.ERROR,
            field=name,
            sentence=f"No scores on this scale have the mean and {name.upper()} printed.",
            arithmetic=f"{name.upper()} {as_printed(result, name)};{as_sd} the largest SD possible at "
            f"mean {as_printed(result, 'mean')} is {four_digits(largest)}.",
            values=("mean", "sd", "se", "n", "scale_min", "scale_max"),
        )


def scale_of_values(result: ResultRow) -> tuple[float, float] | None:
    """Between what the values of a result lie; None where the scale is not known."""
    low, high = result.low, result.high
    if low is None or high is None or high <= low:
        return None
    # Percent change is entered on a scale of -100 to 100, which is all of it.
    if result.is_change and low >= 0:
        return low - high, high - low
    return low, high


def largest_sd(result: ResultRow) -> float | None:
    """The SD when each of n people scores at one end or the other of the scale (Bhatia and Davis 2000)."""
    ends = scale_of_values(result)
    if ends is None or result.mean is None or not ends[0] <= result.mean <= ends[1]:
        return None
    correction = sqrt(result.n / (result.n - 1)) if result.n and result.n > 1 else 1.0
    return sqrt((ends[1] - result.mean) * (result.mean - ends[0])) * correction


def negative_spread(result: ResultRow) -> Iterator[CheckFinding]:
    """A spread below zero, or none at all among several people."""
    for name in ("sd", "se"):
        value = getattr(result, name)
        if value is not None and value <= 0:
            yield of_result(
                result,
                severity=Severity.ERROR,
                field=name,
                sentence=f"The {name.upper()} is {as_printed(result, name)}: people differ.",
                arithmetic=f"{name.upper()} {as_printed(result, name)} of {result.n or 'several'} people.",
                values=(name,),
            )


CHECKS: tuple[Check, ...] = (
    ResultCheck("outside-the-scale", "Values that the instrument cannot give.", outside_the_scale),
    ResultCheck(
        "spread-beyond-the-scale",
        "A standard deviation larger than the scale allows at that mean (Bhatia and Davis 2000): "
        "another unit, or a standard error that is a standard deviation.",
        spread_beyond_the_scale,
    ),
    ResultCheck("no-spread", "A standard deviation or error of zero or below.", negative_spread),
)
