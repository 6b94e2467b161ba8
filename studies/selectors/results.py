"""What arms reported, differences as printed, and the queries on them."""

from collections.abc import Collection, Iterable
from sys import intern

from django.db.models import QuerySet

from studies.choices import (
    CriticalOutcome,
    DefinedBy,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    QueryState,
    Relation,
    ResultKind,
    Severity,
    StudyStatus,
)
from studies.models import Arm, DataQuery, NumberConfirmation, OutcomeMeasure, OutcomeResult, ReportedContrast
from studies.reported.arm_figures import with_arm_figures
from studies.reported.query_row import QueryRow
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, ResultRow
from studies.selectors.arms import arms_by_id, bias_by_study, bias_of_study, readable, readable_arms
from studies.selectors.confirmations import confirmed_rows, read_confirmations
from studies.selectors.row_reader import SOURCE_AND_PRINTED, RowReader, columns_of, labels, one_copy

MEASURES = RowReader(
    MeasureRow,
    columns_of(
        MeasureRow,
        order="order_in_domain",
        critical="critical_outcome",
        complement_of="complement_of_id",
        excludes="excludes_id",
    ),
    {
        "domain": labels(OutcomeDomain),
        "higher_is": labels(HigherIs),
        "defined_by": labels(DefinedBy),
        "critical": labels(CriticalOutcome),
    },
)

RESULTS = RowReader(
    ResultRow,
    columns_of(ResultRow, without=("before", "arm_percentages"), arm="arm_id", measure="measure_id", key="row_key"),
    {
        "kind": labels(ResultKind),
        "higher_is": labels(HigherIs),
        # The same few texts and numbers again and again: one copy of each.
        "outcome_name": intern,
        "part": intern,
        "timepoint_label": intern,
        "weeks": one_copy,
        "scale_min": one_copy,
        "scale_max": one_copy,
    },
    (*SOURCE_AND_PRINTED, "events_derived"),
)

CONTRASTS = RowReader(
    ContrastRow,
    columns_of(ContrastRow, arm_a="arm_a_id", arm_b="arm_b_id", measure="measure_id", key="row_key"),
    {
        "printed_form": labels(PrintedForm),
        "direction": labels(PrintedDirection),
        "effect_measure": labels(PrintedEffectMeasure),
        "p_relation": labels(Relation),
    },
    SOURCE_AND_PRINTED,
)

_QUERIES = RowReader(
    QueryRow,
    columns_of(QueryRow, study="study_id", arm="arm_id", measure="measure__slug"),
    {"measure": lambda slug: slug or "", "severity": labels(Severity), "state": labels(QueryState)},
)

# The rows from which answers are made.
_CONFIRMED_HERE = ("result", "contrast")


def read_evidence(conditions: Collection[str] | None = None) -> Evidence:
    """What visible primary studies report of arms with one of these conditions (slugs); of all arms when None."""
    arms = arms_by_id(readable_arms(conditions), bias_by_study(conditions))
    reported, queries, confirmed = _reported(), DataQuery.objects.all(), NumberConfirmation.objects.all()
    if conditions is not None:
        reported = reported.filter(arm_a__condition__slug__in=conditions)
        studies = Arm.objects.filter(condition__slug__in=conditions).values("study")
        queries, confirmed = queries.filter(study__in=studies), confirmed.filter(study__in=studies)
    return _evidence(arms, readable_results(conditions), reported, queries, confirmed)


def read_study_evidence(study: int) -> Evidence:
    """What one study reports, by its number, as ``read_evidence`` has it; nothing of a draft or a review."""
    arms = arms_by_id(readable_arms().filter(study=study), bias_of_study(study))
    results = readable_results().filter(arm__study=study)
    queries, confirmed = DataQuery.objects.filter(study=study), NumberConfirmation.objects.filter(study=study)
    return _evidence(arms, results, _reported().filter(study=study), queries, confirmed)


def _evidence(
    arms: dict[int, ArmRow],
    results: "QuerySet[OutcomeResult]",
    reported: "QuerySet[ReportedContrast]",
    queries: "QuerySet[DataQuery]",
    confirmed: "QuerySet[NumberConfirmation]",
) -> Evidence:
    """The rows of these tables, of the arms that were read."""
    measures = measures_by_id(OutcomeMeasure.objects.all())
    studies = {arm.study.id for arm in arms.values()}
    rows = RESULTS.as_printed().each_of(
        results, with_provenance=True, arm=arms.__getitem__, measure=measures.__getitem__
    )
    confirmations = read_confirmations(confirmed, _CONFIRMED_HERE)
    unresolved = _QUERIES.from_table(queries.exclude(state=QueryState.RESOLVED).order_by("id"))
    return Evidence(
        arms=tuple(arms.values()),
        results=tuple(with_arm_figures(confirmed_rows("result", rows, confirmations))),
        reported=tuple(confirmed_rows("contrast", _contrasts(reported, arms, measures), confirmations)),
        queries=tuple(query for query in unresolved if query.study in studies),
    )


def measures_by_id(records: Iterable[OutcomeMeasure]) -> dict[int, MeasureRow]:
    """Instruments under their numbers in the database, each with that of which it is the complement, if among them."""
    measures = list(records)
    rows = {row.id: row for row in MEASURES.from_records(measures, complement_of=lambda pk: None)}
    complements = {measure.pk: rows.get(measure.complement_of_id or 0) for measure in measures}
    return {pk: row._replace(complement_of=complements[pk]) for pk, row in rows.items()}


def measure_row(record: OutcomeMeasure) -> MeasureRow:
    """One instrument, with that of which it is the complement."""
    return measures_by_id(filter(None, (record, record.complement_of)))[record.pk]


def readable_results(conditions: Collection[str] | None = None) -> "QuerySet[OutcomeResult]":
    """The results that readers may see, of arms with one of these conditions; of all arms when None."""
    results = OutcomeResult.objects.filter(**readable("arm__study")).exclude(arm__study__standing=StudyStatus.DRAFT)
    if conditions is not None:
        results = results.filter(arm__condition__slug__in=conditions)
    return results.order_by("id")


def _reported() -> "QuerySet[ReportedContrast]":
    """The differences as printed that readers may see."""
    return ReportedContrast.objects.filter(**readable("study")).exclude(study__standing=StudyStatus.DRAFT)


def _contrasts(
    table: "QuerySet[ReportedContrast]", arms: dict[int, ArmRow], measures: dict[int, MeasureRow]
) -> list[ContrastRow]:
    """The differences as printed of which both arms were read."""
    not_read = ArmRow()

    def arm(pk: int) -> ArmRow:
        return arms.get(pk, not_read)

    rows = CONTRASTS.from_table(
        table.order_by("id"), with_provenance=True, arm_a=arm, arm_b=arm, measure=measures.__getitem__
    )
    return [row for row in rows if not_read not in (row.arm_a, row.arm_b)]
