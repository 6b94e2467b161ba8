"""The record of a study with everything that its page shows, read by few queries that are written once a process.

A record that several rows point at, an arm or an instrument, is read once and is the same object in each of them. Rows
of one study are ordered by their numbers: the order of their table sorts by the study first, which costs a join.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from studies.curation.risk_of_bias.finished_assessments import finished_assessments
from studies.models import (
    AdverseEvent,
    Arm,
    AuthorRequest,
    BiasAssessment,
    Claim,
    Condition,
    DataQuery,
    Extraction,
    NumberConfirmation,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    SourceMark,
    Study,
    Verification,
)
from studies.selectors.given_rows import give_rows, give_rows_of_each, rows_by
from studies.selectors.prepared_query import PreparedQuery


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """A study whose rows were read, other studies among them only where readers can see them.

    ``kinds`` are the kinds of rows that it has, those too that its page reads itself: "confirmations", "extractions",
    "author_requests", "marks". Its rows stand here, those without a name of their own in ``rows`` under the name by
    which the study has them: asked of the study they take longer.
    """

    study: Study
    kinds: frozenset[str]
    arms: Sequence[Arm]
    results: Sequence[OutcomeResult]
    contrasts: Sequence[ReportedContrast]
    harms: Sequence[AdverseEvent]
    queries: Sequence[DataQuery]
    pools: Sequence[ReportedPool]
    rows: Mapping[str, Sequence[Any]]


def read_record(slug: str, hidden_from: User | None = None) -> StudyRecord:
    """The visible study at an address; ``hidden_from`` assesses its risk of bias and sees nobody else's assessment.

    Raises ``Http404`` where there is none.
    """
    study = next(iter(_STUDY.records(slug)), None)
    if study is None:
        raise Http404("There is no such study.")
    kinds = frozenset(name for name in _KINDS if vars(study).pop(_HAS.format(name)))
    rows: dict[str, Sequence[Any]] = dict.fromkeys(_ROWS, ())
    rows |= {name: _ROWS[name].records(study.pk) for name in _ROWS if name in kinds}
    for name, of_kind in rows.items():
        give_rows(study, name, of_kind)
    arms, queries = rows["arms"], rows["queries"]
    results = _RESULTS.records(study.pk) if arms else []
    give_rows_of_each(arms, "results", rows_by("arm_id", results))
    received = rows_by("arm_id", _RECEIVED.records(study.pk) if arms else ())
    give_rows_of_each(arms, "components", {arm: [each.component for each in got] for arm, got in received.items()})
    give_rows_of_each(queries, "replies", rows_by("query_id", _REPLIES.records(study.pk) if "replies" in kinds else ()))
    if "bias_assessments" in kinds:
        prefetch_related_objects([study], Prefetch("bias_assessments", finished_assessments(hidden_from)))
    else:
        give_rows(study, "bias_assessments", ())
    contrasts, harms, pools = rows["reported_contrasts"], rows["adverse_events"], rows["reported_pools"]
    _share_arms(arms, (*harms, *queries))
    _share_measures([row for row in (*results, *contrasts, *queries, *pools) if row.measure_id])
    return StudyRecord(study, kinds, arms, results, contrasts, harms, queries, pools, rows)


def without_rows(study: Study) -> None:
    """Let a study that was read go without its rows, for a page that is kept: what it shows of them was prepared."""
    for record in (*study.arms.all(), *study.queries.all(), study):
        vars(record).pop("_prefetched_objects_cache", None)


def _verifications(study: Any) -> QuerySet[Verification]:
    of_study = Verification.objects.filter(study=study).select_related("by").defer("by__password")
    return of_study.order_by("at", "pk")


def _printed_judgements(study: Any) -> QuerySet[RiskOfBias]:
    """Judgements without a review, or of a review that readers can see."""
    judgements = RiskOfBias.objects.filter(study=study).select_related("judged_by", "result__measure")
    is_shown = Q(judged_by__isnull=True) | Q(judged_by__in=Study.objects.visible())
    return judgements.filter(is_shown).order_by("pk")


def _included_in(study: Any) -> QuerySet[ReviewInclusion]:
    inclusions = ReviewInclusion.objects.filter(study=study, review__in=Study.objects.visible())
    return inclusions.select_related("review")


def _replies(study: Any) -> QuerySet[QueryReply]:
    return QueryReply.objects.filter(query__study=study).select_related("by").defer("by__password").order_by("pk")


# By the name under which a study has them.
_QUERIES: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "secondary_conditions": lambda study: Condition.objects.filter(secondary_studies=study),
    "publications": lambda study: Publication.objects.filter(study=study),
    "adverse_events": lambda study: AdverseEvent.objects.filter(study=study).order_by("pk"),
    "reported_contrasts": lambda study: ReportedContrast.objects.filter(study=study).order_by("pk"),
    "queries": lambda study: DataQuery.objects.filter(study=study).order_by("pk"),
    "reported_pools": lambda study: (
        ReportedPool.objects.filter(review=study).select_related("condition").order_by("pk")
    ),
    "trial_rows": lambda study: ReviewTrialRow.objects.filter(review=study).order_by("pk"),
    "inclusions": lambda study: ReviewInclusion.objects.filter(review=study).select_related("study").order_by("pk"),
    "risks_of_bias": _printed_judgements,
    "arms": lambda study: Arm.objects.filter(study=study).select_related("condition").order_by("pk"),
    "verifications": _verifications,
    "included_in": _included_in,
    "claims": lambda study: Claim.objects.filter(evidence=study).select_related("source"),
}
_ROWS = {name: PreparedQuery(query) for name, query in _QUERIES.items()}
_OTHERS: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "replies": _replies,
    "bias_assessments": lambda study: BiasAssessment.objects.filter(study=study),
    "confirmations": lambda study: NumberConfirmation.objects.filter(study=study),
    "extractions": lambda study: Extraction.objects.filter(study=study),
    "author_requests": lambda study: AuthorRequest.objects.filter(study=study),
    "marks": lambda study: SourceMark.objects.filter(study=study),
}
_KINDS = (*_QUERIES, *_OTHERS)


# Whether the study has rows of a kind: asked with it, in place of one query for each kind of which there are none.
_HAS = "has_{}"


def _visible_study(slug: str) -> QuerySet[Study]:
    # What a page shows is kept: a password, be it in secret form, is no part of it.
    shown = Study.objects.visible().select_related("condition", "signed_off_by").defer("signed_off_by__password")
    kinds = {_HAS.format(name): Exists(query(OuterRef("pk"))) for name, query in (_QUERIES | _OTHERS).items()}
    return shown.filter(slug=slug).annotate(**kinds)


_STUDY = PreparedQuery(_visible_study, like="any study")
_RESULTS = PreparedQuery(lambda study: OutcomeResult.objects.filter(arm__study=study).order_by("pk"))
_RECEIVED = PreparedQuery(
    lambda study: (
        Arm.components.through.objects.filter(arm__study=study).select_related("component").order_by("component")
    )
)
_REPLIES = PreparedQuery(_replies)
_MEASURES = PreparedQuery(lambda _: OutcomeMeasure.objects.order_by())


def _share_arms(arms: Iterable[Arm], rows: Iterable[AdverseEvent | DataQuery]) -> None:
    """Let rows point at the arms that were read."""
    arm_of = {arm.pk: arm for arm in arms}
    for row in rows:
        if row.arm_id in arm_of:
            row.arm = arm_of[row.arm_id]


def _share_measures(rows: Sequence[Any]) -> None:
    """Let rows point at shared instruments."""
    measures = {measure.pk: measure for measure in _MEASURES.records()} if rows else {}
    for measure in measures.values():
        if measure.complement_of_id:
            measure.complement_of = measures[measure.complement_of_id]
    for row in rows:
        row._meta.get_field("measure").set_cached_value(row, measures[row.measure_id])
