"""Scores before and after ozone in single arms, as their two means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence.findings.truncation import GROUP_LIST, TruncatedList, truncate
from evidence.pages.condition.single_arm_rows import (
    arm_detail,
    doubt_text,
    question_heading,
    result_href,
    when_measured,
)
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.interval import Interval
from evidence.synthesis.changes import Change, ChangeAnswer, Score
from evidence.synthesis.single_arms import SingleArm
from studies.numerics.number_formatting import count, difference, interval_text, number, percent, plural
from studies.reported.text_keys import name_key


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One single arm. ``change`` is empty unless the reader set a correlation and the arm prints what it needs."""

    label: str
    href: str
    detail: str
    doubt: str
    when: str
    people: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Similar arms in one window; ``pooled`` and its method line are empty without a correlation."""

    heading: str
    arms: TruncatedList[ChangeRow]
    pooled: str
    method: str


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """One outcome on one scale. ``correlation`` is the correlation of every computed change, in words."""

    title: str
    correlation: str
    groups: tuple[ChangeGroup, ...]

    @property
    def arms(self) -> str:
        """How many scores of single arms it holds, in words."""
        return plural(sum(group.arms.total for group in self.groups), "score")


def change_tables(answers: Sequence[ChangeAnswer], condition_names: Mapping[str, str]) -> tuple[ChangeTable, ...]:
    """A table for each outcome and scale, in the order of the answers; answers without arms are not shown."""
    shown = [answer for answer in answers if answer.entries or answer.unpooled]
    by_scale = groupby(shown, key=lambda answer: (answer.question.outcome, name_key(answer.scale)))
    return tuple(_table(list(group), condition_names) for _, group in by_scale)


def _table(answers: Sequence[ChangeAnswer], condition_names: Mapping[str, str]) -> ChangeTable:
    first = answers[0]
    correlation = first.correlation
    return ChangeTable(
        title=_title(first.question.outcome.title, first.scale),
        correlation="" if correlation is None else f"assumed correlation {correlation:g}",
        groups=tuple(_group(answer, condition_names) for answer in answers),
    )


def _title(outcome: str, scale: str) -> str:
    """Outcome and scale, or the scale alone where it names the outcome."""
    names_outcome = outcome.strip("“”").casefold() in scale.casefold()
    return f"{scale[:1].upper()}{scale[1:]}" if names_outcome else f"{outcome}: {scale}"


def _group(answer: ChangeAnswer, condition_names: Mapping[str, str]) -> ChangeGroup:
    pooled = answer.pooled
    return ChangeGroup(
        heading=question_heading(answer.question),
        arms=truncate(answer.all_entries, lambda arm: _row(arm, condition_names), GROUP_LIST),
        pooled=_change_text(pooled.estimate, pooled.interval) if pooled else "",
        method=_method(pooled) if pooled else "",
    )


def _row(arm: SingleArm[Change], condition_names: Mapping[str, str]) -> ChangeRow:
    change = arm.value
    return ChangeRow(
        label=arm.study.label,
        href=result_href(arm.first),
        detail=arm_detail(arm, condition_names),
        doubt=doubt_text(arm),
        when=when_measured(arm.first),
        people="" if change.after.n is None else count(change.after.n),
        before=_score_text(change.before),
        after=_score_text(change.after),
        change=_change_text(change.effect.estimate, change.effect.reader_interval()) if change.effect else "",
    )


def _score_text(score: Score) -> str:
    """A mean with its standard deviation where there is one, or a median, labelled as one."""
    middle = number(score.middle, digits=1)
    if score.is_median:
        return f"median {middle}"
    return f"{middle} (SD {number(score.spread.required_sd, digits=1)})" if score.spread else middle


def _change_text(change: float, interval: Interval) -> str:
    return f"{difference(change)} ({interval_text(interval.low, interval.high)})"


def _method(pooled: PooledEstimate) -> str:
    h = pooled.heterogeneity
    return (
        f"{pooled.k} single arms, random effects by REML, Hartung-Knapp interval with its floor. "
        f"τ² {number(pooled.tau2, digits=1)}, I² {percent(h.i2)}, "
        f"Q {number(h.q, digits=1)} on {h.df} degrees of freedom."
    )
