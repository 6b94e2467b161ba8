"""The sheets of one study: the rows that are typed, and what may be chosen in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.choices import ComponentName
from studies.curation.workbench.columns import Choices, FormColumn, form_column
from studies.fields import FIELDS, Field
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
        name: RowTable(name, title, model, tuple(form_column(each, model, records) for each in in_grid_order(kind)))
        for name, (kind, title, model) in _SHEETS.items()
    }


def in_grid_order(kind: str) -> list[Field]:
    """The fields of a kind of row, those first that a row is mostly about."""
    return sorted(FIELDS[kind].typed, key=lambda field: not field.comes_first)


def _keyed(records: Iterable[Any], name: str) -> Choices:
    return tuple((str(record.pk), str(getattr(record, name))) for record in records)
