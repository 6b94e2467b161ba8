"""What one study puts into an answer: each of its people once.

A study enters as *lines*: a line is an ozone side and a comparator side that share no person with another line. Arms
that share a comparator (or an ozone arm) are combined into one side; strata stay lines of their own, and the study's
effect is then their common-effect estimate.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence.statistics.effect_sizes import EffectSize, Measure, hedges_g, mean_difference, risk_ratio
from evidence.statistics.peto import peto_odds_ratio
from evidence.statistics.pooling import common_effect
from evidence.statistics.rare_events import ratio_of_events
from evidence.synthesis.baseline_changes import ChangeDifference, change_difference
from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.shared_arms import COMBINED, combine_side, sharing_people
from evidence.synthesis.small_spreads import with_usual_spread
from studies.choices import HigherIs, ResultKind
from studies.numerics.arm_values import Counts, Means
from studies.reported.assumptions import Assumption, Caution
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.query_row import QueryRow
from studies.reported.rescaling import shown_length
from studies.reported.rows import ArmRow, StudyRow
from studies.reported.spread_recovery import ArmValue


class ContrastEffect(NamedTuple):
    """Two sides of one study at one time, with the effect that follows."""

    contrasts: tuple[Contrast, ...]
    ozone: ArmValue
    comparator: ArmValue
    effect: EffectSize
    notes: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()
    is_derived: bool = False
    # With a quarter of the scale in place of an unusually small spread.
    usual_spread_effect: EffectSize | None = None
    change_difference: ChangeDifference | None = None

    @property
    def first(self) -> Contrast:
        """The contrast that represents the line: its first."""
        return self.contrasts[0]

    @property
    def arm(self) -> ArmRow:
        """The ozone arm that represents the line."""
        return self.first.pair.ozone

    @property
    def n(self) -> int | None:
        """People on both sides; None where a side's size is not printed."""
        sizes = (self.ozone.n, self.comparator.n)
        return None if None in sizes else sum(size for size in sizes if size is not None)


class StudyEffect(NamedTuple):
    """One study in an answer, or shown next to it with the reason why. ``weight`` is its share of a pool, 0 to 1."""

    study: StudyRow
    lines: tuple[ContrastEffect, ...]
    effect: EffectSize
    pool_exclusion: ContrastExclusion | None = None
    query: QueryRow | None = None
    weight: float | None = None
    detail: str = ""

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What its figures stand on besides what is printed, each once."""
        return tuple(dict.fromkeys(mark for line in self.lines for mark in line.assumptions))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What must be told with its figures, each once."""
        return tuple(dict.fromkeys(mark for line in self.lines for mark in line.cautions))

    @property
    def is_derived(self) -> bool:
        """Whether some value is not as printed."""
        return any(line.is_derived for line in self.lines)

    @property
    def usual_spread_effect(self) -> EffectSize | None:
        """Its effect with usual spreads in place of unusually small ones; None where none is small."""
        if all(line.usual_spread_effect is None for line in self.lines):
            return None
        return study_effect([line._replace(effect=line.usual_spread_effect or line.effect) for line in self.lines])

    @property
    def n(self) -> int | None:
        """People behind the effect; the size of the whole study where its arms' sizes are not printed."""
        sizes = [line.n for line in self.lines]
        if None not in sizes:
            known = [size for size in sizes if size is not None]
            # Parts of one arm may hold, or be printed over, the same people.
            return max(known) if self.lines[0].first.part else sum(known)
        whole = all(not line.arm.stratum and not line.first.part for line in self.lines)
        return self.study.n if whole else None


def effect_measure(usable: Sequence[EligibleContrast]) -> Measure:
    """Risk ratio for counts; for scores the mean difference on one scale, standardised across scales.

    Odds ratio where Peto's method is the better one, because arms are without events.
    """
    if usable[0].contrast.kind is ResultKind.DICHOTOMOUS:
        tables = [(item.ozone.value, item.comparator.value) for item in usable]
        return ratio_of_events([(a, b) for a, b in tables if isinstance(a, Counts) and isinstance(b, Counts)])
    return Measure.MD if len({item.scale for item in usable}) == 1 else Measure.SMD


