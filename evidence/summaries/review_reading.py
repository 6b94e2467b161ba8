"""Reviews read once, for every section that shows something of them."""

from collections.abc import Iterable

from django.db.models import Prefetch

from studies.models import ReportedPool, ReviewInclusion, RiskOfBias, Study
from studies.vocabulary import Kind


def read_reviews() -> list[Study]:
    """Every review that readers may see, with all that pages show of it, by a fixed number of queries."""
    visible = Study.objects.visible()
    judgements = RiskOfBias.objects.filter(judged_by__in=visible).select_related("judged_by")
    return list(
        visible.filter(kind=Kind.REVIEW)
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


def texts_of(reviews: Iterable[Study]) -> list[str]:
    """Every remark and citation in these reviews, which may name works by their keys."""
    texts = []
    for review in reviews:
        texts += [review.note, *(pool.note for pool in review.reported_pools.all())]
        texts += [judgement.note for judgement in review.risks_of_bias.all()]
        texts += [inclusion.citation for inclusion in review.inclusions.all()]
        texts += [event.note for event in review.adverse_events.all()]
    return texts
