"""Where the trials of a published review stand in an answer here: each at one place, the first that applies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.synthesis.answers import Answer
from studies.choices import ROUTE_GROUPS, LabelledEnum
from studies.reported.pairing import ArmPair, arm_pairs, arms_by_study
from studies.reported.rows import ArmRow


class TrialPlace(LabelledEnum):
    """Where a trial stands in an answer. The label says what follows for it, after its name or number."""

    IN_ANSWER = "in-answer", "in the answer here"
    # It asks the question of the answer, and is not in it.
    LEFT_OUT = "left-out", "left out here"
    OTHER_CONDITION = "other-condition", "of another condition"
    OTHER_DESIGN = "other-design", "of another design"
    OTHER_COMPARISON = "other-comparison", "of another comparison"
    OTHER_ROUTE = "other-route", "by another route"
    NO_RESULT = "no-result", "without a result of this outcome and time in the text read"


class PlacedTrial(NamedTuple):
    """A trial (the id of its study) and its place. ``details`` say which reason, comparison or route it is."""

    study: int
    place: TrialPlace
    details: tuple[str, ...] = ()


def pairs_by_study(arms: Iterable[ArmRow]) -> dict[int, list[ArmPair]]:
    """The pairs of arms of each study (by id) that compare ozone with something."""
    return {study_arms[0].study.id: arm_pairs(study_arms) for study_arms in arms_by_study(arms).values()}


def place_trial(study: int, answer: Answer, pairs: Mapping[int, Sequence[ArmPair]]) -> PlacedTrial:
    """The place of a trial. ``pairs`` are those of the studies of the condition of the answer."""
    if any(entry.study.id == study for entry in answer.entries):
        return PlacedTrial(study, TrialPlace.IN_ANSWER)
    reasons = _reasons(study, answer)
    if reasons:
        return PlacedTrial(study, TrialPlace.LEFT_OUT, reasons)
    if study not in pairs:
        return PlacedTrial(study, TrialPlace.OTHER_CONDITION)
    return _place_elsewhere(study, answer, pairs[study])


def _reasons(study: int, answer: Answer) -> tuple[str, ...]:
    """Why a trial that asks the question is not in the answer."""
    beside = [entry.pool_exclusion for entry in answer.unpooled if entry.study.id == study]
    left_out = [item.reason for item in answer.left_out if item.study.id == study]
    return tuple(dict.fromkeys(reason.label for reason in (*beside, *left_out) if reason))


def _place_elsewhere(study: int, answer: Answer, pairs: Sequence[ArmPair]) -> PlacedTrial:
    question = answer.question
    design = [pair for pair in pairs if pair.ozone.study.is_randomised is question.randomised]
    if not design:
        return PlacedTrial(study, TrialPlace.OTHER_DESIGN, _unique(pair.ozone.study.design_label for pair in pairs))
    comparison = [
        pair
        for pair in design
        if (pair.compared.comparison, pair.compared.base) == (question.comparison, question.base)
    ]
    if not comparison:
        return PlacedTrial(study, TrialPlace.OTHER_COMPARISON, _unique(pair.compared.label for pair in design))
    routes = [ROUTE_GROUPS[pair.ozone.route] for pair in comparison]
    if question.route is not None and question.route not in routes:
        return PlacedTrial(study, TrialPlace.OTHER_ROUTE, _unique(route.label for route in routes))
    return PlacedTrial(study, TrialPlace.NO_RESULT)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
