"""The rows of a form, saved or not, as the rows that pools are made of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studies.choices import (
    Allocation,
    ComponentName,
    Design,
    HigherIs,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    Relation,
    Route,
)
from studies.curation.workbench.defaults import kind_of
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import ParsedRow, TypedRow, read_row
from studies.fields.field import NUMERIC
from studies.fields.study_fields import CONTRAST, RESULT
from studies.models import OutcomeMeasure, Study
from studies.numerics.whole_number import whole_number
from studies.reported.arm_figures import with_arm_figures
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, ResultRow, StudyRow
from studies.selectors.results import measure_row

Measures = Mapping[int, OutcomeMeasure]
# What a result is of while its outcome or its arm is not chosen yet.
NO_MEASURE, NO_ARM = MeasureRow(), ArmRow()
_RESULT_NUMBERS = tuple(field.name for field in RESULT.typed if field.kind in NUMERIC)
_CONTRAST_NUMBERS = tuple(field.name for field in CONTRAST.typed if field.kind in NUMERIC)


def row_number(key: str) -> int:
    """A number for a row: that of its record, or one below zero while it is not saved."""
    stored = whole_number(key)
    return -int(key.removeprefix("new")) if stored is None else stored


def form_evidence(
    form: WorkbenchForm, stored: StoredStudy, results: Mapping[str, ParsedRow], of_study: StudyRow | None = None
) -> Evidence:
    """Everything on a form of which a pool could be made; its ``results`` as they were read.

    ``of_study``: the study with what is known of it beside the form.
    """
    arms = {arm.id: arm for arm in typed_arms(of_study or saved_study(stored.study), form.rows["arms"])}
    columns = stored.sheets["contrasts"].columns
    return Evidence(
        arms=tuple(arms.values()),
        results=tuple(with_arm_figures(_result(row, arms, stored.measures) for row in results.values())),
        reported=tuple(_contrasts((read_row(row, columns) for row in form.rows["contrasts"]), arms, stored.measures)),
    )


def saved_study(study: Study) -> StudyRow:
    """What the record itself says of a study."""
    return StudyRow(
        study.pk,
        study.slug,
        study.label,
        Design(study.design),
        n_randomised=study.n_randomised,
        n_analysed=study.n_analysed,
        allocation=Allocation(study.allocation),
        cluster_size=study.cluster_size,
        icc=study.icc,
        pair_correlation=study.pair_correlation,
    )


def typed_arms(study: StudyRow, rows: Iterable[TypedRow]) -> list[ArmRow]:
    """The arms with the components that are ticked."""
    return [_arm(study, row) for row in rows]


def _arm(study: StudyRow, row: TypedRow) -> ArmRow:
    ticked = row.texts["components"].split()
    return ArmRow(
        id=row_number(row.key),
        study=study,
        label=row.texts["label"] or "the new arm",
        condition=row.texts["condition"],
        components=frozenset(name for name in ComponentName if name.value in ticked),
        route=next((route for route in Route if route.value == row.texts["route"]), Route.OTHER),
        stratum=row.texts["stratum"],
        part_of=whole_number(row.texts["part_of"]),
        n_randomised=whole_number(row.texts.get("n_randomised", "")),
        n_analysed=whole_number(row.texts.get("n_analysed", "")),
        components_certain=bool(row.texts.get("components_certain", "1")),
    )


def _result(row: ParsedRow, arms: Mapping[int, ArmRow], measures: Measures) -> ResultRow:
    """A result as typed; a cell that cannot be read is empty."""
    values, measure = row.values, measures.get(row.values.get("measure") or 0)
    return ResultRow(
        id=row_number(row.key),
        arm=arms.get(values.get("arm") or 0, NO_ARM),
        measure=measure_row(measure) if measure else NO_MEASURE,
        kind=kind_of(values, measure),
        higher_is=HigherIs(values["higher_is"]) if values.get("higher_is") else None,
        is_change=bool(values.get("is_change")),
        **_texts(values, "outcome_name", "part", "timepoint_label"),
        **_numbers(values, _RESULT_NUMBERS),
        provenance=_printed(row, _RESULT_NUMBERS),
    )


def _contrasts(rows: Iterable[ParsedRow], arms: Mapping[int, ArmRow], measures: Measures) -> Iterator[ContrastRow]:
    """The printed differences whose arms and outcome are chosen."""
    for row in rows:
        values = row.values
        arm_a, arm_b = arms.get(values.get("arm_a") or 0), arms.get(values.get("arm_b") or 0)
        measure = measures.get(values.get("measure") or 0)
        if arm_a is None or arm_b is None or measure is None:
            continue
        yield ContrastRow(
            id=row_number(row.key),
            arm_a=arm_a,
            arm_b=arm_b,
            measure=measure_row(measure),
            printed_form=PrintedForm(values.get("printed_form") or PrintedForm.P_ONLY),
            direction=PrintedDirection(values.get("direction") or PrintedDirection.NOT_STATED),
            effect_measure=PrintedEffectMeasure(values["effect_measure"]) if values.get("effect_measure") else None,
            p_relation=Relation(values["p_relation"]) if values.get("p_relation") else None,
            compares_means=bool(values.get("compares_means")),
            **_texts(values, "outcome_name", "part", "result_text"),
            **_numbers(values, _CONTRAST_NUMBERS),
            provenance=_printed(row, _CONTRAST_NUMBERS),
        )


def _numbers(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values.get(name) for name in names}


def _texts(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.get(name) or "" for name in names}


def _printed(row: ParsedRow, names: Iterable[str]) -> Provenance:
    """The numbers as they are typed, 85.0 with its nought, and whether a count was computed from a percentage."""
    printed = {name: row.texts[name] for name in names if row.values.get(name) is not None}
    return Provenance(printed=printed, events_derived=bool(row.values.get("events_derived")))
