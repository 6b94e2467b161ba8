"""The rows of a condition's answer, each with what published reviews pooled of its question."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.findings.answer_cells import FigureCell, figure_cells, outcome_name, route_text, time_of
from evidence.findings.condition_answers import answer_href
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.published_pools import PublishedPool, PublishedPools, read_published_pools
from evidence.findings.truncation import GROUP_LIST, TruncatedList, truncate
from evidence.synthesis.answer_rows import AnswerRow
from evidence.synthesis.row_figures import row_figures
from studies.numerics.number_formatting import plural


@dataclass(frozen=True, slots=True)
class RowPools:
    """A row with its figures, and the pooled result nearest to it. ``more`` are on the page of its finding."""

    comparison: str
    outcome: str
    about: str
    figures: tuple[FigureCell, ...]
    trials: str
    href: str
    nearest: PublishedPool
    more: int


def read_row_pools(read: ConditionEvidence, rows: Sequence[AnswerRow]) -> TruncatedList[RowPools]:
    """The usable rows of which reviews pooled something, those with the most shared trials first."""
    usable = [row for row in rows if row.is_usable]
    published = read_published_pools(read, [row.answer for row in usable])
    found = [(row, pools) for row, pools in zip(usable, published, strict=True) if pools.pools]
    found.sort(key=lambda pair: -len(pair[1].pools[0].shared))
    return truncate(found, lambda pair: _row(read.condition.slug, *pair), GROUP_LIST)


def _row(slug: str, row: AnswerRow, published: PublishedPools) -> RowPools:
    answer = row.answer
    return RowPools(
        comparison=row.key.words.heading,
        outcome=outcome_name(answer),
        about=f"{time_of(answer)} · {route_text(answer)}",
        figures=figure_cells(answer, row_figures(answer)),
        trials=plural(answer.k, "trial"),
        href=answer_href(slug, answer),
        nearest=published.pools[0],
        more=len(published.pools) - 1,
    )
