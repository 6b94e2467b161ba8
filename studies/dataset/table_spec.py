"""What a table is: a file of the data set, and the model of the records made of its rows."""

from dataclasses import dataclass

from studies.fields import FIELDS, Field, RowFields
from studies.models.base import FromDataSet

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line of a file; ``line`` is where it begins, counted from 1."""

    file: str
    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class TableSpec:
    """The records made of the rows of a file; ``kind`` is that of the rows in the table of fields."""

    kind: str
    model: type[FromDataSet]

    @property
    def rows(self) -> RowFields:
        return FIELDS[self.kind]

    @property
    def file(self) -> str:
        return self.rows.file

    @property
    def columns(self) -> tuple[Field, ...]:
        return self.rows.columns

    def own_references(self, cells: Cells) -> tuple[Field, ...]:
        """The columns by which a row names other rows of its file, which are written first."""
        named = {field.name for field in self.model._meta.get_fields() if field.related_model is self.model}
        return tuple(each for each in self.columns_in(cells) if each.name in named)

    @property
    def header(self) -> frozenset[str]:
        return frozenset(field.column for field in self.columns)

    @property
    def younger_columns(self) -> frozenset[str]:
        """The columns that a file written before they were thought of does not have."""
        return frozenset(field.column for field in self.columns if field.can_be_absent)

    def columns_in(self, cells: Cells) -> tuple[Field, ...]:
        """The columns that the file of a row has; a younger one can be absent."""
        return tuple(field for field in self.columns if field.column in cells or not field.can_be_absent)

    def row_key(self, cells: Cells) -> str:
        return "--".join(cells[name] for name in self.rows.key)

    def column_of(self, name: str) -> str:
        """The column that a field is read from; for a field made of several, the one that is the row's key."""
        return next((field.column for field in self.columns if field.name == name), self.rows.key[-1])
