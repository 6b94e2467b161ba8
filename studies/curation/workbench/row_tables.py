"""The sheets of one study: which fields of which records are typed, and what may be chosen in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.choices import ComponentName
from studies.curation.workbench.columns import Choices, FormColumn, columns_of
from studies.models import (
    AdverseEvent,
    Arm,
    Condition,
    OutcomeMeasure,
    OutcomeResult,
    ReportedContrast,
    Study,
)

_SOURCE = ("locator", "source_url", "read_as", "note")
STUDY_FIELDS = (
    "label", "design", "kind", "condition", "n_randomised", "n_analysed", "age_mean", "age_sd", "pct_female",
    "max_followup_weeks", "blinding_code", "blinding", "country", "registration", "cohort_group", "funding",
    "conflicts", "complication_report", "read_as", "source_url", "locator", "note",
)  # fmt: skip
ARM_FIELDS = (
    "label", "slug", "components", "components_certain", "co_interventions", "route", "guidance", "intervention",
    "n_randomised", "n_analysed", "concentration", "concentration_low", "concentration_high", "volume", "volume_low",
    "volume_high", "sessions", "sessions_low", "sessions_high", "condition", "stratum", "part_of", *_SOURCE,
)  # fmt: skip
RESULT_FIELDS = (
    "arm", "measure", "timepoint_label", "weeks", "n", "mean", "sd", "se", "ci_low", "ci_high", "ci_level", "median",
    "q1", "q3", "minimum", "maximum", "events", "percent", "locator", "quote", "scale_min", "scale_max", "higher_is",
    "is_change", "events_derived", "outcome_name", "part", "clock", "source_url", "read_as", "note",
)  # fmt: skip
CONTRAST_FIELDS = (
    "arm_a", "arm_b", "measure", "outcome_name", "weeks", "part", "printed_form", "result_text", "direction",
    "estimate", "ci_low", "ci_high", "p_text", "p_relation", "p_value", *_SOURCE,
)  # fmt: skip
HARM_FIELDS = ("arm", "event", "serious", "n_events", "n_at_risk", "denominator_kind", *_SOURCE)
# Narrow columns have short heads; the full name is in the field's own label.
_RESULT_LABELS = {
    "timepoint_label": "time as printed", "weeks": "weeks", "n": "n", "mean": "mean", "sd": "SD", "se": "SE",
    "ci_low": "CI from", "ci_high": "CI to", "ci_level": "CI %", "q1": "quartile 1", "q3": "quartile 3",
    "minimum": "min", "maximum": "max", "events": "events", "percent": "%", "locator": "place", "quote": "quote",
    "scale_min": "scale from", "scale_max": "scale to", "higher_is": "better is", "is_change": "change",
    "events_derived": "count from %", "outcome_name": "outcome as printed", "clock": "weeks counted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowTable:
    """One table of the workbench. ``source_fields`` must be filled when a figure is new or changed."""

    name: str
    title: str
    model: type[models.Model]
    columns: tuple[FormColumn, ...]
    source_fields: tuple[str, ...] = ("locator",)

    def column(self, name: str) -> FormColumn:
        return next(column for column in self.columns if column.name == name)

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.is_figure)


Sheets = dict[str, RowTable]


def sheets_of(arms: Iterable[Arm], measures: Iterable[OutcomeMeasure], conditions: Iterable[Condition]) -> Sheets:
    """The sheets of a study with these arms."""
    groups, scales = _keyed(arms, "label"), _keyed(measures, "name")
    places = _keyed(conditions, "name")
    sheets = (
        study_sheet(places),
        _arms(groups, places),
        _results(groups, scales),
        _contrasts(groups, scales),
        _harms(groups),
    )
    return {sheet.name: sheet for sheet in sheets}


def study_sheet(conditions: Choices) -> RowTable:
    """The study itself."""
    columns = columns_of(
        Study,
        STUDY_FIELDS,
        choices={"condition": conditions},
        labels={"label": "name"},
        without_place=["max_followup_weeks"],
    )
    return RowTable("study", "The study", Study, columns)


def _arms(arms: Choices, conditions: Choices) -> RowTable:
    parts = tuple(ComponentName.choices())
    columns = columns_of(
        Arm,
        ARM_FIELDS,
        choices={"condition": conditions, "part_of": arms, "components": parts},
        optional=("slug", "intervention", "condition"),
        labels={"label": "name"},
    )
    return RowTable("arms", "Arms", Arm, columns)


def _results(arms: Choices, measures: Choices) -> RowTable:
    columns = columns_of(
        OutcomeResult,
        RESULT_FIELDS,
        choices={"arm": arms, "measure": measures},
        labels=_RESULT_LABELS,
        without_place=("weeks", "scale_min", "scale_max"),
    )
    return RowTable("results", "Results", OutcomeResult, columns, ("locator", "quote"))


def _contrasts(arms: Choices, measures: Choices) -> RowTable:
    columns = columns_of(
        ReportedContrast,
        CONTRAST_FIELDS,
        choices={"arm_a": arms, "arm_b": arms, "measure": measures},
        labels={"arm_a": "arm", "arm_b": "against arm", "printed_form": "printed as"},
        without_place=("weeks",),
    )
    return RowTable("contrasts", "Differences as the study printed them", ReportedContrast, columns)


def _harms(arms: Choices) -> RowTable:
    columns = columns_of(AdverseEvent, HARM_FIELDS, choices={"arm": arms}, labels={"denominator_kind": "counted among"})
    return RowTable("harms", "Harms", AdverseEvent, columns)


def _keyed(records: Iterable[Any], name: str) -> Choices:
    return tuple((str(record.pk), str(getattr(record, name))) for record in records)
