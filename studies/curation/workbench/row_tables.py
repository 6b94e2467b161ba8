"""The sheets of one study: the rows that are typed, and what may be chosen in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.choices import ComponentName
from studies.curation.workbench.columns import Choices, FormColumn, form_column
from studies.fields import FIELDS
from studies.models import (
    AdverseEvent,
    Arm,
    Component,
    Condition,
    OutcomeMeasure,
    OutcomeResult,
    ReportedContrast,
    Study,
)


@dataclass(frozen=True, slots=True)
class RowTable:
    """One table of the workbench."""

    name: str
    title: str
    model: type[models.Model]
    columns: tuple[FormColumn, ...]

    def column(self, name: str) -> FormColumn:
        return next(column for column in self.columns if column.name == name)

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.is_figure)


Sheets = dict[str, RowTable]
# Name of the sheet: kind of row in the table of fields, title, model.
_SHEETS: dict[str, tuple[str, str, type[models.Model]]] = {
    "study": ("study", "The study", Study),
    "arms": ("arm", "Arms", Arm),
    "results": ("result", "Results", OutcomeResult),
    "contrasts": ("contrast", "Differences as the study printed them", ReportedContrast),
    "harms": ("harm", "Harms", AdverseEvent),
}
# The columns that a row is mostly about, which a grid shows first.
FIRST_COLUMNS: dict[str, tuple[str, ...]] = {
    "study": ("label", "kind", "design", "condition", "n_randomised", "n_analysed"),
    "arms": ("label", "components", "route", "n_randomised", "n_analysed", "locator"),
    "results": (
        *("arm", "measure", "timepoint_label", "weeks", "n", "mean", "sd", "events", "percent", "locator", "quote"),
    ),
    "contrasts": (
        *("arm_a", "arm_b", "measure", "weeks", "printed_form", "result_text", "direction", "estimate"),
        *("ci_low", "ci_high", "p_text", "locator"),
    ),
    "harms": ("arm", "event", "serious", "fatal", "n_events", "n_at_risk", "denominator_kind", "locator"),
}
SHEET_MODELS = {name: model for name, (_, _, model) in _SHEETS.items()}


def sheets_of(arms: Iterable[Arm], measures: Iterable[OutcomeMeasure], conditions: Iterable[Condition]) -> Sheets:
    """The sheets of a study with these arms."""
    records: Mapping[type[models.Model], Choices] = {
        Arm: _keyed(arms, "label"),
        OutcomeMeasure: _keyed(measures, "name"),
        Condition: _keyed(conditions, "name"),
        Component: tuple(ComponentName.choices()),
    }
    return {
        name: RowTable(
            name, title, model, _in_order(name, [form_column(each, model, records) for each in FIELDS[kind].typed])
        )
        for name, (kind, title, model) in _SHEETS.items()
    }


def _in_order(sheet: str, columns: Iterable[FormColumn]) -> tuple[FormColumn, ...]:
    """The columns of a sheet, those first that a row is mostly about."""
    places = {name: place for place, name in enumerate(FIRST_COLUMNS[sheet])}
    return tuple(sorted(columns, key=lambda column: places.get(column.name, len(places))))


def _keyed(records: Iterable[Any], name: str) -> Choices:
    return tuple((str(record.pk), str(getattr(record, name))) for record in records)
