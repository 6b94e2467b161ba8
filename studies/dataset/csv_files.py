"""CSV files into rows; anything but a plain table in UTF-8 is refused."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from studies.dataset.load_errors import DataSetError
from studies.dataset.table_spec import CsvRow


def read_text(path: Path) -> str:
    """The whole file as text.

    Raises ``DataSetError`` when it is missing, not UTF-8, or holds a byte that no text holds.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataSetError(f"{path.name} cannot be read ({error.strerror}); expected it in {path.parent}.") from error
    if content.startswith(b"\xef\xbb\xbf"):
        raise DataSetError(f"{path.name}, line 1: begins with a byte order mark; expected UTF-8 without one.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 1]
        raise DataSetError(f"{path.name}, line {line}: found the byte {found!r}, expected UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataSetError(f"{path.name}, line {line}: found a NUL byte, expected text.")
    return text


def read_rows(path: Path, *, columns: frozenset[str], can_be_absent: frozenset[str] = frozenset()) -> list[CsvRow]:
    """The rows of a file that has exactly those columns, in any order; some of them can be absent.

    Raises ``DataSetError``.
    """
    records = _records(path)
    first = next(records, None)
    if first is None:
        raise DataSetError(f"{path.name} is empty; expected a header row.")
    header = first[1]
    _check_header(path.name, header, columns - (can_be_absent - set(header)))
    return [CsvRow(path.name, line, _cells(path.name, line, header, fields)) for line, fields in records]


def read_header(path: Path) -> list[str]:
    """The names of the columns of a file, in its order; none of an empty one. Raises ``DataSetError``."""
    return next((fields for _, fields in _records(path)), [])


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    begins = 1
    try:
        for fields in reader:
            yield begins, fields
            begins = reader.line_num + 1
    except csv.Error as error:
        raise DataSetError(f"{path.name}, line {begins}: is not a row of comma-separated values ({error}).") from error


def _check_header(file: str, header: list[str], columns: frozenset[str]) -> None:
    repeated = sorted({name for name in header if header.count(name) > 1})
    missing = sorted(columns - set(header))
    unknown = sorted(set(header) - columns)
    if repeated:
        raise DataSetError(f"{file}, line 1: the column {repeated[0]!r} appears twice; expected once.")
    if missing:
        raise DataSetError(f"{file}, line 1: the column {missing[0]!r} is missing; expected the columns of README.md.")
    if unknown:
        raise DataSetError(f"{file}, line 1: the column {unknown[0]!r} is unknown; expected the columns of README.md.")


def _cells(file: str, line: int, header: list[str], fields: list[str]) -> dict[str, str]:
    if len(fields) != len(header):
        raise DataSetError(f"{file}, line {line}: has {len(fields)} fields; expected {len(header)}, as in the header.")
    return dict(zip(header, fields, strict=True))
