"""Bands in which a difference between groups is called small, medium or large.

Only a published band between groups gives a size word; a minimal important change of one person never does.
"""

from dataclasses import dataclass

from studies.choices import EffectBand, OutcomeDomain


@dataclass(frozen=True, slots=True)
class ThresholdBand:
    """One band of absolute differences on the shown scale of a domain (such as 0–100)."""

    domain: OutcomeDomain
    scale: str
    size: EffectBand
    lower: float
    upper: float
    lower_included: bool
    upper_included: bool

    def holds(self, value: float) -> bool:
        """Whether a difference, without its sign, lies in the band."""
        above = value > self.lower or (self.lower_included and value == self.lower)
        below = value < self.upper or (self.upper_included and value == self.upper)
        return above and below
