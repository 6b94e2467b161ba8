"""The four levels of certainty, the domains that move them, and the arithmetic of a rating."""

from collections.abc import Iterable

from evidence.choices import RATING_DOWN, Certainty, GradeDomain


def starting_level(*, randomised: bool, by_robins_i: bool = False) -> Certainty:
    """Where a finding starts: high when randomised, else low; high when ROBINS-I weighs the lack of chance itself."""
    return Certainty.HIGH if randomised or by_robins_i else Certainty.LOW


def domains_from(start: Certainty) -> tuple[GradeDomain, ...]:
    """The domains to judge: evidence that starts high cannot rise."""
    return RATING_DOWN if start is Certainty.HIGH else tuple(GradeDomain)


def final_level(start: Certainty, judged: Iterable[tuple[GradeDomain, int]]) -> Certainty:
    """The level after every domain: never above high nor below very low.

    >>> final_level(Certainty.HIGH, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.IMPRECISION, 1)])
    <Certainty.LOW: 'low'>
    """
    levels = list(Certainty)
    moved = sum(-count if domain.rates_up else count for domain, count in judged)
    return levels[min(max(levels.index(start) + moved, 0), len(levels) - 1)]
