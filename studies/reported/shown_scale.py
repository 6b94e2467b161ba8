"""The scale on which scores are shown and pooled."""

from dataclasses import dataclass
from functools import lru_cache

from studies.choices import HigherIs, OutcomeDomain
from studies.numerics.magnitudes import is_measurable
from studies.reported.rows import FEW_KINDS, MeasureRow, ResultRow

PAIN_TOP = 100
ODI = "disability-odi"
ODI_RAW_TOP = 50


@dataclass(frozen=True, slots=True)
class ShownScale:
    """A shown scale: what a printed score and its spread are multiplied by, and what the scale is then called."""

    factor: float
    name: str
    note: str = ""


def shown_scale(result: ResultRow) -> ShownScale | None:
    """The scale on which a score is shown; None when the printed scale is not known and would have to be."""
    return _shown(result.measure, result.outcome_name, result.low, result.high, result.scale_direction, PAIN_TOP)


@lru_cache(maxsize=FEW_KINDS)
def _shown(
    measure: MeasureRow,
    outcome_name: str,
    low: float | None,
    high: float | None,
    higher_is: HigherIs | None,
    top: float,
) -> ShownScale | None:
    # A scale on which more is less pain would turn a pool round: it stays on its own.
    if measure.domain is OutcomeDomain.PAIN and higher_is is not HigherIs.BETTER:
        return _pain(low, high, top)
    if measure.slug == ODI and low == 0 and high == ODI_RAW_TOP:
        return ShownScale(2.0, f"{measure.name} 0–100", "raw points of 0–50 doubled")
    if low is None or high is None:
        return ShownScale(1.0, f"{outcome_name or measure.name}, scale not stated")
    return ShownScale(1.0, f"{measure.name} {low:g}–{high:g}")


def _pain(low: float | None, high: float | None, top: float) -> ShownScale | None:
    if low is None or high is None or low != 0 or high <= 0 or not is_measurable(high):
        return None
    factor = top / high
    note = "" if factor == 1 else f"printed on 0–{high:g}, mean and spread times {factor:g}"
    return ShownScale(factor, "pain 0–100", note)
