"""Published bands of differences between groups, which give a difference its size label."""

from typing import NamedTuple

from studies.choices import EffectBand, OutcomeDomain


class ThresholdBand(NamedTuple):
    """A published band of differences between groups, without sign, on the shown scale of a domain (such as 0–100).

    Only such a band gives a size label; a minimal important change of one person never does.
    """

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
