"""Pooled results of reviews on common axes, as printed: one figure a measure, our own comparable answers below each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.findings.pool_records import DIRECTED, TWO_SIDED, PooledTrials
from evidence.pages.reviews.recomputed_pool import RecomputedPool
from evidence.pages.reviews.review_comparison import ReviewComparison, compare_pool, pool_time
from evidence.synthesis.answers import Answer
from studies.choices import OutcomeDomain, PoolMeasure, PositiveIs
from studies.models import ReportedPool
from studies.presentation.reported_pools import PoolLine

RATIOS = (PoolMeasure.RR, PoolMeasure.OR)
# With more pooled results on an axis one own answer is drawn below each; the others stand in its unfolded comparison.
FEW_POOLS = 3
_AS_PRINTED = "Diamonds are pooled results as their reviews printed them, with the interval as printed."
_OURS = (
    "Rows that begin with “Here” are this site’s own answers for the same condition, kind of outcome and window, "
    "with 95% intervals."
)
_DOMAINS = [domain.value for domain in OutcomeDomain]


@dataclass(frozen=True, slots=True)
class ComparedPool:
    """A controlled pooled result, compared with our own answers.

    ``recomputed`` is what the rows of its forest plot give; None where none are recorded.
    """

    line: PoolLine
    time: str
    review: str
    href: str
    comparison: ReviewComparison
    recomputed: RecomputedPool | None


@dataclass(frozen=True, slots=True)
class PoolPlot:
    """All controlled pooled results of one measure, on one axis."""

    anchor: str
    title: str
    plot: ForestPlot
    pools: tuple[ComparedPool, ...]


def is_two_sided(pool: ReportedPool) -> bool:
    """Whether two groups were compared, by a measure with two sides, and the record says which is which."""
    return pool.controlled and pool.effect_measure in TWO_SIDED and pool.positive_is in DIRECTED


def pool_plots(
    lines: Sequence[PoolLine],
    answers: Mapping[str, Sequence[Answer]],
    pooled: Mapping[int, PooledTrials],
    recomputed: Mapping[int, RecomputedPool],
) -> tuple[PoolPlot, ...]:
    """Draw the two-sided ones of these pools, whose trials are ``pooled`` and ``recomputed`` by the id of the pool.

    ``answers`` are this site's, by the slug of their condition.
    """
    drawn = sorted((line for line in lines if is_two_sided(line.pool)), key=_order)
    plots = []
    for (measure, _), group in groupby(drawn, key=lambda line: _axis(line.pool)):
        compared = [_compared(line, answers, pooled[line.pool.pk], recomputed.get(line.pool.pk)) for line in group]
        plots.append(_plot(PoolMeasure(measure), compared))
    return tuple(plots)


def _axis(pool: ReportedPool) -> tuple[str, str]:
    """What shares an axis: one measure, and where that is in points one instrument too."""
    return pool.effect_measure, pool.measure.slug if pool.effect_measure == PoolMeasure.MD else ""


def _order(line: PoolLine) -> tuple[int, str, int, str, float, str]:
    pool = line.pool
    measure, instrument = _axis(pool)
    place = [*PoolMeasure].index(PoolMeasure(measure))
    weeks = float("inf") if pool.weeks is None else pool.weeks
    return place, instrument, _DOMAINS.index(pool.measure.domain), line.outcome, weeks, pool.row_key or ""


def _compared(
    line: PoolLine,
    answers: Mapping[str, Sequence[Answer]],
    pooled: PooledTrials,
    recomputed: RecomputedPool | None,
) -> ComparedPool:
    review = line.pool.review
    address = f"{review.get_absolute_url()}#pool-{line.pool.address}"
    comparison = compare_pool(line.pool, line, answers, pooled)
    return ComparedPool(line, pool_time(line.pool), review.label, address, comparison, recomputed)


def _plot(measure: PoolMeasure, pools: Sequence[ComparedPool]) -> PoolPlot:
    is_ratio = measure in RATIOS
    instrument = f", {pools[0].line.pool.measure.name}" if measure is PoolMeasure.MD else ""
    title = f"{measure.label[:1].upper()}{measure.label[1:]}{instrument}"
    larger = {pool.line.pool.positive_is for pool in pools}
    favours_ozone = larger == {PositiveIs.FAVOURS_OZONE}
    agreed = len(larger) == 1
    # Where larger is better in one row and worse in another, the sides can only say which arm had more.
    less, more = ("less often", "more often") if is_ratio else ("lower", "higher")
    own = any(pool.comparison.own_answers for pool in pools)
    spec = ForestSpec(
        title=title,
        description=f"{_AS_PRINTED} {_OURS}" if own else _AS_PRINTED,
        entries=[
            entry for pool in pools for entry in (_entry(pool), *_own(pool, 1 if len(pools) > FEW_POOLS else None))
        ],
        is_ratio=is_ratio,
        better_side=ForestSide.RIGHT if favours_ozone or not agreed else ForestSide.LEFT,
        ozone_better="ozone better" if agreed else f"{more} with ozone",
        comparator_better="comparator better" if agreed else f"{less} with ozone",
        effect_heading="As printed",
    )
    anchor = "-".join(filter(None, ("pools", *_axis(pools[0].line.pool)))).lower()
    return PoolPlot(anchor, title, draw_forest(spec), tuple(pools))


def _entry(compared: ComparedPool) -> ForestEntry:
    pool, line = compared.line.pool, compared.line
    has_interval = pool.ci_low is not None and pool.ci_high is not None
    details = (
        line.outcome,
        pool_time(line.pool),
        line.size,
        _better(pool),
        "" if has_interval else "interval not printed",
    )
    return ForestEntry(
        label=compared.review,
        kind=EntryKind.SUBTOTAL if has_interval else EntryKind.STUDY,
        detail=" · ".join(filter(None, details)),
        effect_text=line.text,
        estimate=pool.estimate,
        low=pool.ci_low,
        high=pool.ci_high,
        href=compared.href,
    )


def _better(pool: ReportedPool) -> str:
    more = "more" if pool.effect_measure in RATIOS else "higher"
    return f"{more} is {'better' if pool.positive_is == PositiveIs.FAVOURS_OZONE else 'worse'}"


def _own(compared: ComparedPool, most: int | None) -> list[ForestEntry]:
    """The comparable answers below a pooled result, as many as given; all where None."""
    return [row for own in compared.comparison.own_answers[:most] for row in own.rows]
