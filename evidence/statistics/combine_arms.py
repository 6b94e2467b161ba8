"""Similar arms of one study combined into one, so that every participant counts once (Handbook 23.3.4)."""

from collections.abc import Sequence
from math import sqrt

from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import TooFewParticipantsError, TooFewStudiesError


def combine_counts(arms: Sequence[Counts]) -> Counts:
    """One arm of several: events and participants added (Handbook 23.3.4). Raises TooFewStudiesError for none."""
    if not arms:
        raise TooFewStudiesError("Combining needs at least one arm.")
    return Counts(sum(arm.events for arm in arms), sum(arm.n for arm in arms))


def combine_means(arms: Sequence[Means]) -> Means:
    """One arm of several, as if all participants had been one group (Handbook Table 6.5.a).

    Arms are combined in turn; the order does not matter. Every arm needs its n; where one
    has no spread, the combined arm has none either.
    """
    if not arms:
        raise TooFewStudiesError("Combining needs at least one arm.")
    combined = arms[0]
    for arm in arms[1:]:
        combined = _combine_two(combined, arm)
    return combined


def _combine_two(one: Means, other: Means) -> Means:
    if one.n is None or other.n is None:
        raise TooFewParticipantsError("Arms can be combined only where their numbers of participants are known.")
    n = one.n + other.n
    mean = (one.n * one.mean + other.n * other.mean) / n
    if any(arm.sd is None and arm.se is None for arm in (one, other)):
        return Means(mean, n)
    if min(one.n, other.n) < 1:
        raise TooFewParticipantsError("An arm with a spread has at least one participant.")
    within = (one.n - 1) * one.required_sd**2 + (other.n - 1) * other.required_sd**2
    between = one.n * other.n / n * (one.mean - other.mean) ** 2
    return Means(mean, n, sqrt((within + between) / (n - 1)))
