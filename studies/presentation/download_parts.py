"""Long downloads in parts of at most 5 MB, each with the address of the next.

A part begins after the *key* of the last row before it, which is the value of ``after`` in its address. Rows come in
the order of their keys, and a row keeps its key: rows that are added or removed between two parts make no other row
appear twice or be left out. All rows of one part are of one state of the data.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from django.http import HttpRequest, HttpResponse

from studies.presentation.csv_text import csv_download, safe_cells
from studies.presentation.query_parameters import QueryParameterError

AFTER = "after"
# Bytes.
LONGEST_PART = 5_000_000
# The last column of a file: empty but for the last row of a part that has a next one.
NEXT_PART = "next_part"
_KEY = re.compile(r"[-\w./]{0,300}")

KeyedRow = tuple[str, Sequence[object]]
AddressAfter = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CsvPart:
    """The text of a part, and the address of the next; empty after the last row."""

    text: str
    next_address: str


def csv_part(columns: Sequence[str], rows: Iterable[KeyedRow], address_after: AddressAfter) -> CsvPart:
    """As many rows as a part holds, at least one; ``rows`` are read no further than is needed."""
    lines = [_line([*columns, NEXT_PART])]
    size, last = _size(lines[0]), ""
    for key, row in rows:
        cells = safe_cells(row, len(columns))
        line = _line([*cells, ""])
        size += _size(line)
        if last and size + len(address_after(key)) > LONGEST_PART:
            # The end of the line before is its empty cell, which needs no quotes and no guard.
            address = address_after(last)
            lines[-1] = f"{lines[-1].removesuffix(_END)}{_line([address])}"
            return CsvPart("".join(lines), address)
        lines.append(line)
        last = key
    return CsvPart("".join(lines), "")


_END = "\r\n"


def _line(cells: Sequence[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator=_END).writerow(cells)
    return text.getvalue()


def _size(text: str) -> int:
    return len(text.encode())


def after_key(request: HttpRequest) -> str:
    """The key after which the part of a request begins; empty for the first. Raises ``QueryParameterError``."""
    key = request.GET.get(AFTER, "")
    if not _KEY.fullmatch(key):
        raise QueryParameterError([f"“{AFTER}” is not the end of a part of this file. Begin with its first part."])
    return key


def address_after(request: HttpRequest) -> AddressAfter:
    """How the address of the part after a key is written, with the other parameters of the request."""
    others = request.GET.copy()
    for name in (AFTER, "page"):
        others.pop(name, None)
    query = others.urlencode()
    start = request.build_absolute_uri(request.path) + (f"?{query}&" if query else "?")
    return lambda key: f"{start}{AFTER}={key}"


def csv_part_download(part: CsvPart, request: HttpRequest, *, stem: str) -> HttpResponse:
    """A part as a file to save; the name of a later part says after which key it begins."""
    key = after_key(request).replace("/", "-")
    response = csv_download(part.text, name=f"{stem}-after-{key}.csv" if key else f"{stem}.csv")
    if part.next_address:
        response["Link"] = f'<{part.next_address}>; rel="next"'
    return response


Batch = Callable[[str], Sequence[KeyedRow]]


def rows_in_batches(read: Batch, after: str) -> Iterator[KeyedRow]:
    """All rows after a key, which ``read`` gives in batches in the order of keys; an empty batch is the end."""
    while batch := read(after):
        yield from batch
        after = batch[-1][0]
