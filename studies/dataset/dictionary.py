"""The dictionary of the data set.

What a column means is told by the README of the data set, what it holds by the table of fields.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from studies.dataset.csv_files import read_text
from studies.dataset.measure_rows import OWN_FOLDER
from studies.dataset.table_spec import TableSpec
from studies.fields import Field, FieldKind

README = OWN_FOLDER / "README.md"
_FILE = re.compile(r"### (\S+\.(?:csv|bib))")
_ROW = re.compile(r"\| (.+?) \| (.+) \|")
# What means the same in every file is told where it first stands.
_GENERAL = "studies.csv"
_SHARED = frozenset({"source_url", "locator", "note", "doi", "pmid", "url", "outcome_name", "part"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: what it holds, what it is called on pages, and what it means.

    ``words`` are those that it may hold, all of them; ``flags`` are how yes and no are written.
    """

    name: str
    kind: FieldKind
    title: str
    meaning: str
    words: tuple[str, ...] = ()
    flags: tuple[str, str] | None = None

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in (FieldKind.NUMBER, FieldKind.WHOLE, FieldKind.YEAR)


def columns_of(table: TableSpec, names: list[str]) -> list[Column]:
    """These columns of a table, in this order."""
    fields: dict[str, Field] = {}
    for field in table.columns:
        fields.setdefault(field.column, field)
        fields.setdefault(field.within, field) if field.within else None
    return [_column(table.file, name, fields[name]) for name in names]


def _column(file: str, name: str, field: Field) -> Column:
    kind = field.kind if name == field.column else FieldKind.RECORD
    return Column(
        name=name,
        kind=kind,
        title=(field.label if field.name else name.replace("_", " ")) or name,
        meaning=meaning_of(file, name) or field.help,
        words=tuple(word for word, _ in field.choices) if kind is FieldKind.CHOICE else (),
        flags=field.flags if kind is FieldKind.FLAG else None,
    )


def meaning_of(file: str, column: str) -> str:
    """What the README says of a column; '' where its name says it all."""
    meanings = _meanings()
    found = meanings.get(file, {}).get(column, "")
    return found or (meanings[_GENERAL].get(column, "") if column in _SHARED else "")


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    """The meaning of each column by file; a line of a table may tell several columns."""
    found: dict[str, dict[str, str]] = {}
    columns: dict[str, str] = {}
    for line in read_text(README).splitlines():
        if line.startswith("#"):
            file = _FILE.match(line)
            columns = found.setdefault(file[1], {}) if file else {}
        elif row := _ROW.fullmatch(line):
            columns |= dict.fromkeys(row[1].split(", "), row[2].replace("`", ""))
    return found
