"""Funnel plots: where a study of a given standard error would lie, were chance all.

Coordinates only. The effect runs along x on the analysis scale, the standard error
downwards along y, largest studies at the top (y = 0).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.statistics.effect_sizes import EffectSize
from studies.numerics.distributions import z_critical
from studies.numerics.errors import ImpossibleNumber

# Contours at which P passes 0.10, 0.05 and 0.01 (Peters 2008).
CONTOUR_LEVELS = (0.90, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Contour:
    """Straight lines from (``centre``, 0) to (``low``, ``se``) and (``high``, ``se``).

    Outside them a study differs from the centre with P below 1 - ``level``.
    """

    level: float
    centre: float
    se: float
    low: float
    high: float


def contours(
    effects: Sequence[EffectSize], *, centre: float = 0.0, levels: Sequence[float] = CONTOUR_LEVELS
) -> tuple[Contour, ...]:
    """Contours down to the largest standard error: about no difference (0), or about a pooled estimate."""
    if not effects:
        raise ImpossibleNumber("A funnel plot needs at least one study.")
    largest = max(effect.se for effect in effects)
    lines = []
    for level in levels:
        reach = z_critical(level) * largest
        lines.append(Contour(level, centre, largest, centre - reach, centre + reach))
    return tuple(lines)


def points(effects: Sequence[EffectSize]) -> tuple[tuple[float, float], ...]:
    """Effect and standard error of each study."""
    return tuple((effect.estimate, effect.se) for effect in effects)
