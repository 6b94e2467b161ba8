"""The record of a study with everything that its page shows, read at once.

A record that several rows point at, an arm or an instrument, is read once and is the same object in each of them. Rows
of one study are ordered by their numbers: the order of their table sorts by the study first, which costs a join.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet

from studies.curation.risk_of_bias.finished_assessments import finished_assessments
from studies.models import (
    AdverseEvent,
    Arm,
    Claim,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
    Verification,
)


def study_with_rows(study: Study) -> Study:
    """The same record, whose rows point at shared arms and instruments; of ``studies_to_show``."""
    arms = {arm.pk: arm for arm in study.arms.all()}
    measures = OutcomeMeasure.objects.in_bulk()
    for measure in measures.values():
        measure.complement_of = measures.get(measure.complement_of_id or 0)
    for row in (*study.adverse_events.all(), *study.queries.all()):
        if row.arm_id in arms:
            row.arm = arms[row.arm_id]
    rows = (study.reported_contrasts, study.queries, study.reported_pools)
    for measured in (*results_of(arms.values()), *(row for of_kind in rows for row in of_kind.all())):
        if measured.measure_id:
            measured.measure = measures[measured.measure_id]
    return study


def studies_to_show(person: User | None) -> QuerySet[Study]:
    """Visible studies with everything that their pages read; other studies only where readers can see them.

    Who is assessing the risk of bias of a study sees nobody else's assessment of it.
    """
    visible = Study.objects.visible()
    # What a page shows is kept: a password, be it in secret form, is no part of it.
    shown = visible.select_related("condition", "signed_off_by").defer("signed_off_by__password")
    by_number = (
        ("adverse_events", AdverseEvent.objects),
        ("reported_contrasts", ReportedContrast.objects),
        ("queries", DataQuery.objects),
        ("reported_pools", ReportedPool.objects.select_related("condition")),
        ("trial_rows", ReviewTrialRow.objects),
        ("inclusions", ReviewInclusion.objects.select_related("study")),
        ("risks_of_bias", _printed_by(visible)),
        ("arms", Arm.objects.select_related("condition")),
        ("arms__results", OutcomeResult.objects),
        ("queries__replies", QueryReply.objects.select_related("by").defer("by__password")),
    )
    return shown.prefetch_related(
        "secondary_conditions",
        "publications",
        *(Prefetch(name, rows.order_by("pk")) for name, rows in by_number),
        "arms__components",
        Prefetch("verifications", Verification.objects.select_related("by").defer("by__password").order_by("at", "pk")),
        Prefetch("bias_assessments", finished_assessments(person)),
        Prefetch("included_in", ReviewInclusion.objects.filter(review__in=visible).select_related("review")),
        Prefetch("claims", Claim.objects.select_related("source")),
    )


def results_of(arms: Iterable[Arm]) -> list[OutcomeResult]:
    """Every result of some arms."""
    return [result for arm in arms for result in arm.results.all()]


def _printed_by(visible: QuerySet[Study]) -> QuerySet[RiskOfBias]:
    """Judgements without a review, or of a review that readers can see."""
    judgements = RiskOfBias.objects.select_related("judged_by", "result__measure")
    return judgements.filter(Q(judged_by__isnull=True) | Q(judged_by__in=visible))
