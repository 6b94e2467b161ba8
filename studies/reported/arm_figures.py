"""What else an arm printed that a result needs: its score before treatment, its other percentages."""

from collections.abc import Iterable, Sequence

from studies.choices import ResultKind
from studies.numerics.count_rounding import PrintedPercent
from studies.reported.content_order import result_order
from studies.reported.row_provenance import last_place
from studies.reported.rows import ResultRow

# What a score before treatment shares with one after it, but for the scale.
_Score = tuple[int, str, str, str]


def with_arm_figures(results: Iterable[ResultRow]) -> list[ResultRow]:
    """The same results in their order, each with what its rules need of the rest of its arm.

    A final score has the arm's score before treatment; a percentage without a count has every percentage that is
    printed of the whole arm.
    """
    rows = list(results)
    before = _scores_before(rows)
    bare = {
        place: row.arm.id
        for place, row in enumerate(rows)
        if row.percent is not None and (row.events is None or row.n is None)
    }
    percentages = _percentages(rows, set(bare.values())) if bare else {}
    # One by one in their places: results are many, and there is no second copy of them.
    for place, arm in bare.items():
        rows[place] = rows[place]._replace(arm_percentages=percentages[arm])
    if before:
        for place, row in enumerate(rows):
            if row.kind is ResultKind.CONTINUOUS and row.weeks != 0 and not row.is_change and place not in bare:
                found = before.get(_score(row))
                if found and _on_one_scale(found, row):
                    rows[place] = row._replace(before=found)
    return rows


def _on_one_scale(one: ResultRow, other: ResultRow) -> bool:
    """Whether both are on one scale; the same printed ends are the quick answer."""
    alike = one.scale_min == other.scale_min and one.scale_max == other.scale_max
    return alike or one.ends == other.ends


def _scores_before(rows: Sequence[ResultRow]) -> dict[_Score, ResultRow]:
    """The scores before treatment of studies in which two arms or more print one."""
    found: dict[_Score, ResultRow] = {}
    arms: dict[int, set[int]] = {}
    for row in rows:
        if row.weeks == 0 and row.kind is ResultKind.CONTINUOUS and not row.is_change:
            other = found.setdefault(_score(row), row)
            # Of two alike the one that comes first by what it says, however they were read.
            if other is not row and result_order(row) < result_order(other):
                found[_score(row)] = row
            arms.setdefault(row.arm.study.id, set()).add(row.arm.id)
    return {score: row for score, row in found.items() if len(arms[row.arm.study.id]) > 1}


def _percentages(rows: Sequence[ResultRow], arms: set[int]) -> dict[int, tuple[PrintedPercent, ...]]:
    found: dict[int, dict[PrintedPercent, None]] = {arm: {} for arm in arms}
    for row in rows:
        if row.percent is not None and row.arm.id in arms and not row.part:
            found[row.arm.id][PrintedPercent(row.percent, last_place(row, "percent"))] = None
    return {arm: tuple(each) for arm, each in found.items()}


def _score(row: ResultRow) -> _Score:
    return (row.arm.id, *row.outcome, row.part)
