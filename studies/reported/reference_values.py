"""What other studies report, with which a figure is compared.

A *share* is a spread divided by the length of its scale, or the part of an arm that had an outcome. One study gives
one share (its median), however many results it reports, and a study is never compared with itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import median

from studies.choices import HigherIs, OutcomeDomain
from studies.numerics.magnitudes import is_measurable
from studies.reported.checked_study import StudyIdentity
from studies.reported.rows import MeasureRow, ResultRow

# With fewer studies a median says little of what is usual.
ENOUGH_STUDIES = 3

# What was measured, and whether before treatment: entry criteria narrow the spread at baseline.
SpreadKey = tuple[str, bool]
# Measure, time in weeks, people, mean and spread: two studies that share several of them share patients or a typist.
Numbers = tuple[str, float | None, int | None, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValues:
    """Everything that studies report which readers may see: a draft is compared with others, and no study with it.

    Identities are listed under the family names of a study's authors and under its identifiers.
    """

    spreads: Mapping[SpreadKey, Mapping[str, float]] = field(default_factory=dict)
    control_rates: Mapping[str, float] = field(default_factory=dict)
    identities: Mapping[str, tuple[StudyIdentity, ...]] = field(default_factory=dict)
    numbers: Mapping[Numbers, frozenset[str]] = field(default_factory=dict)

    def usual_spread(self, key: SpreadKey, *, without: str) -> tuple[float, int] | None:
        """Median share of the other studies and their number; None with too few of them."""
        return _usual(self.spreads.get(key, {}), without=without)

    def usual_control_rate(self, *, without: str) -> tuple[float, int] | None:
        """Median share of success in comparator arms of other studies, and their number; None with too few."""
        return _usual(self.control_rates, without=without)


def reference_values(results: Iterable[ResultRow], identities: Iterable[StudyIdentity]) -> ReferenceValues:
    """What these results and studies give to compare with."""
    shares: dict[SpreadKey, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    rates: dict[str, list[float]] = defaultdict(list)
    numbers: dict[Numbers, set[str]] = defaultdict(set)
    for result in results:
        study = result.arm.study.slug
        printed = result.se if result.sd is None else result.sd
        if result.mean is not None and printed is not None and not result.is_change:
            numbers[result.measure.slug, result.weeks, result.n, result.mean, printed].add(study)
            share = _spread_share(result)
            if share is not None:
                shares[spread_key(result.measure, result.weeks)][study].append(share)
        rate = _control_rate(result)
        if rate is not None:
            rates[study].append(rate)
    return ReferenceValues(
        spreads={key: _medians(of_studies) for key, of_studies in shares.items()},
        control_rates=_medians(rates),
        identities=_by_name(identities),
        numbers={key: frozenset(found) for key, found in numbers.items()},
    )


def spread_key(measure: MeasureRow, weeks: float | None) -> SpreadKey:
    """Instruments that share a scale are one here: pain is 11 points or 100 mm from none to the worst."""
    return (measure.domain if measure.shown_max else measure.slug), weeks == 0


def _spread_share(result: ResultRow) -> float | None:
    """The spread as a share of its scale; None where one of them does not follow."""
    spread = result.sd if result.sd is not None else result.se * sqrt(result.n) if result.se and result.n else None
    low, high = result.low, result.high
    if not spread or low is None or high is None or high <= low:
        return None
    return spread / (high - low) if is_measurable(spread) and is_measurable(high - low) else None


def _control_rate(result: ResultRow) -> float | None:
    """The share of a comparator arm that had a success after treatment."""
    measure = result.measure
    if measure.domain is not OutcomeDomain.SUCCESS or measure.higher_is is not HigherIs.BETTER:
        return None
    if result.arm.with_ozone or result.weeks == 0:
        return None
    if result.percent is not None and 0 <= result.percent <= 100:
        return result.percent / 100
    return result.events / result.n if result.events is not None and result.n else None


def _by_name(identities: Iterable[StudyIdentity]) -> dict[str, tuple[StudyIdentity, ...]]:
    found: dict[str, list[StudyIdentity]] = defaultdict(list)
    for identity in identities:
        for key in (*(author.family for author in identity.authors), *identity.identifiers):
            found[key].append(identity)
    return {key: tuple(each) for key, each in found.items()}


def _medians(shares: Mapping[str, list[float]]) -> dict[str, float]:
    return {study: median(found) for study, found in shares.items()}


def _usual(shares: Mapping[str, float], *, without: str) -> tuple[float, int] | None:
    found = [share for study, share in shares.items() if study != without]
    return (median(found), len(found)) if len(found) >= ENOUGH_STUDIES else None
