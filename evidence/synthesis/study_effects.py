"""What one study puts into an answer: each of its people once.

A study enters as *lines*: a line is an ozone side and a comparator side that share no person with another line. Arms
that share a comparator (or an ozone arm) are combined into one side; strata stay separate lines, and the study's
effect is then their common-effect estimate.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.pooling import common_effect
from evidence.statistics.rare_events import ratio_of_events
from evidence.synthesis.allocation_effects import (
    effect_of_arms,
    effect_of_difference,
    effective_table,
    measure_of,
    people_of,
)
from evidence.synthesis.baseline_changes import ChangeDifference, change_difference
from evidence.synthesis.counts import counted_for
from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.shared_arms import COMBINED, combine_side, sharing_people
from evidence.synthesis.small_spreads import with_usual_spread
from studies.choices import HigherIs, ResultKind
from studies.numerics.arm_values import Counts, Means
from studies.reported.assumptions import Assumption, Caution
from studies.reported.before_treatment import differed_before
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.printed_differences import PrintedDifference
from studies.reported.query_row import QueryRow
from studies.reported.rescaling import shown_length
from studies.reported.rows import ArmRow, StudyRow
from studies.reported.spread_recovery import ArmValue

_EXCLUSIONS = list(ContrastExclusion)


class ContrastEffect(NamedTuple):
    """Two sides of one study at one time, with the effect that follows. Each of ``chosen`` gives an arm of a side.

    Where the trial's own difference gave the effect, ``printed`` replaces both sides.
    """

    chosen: tuple[EligibleContrast, ...]
    ozone: ArmValue | None
    comparator: ArmValue | None
    effect: EffectSize
    notes: tuple[str, ...] = ()
    # With a quarter of the scale in place of an unusually small spread.
    usual_spread_effect: EffectSize | None = None

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """The contrasts that it is made of."""
        return tuple([item.contrast for item in self.chosen])

    @property
    def printed(self) -> PrintedDifference | None:
        """The trial's own difference, where that gave the effect."""
        return self.chosen[0].printed

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What its figures rest on besides what is printed, each once."""
        return tuple(dict.fromkeys(mark for item in self.chosen for mark in item.assumptions))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions that go with its figures, each once."""
        return tuple(dict.fromkeys(mark for item in self.chosen for mark in item.cautions))

    @property
    def is_derived(self) -> bool:
        """Whether some value is not as printed."""
        return any(item.is_derived for item in self.chosen)

    @property
    def change_difference(self) -> ChangeDifference | None:
        """The difference of the changes, where the arms differed before treatment."""
        return change_difference(self.chosen)

    @property
    def first(self) -> Contrast:
        """The contrast that represents the line: its first."""
        return self.chosen[0].contrast

    @property
    def arm(self) -> ArmRow:
        """The ozone arm that represents the line."""
        return self.first.pair.ozone

    @property
    def n(self) -> int | None:
        """People on both sides, in both once; None where a side's size is not printed."""
        if self.printed:
            return self.printed.n
        ozone, comparator = self.ozone.n if self.ozone else None, self.comparator.n if self.comparator else None
        return people_of(self.arm.study, ozone, comparator)

    @property
    def counts(self) -> Table | None:
        """The counts of both sides as printed; None for scores, and where the trial's own ratio is used."""
        ozone, comparator = self._values
        return (ozone, comparator) if isinstance(ozone, Counts) and isinstance(comparator, Counts) else None

    @property
    def table(self) -> Table | None:
        """The counts of both sides as a pool of tables takes them: for clusters as of independent people."""
        counts = self.counts
        return effective_table(self.arm.study, counts) if counts else None

    @property
    def means(self) -> tuple[Means, Means] | None:
        """The means of both sides; None for counts, and where the trial's own difference is used."""
        ozone, comparator = self._values
        return (ozone, comparator) if isinstance(ozone, Means) and isinstance(comparator, Means) else None

    @property
    def _values(self) -> tuple[Counts | Means | None, Counts | Means | None]:
        return self.ozone.value if self.ozone else None, self.comparator.value if self.comparator else None

    @property
    def rules(self) -> tuple[str, ...]:
        """How its values came from what was printed, each rule once."""
        of_arms = (rule for side in (self.ozone, self.comparator) if side for rule in side.rules)
        of_difference = self.printed.rules if self.printed else ()
        return tuple(dict.fromkeys((*of_arms, *of_difference, *self.notes)))


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
        """What its figures rest on besides what is printed, each once."""
        return tuple(dict.fromkeys(mark for line in self.lines for mark in line.assumptions))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions that go with its figures, each once."""
        return tuple(dict.fromkeys(mark for line in self.lines for mark in line.cautions))

    @property
    def is_derived(self) -> bool:
        """Whether some value is not as printed."""
        return any(line.is_derived for line in self.lines)

    @property
    def differed_before(self) -> bool:
        """Whether arms of it differed before treatment."""
        return any(differed_before(item.contrast) for line in self.lines for item in line.chosen)

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
        return _ratio_measure(usable)
    return Measure.MD if len({item.scale_key for item in usable}) == 1 else Measure.SMD


def _ratio_measure(usable: Sequence[EligibleContrast]) -> Measure:
    """Risk ratio where some trial's own ratio is used; an odds or a hazard ratio where nothing else is printed."""
    if not any(item.printed for item in usable):
        arms = [(item.ozone.value, item.comparator.value) for item in usable if item.ozone and item.comparator]
        return ratio_of_events([(a, b) for a, b in arms if isinstance(a, Counts) and isinstance(b, Counts)])
    printed = {measure_of(item.printed) if item.printed else Measure.RR for item in usable}
    return printed.pop() if len(printed) == 1 else Measure.RR


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
    found = [item.pool_exclusion for item in chosen if item.pool_exclusion]
    return min(found, key=_EXCLUSIONS.index, default=None)


