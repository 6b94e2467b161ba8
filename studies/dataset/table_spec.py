"""What a table is: the columns of a file, and the field of a record in which each stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.dataset.parse_cell import listed
from studies.models.base import FromDataSet

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line of a file; ``line`` is where it begins, counted from 1."""

    file: str
    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column whose cell says the value of a field by itself; no field where the value is derived elsewhere."""

    name: str
    read: Callable[[str], Any]
    field: str | None


@dataclass(frozen=True, slots=True)
class ReferenceSpec:
    """A column that names another record, or several, by key.

    ``within`` is the column whose cell stands before this one in the other record's key (an arm's study). A cell
    with the text ``nobody`` names none.
    """

    name: str
    model: type[models.Model]
    field: str
    within: str = ""
    several: bool = False
    nobody: str = ""

    def keys(self, cells: Cells) -> list[str]:
        """Keys of the records that a row names. Raises ``CellError`` when several are not written as a list."""
        cell = cells[self.name]
        if self.several:
            return listed(cell)
        if cell in ("", self.nobody):
            return []
        return [f"{cells[self.within]}--{cell}" if self.within else cell]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A file and the records made of its rows.

    ``key`` names the columns that make a row's key.
    """

    file: str
    model: type[FromDataSet]
    key: tuple[str, ...]
    columns: tuple[ColumnSpec | ReferenceSpec, ...]

    def row_key(self, cells: Cells) -> str:
        return "--".join(cells[name] for name in self.key)

    def column_of(self, field: str) -> str:
        """The column that a field is read from; for a field made of several, the one that is the row's key."""
        for column in self.columns:
            if column.field == field:
                return column.name
        return self.key[-1]

    @property
    def own_references(self) -> tuple[ReferenceSpec, ...]:
        """The columns that name other rows of the same file, which are then written first."""
        return tuple(each for each in self.columns if isinstance(each, ReferenceSpec) and each.model is self.model)

    @property
    def header(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)


def column(name: str, read: Callable[[str], Any], field: str | None = None) -> ColumnSpec:
    """A column that stands in the field of its own name, or in the field named."""
    return ColumnSpec(name, read, field or name)


def not_stored(name: str, read: Callable[[str], Any]) -> ColumnSpec:
    """A column that is checked and not kept: a key, or what the code derives from the other columns."""
    return ColumnSpec(name, read, None)
