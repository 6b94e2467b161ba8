"""Texts that tables of single arms share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from evidence.findings.truncation import TruncatedList, truncate
from evidence.synthesis.comparison_labels import time_label, treatment_text
from evidence.synthesis.single_arms import ArmQuestion, ExcludedArm, SingleArm
from studies.choices import ROUTE_GROUPS
from studies.numerics.number_formatting import plural
from studies.reported.row_keys import row_address
from studies.reported.rows import ResultRow
from studies.reported.windows import Window

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ExcludedArmRow:
    """A result of an ozone arm that is in no table, with the reason."""

    study: str
    href: str
    what: str
    reason: str


def question_heading(question: ArmQuestion) -> str:
    """Which arms form a group: when they were measured and what they received."""
    window = question.window
    when = window.label if window is Window.NOT_STATED else f"{window.label} ({window.span})"
    return f"{when[:1].upper()}{when[1:]}: {treatment_text(question.mixture)}"


def result_href(result: ResultRow) -> str:
    """The address of a result, where its source is named."""
    return f"{reverse('study', args=[result.arm.study.slug])}#result-{row_address(result.key)}"


def when_measured(result: ResultRow) -> str:
    """The chosen time; as printed where it is no number of weeks."""
    if result.weeks is None:
        return result.timepoint_label or "time not stated"
    return time_label(result.weeks, result.timepoint_label)


def arm_detail(arm: SingleArm[Value], condition_names: Mapping[str, str]) -> str:
    """What a reader must know of a single arm next to its number."""
    first = arm.first
    shown = (
        first.arm.study.design_label,
        condition_names.get(first.arm.condition, first.arm.condition) if len(condition_names) > 1 else "",
        ROUTE_GROUPS[first.arm.route].label,
        f"part: {first.part.replace('-', ' ')}" if first.part else first.arm.stratum.replace("-", " "),
        plural(len(arm.results), "like arm") + " together" if len(arm.results) > 1 else "",
        *arm.notes,
        _why_not_pooled(arm),
    )
    return " · ".join(filter(None, shown))


def doubt_text(arm: SingleArm[Value]) -> str:
    """The problem of the query that doubts an arm; empty without one."""
    return arm.query.problem if arm.query else ""


def excluded_arm_rows(items: Iterable[ExcludedArm]) -> TruncatedList[ExcludedArmRow]:
    """Each result that is in no table, once for every reason."""
    once = {(item.result.id, item.reason, item.detail): item for item in items}
    return truncate(list(once.values()), _excluded_arm_row)


def _excluded_arm_row(item: ExcludedArm) -> ExcludedArmRow:
    part = f" ({item.result.part.replace('-', ' ')})" if item.result.part else ""
    return ExcludedArmRow(
        study=item.result.arm.study.label,
        href=result_href(item.result),
        what=f"{item.result.outcome_name or item.result.measure.name}, {when_measured(item.result)}{part}",
        reason=": ".join(filter(None, (item.reason.label, item.detail))),
    )


def _why_not_pooled(arm: SingleArm[Value]) -> str:
    """Why it is in no pool, where no query says why."""
    if arm.pool_exclusion is None or arm.query:
        return ""
    return f"{arm.pool_exclusion.label}: {arm.detail}" if arm.detail else arm.pool_exclusion.label