def build_study_effect(
    chosen: Sequence[EligibleContrast], measure: Measure, better_is: HigherIs | None = None
) -> StudyEffect:
    """One study's chosen contrasts as an entry, turned to the direction of the answer where scales are put together.

    Raises StatisticsError where no effect follows.
    """
    lines = tuple(_line(group, measure, better_is) for group in sharing_people(chosen))
    query = next((item.query for item in chosen if item.query), None)
    return StudyEffect(chosen[0].contrast.pair.ozone.study, lines, study_effect(lines), _exclusion(chosen), query)


def _exclusion(chosen: Sequence[EligibleContrast]) -> ContrastExclusion | None:
    """Why the study is in no pool: the first in the order of reasons of those that its contrasts have."""
    found = {item.pool_exclusion for item in chosen}
    return next((reason for reason in ContrastExclusion if reason in found), None)


def shared_direction(usable: Sequence[EligibleContrast]) -> HigherIs | None:
    """Which way all of these scores or counts are better: lower where scales differ; None where one does not say."""
    printed = {item.contrast.ozone.scale_direction for item in usable if item.contrast.ozone}
    if None in printed or not printed:
        return None
    return HigherIs.BETTER if printed == {HigherIs.BETTER} else HigherIs.WORSE


def _is_turned(usable: EligibleContrast, better_is: HigherIs | None) -> bool:
    """Whether a scale runs against the direction of its answer, so that it is turned round before it joins."""
    result = usable.contrast.ozone
    printed = result.scale_direction if result else None
    return None not in (better_is, printed) and printed is not better_is


def _line(group: Sequence[EligibleContrast], measure: Measure, better_is: HigherIs | None) -> ContrastEffect:
    first = group[0]
    turned = measure is Measure.SMD and _is_turned(first, better_is)
    if len(group) == 1:
        effect = _effect(measure, first.ozone, first.comparator, turned=turned)
        line = _with_marks(ContrastEffect((first.contrast,), first.ozone, first.comparator, effect), group)
        return _with_usual_spread(line, measure, turned=turned)
    ozone = combine_side({item.contrast.pair.ozone.id: item.ozone for item in group})
    comparator = combine_side({item.contrast.pair.comparator.id: item.comparator for item in group})
    effect = _effect(measure, ozone, comparator, turned=turned)
    line = ContrastEffect(tuple(item.contrast for item in group), ozone, comparator, effect, (COMBINED,))
    return _with_usual_spread(_with_marks(line, group), measure, turned=turned)


def _with_marks(line: ContrastEffect, group: Sequence[EligibleContrast]) -> ContrastEffect:
    return line._replace(
        assumptions=tuple(dict.fromkeys(mark for item in group for mark in item.assumptions)),
        cautions=tuple(dict.fromkeys(mark for item in group for mark in item.cautions)),
        is_derived=any(item.is_derived for item in group),
        change_difference=change_difference(group),
    )


def _with_usual_spread(line: ContrastEffect, measure: Measure, *, turned: bool) -> ContrastEffect:
    """The line with the effect that it would have if its small spreads were as usual."""
    if Caution.SMALL_SPREAD not in line.cautions or line.first.ozone is None:
        return line
    length = shown_length(line.first.ozone)
    sides = [with_usual_spread(arm, length) for arm in (line.ozone, line.comparator)]
    return line._replace(usual_spread_effect=_effect(measure, *sides, turned=turned))


def _effect(measure: Measure, ozone: ArmValue, comparator: ArmValue, *, turned: bool) -> EffectSize:
    if isinstance(ozone.value, Counts) and isinstance(comparator.value, Counts):
        if measure is Measure.OR:
            return peto_odds_ratio((ozone.value, comparator.value))
        return risk_ratio(ozone.value, comparator.value)
    assert isinstance(ozone.value, Means) and isinstance(comparator.value, Means)  # noqa: S101, PT018 - one kind per contrast
    if measure is Measure.MD:
        return mean_difference(ozone.value, comparator.value)
    sides = [replace(side, mean=-side.mean) if turned else side for side in (ozone.value, comparator.value)]
    return hedges_g(*sides)


def study_effect(lines: Sequence[ContrastEffect]) -> EffectSize:
    """The study's own effect; of several lines their common-effect estimate, so that the study counts once."""
    if len(lines) == 1 or lines[0].first.part:
        return lines[0].effect
    pooled = common_effect([line.effect for line in lines])
    rule = "common-effect estimate of the study's strata, so that it counts once"
    return EffectSize(pooled.measure, pooled.estimate, pooled.se**2, rule)
