"""Made-up reviews: the studies that they included, the rows and pools that they printed, and how they were judged.

A review pools what the first two arms of its studies print at six months, whatever they compare and by whatever route,
with inverse variances: so its numbers follow from ours, and differ for reasons that the records show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random
from typing import Any

from django.contrib.auth.models import User

from studies.choices import (
    Design,
    HigherIs,
    Kind,
    PoolMeasure,
    PoolModel,
    PositiveIs,
    ReadAs,
    Retraction,
    Screening,
    Tool,
)
from studies.models import (
    Condition,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from studies.numerics.distributions import z_critical
from studies.synthetic.appraisals import review_appraisal
from studies.synthetic.batch import SyntheticBatch
from studies.synthetic.distribution import LABEL, REMARK, SLUG
from studies.synthetic.synthetic_people import DONE_AT

_WEEKS = 26.0
_Z = z_critical(0.95)
_FIRST_ARM, _SECOND_ARM = "arm-1", "arm-2"
_YEAR_WITHOUT_DATES = 2024
_RATIOS = (PoolMeasure.RR, PoolMeasure.OR)
# The results of a study at six months, by measure (slug) and arm (slug).
StudyResults = Mapping[tuple[str, str], OutcomeResult]


@dataclass(frozen=True, slots=True)
class TrialEffect:
    """What a review took from one study: both results, and the effect (of ratios the logarithm) with its error."""

    study: Study
    ozone: OutcomeResult
    comparator: OutcomeResult
    estimate: float
    error: float


def six_month_results(studies: Iterable[Study]) -> dict[int, StudyResults]:
    """The results at six months of these studies' first two arms, by the id of their study; one query."""
    rows = OutcomeResult.objects.filter(
        arm__study__in=[study.pk for study in studies], arm__slug__in=[_FIRST_ARM, _SECOND_ARM], weeks=_WEEKS, part=""
    )
    found: dict[int, dict[tuple[str, str], OutcomeResult]] = {}
    for row in rows.select_related("arm", "measure").order_by("id"):
        found.setdefault(row.arm.study_id, {})[row.measure.slug, row.arm.slug] = row
    return dict(found)


def make_review(
    number: int,
    *,
    seed: int,
    condition: Condition,
    studies: Sequence[Study],
    results: Mapping[int, StudyResults],
    measures: Mapping[str, OutcomeMeasure],
    people: tuple[User, ...],
    batch: SyntheticBatch,
) -> None:
    """A review of a condition that included these studies; every fifth prints no pool."""
    chance = Random(f"{seed} review {number}")  # noqa: S311 - made-up data, repeatable by its seed
    review = _review(number, condition)
    batch.add(review, _publication(review, number, studies), *_inclusions(review, number, studies))
    if number % 5:
        for measure, effect in _pooled(number):
            effects = _effects(studies, results, measures[measure], effect)
            if len(effects) > 1:
                batch.add(_pool(review, measures[measure], effect, effects), *_trial_rows(review, effect, effects))
    if number % 4 == 2:
        batch.add(_proportion(review, measures["success-macnab"], chance))
    if number % 2:
        batch.add(*_printed_judgements(review, studies, chance))
    if number % 3:
        batch.add(*review_appraisal(review, chance, people[2]))


def _review(number: int, condition: Condition) -> Study:
    return Study(
        slug=f"{SLUG}review-{number:03d}",
        label=f"{LABEL} review {number:03d}",
        kind=Kind.REVIEW,
        design=Design.META_ANALYSIS if number % 5 else Design.SYSTEMATIC_REVIEW,
        condition=condition,
        read_as=ReadAs.FULL_TEXT if number % 2 else ReadAs.ABSTRACT,
        note=REMARK,
    )


def _publication(review: Study, number: int, studies: Sequence[Study]) -> Publication:
    """The paper, a year after the last study that it included; every seventh was withdrawn."""
    years = [paper.year for study in studies for paper in study.publications.all() if paper.year]
    retracted = number % 7 == 0
    return Publication(
        study=review,
        title=f"{review.label}: a made-up review for trying the site",
        authors="Nobody, N.",
        year=max(years) + 1 if years else _YEAR_WITHOUT_DATES,
        screening=Screening.INCLUDED,
        retraction=Retraction.RETRACTED if retracted else Retraction.NOT_RETRACTED,
        retraction_checked_on=DONE_AT.date(),
        note=REMARK,
    )


def _inclusions(review: Study, number: int, studies: Sequence[Study]) -> list[ReviewInclusion]:
    """Its list of studies, one of them not in this set; of every third review the list was not read to its end."""
    complete = number % 3 != 0
    rows = [ReviewInclusion(review=review, study=study, list_complete=complete) for study in studies]
    other = f"Nobody 2001, a made-up trial number {number} that is not in this set"
    return [*rows, ReviewInclusion(review=review, citation=other, list_complete=complete)]


def _pooled(number: int) -> list[tuple[str, PoolMeasure]]:
    """What a review pooled, each by which measure."""
    pain = ("pain-vas", PoolMeasure.MD if number % 2 else PoolMeasure.SMD)
    success = ("success-macnab", PoolMeasure.OR if number % 3 == 0 else PoolMeasure.RR)
    return [pain, success] if number % 2 else [pain, ("disability-odi", PoolMeasure.MD), success]