def shared_direction(usable: Sequence[EligibleContrast]) -> HigherIs | None:
    """Which way all of these scores or counts are better: lower where scales differ; None where one does not say."""
    printed = {item.scale_direction for item in usable}
    if None in printed or not printed:
        return None
    return HigherIs.BETTER if printed == {HigherIs.BETTER} else HigherIs.WORSE


def _is_turned(usable: EligibleContrast, better_is: HigherIs | None) -> bool:
    """Whether a scale runs against the direction of its answer, so that its sign is reversed before it joins."""
    return None not in (better_is, usable.scale_direction) and usable.scale_direction is not better_is


def _line(group: Sequence[EligibleContrast], measure: Measure, better_is: HigherIs | None) -> ContrastEffect:
    first = group[0]
    study = first.contrast.pair.ozone.study
    if first.printed:
        return ContrastEffect((first,), None, None, effect_of_difference(study, first.printed))
    turned = measure is Measure.SMD and _is_turned(first, better_is)
    arms = [(item.contrast.pair, *item.arms) for item in group if item.arms]
    ozone = combine_side({pair.ozone.id: value for pair, value, _ in arms})
    comparator = combine_side({pair.comparator.id: value for pair, _, value in arms})
    effect = _effect(study, measure, ozone, comparator, turned=turned)
    notes, usual = (COMBINED,) if len(group) > 1 else (), None
    if first.contrast.ozone and [item for item in group if item.has_small_spread]:
        length = shown_length(first.contrast.ozone)
        usual = _effect(study, measure, *(with_usual_spread(arm, length) for arm in (ozone, comparator)), turned=turned)
    return ContrastEffect(tuple(group), ozone, comparator, effect, notes, usual)


def _effect(study: StudyRow, measure: Measure, ozone: ArmValue, comparator: ArmValue, *, turned: bool) -> EffectSize:
    values = [side.value for side in (ozone, comparator)]
    sides = [replace(side, mean=-side.mean) if turned and isinstance(side, Means) else side for side in values]
    return effect_of_arms(study, measure, *sides)


def study_effect(lines: Sequence[ContrastEffect]) -> EffectSize:
    """The study's own effect; of several lines their common-effect estimate, so that the study counts once."""
    if len(lines) == 1 or lines[0].first.part:
        return lines[0].effect
    pooled = common_effect([line.effect for line in lines])
    rule = "common-effect estimate of the study's strata, so that it counts once"
    return EffectSize(pooled.measure, pooled.estimate, pooled.se**2, rule)


def without_shared_patients(entries: Sequence[StudyEffect]) -> tuple[list[StudyEffect], list[StudyEffect]]:
    """Of studies that may share patients the largest, else the latest, and the others, excluded for it."""
    of_cohorts = [entry for entry in entries if entry.study.cohort_group]
    if len(of_cohorts) < 2:
        return list(entries), []
    counted = counted_for([entry.study for entry in of_cohorts], {entry.study.id: entry.n for entry in of_cohorts})
    inside, others = [], []
    for entry in entries:
        study = counted.get(entry.study.id, entry.study)
        if study.id == entry.study.id:
            inside.append(entry)
        else:
            others.append(entry._replace(pool_exclusion=ContrastExclusion.MAY_SHARE_PATIENTS, detail=study.label))
    return inside, others
