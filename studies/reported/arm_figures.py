"""What else an arm printed, beside a result that needs it: its score before treatment, its other percentages."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studies.choices import ResultKind
from studies.reported.content_order import result_order
from studies.reported.row_provenance import last_place
from studies.reported.rows import PrintedPercent, ResultRow


class _Score(NamedTuple):
    """What a score before treatment shares with one after it."""

    arm: int
    measure: str
    outcome_name: str
    part: str
    scale: tuple[float | None, float | None]


def with_arm_figures(results: Iterable[ResultRow]) -> list[ResultRow]:
    """The same results in their order, each with what its rules need of the rest of its arm.

    A final score has the arm's score before treatment; a percentage without a count has every percentage that is
    printed of the whole arm.
    """
    rows = list(results)
    scores = sorted((row for row in rows if row.weeks == 0 and _is_final_score(row)), key=result_order, reverse=True)
    before = {_score(row): row for row in scores}
    bare = {row.arm.id for row in rows if _is_bare_percentage(row)}
    percentages = _percentages(rows, bare) if bare else {}
    return [_with_figures(row, before, percentages) for row in rows]


def _with_figures(
    row: ResultRow, before: dict[_Score, ResultRow], percentages: dict[int, tuple[PrintedPercent, ...]]
) -> ResultRow:
    if _is_bare_percentage(row):
        return row._replace(arm_percentages=percentages[row.arm.id])
    if before and row.weeks != 0 and _is_final_score(row) and (found := before.get(_score(row))):
        return row._replace(before=found)
    return row


def _percentages(rows: Sequence[ResultRow], arms: set[int]) -> dict[int, tuple[PrintedPercent, ...]]:
    found: dict[int, dict[PrintedPercent, None]] = {arm: {} for arm in arms}
    for row in rows:
        if row.percent is not None and row.arm.id in arms and not row.part:
            found[row.arm.id][PrintedPercent(row.percent, last_place(row, "percent"))] = None
    return {arm: tuple(each) for arm, each in found.items()}


def _is_bare_percentage(row: ResultRow) -> bool:
    return row.percent is not None and (row.events is None or row.n is None)


def _is_final_score(row: ResultRow) -> bool:
    return row.kind is ResultKind.CONTINUOUS and not row.is_change


def _score(row: ResultRow) -> _Score:
    return _Score(row.arm.id, row.measure.slug, row.outcome_name, row.part, (row.low, row.high))
