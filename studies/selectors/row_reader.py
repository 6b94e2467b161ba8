"""Rows read by the names of their fields: from the column of the same name, unless another column is named.

A new field of a row is read as soon as the table has a column of that name. Columns are turned one after the other,
not row by row: that is the fastest way to make many rows.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, partial
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.db.models import Model, QuerySet

from studies.reported.row_provenance import Provenance
from studies.reported.rows import FEW_KINDS
from studies.selectors.prepared_query import PreparedQuery

Row = TypeVar("Row", bound=NamedTuple)
Convert = Callable[[Any], Any]

ROWS_AT_A_TIME = 5000
# Columns of the provenance of a row, in the order of the fields of ``Provenance``, by what a table has of them.
SOURCE = ("row_key", "loaded_digest", "source_url", "locator")
SOURCE_AND_PRINTED = (*SOURCE, "printed")
# What the rules need of it: how numbers were printed. Nearly all rows are alike in that, and share one.
PRINTED = ("printed", "events_derived")


class Values(Protocol):
    """A query for the values of some columns: a queryset, or one that was written before."""

    def iterator(self, chunk_size: int) -> Iterator[tuple[Any, ...]]:
        """The values row by row, so many of them read at a time."""


def columns_of(row: type[Row], *, without: Collection[str] = (), **others: str) -> dict[str, str]:
    """The column of each field, in the order of the fields; ``others`` are those that bear another name.

    The fields ``without`` a separate column have their defaults.
    """
    return {name: others.get(name, name) for name in row._fields if name not in ("provenance", *without)}


def labels(enum: type[StrEnum]) -> Convert:
    """What turns a stored label into a member of its list, and an empty one into None; KeyError on an unknown one."""
    # Looked up once a row: a member made anew from its value takes ten times as long.
    return {"": None, **{member.value: member for member in enum}}.__getitem__


@lru_cache(maxsize=FEW_KINDS)
def one_copy(number: float | None) -> float | None:
    """The number that was read first of equal ones, for columns that hold a few numbers in very many rows."""
    return number


@dataclass(frozen=True, slots=True)
class RowReader(Generic[Row]):
    """How one kind of row is read: the column of each field, and what turns a stored value into that of the row."""

    row: type[Row]
    columns: Mapping[str, str]
    convert: Mapping[str, Convert] = field(default_factory=dict)
    provenance: tuple[str, ...] = ()

    def only(self, *names: str) -> "RowReader[Row]":
        """The same of these fields alone, for who reads very many rows; the other fields are as by default."""
        return replace(
            self,
            columns={name: self.columns[name] for name in names},
            provenance=(),
            convert={name: turn for name, turn in self.convert.items() if name in names},
        )

    def as_printed(self) -> "RowReader[Row]":
        """The same with only one part of the provenance: how numbers were printed."""
        return replace(self, provenance=tuple(name for name in PRINTED if name in self.provenance))

    def from_table(self, table: "QuerySet[Any]", *, with_provenance: bool = False, **convert: Convert) -> list[Row]:
        """Rows of a table, in its order. ``convert`` turns what only the caller knows, such as the id of an arm."""
        return list(self.each_of(table, with_provenance=with_provenance, **convert))

    def each_of(self, table: "QuerySet[Any]", *, with_provenance: bool = False, **convert: Convert) -> Iterator[Row]:
        """The same one by one: the values of a whole table take more memory than its rows."""
        return self.each_of_values(self.values_of(table, with_provenance=with_provenance), **convert)

    def each_of_values(self, query: Values, **convert: Convert) -> Iterator[Row]:
        """The same of the query of ``values_of``."""
        return chain.from_iterable(self.from_columns(columns, **convert) for columns in read_columns(query))

    def values_of(self, table: "QuerySet[Any]", *, with_provenance: bool = False) -> "QuerySet[Any, Any]":
        """The query for the columns of a table that its rows are made of."""
        return table.values_list(*self.columns.values(), *(self.provenance if with_provenance else ()))

    def from_records(self, records: Iterable[Model], **convert: Convert) -> list[Row]:
        """Rows of records that were read before, with their provenance."""
        columns = (*self.columns.values(), *self.provenance)
        values = attrgetter(*(column.replace("__", ".") for column in columns))
        return self.from_values(map(values, records), **convert)

    def from_values(self, values: Iterable[tuple[Any, ...]], **convert: Convert) -> list[Row]:
        """Rows of values in the order of the columns, each with those of its provenance behind it, or none of them."""
        columns = list(zip(*values, strict=True))
        return self.from_columns(columns, **convert) if columns else []

    def from_columns(self, columns: Sequence[Sequence[Any]], **convert: Convert) -> list[Row]:
        """The same of values by column."""
        fields: dict[str, Iterable[Any]] = {name: repeat(value) for name, value in self.row._field_defaults.items()}
        fields |= zip(self.columns, columns, strict=False)
        source = columns[len(self.columns) :]
        if source and set(self.provenance) <= set(PRINTED):
            fields["provenance"] = _as_printed(*source)
        elif source:
            fields["provenance"] = map(_provenance, columns[0], *source)
        for name, turn in {**self.convert, **convert}.items():
            fields[name] = map(turn, fields[name])
        # As ``_make`` does, which also counts the fields of each row.
        make = partial(tuple.__new__, self.row)
        return list(map(make, zip(*(fields[name] for name in self.row._fields), strict=False)))


def _provenance(pk: int, row_key: str | None, loaded_digest: str, *rest: Any) -> Provenance:
    """A finding of a check names a row that a person made by its number, so that its answer holds for that row."""
    return Provenance(row_key if row_key and loaded_digest else str(pk), *rest)


_ALIKE = {derived: Provenance(events_derived=derived) for derived in (None, False, True)}


def _as_printed(
    printed: Iterable[Mapping[str, str]], derived: Iterable[bool | None] = repeat(None)
) -> Iterator[Provenance]:
    """Results alone have ``derived``."""
    for each, is_derived in zip(printed, derived, strict=False):
        yield Provenance(printed=each, events_derived=is_derived) if each else _ALIKE[is_derived]


def read_columns(query: Values) -> Iterator[Sequence[Sequence[Any]]]:
    """The values of a query by column, for so many rows at a time."""
    if isinstance(query, PreparedQuery):
        return query.columns(ROWS_AT_A_TIME)
    values = query.iterator(chunk_size=ROWS_AT_A_TIME)
    return (list(zip(*some, strict=True)) for some in iter(lambda: list(islice(values, ROWS_AT_A_TIME)), []))
