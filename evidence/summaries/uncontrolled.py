"""Uncontrolled evidence of one condition, made ready to be read: nothing here was compared with anything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from evidence.summaries.changes import ChangeTable, change_tables
from evidence.summaries.cutting import Cut
from evidence.summaries.shares import ShareTable, share_tables
from evidence.summaries.single_arms import NotShownRow, not_shown_rows
from evidence.synthesis.changes import HIGHEST_CORRELATION, LOWEST_CORRELATION, changes
from evidence.synthesis.doubt import Queries
from evidence.synthesis.proportions import proportions
from evidence.synthesis.rows import Evidence
from studies.models import Condition, ReportedPool
from studies.views.names import naming_for
from studies.views.reviews import PoolLine, pool_lines
from studies.vocabulary import Standing

# The first definition of success, excellent and good by MacNab, is shown at once; the others can be unfolded.
FIRST_DEFINITION = 1


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation that a reader asks for: as typed, as a number, and why it is refused."""

    text: str = ""
    value: float | None = None
    refusal: str = ""
    lowest: float = LOWEST_CORRELATION
    highest: float = HIGHEST_CORRELATION


@dataclass(frozen=True, slots=True)
class Uncontrolled:
    """Single ozone arms, and the reviews that pooled single arms too."""

    shares: tuple[ShareTable, ...]
    other_shares: tuple[ShareTable, ...]
    changes: tuple[ChangeTable, ...]
    correlation: Correlation
    not_shown: Cut[NotShownRow]
    reviews: tuple[PoolLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.shares or self.other_shares or self.changes or self.reviews or self.not_shown.total)


def read_correlation(text: str) -> Correlation:
    """The number that a reader typed, or a sentence saying what was expected."""
    typed = text.strip()
    if not typed:
        return Correlation()
    try:
        value = float(typed)
    except ValueError:
        value = float("nan")
    if isfinite(value) and LOWEST_CORRELATION <= value <= HIGHEST_CORRELATION:
        return Correlation(typed, value)
    expected = f"Expected a correlation from {LOWEST_CORRELATION:g} to {HIGHEST_CORRELATION:g}"
    return Correlation(typed, refusal=f"{expected}; “{typed[:40]}” is none, so nothing was computed with it.")


def uncontrolled(
    evidence: Evidence, queries: Queries, condition_names: Mapping[str, str], *, around: Collection[str], asked: str
) -> Uncontrolled:
    """Prepare the section. ``around`` are the slugs of the conditions whose reviews belong here, ``asked`` as typed."""
    correlation = read_correlation(asked)
    counted = proportions(evidence, queries)
    scored = changes(evidence, queries, correlation.value)
    first = [answer for answer in counted if answer.measure_order == FIRST_DEFINITION]
    others = [answer for answer in counted if answer.measure_order != FIRST_DEFINITION]
    return Uncontrolled(
        shares=share_tables(first, condition_names),
        other_shares=share_tables(others, condition_names),
        changes=change_tables(scored, condition_names),
        correlation=correlation,
        not_shown=not_shown_rows(
            [
                *(item for answer in counted for item in answer.not_shown),
                *(item for answer in scored for item in answer.not_shown),
            ]
        ),
        reviews=uncontrolled_pools(around),
    )


def uncontrolled_pools(conditions: Collection[str]) -> tuple[PoolLine, ...]:
    """What visible reviews of these conditions pooled without a comparator, as printed."""
    rows = ReportedPool.objects.filter(controlled=False, condition__slug__in=conditions)
    pools = list(rows.exclude(review__standing=Standing.DRAFT).select_related("review", "measure", "condition"))
    return pool_lines(pools, naming_for(pool.note for pool in pools))


def with_those_above(condition: Condition, conditions: Sequence[Condition]) -> list[str]:
    """The slugs of the conditions that gather this one."""
    by_id = {item.pk: item for item in conditions}
    above, found = by_id.get(condition.parent_id or 0), list[str]()
    while above is not None and above.slug not in found:
        found.append(above.slug)
        above = by_id.get(above.parent_id or 0)
    return found
