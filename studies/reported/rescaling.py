"""The scale on which scores are shown and pooled."""

from dataclasses import dataclass
from functools import lru_cache

from studies.choices import DefinedBy, HigherIs, OutcomeDomain
from studies.numerics.magnitudes import is_measurable
from studies.reported.rows import FEW_KINDS, MeasureRow, ResultRow


@dataclass(frozen=True, slots=True)
class ShownScale:
    """A shown scale: what a printed score and its spread are multiplied by, and what the scale is then called."""

    factor: float
    name: str
    note: str = ""


def shown_scale(result: ResultRow) -> ShownScale | None:
    """The scale on which a score is shown; None when the printed scale is not known and would have to be."""
    return instrument_scale(result.measure, result.outcome_name, *result.ends, result.scale_direction)


def scale_length(result: ResultRow) -> float | None:
    """How many points its printed scale has; None where that is not known."""
    low, high = result.ends
    return high - low if low is not None and high is not None and high > low else None


def shown_length(result: ResultRow) -> float | None:
    """How many points the shown scale of a score has; None where that is not known."""
    scale, length = shown_scale(result), scale_length(result)
    return scale.factor * length if scale and length else None


@lru_cache(maxsize=FEW_KINDS)
def instrument_scale(
    measure: MeasureRow,
    outcome_name: str,
    low: float | None,
    high: float | None,
    higher_is: HigherIs | None,
) -> ShownScale | None:
    """The scale on which scores of an instrument are shown that are printed from ``low`` to ``high``."""
    # A scale turned round, on which more is less pain, would turn a pool round: it stays on its own.
    if measure.shown_max and (higher_is or measure.higher_is) == measure.higher_is:
        return _shared(measure, low, high, measure.shown_max)
    if measure.raw_max and measure.range_max and (low, high) == (0, measure.raw_max):
        factor = measure.range_max / measure.raw_max
        note = f"raw points of 0–{high:g} {times_text(factor)}"
        return ShownScale(factor, f"{measure.name} 0–{measure.range_max:g}", note)
    if low is None or high is None:
        return ShownScale(1.0, f"{outcome_name or measure.name}, scale not stated")
    # "Other" names no scale: what is named by its source alone is a scale under that name.
    name = outcome_name.strip() if measure.defined_by is DefinedBy.NAME else ""
    return ShownScale(1.0, f"{name or measure.name} {low:g}–{high:g}")


def _shared(measure: MeasureRow, low: float | None, high: float | None, top: float) -> ShownScale | None:
    """The scale that instruments of a domain share."""
    if low is None or high is None or low != 0 or high <= 0 or not is_measurable(high):
        return None
    factor = top / high
    note = "" if factor == 1 else f"printed on 0–{high:g}, mean and spread {times_text(factor)}"
    return ShownScale(factor, f"{shared_scale_prefix(measure.domain)}0–{top:g}", note)


def shared_scale_prefix(domain: OutcomeDomain) -> str:
    """What precedes the ends of the scale that instruments of a domain share: "pain 0–100"."""
    return f"{domain.label.lower()} "


def times_text(factor: float) -> str:
    """A factor in words.

    >>> times_text(2), times_text(2.5)
    ('doubled', 'times 2.5')
    """
    return "doubled" if factor == 2 else f"times {factor:g}"
