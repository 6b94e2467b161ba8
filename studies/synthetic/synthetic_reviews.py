"""Made-up reviews: pools as printed, and the studies that they included."""

from collections.abc import Sequence
from random import Random

from studies.choices import Design, Kind, PoolMeasure, PoolModel, PositiveIs, Screening
from studies.models import Condition, Publication, ReportedPool, ReviewInclusion, Study
from studies.synthetic.batch import SyntheticBatch
from studies.synthetic.distribution import LABEL, REMARK, SLUG
from studies.synthetic.trials import PAIN, SUCCESS, Vocabulary


def make_review(
    number: int,
    *,
    seed: int,
    condition: Condition,
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    batch: SyntheticBatch,
) -> None:
    """A review of a condition that included these studies."""
    chance = Random(f"{seed} review {number}")  # noqa: S311 - made-up data, repeatable by its seed
    review = Study(
        slug=f"{SLUG}review-{number:03d}",
        label=f"{LABEL} review {number:03d}",
        kind=Kind.REVIEW,
        design=Design.META_ANALYSIS,
        condition=condition,
        note=REMARK,
    )
    title = f"{review.label}: a made-up review for trying the site"
    batch.add(review, Publication(study=review, title=title, year=2024, screening=Screening.INCLUDED, note=REMARK))
    batch.add(
        _pool(review, vocabulary, PAIN, PoolMeasure.MD, PositiveIs.FAVOURS_COMPARATOR, -abs(chance.gauss(1.1, 0.3))),
        _pool(review, vocabulary, SUCCESS, PoolMeasure.RR, PositiveIs.FAVOURS_OZONE, 1 + abs(chance.gauss(0.2, 0.05))),
    )
    batch.add(*(ReviewInclusion(review=review, study=study, list_complete=True) for study in studies))


def _pool(
    review: Study, vocabulary: Vocabulary, slug: str, effect: PoolMeasure, positive_is: PositiveIs, estimate: float
) -> ReportedPool:
    return ReportedPool(
        review=review,
        condition=review.condition,
        comparison="ozone v any comparator",
        controlled=True,
        measure=vocabulary.measures[slug],
        timepoint_label="6 months",
        weeks=26.0,
        effect_measure=effect,
        model=PoolModel.RANDOM,
        estimate=round(estimate, 2),
        positive_is=positive_is,
        ci_low=round(estimate - 0.1, 2),
        ci_high=round(estimate + 0.1, 2),
        k=8,
        n=640,
        i2=40.0,
        locator="made up",
    )
