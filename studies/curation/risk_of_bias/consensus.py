"""Two assessors of one scope: whose assessments stand side by side, and the consensus that is written from them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from studies.choices import EffectOfInterest
from studies.curation.risk_of_bias.assessment_state import judgements_of, proposed_levels
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer, Study
from studies.page_access import name_of
from studies.reported.risk_of_bias_views import counted_assessments, differing_domains, effect_of
from studies.revisions.reasons import save_all_with_reason, save_with_reason
from studies.revisions.record_change import ActionRefusedError

# Two people assess; what they agree on is written once both have finished.
ASSESSORS = 2
LONGEST_SUPPORT = 4000


def scope_of(assessment: BiasAssessment) -> tuple[int | None, float | None, EffectOfInterest]:
    """What an assessment of a study is of: its outcome (a number), its time, the effect of interest."""
    return assessment.measure_id, assessment.weeks, effect_of(assessment.effect_of_interest)


def sides_of(assessment: BiasAssessment) -> list[BiasAssessment]:
    """The latest finished assessment of each person with the scope and instrument of this one, the earliest first.

    The consensus itself is none of them.
    """
    rows = of_single_people(assessment).filter(finished_at__isnull=False)
    rows = rows.select_related("assessed_by").prefetch_related("answers", "judgements")
    return counted_assessments(rows.order_by("-finished_at", "-pk"))[::-1]


def of_single_people(assessment: BiasAssessment) -> QuerySet[BiasAssessment]:
    """Every assessment with the scope and instrument of this one that is no consensus."""
    return BiasAssessment.objects.filter(
        study=assessment.study_id,
        tool=assessment.tool,
        version=assessment.version,
        measure=assessment.measure_id,
        weeks=assessment.weeks,
        is_consensus=False,
    )


def differing_judgements(sides: Sequence[BiasAssessment]) -> list[str]:
    """The domains, and "overall", in which assessments of one scope differ."""
    given = [{row.domain: row.judgement for row in side.judgements.all()} for side in sides]
    return differing_domains([side.tool for side in sides], given)


@transaction.atomic
def start_consensus(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Start the consensus on the scope of an assessment, with the answers and judgements that people gave alike.

    Raises ``ActionRefusedError`` while fewer than two people have finished, and where somebody is already at it.
    """
    Study.objects.select_for_update().get(pk=assessment.study_id)
    sides = sides_of(assessment)
    if len(sides) < ASSESSORS:
        raise ActionRefusedError("A consensus needs two people’s finished assessments with the same tool.")
    if BiasAssessment.objects.visible_to(by).filter(pk__in=[side.pk for side in sides]).count() < len(sides):
        raise ActionRefusedError("Finish or discard your own assessment of this study first.")
    consensus = BiasAssessment(
        study=assessment.study,
        tool=assessment.tool,
        version=assessment.version,
        measure=assessment.measure,
        weeks=assessment.weeks,
        effect_of_interest=assessment.effect_of_interest,
        is_consensus=True,
        assessed_by=by,
        started_at=now,
    )
    refuse_second_consensus(consensus)
    save_with_reason(consensus, reason=f"Started from assessments {join_numbers(sides)}", by=by)
    _copy_answers(consensus, sides, by)
    _copy_judgements(consensus, sides, by)
    return consensus


def refuse_second_consensus(consensus: BiasAssessment) -> None:
    """Raise ``ActionRefusedError`` where the consensus of the same scope is being written."""
    others = BiasAssessment.objects.filter(
        study=consensus.study, measure=consensus.measure, weeks=consensus.weeks, is_consensus=True, finished_at=None
    )
    for other in others.select_related("assessed_by"):
        if scope_of(other) == scope_of(consensus):
            raise ActionRefusedError(f"{name_of(other.assessed_by)} has begun to write the consensus.")


def join_numbers(sides: Iterable[BiasAssessment]) -> str:
    """The numbers of assessments in a sentence of the history."""
    return " and ".join(str(side.pk) for side in sides)


def _copy_answers(consensus: BiasAssessment, sides: Sequence[BiasAssessment], by: User) -> None:
    alike = []
    first, *others = ({row.question: row for row in side.answers.all()} for side in sides)
    for number, row in first.items():
        same = [each[number] for each in others if number in each and each[number].answer == row.answer]
        if len(same) == len(others):
            support = _joined_support([row.support, *(each.support for each in same)])
            alike.append(SignallingAnswer(assessment=consensus, question=number, answer=row.answer, support=support))
    save_all_with_reason(alike, (), reason="Answered alike", by=by)


def _joined_support(supports: Iterable[str]) -> str:
    """The words of the source that people quoted, each once; only the first's where all are too long to save."""
    different = list(dict.fromkeys(filter(None, supports)))
    joined = "\n".join(different)
    return joined if len(joined) <= LONGEST_SUPPORT else different[0]


def _copy_judgements(consensus: BiasAssessment, sides: Sequence[BiasAssessment], by: User) -> None:
    """Judgements made alike that the answers made alike propose too; the others are written by people."""
    differing, alike = differing_judgements(sides), judgements_of(sides[0])
    proposed = proposed_levels(consensus)
    judged = [
        BiasJudgement(assessment=consensus, domain=key, proposed=level.value, judgement=level.value)
        for key, level in alike.items()
        if key not in differing and proposed.get(key) == level
    ]
    save_all_with_reason(judged, (), reason="Judged alike", by=by)
