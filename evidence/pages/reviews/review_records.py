"""Reviews, read once for all sections that show something of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import (
    Exists,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)

from studies.appraisal.instrument import OVERALL
from studies.choices import Kind, ReviewConfidence, Tool
from studies.models import (
    AdverseEvent,
    BiasAssessment,
    Condition,
    Publication,
    ReportedPool,
    ReviewInclusion,
    RiskOfBias,
    Study,
)
from studies.reported.risk_of_bias_views import BiasBasis, basis_of, counted_assessments
from studies.selectors.prepared_query import PreparedQuery, prepared_by_group

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class MainReport:
    """What a review's main report is called and when it came out; empty and None where there is none."""

    title: str
    year: int | None


def read_reviews(conditions: Collection[str] | None = None) -> list[Study]:
    """Reviews that readers may see, with all that pages show of them, by a fixed number of queries.

    These are the reviews that are about one of these conditions (slugs) or pooled it; all reviews when None. What few
    reviews have is read only where one of these has it.
    """
    reviews = (_ALL_REVIEWS if conditions is None else _REVIEWS_OF(conditions)).records()
    prefetch_related_objects(
        reviews,
        Prefetch("reported_pools", ReportedPool.objects.select_related("review", "condition", "measure")),
        Prefetch(
            "inclusions",
            ReviewInclusion.objects.select_related("study").annotate(
                study_year=Subquery(_papers_of("study").values("year")[:1])
            ),
        ),
        Prefetch("risks_of_bias", _if_any(_judgements().select_related("judged_by"), reviews, "has_judgements")),
        Prefetch("bias_assessments", _if_any(_appraisals().prefetch_related("judgements"), reviews, "has_appraisals")),
        Prefetch("adverse_events", _if_any(AdverseEvent.objects.all(), reviews, "has_harms")),
        Prefetch("secondary_conditions", _if_any(Condition.objects.all(), reviews, "has_other_conditions")),
    )
    return reviews


def count_reviews(conditions: Collection[str]) -> int:
    """How many reviews that readers may see are about one of these conditions (slugs) or pooled it."""
    return len(_ABOUT(conditions).rows())


def report_of(review: Study) -> MainReport:
    """The main report of a review that was read here."""
    return MainReport(vars(review)["main_title"] or "", vars(review)["main_year"])


def confidence_in(review: Study) -> tuple[tuple[ReviewConfidence, ...], BiasBasis | None]:
    """The confidence in its results by AMSTAR 2, and on whose judgement it rests; several levels where people differ.

    Nothing where it has not been assessed. Assessments count by the rule of risk of bias.
    """
    counted = counted_assessments(review.bias_assessments.all())
    given = [row.judgement for each in counted for row in each.judgements.all() if row.domain == OVERALL]
    levels = tuple(ReviewConfidence(level) for level in dict.fromkeys(given))
    return levels, basis_of(counted, levels[1:]) if levels else None


def year_of_included(inclusion: ReviewInclusion) -> int | None:
    """The year of the main report of an included study, where the inclusion was read here and the record has one."""
    year: int | None = vars(inclusion)["study_year"]
    return year


def _papers_of(study: str) -> QuerySet[Publication]:
    """The publications of the study in this field of an outer query, its main report first."""
    return Publication.objects.filter(study=OuterRef(study)).main_report_first()


def _appraisals() -> QuerySet[BiasAssessment]:
    """Finished assessments of reviews, the latest first."""
    rows = BiasAssessment.objects.filter(tool=Tool.AMSTAR_2, finished_at__isnull=False)
    return rows.order_by("-finished_at", "-pk")


def _if_any(rows: QuerySet[Row], reviews: Iterable[Study], flag: str) -> QuerySet[Row]:
    """These rows where some review has any; else none, without a query."""
    return rows if any(vars(review)[flag] for review in reviews) else rows.none()


def _judgements() -> QuerySet[RiskOfBias]:
    return RiskOfBias.objects.filter(judged_by__in=Study.objects.visible())


def _reviews(about: Q) -> QuerySet[Study]:
    main = _papers_of("pk")
    further = {
        "appraisals": _appraisals(),
        "judgements": _judgements(),
        "harms": AdverseEvent.objects.all(),
        "other_conditions": Study.secondary_conditions.through.objects.all(),
    }
    return (
        Study.objects.visible()
        .filter(about, kind=Kind.REVIEW)
        .select_related("condition")
        .annotate(
            main_title=Subquery(main.values("title")[:1]),
            main_year=Subquery(main.values("year")[:1]),
            **{f"has_{name}": Exists(rows.filter(study=OuterRef("pk"))) for name, rows in further.items()},
        )
    )


def _about_or_pooled(conditions: Collection[str]) -> Q:
    pooled = ReportedPool.objects.filter(condition__slug__in=conditions).values("review")
    secondary = Study.secondary_conditions.through.objects.filter(condition__slug__in=conditions).values("study")
    return Q(condition__slug__in=conditions) | Q(pk__in=secondary) | Q(pk__in=pooled)


_ALL_REVIEWS = PreparedQuery(lambda _: _reviews(Q()))
_REVIEWS_OF = prepared_by_group(lambda conditions: _reviews(_about_or_pooled(conditions)))
_ABOUT = prepared_by_group(
    lambda conditions: (
        Study.objects.visible().filter(_about_or_pooled(conditions), kind=Kind.REVIEW).order_by().values_list("pk")
    )
)


def texts_of(reviews: Iterable[Study]) -> list[str]:
    """Every remark and citation in these reviews, which may name works by their keys."""
    texts = []
    for review in reviews:
        texts += [review.note, *(pool.note for pool in review.reported_pools.all())]
        texts += [judgement.note for judgement in review.risks_of_bias.all()]
        texts += [inclusion.citation for inclusion in review.inclusions.all()]
        texts += [event.note for event in review.adverse_events.all()]
    return texts
