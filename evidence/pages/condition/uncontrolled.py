"""Uncontrolled evidence of one condition: single arms, compared with nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from evidence.findings.truncation import LONGEST_OPEN, TruncatedList
from evidence.pages.condition.change_tables import ChangeTable, change_tables
from evidence.pages.condition.share_tables import ShareTable, share_tables
from evidence.pages.condition.single_arm_rows import ExcludedArmRow, excluded_arm_rows
from evidence.synthesis.changes import HIGHEST_CORRELATION, LOWEST_CORRELATION, ChangeAnswer, changes
from evidence.synthesis.data_queries import Queries
from evidence.synthesis.proportions import ProportionAnswer, proportions
from studies.models import Study
from studies.presentation.reported_pools import PoolLine, pool_lines
from studies.presentation.study_names import StudyNamer
from studies.reported.rows import Evidence

# The first definition of success, excellent and good by MacNab, is shown at once; the others can be unfolded.
FIRST_DEFINITION = 1


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation that a reader sets: as typed, as a number, and why it is refused."""

    text: str = ""
    value: float | None = None
    refusal: str = ""
    lowest: float = LOWEST_CORRELATION
    highest: float = HIGHEST_CORRELATION


@dataclass(frozen=True, slots=True)
class UncontrolledSection:
    """Single ozone arms, and the reviews that pooled single arms too. ``results`` of single arms are in its tables."""

    results: int
    shares: tuple[ShareTable, ...]
    other_shares: tuple[ShareTable, ...]
    changes: tuple[ChangeTable, ...]
    correlation: Correlation
    exclusions: TruncatedList[ExcludedArmRow]
    reviews: tuple[PoolLine, ...]

    @property
    def share_group_count(self) -> int:
        """Groups of similar arms whose shares are shown at once."""
        return sum(len(table.groups) for table in self.shares)

    @property
    def folds_shares(self) -> bool:
        """Whether they are too many to be shown unfolded."""
        return self.share_group_count >= LONGEST_OPEN

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.shares or self.other_shares or self.changes or self.reviews or self.exclusions.total)


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


def uncontrolled_section(
    evidence: Evidence,
    queries: Queries,
    condition_names: Mapping[str, str],
    pools: tuple[PoolLine, ...],
    *,
    correlation_text: str,
) -> UncontrolledSection:
    """Prepare the section. ``pools`` are what reviews pooled the same way."""
    correlation = read_correlation(correlation_text)
    counted = proportions(evidence, queries)
    scored = changes(evidence, queries, correlation.value)
    first = [answer for answer in counted if answer.measure_order == FIRST_DEFINITION]
    others = [answer for answer in counted if answer.measure_order != FIRST_DEFINITION]
    return UncontrolledSection(
        results=_count_results((*counted, *scored)),
        shares=share_tables(first, condition_names),
        other_shares=share_tables(others, condition_names),
        changes=change_tables(scored, condition_names),
        correlation=correlation,
        exclusions=excluded_arm_rows(
            [
                *(item for answer in counted for item in answer.not_shown),
                *(item for answer in scored for item in answer.not_shown),
            ]
        ),
        reviews=pools,
    )


def _count_results(answers: Iterable[ProportionAnswer | ChangeAnswer]) -> int:
    return sum(len(answer.entries) + len(answer.unpooled) for answer in answers)


def uncontrolled_pools(
    reviews: Iterable[Study], conditions: Collection[str], naming: StudyNamer
) -> tuple[PoolLine, ...]:
    """What these reviews pooled without a comparator in these conditions (slugs), as printed."""
    pools = [
        pool
        for review in reviews
        for pool in review.reported_pools.all()
        if not pool.controlled and pool.condition.slug in conditions
    ]
    return pool_lines(pools, naming)
