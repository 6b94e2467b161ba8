"""What published reviews say of a condition, in one line: the largest pooled result, and the newest, as printed."""

from collections.abc import Collection
from dataclasses import dataclass

from evidence.findings.answer_lines import LineLink
from evidence.findings.pool_records import two_sided_pools
from evidence.pages.reviews.pool_plots import RATIOS
from evidence.pages.reviews.review_comparison import pool_time
from studies.choices import OutcomeDomain, PositiveIs
from studies.models import ReportedPool
from studies.numerics.number_formatting import plural
from studies.presentation.reported_pools import pool_outcome, pool_size
from studies.presentation.reported_values import estimate_text
from studies.selectors.prepared_query import prepared_by_group

# All that a pool says itself, and what it is called by: of these others most columns are not shown.
_OWN = [field.name for field in ReportedPool._meta.concrete_fields]
_OF_OTHERS = ("review__slug", "review__label", "condition__slug", "condition__name", "measure__name", "measure__domain")
_DOMAINS = [domain.value for domain in OutcomeDomain]
# Of two alike the first by its key is shown, whichever was loaded first.
_POOLS = prepared_by_group(lambda conditions: two_sided_pools(conditions, "row_key").only(*_OWN, *_OF_OTHERS))


@dataclass(frozen=True, slots=True)
class PooledReviews:
    """Pooled comparisons as their reviews printed them; without any, ``shown`` is empty.

    ``is_wider``: none is of the condition itself or of one that it includes.
    """

    shown: tuple[LineLink, ...]
    pooled: int
    is_wider: bool = False

    @property
    def basis(self) -> str:
        """How many reviews pooled a comparison, and whether any pooled this condition, in a sentence."""
        reviews = plural(self.pooled, "review", "reviews")
        none = "; none pooled this condition alone" if self.is_wider else ""
        return f"As printed, of {reviews} that pooled a comparison{none}."


def review_line(conditions: Collection[str], scope: Collection[str]) -> PooledReviews:
    """Of the reviews that pooled a comparison of these conditions (slugs) the result with the most people and the
    newest review. ``scope`` are the condition itself and those that it includes."""
    pools = _POOLS(conditions).records()
    if not pools:
        return PooledReviews((), 0)
    largest, newest = max(pools, key=_size), max(pools, key=_recency)
    # Nothing tells which is larger where no review prints its size.
    chosen = [largest, newest] if largest.n or largest.k else [newest]
    shown = tuple(_told(_names(pool, largest, newest), pool) for pool in dict.fromkeys(chosen))
    is_wider = not any(pool.condition.slug in scope for pool in pools)
    return PooledReviews(shown, len({pool.review_id for pool in pools}), is_wider)


def _names(pool: ReportedPool, largest: ReportedPool, newest: ReportedPool) -> str:
    """Why this pool is told. Many print no size, so the most is of those printed."""
    most = f"Most {'people' if pool.n else 'trials'} printed" if pool == largest and (pool.n or pool.k) else ""
    both = [name for name in (most, "newest" if pool == newest else "") if name]
    return " and ".join(both).capitalize()


def _size(pool: ReportedPool) -> tuple[int, int]:
    """By people, then trials, as far as they are printed."""
    return pool.n or 0, pool.k or 0


def _recency(pool: ReportedPool) -> tuple[int, int]:
    """By year; of one review the first outcome in the order of outcomes."""
    return vars(pool)["year"] or 0, -_DOMAINS.index(pool.measure.domain)


def _told(name: str, pool: ReportedPool) -> LineLink:
    parts = (
        pool.condition.name.lower(),
        pool.comparison,
        pool_outcome(pool),
        pool_time(pool),
        pool_size(pool),
        f"{pool.get_effect_measure_display()} {estimate_text(pool)}",
        _side(pool),
    )
    address = f"{pool.review.get_absolute_url()}#pool-{pool.address}"
    return LineLink(f"{name}: {pool.review.label}", address, f", {', '.join(filter(None, parts))}")


def _side(pool: ReportedPool) -> str:
    """Which side the printed estimate is better for, and whether its printed interval holds no difference."""
    none = 1 if pool.effect_measure in RATIOS else 0
    if pool.ci_low is None or pool.ci_high is None:
        return "no interval printed"
    if pool.ci_low <= none <= pool.ci_high:
        return "the interval holds no difference"
    favours_ozone = (pool.estimate > none) is (pool.positive_is == PositiveIs.FAVOURS_OZONE)
    return f"better with {'ozone' if favours_ozone else 'the comparator'}"
