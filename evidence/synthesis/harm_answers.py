"""Harm with ozone against harm without: each trial's counts, and from three trials on what they say together.

Counts of harm are pooled as all counts are, by the same rules and with the same people counted once. Nothing is summed
over trials as if they were one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.exact_odds_ratio import ExactOddsRatio
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.rare_events import informative
from evidence.synthesis.counts import counted_for
from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.event_facts import exact_odds_ratio_of
from evidence.synthesis.harm_contrasts import SERIOUS_HARM, HarmContrast, HarmQuestion, harm_contrasts
from evidence.synthesis.pool_choice import pool
from evidence.synthesis.shared_arms import combine_side, sharing_people
from evidence.synthesis.study_effects import StudyEffect, build_study_effect, effect_measure
from studies.choices import Allocation
from studies.numerics.arm_values import Counts
from studies.reported.rows import HarmRow, StudyRow


@dataclass(frozen=True, slots=True)
class HarmTrial:
    """One study's people with one kind of harm, each counted once: a table for each group of arms that share none.

    ``entry`` is None where no one had it on either side, and where arms are not of different people. ``unknown`` are
    pairs of arms of which the number of people is known within bounds only. ``same_people_as`` names a study that may
    have the same people and is counted instead.
    """

    study: StudyRow
    tables: tuple[Table, ...]
    entry: StudyEffect | None
    unknown: tuple[HarmContrast, ...] = ()
    same_people_as: str = ""

    @property
    def is_parallel(self) -> bool:
        """Whether each person was allocated to one arm: else counts of two arms are not those of different people."""
        return self.study.allocation is Allocation.PARALLEL

    @property
    def people(self) -> int:
        """People treated on both sides."""
        return round(sum(arm.n for table in self.tables for arm in table))


@dataclass(frozen=True, slots=True)
class HarmAnswer:
    """One kind of harm in one comparison. ``exact`` goes with a pool in which no one on one side had it."""

    question: HarmQuestion
    title: str
    trials: tuple[HarmTrial, ...]
    pooled: PooledEstimate | None
    exact: ExactOddsRatio | None


def asked_of_harm(rows: Iterable[HarmRow]) -> list[tuple[HarmQuestion, Sequence[HarmContrast]]]:
    """What compares harm with ozone with harm without it in the same trial, by question, in reading order.

    ``answer_harm`` answers each: a page shows few of them.
    """
    by_question: dict[HarmQuestion, list[HarmContrast]] = {}
    for item in harm_contrasts(rows):
        by_question.setdefault(item.question, []).append(item)
    asked = [each for each in by_question.items() if not _repeats_serious_harm(*each, by_question)]
    return sorted(asked, key=lambda each: each[0].order)


def _repeats_serious_harm(
    question: HarmQuestion, items: Sequence[HarmContrast], by_question: dict[HarmQuestion, list[HarmContrast]]
) -> bool:
    """Whether a named event is all the serious harm that its trials counted: serious harm then covers it."""
    if question.kind == SERIOUS_HARM:
        return False
    serious = {item.pair.arms: item for item in by_question.get(question._replace(kind=SERIOUS_HARM), [])}
    return all(item.is_same_people(serious.get(item.pair.arms)) for item in items)


def answer_harm(question: HarmQuestion, items: Sequence[HarmContrast]) -> HarmAnswer:
    """The answer to one question of harm from everything that asks it."""
    trials = _once_per_cohort(_trials(items))
    entries = [trial.entry for trial in trials if trial.entry and not trial.same_people_as]
    pooled = pool(entries, entries[0].effect.measure) if entries else None
    return HarmAnswer(question, items[0].title, trials, pooled, exact_odds_ratio_of(entries) if pooled else None)


def _trials(items: Sequence[HarmContrast]) -> list[HarmTrial]:
    """The trials of one question, with their effects by the one measure that suits all of their tables."""
    by_study: dict[int, list[HarmContrast]] = {}
    for item in items:
        by_study.setdefault(item.pair.ozone.study.id, []).append(item)
    groups = {study: _groups(of_study) for study, of_study in by_study.items()}
    by_trial = {study: _informative(of_study) for study, of_study in groups.items()}
    every = [item for of_study in by_trial.values() for item in of_study]
    measure = effect_measure(every) if every else Measure.RR
    return [
        HarmTrial(
            study=of_study[0].pair.ozone.study,
            tables=tuple(_table(group) for group in groups[study]),
            entry=build_study_effect(by_trial[study], measure) if by_trial[study] else None,
            unknown=tuple(item for item in of_study if not item.is_exact),
        )
        for study, of_study in by_study.items()
    ]


def _groups(items: Sequence[HarmContrast]) -> list[list[EligibleContrast]]:
    """Pairs of arms by the people they share."""
    exact = [item.as_eligible() for item in items if item.is_exact]
    return sharing_people(exact) if exact else []


def _informative(groups: Iterable[Sequence[EligibleContrast]]) -> list[EligibleContrast]:
    """Those in which some people had the harm, and not all: the others say nothing about a ratio.

    Where people were allocated in clusters, or to both arms, the counts alone give no standard error.
    """
    items = [item for group in groups if informative([_table(group)]) for item in group]
    return [item for item in items if item.contrast.pair.ozone.study.allocation is Allocation.PARALLEL]


def _table(group: Sequence[EligibleContrast]) -> Table:
    """The people of both sides, each once."""
    arms = [(item.contrast.pair, *item.arms) for item in group if item.arms]
    ozone = combine_side({pair.ozone.id: value for pair, value, _ in arms}).value
    comparator = combine_side({pair.comparator.id: value for pair, _, value in arms}).value
    assert isinstance(ozone, Counts) and isinstance(comparator, Counts)  # noqa: S101, PT018 - harms are counts
    return ozone, comparator


def _once_per_cohort(trials: Sequence[HarmTrial]) -> tuple[HarmTrial, ...]:
    """Of trials that may share patients the largest is counted; the others are listed with its name."""
    counted = counted_for([trial.study for trial in trials], {trial.study.id: trial.people for trial in trials})
    return tuple(replace(trial, same_people_as=_other_name(trial.study, counted[trial.study.id])) for trial in trials)


def _other_name(study: StudyRow, counted: StudyRow) -> str:
    return "" if counted.id == study.id else counted.label
