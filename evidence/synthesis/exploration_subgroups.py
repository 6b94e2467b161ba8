"""Subgroups of a finding: its studies by a characteristic, and whether the effect differs between the groups.

Only the test between groups answers the question; that one group's interval excludes no difference and another's does
not is no evidence (Handbook 10.11.3). Every comparison between groups is observational, also where studies are trials.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.pooling import IntervalMethod
from evidence.statistics.regression import ModeratorTest
from evidence.statistics.subgroups import common_tau2_subgroups, separate_subgroups
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import pool
from evidence.synthesis.study_covariates import Characteristic, Unknown, characteristics
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.errors import StatisticsError

NO_STUDY_IN_A_GROUP = "No study is in a group."


@dataclass(frozen=True, slots=True)
class ExploredGroup:
    """The studies of one group, and their effect on the reader's scale.

    One study has its own effect, three have a pool; of two there is no single figure, and of a group whose
    figures no estimator answers for neither.
    """

    label: str
    studies: tuple[str, ...]
    people: int | None
    estimate: float | None
    interval: Interval | None
    tau2: float | None
    i2: float | None


@dataclass(frozen=True, slots=True)
class SubgroupExploration:
    """The groups by one characteristic, and the tests between them, or ``reason``: why there is none.

    ``common_tau2`` is the test of groups that share one variance between studies (F), ``separate_tau2`` that of groups
    with one each (Q between). ``without_value`` holds the studies that are in no group, by why they are in none.
    """

    key: str
    label: str
    groups: tuple[ExploredGroup, ...]
    without_value: tuple[tuple[Unknown, tuple[str, ...]], ...]
    common_tau2: ModeratorTest | None
    separate_tau2: ModeratorTest | None
    reason: str


def explore_subgroups(answer: Answer, condition_names: Mapping[str, str]) -> tuple[SubgroupExploration, ...]:
    """The studies of an answer by each characteristic."""
    return tuple(_by(answer, characteristic) for characteristic in characteristics(condition_names.items()))


def _by(answer: Answer, characteristic: Characteristic) -> SubgroupExploration:
    grouped: dict[str, list[StudyEffect]] = {}
    missing: dict[Unknown, list[str]] = {}
    for entry in answer.entries:
        value = characteristic.value(entry)
        if isinstance(value, Unknown):
            missing.setdefault(value, []).append(entry.study.label)
        else:
            grouped.setdefault(value, []).append(entry)
    groups = sorted(grouped.items(), key=lambda item: characteristic.place(item[0]))
    common, separate, reason = _tests(groups)
    return SubgroupExploration(
        key=characteristic.key,
        label=characteristic.label,
        groups=tuple(_group(label, entries, answer.measure) for label, entries in groups),
        without_value=tuple((why, tuple(labels)) for why, labels in missing.items()),
        common_tau2=common,
        separate_tau2=separate,
        reason=reason,
    )


def _group(label: str, entries: Sequence[StudyEffect], measure: Measure | None) -> ExploredGroup:
    sizes = [entry.n for entry in entries]
    people = None if None in sizes else sum(size for size in sizes if size is not None)
    names = tuple(entry.study.label for entry in entries)
    if len(entries) == 1:
        estimate, own_interval = _own_effect(entries[0])
        return ExploredGroup(label, names, people, estimate, own_interval, None, None)
    pooled = pool(entries, measure)
    if pooled is None:
        return ExploredGroup(label, names, people, None, None, None, None)
    interval, i2 = pooled.reader_interval(), pooled.heterogeneity.i2
    return ExploredGroup(label, names, people, pooled.reader(), interval, pooled.heterogeneity.tau2, i2)


def _own_effect(entry: StudyEffect) -> tuple[float, Interval] | tuple[None, None]:
    """One study's effect with its interval; neither where its limits cannot be written down."""
    try:
        return entry.effect.reader(), entry.effect.reader_interval()
    except StatisticsError:
        return None, None


def _tests(
    groups: Sequence[tuple[str, Sequence[StudyEffect]]],
) -> tuple[ModeratorTest | None, ModeratorTest | None, str]:
    """Both tests between groups, or why there is none."""
    if not groups:
        return None, None, NO_STUDY_IN_A_GROUP
    labels = [label for label, entries in groups for _ in entries]
    effects = [entry.effect for _, entries in groups for entry in entries]
    try:
        # Q between is of normal theory (Borenstein and Higgins 2013): each group weighs by its plain standard error.
        separate = separate_subgroups(effects, labels, interval=IntervalMethod.WALD)
        if separate.between is None:
            return None, None, separate.reason
        return common_tau2_subgroups(effects, labels).between, separate.between, ""
    except StatisticsError as refusal:
        return None, None, str(refusal)
