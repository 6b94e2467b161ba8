"""Agreement between two people who judged the same items independently.

*Percent agreement* is the share of items with the same answer. *Cohen's kappa* corrects for the agreement expected
by chance, from the answers that each person gave (Cohen 1960, doi:10.1177/001316446002000104). *Weighted kappa* takes
ordered answers the less amiss, the nearer they are (Cohen 1968, doi:10.1037/h0026256).
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """``n`` things judged twice, of which ``same`` alike. ``kappa`` runs to 1; None where it has no meaning."""

    n: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> float | None:
        """Share of the things judged alike, 0 to 100; None where nothing was judged twice."""
        return 100 * self.same / self.n if self.n else None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Agreement over pairs of answers, the first person's first.

    >>> both, one, other, neither = ("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")
    >>> found = agreement(20 * [both] + 5 * [one] + 10 * [other] + 15 * [neither])
    >>> found.percent, round(found.kappa, 6)
    (70.0, 0.4)
    """
    same = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), same, cohens_kappa(pairs))


def cohens_kappa(pairs: Sequence[Pair]) -> float | None:
    """(p_o - p_e) / (1 - p_e), from the observed and the expected agreement (Cohen 1960, formula 1).

    None without pairs, and where both people always gave the same one answer: p_e is then 1.
    """
    if not pairs:
        return None
    n = len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    # In whole numbers as long as possible: p_e of 1 is then found exactly.
    by_chance = sum(count * seconds[answer] for answer, count in firsts.items())
    if by_chance == n * n:
        return None
    observed, expected = sum(first == second for first, second in pairs) / n, by_chance / n**2
    return (observed - expected) / (1 - expected)


def weighted_kappa(pairs: Sequence[Pair], order: Sequence[Hashable]) -> float | None:
    """Kappa of ordered answers with linear weights: 1 - observed / expected distance, in places of ``order``.

    None without pairs, and where both people always gave the same one answer. Every answer stands in ``order``.

    >>> pairs = [("low", "low"), ("low", "high"), ("high", "high"), ("some", "high")]
    >>> round(weighted_kappa(pairs, ["low", "some", "high"]), 6)
    0.333333
    """
    place = {answer: index for index, answer in enumerate(order)}
    firsts, seconds = Counter(place[first] for first, _ in pairs), Counter(place[second] for _, second in pairs)
    # In whole numbers: n times the observed distance, and n squared times the one expected by chance.
    observed = sum(abs(place[first] - place[second]) for first, second in pairs)
    expected = sum(
        of_first * of_second * abs(first - second)
        for first, of_first in firsts.items()
        for second, of_second in seconds.items()
    )
    return 1 - len(pairs) * observed / expected if expected else None
