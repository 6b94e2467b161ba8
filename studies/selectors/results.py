"""What arms reported, differences as printed, and the queries on them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple

from django.db.models import QuerySet

from studies.choices import (
    CriticalOutcome,
    DefinedBy,
    Design,
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
from studies.models import Arm, DataQuery, NumberConfirmation, OutcomeMeasure, OutcomeResult, ReportedContrast, Study
from studies.reported.arm_figures import with_arm_figures
from studies.reported.query_row import QueryRow
from studies.reported.reported_numbers import Confirmation
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, ResultRow
from studies.selectors.arms import (
    ARMS_WITHOUT_DOSE,
    NAMED_ARMS,
    arms_by_id,
    arms_of_record,
    bias_by_study,
    bias_judgements,
    readable,
    readable_arms,
    values_of_arms,
    values_of_studies,
)
from studies.selectors.confirmations import RowPlace, confirmed_rows, has_confirmations, read_confirmations
from studies.selectors.prepared_query import PreparedQuery, prepared_by_group
from studies.selectors.row_reader import SOURCE_AND_PRINTED, Convert, RowReader, Values, columns_of, labels, one_copy
from studies.selectors.study_numbers import Studies

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

_PRINTED_CONTRASTS = CONTRASTS.as_printed()

QUERIES = RowReader(
    QueryRow,
    columns_of(QueryRow, study="study_id", arm="arm_id", measure="measure_id"),
    {"severity": labels(Severity), "state": labels(QueryState)},
)

_NUMBER = attrgetter("id")
# The rows from which answers are made.
CONFIRMED_HERE = ("result", "contrast")


class _EvidenceQueries(NamedTuple):
    """The queries for the values of the rows that evidence is made of, in any order."""

    arms: Values
    studies: Values
    judgements: Values
    results: Values
    reported: Values
    queries: Values


def _evidence_queries(conditions: Collection[str] | None, studies: Studies | None) -> _EvidenceQueries:
    arms, results, reported = readable_arms(conditions, studies), readable_results(conditions), _reported()
    queries = DataQuery.objects.exclude(state=QueryState.RESOLVED)
    if conditions is not None:
        reported = reported.filter(arm_a__condition__slug__in=conditions)
        queries = queries.filter(study__in=_studies_with(conditions))
    if studies is not None:
        results, reported = results.filter(arm__study__in=studies), reported.filter(study__in=studies)
        queries = queries.filter(study__in=studies)
    some_arms = None if conditions is None and studies is None else arms
    return _EvidenceQueries(
        arms=values_of_arms(arms),
        studies=values_of_studies(some_arms),
        judgements=bias_judgements(some_arms),
        results=_values_of_results(results),
        reported=CONTRASTS.values_of(reported, with_provenance=True),
        queries=QUERIES.values_of(queries.order_by()),
    )


def _values_of_results(results: "QuerySet[OutcomeResult]") -> "QuerySet[Any, Any]":
    return RESULTS.as_printed().values_of(results.order_by(), with_provenance=True)


def _of_all(name: str) -> PreparedQuery[Any]:
    return PreparedQuery(lambda _: getattr(_evidence_queries(None, None), name))


def _by_conditions(name: str) -> Callable[[Collection[str]], PreparedQuery[Any]]:
    return prepared_by_group(lambda conditions: getattr(_evidence_queries(conditions, None), name))


# Pages that tell of all conditions read all rows, and those of a condition the rows of all its studies.
_ALL_ROWS = _EvidenceQueries(*map(_of_all, _EvidenceQueries._fields))
_ROWS_OF_CONDITIONS = [_by_conditions(name) for name in _EvidenceQueries._fields]
_MEASURES = PreparedQuery(lambda _: MEASURES.values_of(OutcomeMeasure.objects.all()))
# Pages that tell of no figure but those of randomised trials read no others, and of no doses.
_ROWS_OF_TRIALS = _ALL_ROWS._replace(
    arms=PreparedQuery(lambda _: values_of_arms(readable_arms(), ARMS_WITHOUT_DOSE)),
    results=PreparedQuery(lambda _: _values_of_results(readable_results().filter(arm__study__design=Design.RCT))),
    reported=PreparedQuery(
        lambda _: _PRINTED_CONTRASTS.values_of(_reported().filter(study__design=Design.RCT), with_provenance=True)
    ),
)


def read_evidence(conditions: Collection[str] | None = None, studies: Studies | None = None) -> Evidence:
    """What visible primary studies, of these, report of arms with one of these conditions (slugs); None means all."""
    if conditions is not None and not conditions:
        return Evidence()
    return _read_rows(_queries_to_read(conditions, studies), partial(_confirmations, conditions, studies))


def read_trial_evidence() -> Evidence:
    """The arms of all visible primary studies, without their doses, and what the randomised trials among them report.

    Nothing is said of where that is printed, nor of who confirmed it.
    """
    return _read_rows(_ROWS_OF_TRIALS, None, ARMS_WITHOUT_DOSE, _PRINTED_CONTRASTS)


def _read_rows(
    read: _EvidenceQueries,
    confirmed: "Callable[[], QuerySet[NumberConfirmation]] | None",
    arm_reader: RowReader[ArmRow] = NAMED_ARMS,
    contrast_reader: RowReader[ContrastRow] = CONTRASTS,
) -> Evidence:
    arms = arms_by_id(read.arms, read.studies, bias_by_study(read.judgements), arm_reader)
    measures = all_measures()
    known = {"measure": measures.__getitem__}
    results = RESULTS.as_printed().each_of_values(read.results, arm=arms.get, **known)
    confirmations = read_confirmations(confirmed(), CONFIRMED_HERE) if confirmed and has_confirmations() else {}
    unresolved = QUERIES.each_of_values(read.queries, measure=_slugs(measures))
    contrasts = partial(contrast_reader.each_of_values, read.reported)
    return _evidence(arms, results, _contrasts(contrasts, arms, **known), unresolved, confirmations)


def _queries_to_read(conditions: Collection[str] | None, studies: Studies | None) -> _EvidenceQueries:
    if studies is not None:
        return _evidence_queries(conditions, studies)
    return _ALL_ROWS if conditions is None else _EvidenceQueries(*(query(conditions) for query in _ROWS_OF_CONDITIONS))


def _confirmations(conditions: Collection[str] | None, studies: Studies | None) -> "QuerySet[NumberConfirmation]":
    confirmed = NumberConfirmation.objects.all()
    confirmed = confirmed if conditions is None else confirmed.filter(study__in=_studies_with(conditions))
    return confirmed if studies is None else confirmed.filter(study__in=studies)


def _studies_with(conditions: Collection[str]) -> "QuerySet[Any, Any]":
    return Arm.objects.filter(condition__slug__in=conditions).values("study")


def evidence_of_record(
    study: Study, confirmations: Mapping[RowPlace, Sequence[Confirmation]], *, is_assessed: bool = True
) -> Evidence:
    """What one visible primary study reports, as ``read_evidence`` has it, from a record whose rows were read before.

    Those are its publications, queries, differences, and arms with their conditions, components and results.
    """
    results = [result for arm in study.arms.all() for result in arm.results.all()]
    measured: list[Any] = [*results, *study.reported_contrasts.all(), *study.queries.all()]
    used = {row.measure_id: row.measure for row in measured if row.measure}
    complements = (measure.complement_of for measure in used.values() if measure.complement_of)
    arms, measures = arms_of_record(study, is_assessed=is_assessed), measures_by_id((*complements, *used.values()))
    known = {"measure": measures.__getitem__}
    open_queries = (query for query in study.queries.all() if query.state != QueryState.RESOLVED)
    return _evidence(
        arms,
        RESULTS.as_printed().from_records(results, arm=arms.__getitem__, **known),
        _contrasts(partial(CONTRASTS.from_records, study.reported_contrasts.all()), arms, **known),
        QUERIES.from_records(open_queries, measure=_slugs(measures)),
        confirmations,
    )


def _evidence(
    arms: dict[int, ArmRow],
    results: Iterable[ResultRow],
    reported: Iterable[ContrastRow],
    queries: Iterable[QueryRow],
    confirmations: Mapping[RowPlace, Sequence[Confirmation]],
) -> Evidence:
    """These rows by their numbers, with what is confirmed of them, and the queries on these arms."""
    studies = {arm.study.id for arm in arms.values()}
    # Without a snapshot a study may have been published since its arms were read. The database would sort whole rows.
    of_arms = sorted([row for row in results if row.arm is not None], key=_NUMBER)
    return Evidence(
        arms=tuple(arms.values()),
        results=tuple(with_arm_figures(confirmed_rows("result", of_arms, confirmations))),
        reported=tuple(confirmed_rows("contrast", sorted(reported, key=_NUMBER), confirmations)),
        queries=tuple(query for query in sorted(queries, key=_NUMBER) if query.study in studies),
    )


def _slugs(measures: Mapping[int, MeasureRow]) -> Convert:
    """What turns the number of an instrument into its short name; '' for none."""
    return lambda pk: measures[pk].slug if pk else ""


def measures_by_id(records: Iterable[OutcomeMeasure]) -> dict[int, MeasureRow]:
    """Instruments under their numbers in the database, each with that of which it is the complement, if among them."""
    return _with_complements(partial(MEASURES.from_records, list(records)))


def all_measures() -> dict[int, MeasureRow]:
    """The same of all instruments."""
    return _with_complements(partial(MEASURES.from_values, _MEASURES.rows()))


def _with_complements(read: Callable[..., Iterable[MeasureRow]]) -> dict[int, MeasureRow]:
    """The instruments that this reads: first each alone, then each with that of which it is the complement."""
    alone = {row.id: row for row in read(complement_of=lambda pk: None)}
    return {row.id: row for row in read(complement_of=alone.get)}


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
    """The differences as printed that readers may see, in any order."""
    rows = ReportedContrast.objects.filter(**readable("study")).exclude(study__standing=StudyStatus.DRAFT)
    return rows.order_by()


def _contrasts(
    read: Callable[..., Iterable[ContrastRow]], arms: dict[int, ArmRow], measure: Convert
) -> list[ContrastRow]:
    """The differences as printed of which both arms were read."""
    rows = read(arm_a=arms.get, arm_b=arms.get, measure=measure)
    return [row for row in rows if row.arm_a is not None and row.arm_b is not None]
