"""Pooled results of published reviews with the trials that they pooled, as far as the text read says which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from studies.choices import PoolMeasure, PositiveIs, StudyStatus
from studies.models import Publication, ReportedPool, ReviewInclusion, ReviewTrialRow, Study
from studies.presentation.reported_pools import PoolLine, pool_lines
from studies.selectors.prepared_query import ANY_NUMBERS, PreparedQuery, prepared_by_group

# Only these have a value of no difference, and so two sides.
TWO_SIDED = (PoolMeasure.RR, PoolMeasure.OR, PoolMeasure.SMD, PoolMeasure.MD)
DIRECTED = (PositiveIs.FAVOURS_OZONE, PositiveIs.FAVOURS_COMPARATOR)


@dataclass(frozen=True, slots=True)
class PooledTrials:
    """The trials behind a pooled result, as far as they are known.

    ``studies`` are those that readers may see here, ``elsewhere`` counts trials known only by a citation or hidden.
    ``is_complete``: there are no others.
    """

    studies: tuple[Study, ...] = ()
    elsewhere: int = 0
    is_complete: bool = False

    @property
    def is_known(self) -> bool:
        """Whether any of its trials is known."""
        return bool(self.studies or self.elsewhere)


@dataclass(frozen=True, slots=True)
class PoolRecord:
    """A controlled pooled result as printed, the year of its review and its trials."""

    line: PoolLine
    year: int | None
    trials: PooledTrials

    @property
    def pool(self) -> ReportedPool:
        """The record."""
        return self.line.pool


def read_pool_records(conditions: Collection[str]) -> list[PoolRecord]:
    """Pooled results of two sides for these conditions (slugs), the newest review first; at most three queries."""
    pools = _POOLS(conditions).records()
    if not pools:
        return []
    pooled = read_pooled_trials(pools)
    return [PoolRecord(line, vars(line.pool)["year"], pooled[line.pool.pk]) for line in pool_lines(pools, str)]


def two_sided_pools(conditions: Collection[str], *order: str) -> "QuerySet[ReportedPool]":
    """Pooled results of two sides in reviews that readers may see, in this order of fields.

    Each has the ``year`` of the main report of its review.
    """
    papers = Publication.objects.filter(study=OuterRef("review")).main_report_first()
    rows = ReportedPool.objects.filter(
        review__in=Study.objects.visible(),
        condition__slug__in=conditions,
        controlled=True,
        effect_measure__in=TWO_SIDED,
        positive_is__in=DIRECTED,
    ).select_related("review", "condition", "measure")
    return rows.annotate(year=Subquery(papers.values("year")[:1])).order_by(*order)


def read_pooled_trials(
    pools: Sequence[ReportedPool], included: Sequence[ReviewInclusion] | None = None
) -> dict[int, PooledTrials]:
    """The trials of these pooled results, by the id of the result; one query, and one for what reviews ``included``."""
    if not pools:
        return {}
    reviews = sorted({pool.review_id for pool in pools})
    plotted = _PLOTTED.records(reviews)
    if included is None:
        included = _INCLUDED.records(reviews)
    return {pool.pk: _trials_of(pool, plotted, included) for pool in pools}


_POOLS = prepared_by_group(lambda conditions: two_sided_pools(conditions, "-year", "review__label", "row_key"))
_PLOTTED = PreparedQuery(
    lambda reviews: ReviewTrialRow.objects.filter(review__in=reviews).select_related("study__condition").order_by("id"),
    like=ANY_NUMBERS,
)
_INCLUDED = PreparedQuery(
    lambda reviews: (
        ReviewInclusion.objects.filter(review__in=reviews).select_related("study__condition").order_by("id")
    ),
    like=ANY_NUMBERS,
)


def _trials_of(
    pool: ReportedPool, plotted: Sequence[ReviewTrialRow], included: Sequence[ReviewInclusion]
) -> PooledTrials:
    """The rows of its own forest plot, else the list of studies of its review."""
    own = [row for row in plotted if row.pool_id == pool.pk or (row.pool_id is None and _is_in_figure(row, pool))]
    if own:
        studies = [row.study for row in own]
        return _trials(studies, is_complete=pool.k is not None and len(own) >= pool.k)
    listed = [row for row in included if row.review_id == pool.review_id]
    # A review can pool fewer trials than it includes: the list is all of them, or more.
    return _trials([row.study for row in listed], is_complete=False)


def _is_in_figure(row: ReviewTrialRow, pool: ReportedPool) -> bool:
    """Whether a row without a pool is of the figure in which the review prints the pool."""
    return row.review_id == pool.review_id and row.pool_locator == pool.locator


def _trials(studies: Sequence[Study | None], *, is_complete: bool) -> PooledTrials:
    visible = [study for study in studies if study and study.standing != StudyStatus.DRAFT]
    return PooledTrials(tuple(dict.fromkeys(visible)), len(studies) - len(visible), is_complete)
