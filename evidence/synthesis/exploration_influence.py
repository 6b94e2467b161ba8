"""Influence of each study on the pool of a finding: what changes without it, and how far it is from the others."""

from dataclasses import dataclass

from evidence.statistics.influence import BaujatPoint, Influence, baujat, influence
from evidence.synthesis.alternatives import pools_effects
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from studies.numerics.errors import StatisticsError


@dataclass(frozen=True, slots=True)
class StudyInfluence:
    """The diagnostics of one study, with its place in the plot of Baujat."""

    study: str
    diagnostics: Influence
    baujat: BaujatPoint


@dataclass(frozen=True, slots=True)
class InfluenceExploration:
    """Every study of a pool; without any, ``reason`` says why."""

    studies: tuple[StudyInfluence, ...]
    reason: str = ""

    @property
    def influential(self) -> tuple[str, ...]:
        """The studies that pass a conventional bound (Viechtbauer and Cheung 2010, section 3)."""
        return tuple(item.study for item in self.studies if item.diagnostics.is_influential)


def explore_influence(answer: Answer) -> InfluenceExploration:
    """Influence in a pool of effects; by tables there is none, nor of fewer studies than are pooled."""
    if answer.k < MIN_STUDIES_TO_POOL:
        return InfluenceExploration((), f"Nothing is pooled here: a pool needs {MIN_STUDIES_TO_POOL} studies.")
    if not pools_effects(answer):
        return InfluenceExploration((), "The pool is of counts, not of effects, so that influence has no scale.")
    effects = [entry.effect for entry in answer.entries]
    try:
        rows = zip(answer.entries, influence(effects), baujat(effects), strict=True)
        return InfluenceExploration(tuple(StudyInfluence(entry.study.label, one, at) for entry, one, at in rows))
    except StatisticsError as refusal:
        return InfluenceExploration((), str(refusal))
