"""Typed rows: their values, their faults, and what they change."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.db import models

from studies.curation.pasting.read_number import NotANumberError, read_number
from studies.curation.workbench.columns import PLACE_COLUMNS, FormColumn
from studies.curation.workbench.row_tables import RowTable
from studies.fields import FieldKind
from studies.models.base import HasPrintedNumbers
from studies.numerics.number_formatting import plain_number
from studies.numerics.whole_number import whole_number

_KEY = re.compile(r"\d{1,12}|new\d{1,4}", re.ASCII)
# Nine digits fit every database, and no study counts more.
_LARGEST = 999_999_999
Texts = dict[str, str]


class PostData(Protocol):
    """Posted data: one text, or all texts, under a name."""

    def get(self, name: str, default: str, /) -> Any: ...

    def getlist(self, name: str, /) -> list[Any]: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of a sheet as typed: ``key`` is the record's number, or "new" with a number for one that is not saved."""

    key: str
    texts: Texts

    @property
    def pk(self) -> int | None:
        return whole_number(self.key)


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a row was not saved: the column ('' for the row as a whole) and a sentence that says what to do."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The values of a typed row. ``texts`` are those to be kept; ``values`` hold what could be read."""

    key: str
    texts: Texts
    values: dict[str, Any] = field(default_factory=dict)
    faults: tuple[CellFault, ...] = ()


def cell_name(sheet: str, key: str, column: str) -> str:
    """The name under which a cell is posted."""
    return f"{sheet}-{key}-{column}"


def posted_rows(posted: PostData, sheet: RowTable) -> list[TypedRow]:
    """The posted rows of a sheet, in their order; a malformed key is skipped."""
    keys = dict.fromkeys(key for key in posted.getlist(f"{sheet.name}-rows") if _KEY.fullmatch(key))
    return [TypedRow(key, {each.name: _text(posted, sheet, key, each) for each in sheet.columns}) for key in keys]


def _text(posted: PostData, sheet: RowTable, key: str, column: FormColumn) -> str:
    name = cell_name(sheet.name, key, column.name)
    if column.holds is FieldKind.SEVERAL:
        return " ".join(sorted(posted.getlist(name)))
    text = str(posted.get(name, "")).replace("\r\n", "\n").replace("\x00", "").strip()
    return "1" if column.holds is FieldKind.FLAG and text else text


def texts_of(record: models.Model, columns: Iterable[FormColumn]) -> Texts:
    """A record's fields as they are typed; numbers as printed."""
    return {column.name: _stored(record, column) for column in columns}


def _stored(record: Any, column: FormColumn) -> str:
    if column.holds is FieldKind.SEVERAL:
        return " ".join(sorted(str(each.slug) for each in getattr(record, column.name).all()))
    value = getattr(record, f"{column.name}_id" if column.holds_key else column.name)
    if column.holds is FieldKind.FLAG:
        return "1" if value else ""
    if column.is_numeric and isinstance(record, HasPrintedNumbers):
        return record.as_printed(column.name)
    if isinstance(value, float):
        return plain_number(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def read_row(row: TypedRow, columns: Sequence[FormColumn]) -> ParsedRow:
    """Read every cell of a row; what cannot be read is a fault, and its text stays."""
    texts, values, faults = dict(row.texts), {}, []
    for column in columns:
        try:
            values[column.name], texts[column.name] = _read(column, row.texts.get(column.name, ""))
        except ValueError as sentence:
            faults.append(CellFault(column.name, str(sentence)))
    return ParsedRow(row.key, texts, values, tuple(faults))


def _read(column: FormColumn, text: str) -> tuple[Any, str]:
    """Value and text to keep. Raises ``ValueError`` with a sentence."""
    if column.holds is FieldKind.FLAG:
        return bool(text), text
    if column.holds is FieldKind.SEVERAL:
        return _several(column, text), text
    if column.needed and not text:
        raise ValueError("Empty. Choose one." if column.choices else "Empty. Fill it in.")
    if column.is_numeric:
        return _number(column, text) if text else (None, "")
    if column.holds is FieldKind.CHOICE:
        return _chosen(column, text), text
    if column.most_letters and len(text) > column.most_letters:
        raise ValueError(f"{len(text)} letters, and {column.most_letters} fit. Shorten it; the note takes more.")
    return text, text


def _number(column: FormColumn, text: str) -> tuple[float | int, str]:
    try:
        number = read_number(text)
    except NotANumberError as error:
        raise ValueError(str(error)) from error
    if abs(number.value) > _LARGEST:
        raise ValueError(f"“{text}” is larger than anything that a study reports. Look for a slip of the finger.")
    if column.holds is FieldKind.NUMBER:
        return number.value, number.text
    if not number.value.is_integer() or number.value < 0:
        raise ValueError(f"“{text}” is no count. Write a whole number, zero or more; leave it empty when not reported.")
    return int(number.value), str(int(number.value))


def _chosen(column: FormColumn, text: str) -> str | int | None:
    if text and text not in dict(column.choices):
        raise ValueError(f"“{text}” is not among the choices. Choose one of the list.")
    if column.holds_key:
        return int(text) if text else None
    return text


def _several(column: FormColumn, text: str) -> tuple[str, ...]:
    words = tuple(text.split())
    unknown = [word for word in words if word not in dict(column.choices)]
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not among the choices.")
    if not words:
        raise ValueError("None is ticked. Tick what the arm received; “not stated” is one of them.")
    return words


def changed_columns(read: ParsedRow, stored: Mapping[str, str]) -> list[str]:
    """Names of the columns that differ from the stored row (or, for a new row, from the empty form)."""
    return [name for name, text in read.texts.items() if text != stored.get(name, "")]


def require_place(read: ParsedRow, sheet: RowTable, changed: Iterable[str]) -> ParsedRow:
    """The row, with a fault where a figure is new or changed and its place in the source is empty."""
    if not sheet.figures & set(changed):
        return read
    return replace(read, faults=(*read.faults, *_place_faults(read, sheet)))


def _place_faults(read: ParsedRow, sheet: RowTable) -> Iterator[CellFault]:
    for name, words in PLACE_COLUMNS.items():
        if read.texts.get(name) == "":
            yield CellFault(name, f"Empty, and a number of this row is new or changed. Write {words}.")