def _effects(
    studies: Iterable[Study], results: Mapping[int, StudyResults], measure: OutcomeMeasure, effect: PoolMeasure
) -> list[TrialEffect]:
    """The effect of every study whose two arms print what it needs."""
    found = []
    for study in studies:
        printed = results.get(study.pk, {})
        ozone, comparator = (printed.get((measure.slug, arm)) for arm in (_FIRST_ARM, _SECOND_ARM))
        if ozone is None or comparator is None:
            continue
        values = _ratio(ozone, comparator, effect) if effect in _RATIOS else _difference(ozone, comparator, effect)
        if values:
            found.append(TrialEffect(study, ozone, comparator, *values))
    return found


def _difference(ozone: OutcomeResult, comparator: OutcomeResult, effect: PoolMeasure) -> tuple[float, float] | None:
    arms = [(row.mean, row.sd, row.n) for row in (ozone, comparator)]
    (mean, sd, n), (other_mean, other_sd, other_n) = arms
    if not (sd and n and other_sd and other_n) or mean is None or other_mean is None:
        return None
    spread = sqrt((sd**2 + other_sd**2) / 2) if effect is PoolMeasure.SMD else 1.0
    return (mean - other_mean) / spread, sqrt(sd**2 / n + other_sd**2 / other_n) / spread


def _ratio(ozone: OutcomeResult, comparator: OutcomeResult, effect: PoolMeasure) -> tuple[float, float] | None:
    """The logarithm of the ratio and its error; None where an arm has nobody with, or nobody without, the event."""
    counts = [(row.events or 0, (row.n or 0) - (row.events or 0)) for row in (ozone, comparator)]
    if min(min(pair) for pair in counts) < 1:
        return None
    (events, others), (other_events, other_others) = counts
    if effect is PoolMeasure.OR:
        error = sqrt(sum(1 / number for pair in counts for number in pair))
        return log(events / others) - log(other_events / other_others), error
    n, other_n = events + others, other_events + other_others
    error = sqrt(1 / events - 1 / n + 1 / other_events - 1 / other_n)
    return log(events / n) - log(other_events / other_n), error


def _pool(review: Study, measure: OutcomeMeasure, effect: PoolMeasure, effects: Sequence[TrialEffect]) -> ReportedPool:
    """The pool by a common effect, as the review prints it."""
    weights = [1 / each.error**2 for each in effects]
    estimate = sum(weight * each.estimate for weight, each in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(weight * (each.estimate - estimate) ** 2 for weight, each in zip(weights, effects, strict=True))
    better = PositiveIs.FAVOURS_OZONE if measure.higher_is == HigherIs.BETTER else PositiveIs.FAVOURS_COMPARATOR
    return ReportedPool(
        review=review,
        condition=review.condition,
        comparison="ozone, alone or added, v any comparator",
        controlled=True,
        measure=measure,
        timepoint_label="6 months",
        weeks=_WEEKS,
        effect_measure=effect,
        model=PoolModel.FIXED,
        positive_is=better,
        k=len(effects),
        n=sum((each.ozone.n or 0) + (each.comparator.n or 0) for each in effects),
        i2=round(max(0.0, 100 * (1 - (len(effects) - 1) / q))) if q else 0.0,
        locator=_plot_of(measure),
        note=REMARK,
        **_interval("estimate", effect, estimate, 1 / sqrt(sum(weights))),
    )


def _plot_of(measure: OutcomeMeasure) -> str:
    """Where the review prints the pool and the rows behind it."""
    return f"Forest plot of {measure.name}"


def _interval(name: str, effect: PoolMeasure, estimate: float, error: float) -> dict[str, Any]:
    """The effect under this name and its 95% interval on the printed scale, with two decimals."""
    values = {name: estimate, "ci_low": estimate - _Z * error, "ci_high": estimate + _Z * error}
    return {key: round(exp(value) if effect in _RATIOS else value, 2) for key, value in values.items()}


def _trial_rows(review: Study, effect: PoolMeasure, effects: Sequence[TrialEffect]) -> list[ReviewTrialRow]:
    """The rows of the forest plot behind a pool."""
    total = sum(1 / each.error**2 for each in effects)
    return [
        ReviewTrialRow(
            review=review,
            pool_locator=_plot_of(each.ozone.measure),
            study_label=each.study.label,
            study=each.study,
            **_arm_values("arm_a", each.ozone),
            **_arm_values("arm_b", each.comparator),
            **_interval("effect", effect, each.estimate, each.error),
            weight_pct=round(100 / each.error**2 / total, 1),
            note=REMARK,
        )
        for each in effects
    ]


def _arm_values(arm: str, row: OutcomeResult) -> dict[str, Any]:
    return {f"{arm}_n": row.n, f"{arm}_mean": row.mean, f"{arm}_sd": row.sd, f"{arm}_events": row.events}


def _proportion(review: Study, measure: OutcomeMeasure, chance: Random) -> ReportedPool:
    """A pooled share of people with success after ozone: nothing was compared."""
    return ReportedPool(
        review=review,
        condition=review.condition,
        comparison="ozone, one group",
        controlled=False,
        measure=measure,
        timepoint_label="last follow-up",
        effect_measure=PoolMeasure.PROPORTION,
        model=PoolModel.RANDOM,
        estimate=float(chance.randint(62, 85)),
        positive_is=PositiveIs.NA,
        k=9,
        locator="made up",
        note=REMARK,
    )


def _printed_judgements(review: Study, studies: Sequence[Study], chance: Random) -> list[RiskOfBias]:
    """The risk of bias of its studies as the review printed it, by an older instrument."""
    return [
        RiskOfBias(
            study=study,
            tool=Tool.ROB_1,
            domain="Overall",
            judgement=chance.choice(["Low risk", "Unclear risk", "High risk"]),
            judged_by=review,
            note=REMARK,
        )
        for study in studies
    ]
