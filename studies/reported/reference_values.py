"""What other studies report, to compare a figure with.

A *share* is a spread divided by the length of its scale, or the part of an arm that had an outcome. One study gives
one share (its median), however many results it reports, and a study is never compared with itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from studies.reported.checked_rows import MeasureRow, StudyIdentity

# With fewer studies a median says little of what is usual.
ENOUGH_STUDIES = 3

# What was measured, and whether before treatment: entry criteria narrow the spread at baseline.
SpreadKey = tuple[str, bool]
# Measure, time in weeks, people, mean and spread: two studies that share several of them share patients or a typist.
Numbers = tuple[str, float | None, int | None, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValues:
    """Everything that studies report which readers may see: a draft is in nobody's comparison."""

    spreads: Mapping[SpreadKey, Mapping[str, float]] = field(default_factory=dict)
    control_rates: Mapping[str, float] = field(default_factory=dict)
    works: Mapping[str, tuple[StudyIdentity, ...]] = field(default_factory=dict)
    numbers: Mapping[Numbers, frozenset[str]] = field(default_factory=dict)

    def usual_spread(self, key: SpreadKey, *, without: str) -> tuple[float, int] | None:
        """Median share of the other studies and their number; None with too few of them."""
        return _usual(self.spreads.get(key, {}), without=without)

    def usual_control_rate(self, *, without: str) -> tuple[float, int] | None:
        """Median share of success in comparator arms of other studies, and their number; None with too few."""
        return _usual(self.control_rates, without=without)


def spread_key(measure: MeasureRow, weeks: float | None) -> SpreadKey:
    """Instruments that share a scale are one here: pain is 11 points or 100 mm from none to the worst."""
    return (measure.domain if measure.shown_max else measure.slug), weeks == 0


def _usual(shares: Mapping[str, float], *, without: str) -> tuple[float, int] | None:
    found = [share for study, share in shares.items() if study != without]
    return (median(found), len(found)) if len(found) >= ENOUGH_STUDIES else None
