"""Findings put together from the rows they are about. The check's name is added by the table that lists the check."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from studies.checks.check_finding import CheckFinding
from studies.choices import Severity
from studies.reported.checked_study import PoolRow, ReportedStudy
from studies.reported.rows import ArmRow, ContrastRow, ResultRow

Row = ArmRow | ContrastRow | PoolRow | ResultRow
_LABELS = ("p_relation", "printed_form")


def four_digits(value: float) -> str:
    """A computed number as text: four significant digits, a true minus.

    >>> four_digits(58.522727), four_digits(-0.5), four_digits(1498)
    ('58.52', '−0.5', '1498')
    """
    text = f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    return text.replace("-", "−")


def of_result(
    result: ResultRow, *, severity: Severity, field: str, sentence: str, arithmetic: str, values: Sequence[str]
) -> CheckFinding:
    """A finding about one result. ``values`` are the fields whose change would make it another finding."""
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=result.arm.study.slug,
        arm=result.arm.id or None,
        result=result.id or None,
        field=field,
        measure=result.measure.slug,
        timepoint_label=result.timepoint_label,
        part=result.part,
        where=place(result),
        about=(row_values(result, values),),
    )


def of_results(
    study: ReportedStudy,
    results: Sequence[ResultRow],
    *,
    severity: Severity,
    field: str,
    sentence: str,
    arithmetic: str,
    values: Sequence[str],
) -> CheckFinding:
    """A finding about several results of a study: arm, outcome, time and part are named where all share them."""
    arms = {result.arm.id: result.arm for result in results}
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=study.slug,
        arm=next(iter(arms)) or None if len(arms) == 1 else None,
        result=results[0].id or None if len(results) == 1 else None,
        field=field,
        measure=_shared(result.measure.slug for result in results),
        timepoint_label=_shared(result.timepoint_label for result in results),
        part=_shared(result.part for result in results),
        where=_shared(map(place, results))
        or ", ".join(dict.fromkeys(result.outcome_name or result.measure.name for result in results)),
        about=tuple(sorted(row_values(result, values) for result in results)),
    )


def of_contrast(
    contrast: ContrastRow, *, severity: Severity, field: str, sentence: str, arithmetic: str, values: Sequence[str]
) -> CheckFinding:
    """A finding about a difference as printed: about two arms, so about none of them."""
    outcome = contrast.outcome_name or contrast.measure.name
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=contrast.arm_a.study.slug,
        arm=None,
        result=None,
        field=field,
        measure=contrast.measure.slug,
        part=contrast.part,
        where=", ".join(filter(None, (f"{contrast.arm_a.label} v {contrast.arm_b.label}", outcome, contrast.part))),
        about=(row_values(contrast, values),),
    )


def with_supporting_rows(finding: CheckFinding, result: ResultRow, figures: Sequence[str]) -> CheckFinding:
    """A finding about a difference that rests on figures of both arms too, at the time that ``result`` names."""
    when = ", ".join(filter(None, (finding.where, result.timepoint_label)))
    return replace(finding, timepoint_label=result.timepoint_label, where=when, about=(*finding.about, *figures))


def of_arm(
    study: ReportedStudy,
    arm: ArmRow,
    *,
    severity: Severity,
    field: str,
    sentence: str,
    arithmetic: str,
    values: Sequence[str],
) -> CheckFinding:
    """A finding about what an arm received, or how many were in it."""
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=study.slug,
        arm=arm.id or None,
        result=None,
        field=field,
        where=arm.label,
        about=(row_values(arm, values),),
    )


def of_study(
    study: ReportedStudy, *, severity: Severity, field: str, sentence: str, arithmetic: str, about: Iterable[str]
) -> CheckFinding:
    """A finding about a study as a whole. ``about`` names the rows and values it rests on."""
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=study.slug,
        arm=None,
        result=None,
        field=field,
        where="the whole study",
        about=tuple(about),
    )


def of_pool(pool: PoolRow, *, severity: Severity, sentence: str, arithmetic: str) -> CheckFinding:
    """A finding about a pooled result that a review printed."""
    return CheckFinding(
        check="",
        severity=severity,
        sentence=sentence,
        arithmetic=arithmetic,
        study=pool.study.slug,
        arm=None,
        result=None,
        field="estimate",
        measure=pool.measure.slug,
        timepoint_label=pool.timepoint_label,
        where=", ".join(filter(None, (pool.outcome_name or pool.measure.name, pool.timepoint_label))),
        about=(row_values(pool, ("estimate", "ci_low", "ci_high", "p_relation", "p_value")),),
    )


def row_values(row: Row, names: Sequence[str]) -> str:
    """A row's key with some of its values: ``yang2023--ozone: n=60 events=55``."""
    values = " ".join(f"{name}={_value(row, name)}" for name in names)
    return f"{row.provenance.key or row.id}: {values}"


def _value(row: Row, name: str) -> object:
    """A value as answered findings are known by: a number that is missing is None, a label that is missing is ''."""
    value = getattr(row if name in row._fields else row.provenance, name)
    return "" if value is None and name in _LABELS else value


def place(result: ResultRow) -> str:
    """A result's place in its study, for a person."""
    outcome = result.outcome_name or result.measure.name
    when = result.timepoint_label or ("before treatment" if result.weeks == 0 else "")
    return ", ".join(filter(None, (result.arm.label, outcome, result.part, when)))


def _shared(values: Iterable[str]) -> str:
    """The one value that all have; '' when they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""
