"""What a field is: one column of a study, an arm, a result or another row, described once.

The *name* is that of the model's attribute. The *column* is the one in the CSV file of the data set. Limits of a
value (its length, whether it can be missing, what it must not contradict) are only in the model.
"""

from dataclasses import dataclass
from enum import StrEnum

from studies.choices import LabelledEnum, ResultKind


class FieldKind(StrEnum):
    """What a field holds. ``KEY`` is a short name in small letters; ``RECORD`` and ``SEVERAL`` name other records."""

    TEXT = "text"
    LONG = "long"
    KEY = "key"
    NUMBER = "number"
    WHOLE = "whole"
    YEAR = "year"
    CHOICE = "choice"
    FLAG = "flag"
    RECORD = "record"
    SEVERAL = "several"


TEXT, LONG, KEY, NUMBER, WHOLE, YEAR, CHOICE, FLAG, RECORD, SEVERAL = FieldKind
NUMERIC = frozenset({NUMBER, WHOLE})
# An empty cell says nothing in a column of these kinds, unless the field says otherwise.
_ALWAYS_STATED = frozenset({CHOICE, FLAG})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row.

    Without a ``name`` the column is checked and not stored: a key, or what follows from other columns. ``column`` is
    the field's own name unless given; '' in a field that the data set does not have.
    """

    name: str
    kind: FieldKind
    # What a person reads, and a shorter form of it for the head of a narrow column.
    label: str = ""
    head: str = ""
    help: str = ""
    options: type[LabelledEnum] | tuple[str, ...] = ()
    # In the data set: its column, whether a cell can be empty, and how a flag is written.
    in_data_set: bool = True
    column: str = ""
    can_be_empty: bool | None = None
    flags: tuple[str, str] = ("yes", "no")
    # The data set had no such column once. A file without it says nothing of it, and is no fault.
    can_be_absent: bool = False
    # The column whose cell comes first in the key of the record that this one names, and the word for no record.
    within: str = ""
    no_record: str = ""
    # "low" or "high": the number is that end of a range, which is text in the same column.
    range_end: str = ""
    # In the workbench: whether it is typed there, what a new row says, and whether an empty one is filled in.
    is_typed: bool = True
    initial: str = ""
    is_filled_in: bool = False
    # In the workbench: whether a row is mostly about it, so that a grid shows its column before others.
    comes_first: bool = False
    # A reported number, which needs the place where it was read. Other numbers code what was read.
    is_figure: bool | None = None
    # The one kind of result that reports this figure.
    result_kind: ResultKind | None = None

    def __post_init__(self) -> None:
        """Fill in what follows from the rest."""
        defaults: dict[str, object] = {
            "label": self.label or self.name.replace("_", " "),
            "column": (self.column or self.name) if self.in_data_set else "",
            "can_be_empty": self.kind not in _ALWAYS_STATED if self.can_be_empty is None else self.can_be_empty,
            "is_figure": self.kind in NUMERIC if self.is_figure is None else self.is_figure,
        }
        for name, value in defaults.items():
            object.__setattr__(self, name, value)

    @property
    def heading(self) -> str:
        """The head of its column."""
        return self.head or self.label

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Pairs of word and label that may be chosen."""
        return tuple((str(word), getattr(word, "label", str(word))) for word in self.options)


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one kind of row, in the order in which they are typed.

    ``key`` names the columns that make a row's key in its file.
    """

    file: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that the file has."""
        return tuple(field for field in self.fields if field.column)

    @property
    def typed(self) -> tuple[Field, ...]:
        """The fields that a curator types."""
        return tuple(field for field in self.fields if field.name and field.is_typed)

    def figures(self, result_kind: ResultKind) -> tuple[Field, ...]:
        """The reported numbers of results of this kind."""
        return tuple(each for each in self.typed if each.is_figure and each.result_kind in (None, result_kind))

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def row_fields(file: str, *fields: Field, key: tuple[str, ...] = ("row_key",)) -> RowFields:
    """The fields of one kind of row."""
    return RowFields(file, key, fields)


ROW_KEY = Field("", KEY, column="row_key")
