"""Trials, questions and answers for tests of the rules, from the plain rows of ``tests.rows``."""

from collections.abc import Iterable
from typing import Any

from evidence.synthesis.answers import Answer, Synthesis, synthesise
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import EligibleContrast, assess, judge_evidence
from evidence.synthesis.options import DEFAULT, PoolingOptions
from studies.choices import BiasLevel, Tool
from studies.reported.arm_figures import with_arm_figures
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.query_row import QueryRow
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, ResultRow, StudyRow
from tests import rows
from tests.rows import VAS, a_count, a_score, a_study, an_arm


def a_contrast(ozone: ArmRow, comparator: ArmRow, measure: MeasureRow = VAS, **values: Any) -> ContrastRow:
    """What a trial printed of two arms: a direction in favour of ozone at 4 weeks."""
    plain = {"printed_form": "direction-only", "direction": "favours-ozone"}
    return rows.a_contrast(ozone, comparator, measure, **plain | values)


def a_judged_study(level: BiasLevel = BiasLevel.LOW, **values: Any) -> StudyRow:
    """A randomised trial whose risk of bias was judged as a whole."""
    return a_study(bias=(BiasView(1, Tool.ROB_2, "", None, (("overall", level),)),), **values)


def two_arms(*against: str, in_both: Iterable[str] = (), study: StudyRow | None = None, **values: Any) -> list[ArmRow]:
    """An ozone arm and its comparator (sham by default) of one study, alike in everything given."""
    study = study or a_study()
    both = tuple(in_both)
    other = (*against, *both) or ("sham",)
    return [an_arm("ozone", *both, study=study, **values), an_arm(*other, study=study, **values)]


def pain_trial(
    ozone: float = 3, comparator: float = 4, *, arms: list[ArmRow] | None = None, **values: Any
) -> list[ResultRow]:
    """Pain (or another score) in two arms of one trial, by their means."""
    first, second = arms or two_arms()
    return [a_score(first, mean=ozone, **values), a_score(second, mean=comparator, **values)]


def success_trial(
    ozone: int = 12, comparator: int = 8, *, arms: list[ArmRow] | None = None, **values: Any
) -> list[ResultRow]:
    """Success (or another count) in two arms of one trial, by their events."""
    first, second = arms or two_arms()
    return [a_count(first, events=ozone, **values), a_count(second, events=comparator, **values)]


def evidence_of(
    *trials: Iterable[ResultRow],
    reported: Iterable[ContrastRow] = (),
    queries: Iterable[QueryRow] = (),
    arms: Iterable[ArmRow] = (),
) -> Evidence:
    """All results together, with their arms and those given in addition."""
    results = tuple(with_arm_figures(result for trial in trials for result in trial))
    found = {arm.id: arm for arm in (*(result.arm for result in results), *arms)}
    return Evidence(tuple(found.values()), results, tuple(reported), tuple(queries))


def synthesis_of(*trials: Iterable[ResultRow], options: PoolingOptions = DEFAULT, **more: Any) -> Synthesis:
    """Everything answered."""
    evidence = evidence_of(*trials, **more)
    return synthesise(judge_evidence(evidence), options)


def answers_of(*trials: Iterable[ResultRow], **more: Any) -> tuple[Answer, ...]:
    """All answers, in reading order."""
    return synthesis_of(*trials, **more).answers


def answer_of(*trials: Iterable[ResultRow], **more: Any) -> Answer:
    """The one answer to the one question that all of it asks."""
    (only,) = answers_of(*trials, **more)
    return only


def contrasts_of(*trials: Iterable[ResultRow], **more: Any) -> list[Contrast]:
    """Every contrast of which something was printed."""
    return [item for item in contrasts(evidence_of(*trials, **more)) if isinstance(item, Contrast)]


def contrast_of(*trials: Iterable[ResultRow], **more: Any) -> Contrast:
    """The one contrast there is."""
    (only,) = contrasts_of(*trials, **more)
    return only


def usable_of(*trials: Iterable[ResultRow], **more: Any) -> EligibleContrast:
    """The one contrast, judged usable."""
    judged = assess(contrast_of(*trials, **more), by_study(more.get("queries", ())))
    assert isinstance(judged, EligibleContrast), judged
    return judged
