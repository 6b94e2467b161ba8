"""Reviews read once, for every section that shows something of them."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, Q

from studies.models import ReportedPool, ReviewInclusion, RiskOfBias, Study
from studies.vocabulary import Kind


def read_reviews(around: Collection[str] | None = None) -> list[Study]:
    """Reviews that readers may see, with all that pages show of them, by a fixed number of queries.

    Those that are about one of these conditions (slugs) or pooled it; of every condition when None.
    """
    visible = Study.objects.visible()
    judgements = RiskOfBias.objects.filter(judged_by__in=visible).select_related("judged_by")
    return list(
        visible.filter(Q() if around is None else _concerned(around), kind=Kind.REVIEW)
        .select_related("condition")
        .prefetch_related(
            "secondary_conditions",
            "publications",
            Prefetch("reported_pools", ReportedPool.objects.select_related("review", "condition", "measure")),
            Prefetch("inclusions", ReviewInclusion.objects.select_related("study")),
            Prefetch("risks_of_bias", judgements),
            "adverse_events",
        )
    )


def _concerned(around: Collection[str]) -> Q:
    pooled = ReportedPool.objects.filter(condition__slug__in=around).values("review")
    further = Study.secondary_conditions.through.objects.filter(condition__slug__in=around).values("study")
    return Q(condition__slug__in=around) | Q(pk__in=further) | Q(pk__in=pooled)


def texts_of(reviews: Iterable[Study]) -> list[str]:
    """Every remark and citation in these reviews, which may name works by their keys."""
    texts = []
    for review in reviews:
        texts += [review.note, *(pool.note for pool in review.reported_pools.all())]
        texts += [judgement.note for judgement in review.risks_of_bias.all()]
        texts += [inclusion.citation for inclusion in review.inclusions.all()]
        texts += [event.note for event in review.adverse_events.all()]
    return texts
