"""Shares of people with a good result in single ozone arms, with their figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence.figures.mark import Mark, Shape
from evidence.figures.proportion_marks import TICKS, place_proportion
from evidence.figures.scale import AxisTick
from evidence.findings.truncation import GROUP_LIST, truncate
from evidence.pages.condition.single_arm_rows import (
    arm_detail,
    doubt_text,
    question_heading,
    result_href,
    when_measured,
)
from evidence.statistics.interval import Interval
from evidence.statistics.single_arm import PooledProportion, clopper_pearson, inverse_logit
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_PREDICT
from evidence.synthesis.proportions import ProportionAnswer
from evidence.synthesis.single_arms import SingleArm
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import count, number, percent

DIGITS = 1


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One single arm, a pool, or what a pool predicts. ``kind`` is study, doubted, total or prediction."""

    kind: str
    label: str
    href: str
    detail: str
    doubt: str
    when: str
    people: str
    share: str
    weight: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """Similar arms in one window, with the method line of their pool if there is one; ``more`` arms are not shown."""

    heading: str
    rows: tuple[ShareRow, ...]
    method: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class ShareTable:
    """One definition of success."""

    title: str
    groups: tuple[ShareGroup, ...]
    ticks: tuple[AxisTick, ...] = TICKS


def share_tables(answers: Sequence[ProportionAnswer], condition_names: Mapping[str, str]) -> tuple[ShareTable, ...]:
    """A table for each definition of success, in the order of the answers; answers without arms are not shown."""
    shown = [answer for answer in answers if answer.entries or answer.unpooled]
    by_outcome = groupby(shown, key=lambda answer: answer.question.outcome)
    return tuple(
        ShareTable(outcome.title, tuple(_group(answer, condition_names) for answer in group))
        for outcome, group in by_outcome
    )


def _group(answer: ProportionAnswer, condition_names: Mapping[str, str]) -> ShareGroup:
    arms = truncate(answer.all_entries, lambda arm: _row(arm, condition_names), GROUP_LIST)
    total = _total(answer, answer.pooled) if answer.pooled else ()
    method = _method(answer.pooled) if answer.pooled else ""
    return ShareGroup(question_heading(answer.question), (*arms.rows, *total), method, more=arms.more)


def _row(arm: SingleArm[Counts], condition_names: Mapping[str, str]) -> ShareRow:
    counts = arm.value
    interval = clopper_pearson(counts.events, counts.n)
    shape = Shape.HOLLOW if arm.pool_exclusion else Shape.SQUARE
    return ShareRow(
        kind="doubted" if arm.pool_exclusion else "study",
        label=arm.study.label,
        href=result_href(arm.first),
        detail=arm_detail(arm, condition_names),
        doubt=doubt_text(arm),
        when=when_measured(arm.first),
        people=f"{counts.events:g}/{counts.n:g}",
        share=_share_text(counts.risk, interval),
        weight="" if arm.weight is None else percent(arm.weight),
        mark=place_proportion(counts.risk, interval.low, interval.high, shape=shape),
    )


def _total(answer: ProportionAnswer, pooled: PooledProportion) -> list[ShareRow]:
    total = ShareRow(
        kind="total",
        label=f"Pooled, {len(answer.entries)} single arms",
        href="",
        detail="",
        doubt="",
        when="",
        people=count(answer.people),
        share=_share_text(pooled.proportion, pooled.interval),
        weight="",
        mark=place_proportion(pooled.proportion, pooled.interval.low, pooled.interval.high, shape=Shape.DIAMOND),
    )
    expected = pooled.pooled.prediction if len(answer.entries) >= MIN_STUDIES_TO_PREDICT else None
    return [total, _prediction(pooled, expected.map(inverse_logit))] if expected else [total]


def _prediction(pooled: PooledProportion, expected: Interval) -> ShareRow:
    """The prediction interval: where the share of another arm is expected."""
    low, high = percent(expected.low, digits=DIGITS), percent(expected.high, digits=DIGITS)
    mark = place_proportion(pooled.proportion, expected.low, expected.high, shape=Shape.BAR)
    return ShareRow("prediction", "Where another arm is expected", "", "", "", "", "", f"{low} to {high}", "", mark)


def _share_text(share: float, interval: Interval) -> str:
    """A share with its limits.

    >>> _share_text(0.706, Interval(0.654, 0.755))
    '70.6% (65.4 to 75.5)'
    """
    limits = " to ".join(number(100 * limit, digits=DIGITS) for limit in (interval.low, interval.high))
    return f"{percent(share, digits=DIGITS)} ({limits})"


def _method(pooled: PooledProportion) -> str:
    h = pooled.pooled.heterogeneity
    return (
        "Random effects on the logit scale by REML, Hartung-Knapp interval with its floor. "
        f"τ² {number(pooled.pooled.tau2, digits=3)}, I² {percent(h.i2)}, "
        f"Q {number(h.q, digits=1)} on {h.df} degrees of freedom. No arm was compared with another."
    )
