"""Long downloads in parts of at most 5 MB, each with the address of the next.

A part begins after the *key* of the last row before it, which is the value of ``after`` in its address. Rows come in
the order of their keys, and a row keeps its key: rows that are added or removed between two parts make no other row
appear twice or be left out. All rows of one part are of one state of the data.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.http import HttpRequest, HttpResponse

from studies.presentation.csv_text import csv_download, csv_line, safe_cells
from studies.presentation.query_parameters import QueryParameterError

Content = TypeVar("Content")

AFTER = "after"
# Bytes, and those of them that are kept for the address of the next part.
LONGEST_PART = 5_000_000
_ADDRESS_SIZE = 5_000
# The last column of a file: empty but for the last row of a part that has a next one.
NEXT_PART = "next_part"
_KEY = re.compile(r"[-\w]{0,300}")
_END = "\r\n"
# Letters of a key in the name of a file, which holds 255 bytes in most file systems.
LONGEST_NAME = 60

KeyedRow = tuple[str, Sequence[object]]
AddressAfter = Callable[[str], str]


class DownloadPiece(NamedTuple, Generic[Content]):
    """What stays together in one part, and its size in bytes; a part may end after its key."""

    key: str
    size: int
    content: Content


@dataclass(frozen=True, slots=True)
class DownloadPart:
    """The text of a part, and the address of the next; empty after the last row."""

    text: str
    next_address: str


def pieces_that_fit(
    pieces: Iterable[DownloadPiece[Content]], taken: int = 0
) -> tuple[list[DownloadPiece[Content]], bool]:
    """As many pieces as a part holds, at least one, and whether there are more; they are made no further than that.

    ``taken``: the bytes of what a part holds besides.
    """
    fitting: list[DownloadPiece[Content]] = []
    size = taken + _ADDRESS_SIZE
    for piece in pieces:
        size += piece.size
        if fitting and size > LONGEST_PART:
            return fitting, True
        fitting.append(piece)
    return fitting, False


def csv_part(columns: Sequence[str], rows: Iterable[KeyedRow], address_after: AddressAfter) -> DownloadPart:
    """A header and as many rows as a part holds."""
    header = csv_line([*columns, NEXT_PART])
    lines = ((key, csv_line([*safe_cells(row, len(columns)), ""])) for key, row in rows)
    fitting, has_next = pieces_that_fit(
        (DownloadPiece(key, text_size(line), line) for key, line in lines), text_size(header)
    )
    address = address_after(fitting[-1].key) if has_next else ""
    return DownloadPart(csv_text([header, *(piece.content for piece in fitting)], address), address)


def csv_text(lines: Sequence[str], address: str) -> str:
    """Lines whose last cell is empty, but for the last line, which ends with the address of the next part."""
    if not address:
        return "".join(lines)
    # An empty last cell needs no quotes, so that the address takes its place; it begins with its scheme, not a formula.
    return "".join((*lines[:-1], lines[-1].removesuffix(_END), csv_line([address])))


def text_size(text: str) -> int:
    """Bytes of a text in UTF-8."""
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


def csv_part_download(part: DownloadPart, request: HttpRequest, *, stem: str) -> HttpResponse:
    """A part as a file to save; the name of a later part says after which key it begins."""
    key = after_key(request)[:LONGEST_NAME]
    response = csv_download(part.text, name=f"{stem}-after-{key}.csv" if key else f"{stem}.csv")
    return with_next(response, part.next_address)


def with_next(response: HttpResponse, next_address: str) -> HttpResponse:
    """The response with the address of the next part, if there is one, as programs follow it (RFC 8288)."""
    if next_address:
        response["Link"] = f'<{next_address}>; rel="next"'
    return response


Batch = Callable[[str], Sequence[KeyedRow]]


def rows_in_batches(read: Batch, after: str) -> Iterator[KeyedRow]:
    """All rows after a key, which ``read`` gives in batches in the order of keys; an empty batch is the end."""
    while batch := read(after):
        yield from batch
        after = batch[-1][0]
