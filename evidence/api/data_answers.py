"""Answers with data: one object or one page of rows, each with what a user of any number must know."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evidence.api.endpoint import columns_at
from evidence.api.query_fields import AFTER, CSV_FORMAT, FORMAT
from evidence.data_citation import data_citation
from evidence.exports.data_origin import SOURCE_COLUMNS, data_origin, source_cells
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.csv_text import CSV, csv_line, safe_cells
from studies.presentation.data_licence import DATA_LICENCE, LICENCE_SENTENCE
from studies.presentation.data_notice import DATA_NOTICE
from studies.presentation.download_parts import NEXT_PART, DownloadPiece, csv_text, pieces_that_fit, text_size
from studies.revisions.code_release import release
from studies.revisions.data_version import current_version

JsonObject = dict[str, Any]


class KeyedItem(NamedTuple):
    """One row of a list with its id, after which the next page can begin."""

    key: str
    data: JsonObject


def about(request: HttpRequest) -> JsonObject:
    """What goes with every answer: of which state of the records it is, since when, and what may be done with it."""
    data = data_citation()
    return {
        "data_version": current_version(),
        "data_of": data.state,
        "release": data.number if data.is_release else None,
        "citation": data.text(request.build_absolute_uri()),
        "last_search": asdict(data.search) if data.search else None,
        "notice": DATA_NOTICE,
        "licence": {"spdx": DATA_LICENCE.spdx, "address": DATA_LICENCE.address, "sentence": LICENCE_SENTENCE},
        "description": request.build_absolute_uri(reverse("api-openapi")),
    }


def object_answer(request: HttpRequest, data: JsonObject, **others: Any) -> HttpResponse:
    """The answer with one object. ``others`` stand beside it."""
    return _answer(json_text({"data": data, **others, "about": about(request)}))


def page_answer(request: HttpRequest, items: Iterable[KeyedItem], limit: int, **others: Any) -> HttpResponse:
    """The answer with a page of rows, which are made one by one and no further than the page goes.

    It holds ``limit`` rows at most and ends before 5 MB; ``next`` is the address of the next page, null after the last.
    """
    if request.GET.get(FORMAT) == CSV_FORMAT:
        return _table_answer(request, iter(items), limit)
    end = json_text({**others, "about": about(request)})[1:]
    made = iter(items)
    pieces, has_next = pieces_that_fit(_pieces(made, limit), text_size(end))
    has_next = has_next or next(made, None) is not None
    address = next_address(request, pieces[-1].key) if has_next else None
    rows = ",\n".join(piece.content for piece in pieces)
    return _answer(f'{{"data": [\n{rows}\n], "next": {json_text(address)}, {end}', address or "")


def _table_answer(request: HttpRequest, items: Iterator[KeyedItem], limit: int) -> HttpResponse:
    """The same rows as a table; the last cell of its last row is the address of the next page."""
    columns = columns_at(request)
    source = safe_cells(source_cells(data_origin(request.build_absolute_uri())), len(SOURCE_COLUMNS))
    header = csv_line([*columns, *SOURCE_COLUMNS, NEXT_PART])
    lines = (
        (item.key, csv_line([*safe_cells(_cells(columns, item.data), len(columns)), *source, ""])) for item in items
    )
    made = (DownloadPiece(key, text_size(line), line) for key, line in lines)
    pieces, has_next = pieces_that_fit(islice(made, limit), text_size(header))
    has_next = has_next or next(made, None) is not None
    address = next_address(request, pieces[-1].key) if has_next else ""
    text = csv_text([header, *(piece.content for piece in pieces)], address)
    return _with_state(HttpResponse(text, content_type=CSV), address)


def _cells(columns: Sequence[str], data: JsonObject) -> list[object]:
    return [_cell(data.get(column)) for column in columns]


def _cell(value: Any) -> object:
    """A value of a row as a cell: several values joined, what is true or false as R and others read it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict | list) for each in value)):
        return json_text(value) if value else ""
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _pieces(items: Iterator[KeyedItem], limit: int) -> Iterator[DownloadPiece[str]]:
    # A generator that is counted beside an iterator takes one item too many from it: the count comes first.
    for _ in range(limit):
        item = next(items, None)
        if item is None:
            return
        text = json_text(item.data)
        yield DownloadPiece(item.key, text_size(text) + 2, text)


def next_address(request: HttpRequest, key: str) -> str:
    """The address of the page that begins after an id."""
    others = [(name, value) for name, values in request.GET.lists() if name != AFTER for value in values]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*others, (AFTER, key)], safe='/')}")


def _answer(text: str, address: str = "") -> HttpResponse:
    return _with_state(HttpResponse(text + "\n", content_type="application/json"), address)


def _with_state(response: HttpResponse, address: str) -> HttpResponse:
    """The answer with the name of its state, and where the next page is."""
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    version = current_version()
    if version is not None:
        # Weak: compressed and not, it is the same answer in other bytes. Code and settings have a part in it, too.
        response.headers["ETag"] = f'W/"{version}-{release()}"'
    return response


def json_text(value: Any) -> str:
    """A value as JSON, its numbers without the digits that binary fractions add."""
    return json.dumps(with_file_numbers(value), ensure_ascii=False, cls=DjangoJSONEncoder, allow_nan=False)


def absolute(request: HttpRequest) -> Callable[[str], str]:
    """What makes an address of this site whole; empty stays empty."""
    site = request.build_absolute_uri("/").removesuffix("/")
    return lambda path: f"{site}{path}" if path else ""
