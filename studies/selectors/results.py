"""What arms reported, differences as printed, and the queries on them."""

from collections.abc import Collection, Iterable
from sys import intern

from studies.choices import (
    CriticalOutcome,
    DefinedBy,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedForm,
    QueryState,
    Relation,
    ResultKind,
    Severity,
    StudyStatus,
)
from studies.models import (
    Arm,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    ReportedContrast,
)
from studies.numerics.scale_ends import scale_ends
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, QueryRow, ResultRow
from studies.selectors.arms import arms_by_id, readable

# In the order of the fields of a ``ResultRow``.
_RESULT_FIELDS = (
    "id",
    "arm_id",
    "measure_id",
    "kind",
    "outcome_name",
    "part",
    "weeks",
    "timepoint_label",
    "higher_is",
    "scale_min",
    "scale_max",
    "n",
    "mean",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "ci_level",
    "median",
    "q1",
    "q3",
    "minimum",
    "maximum",
    "events",
    "percent",
    "is_change",
)


def read_evidence(conditions: Collection[str] | None = None) -> Evidence:
    """What visible primary studies report of arms with one of these conditions (slugs); of all arms when None."""
    arms = arms_by_id(conditions)
    instruments = list(OutcomeMeasure.objects.select_related("complement_of"))
    measures = {row.pk: instrument(row) for row in instruments}
    studies = {arm.study.id for arm in arms.values()}
    return Evidence(
        arms=tuple(arms.values()),
        results=tuple(_results(conditions, arms, measures, instruments)),
        reported=tuple(_reported(conditions, arms, measures)),
        queries=tuple(query for query in _queries(conditions) if query.study in studies),
    )


def instrument(row: OutcomeMeasure) -> MeasureRow:
    """An instrument as rules see it, read with the outcome of which it is the complement."""
    return MeasureRow(
        row.slug,
        row.name,
        OutcomeDomain(row.domain),
        row.order_in_domain,
        HigherIs(row.higher_is) if row.higher_is else None,
        row.range_max,
        row.shown_max,
        row.raw_max,
        DefinedBy(row.defined_by),
        row.subject,
        CriticalOutcome(row.critical_outcome) if row.critical_outcome else None,
        instrument(row.complement_of) if row.complement_of else None,
    )


def _results(
    conditions: Collection[str] | None,
    arms: dict[int, ArmRow],
    measures: dict[int, MeasureRow],
    instruments: Iterable[OutcomeMeasure],
) -> list[ResultRow]:
    rows = OutcomeResult.objects.filter(**readable("arm__study")).exclude(arm__study__standing=StudyStatus.DRAFT)
    if conditions is not None:
        rows = rows.filter(arm__condition__slug__in=conditions)
    kinds, directions = {word.value: word for word in ResultKind}, {word.value: word for word in HigherIs}
    # Where a result prints no scale or direction, its measure's holds.
    ranges, better = {}, {}
    for row in instruments:
        ranges[row.pk], better[row.pk] = (row.range_min, row.range_max), row.higher_is
    found = []
    values = rows.order_by("id").values_list(*_RESULT_FIELDS)
    for pk, arm, measure, kind, name, part, weeks, label, higher_is, low, high, *rest in values:
        found.append(
            ResultRow(
                pk,
                arms[arm],
                measures[measure],
                kinds[kind],
                # The same few words again and again: one copy of each.
                intern(name),
                intern(part),
                weeks,
                intern(label),
                directions.get(higher_is or better[measure]),
                *scale_ends((low, high), ranges[measure]),
                *rest,
            )
        )
    return found


def _reported(
    conditions: Collection[str] | None, arms: dict[int, ArmRow], measures: dict[int, MeasureRow]
) -> list[ContrastRow]:
    rows = ReportedContrast.objects.filter(**readable("study")).exclude(study__standing=StudyStatus.DRAFT)
    if conditions is not None:
        rows = rows.filter(arm_a__condition__slug__in=conditions)
    return [
        ContrastRow(
            id=row.pk,
            arm_a=row.arm_a_id,
            arm_b=row.arm_b_id,
            measure=measures[row.measure_id],
            form=PrintedForm(row.printed_form),
            direction=PrintedDirection(row.direction),
            text=row.result_text,
            outcome_name=row.outcome_name,
            part=row.part,
            weeks=row.weeks,
            p_relation=Relation(row.p_relation) if row.p_relation else None,
            p_value=row.p_value,
        )
        for row in rows.order_by("id")
        if row.arm_a_id in arms and row.arm_b_id in arms
    ]


def _queries(conditions: Collection[str] | None) -> list[QueryRow]:
    """The unresolved queries on studies with an arm in one of these conditions; on all when None."""
    rows = DataQuery.objects.exclude(state=QueryState.RESOLVED)
    if conditions is not None:
        rows = rows.filter(study__in=Arm.objects.filter(condition__slug__in=conditions).values("study"))
    return [
        QueryRow(pk, study, arm, measure or "", label, part, field, Severity(severity), QueryState(state), *said)
        for pk, study, arm, measure, label, part, field, severity, state, *said in rows.order_by("id").values_list(
            *("id", "study_id", "arm_id", "measure__slug", "timepoint_label", "part", "field", "severity", "state"),
            *("problem", "detail"),
        )
    ]
