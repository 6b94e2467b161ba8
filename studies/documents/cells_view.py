"""The cells of a table on a page, or in a box on it, as text with tabs: JSON for the script beside a form."""

import math
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from studies.documents.document_files import document_page_of
from studies.documents.find_number import place_of_words
from studies.documents.find_places import words_of
from studies.documents.table_cells import table_text, words_in_box
from studies.models import DocumentPage
from studies.page_access import curators_only
from studies.presentation.query_parameters import query_parameters

_SIDES = ("left", "top", "right", "bottom")


@curators_only
@require_safe
@query_parameters(*_SIDES, "start", "end")
def document_cells(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The rows of a page, of a box on it, or of a range of its letters: ``text`` with tabs, and the ``quote``."""
    _, page = document_page_of(pk, number)
    response = JsonResponse(selected_cells(page, request.GET))
    response["Cache-Control"] = "private, no-store"
    return response


def selected_cells(page: DocumentPage, values: Mapping[str, str]) -> dict[str, str]:
    """The cells that a selection holds; of the whole page when it names no place that can be understood."""
    if not page.words:
        start, end = _letters(values, len(page.text))
        text = page.text[start:end]
        return {"text": text, "quote": " ".join(text.split())}
    words = words_of(page)
    box = _box(values)
    inside = words_in_box(words, box) if box else words
    return {"text": table_text(inside), "quote": place_of_words(inside).quote if inside else ""}


def _box(values: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    try:
        left, top, right, bottom = (float(values[side]) for side in _SIDES)
    except (KeyError, ValueError):
        return None
    return (left, top, right, bottom) if math.isfinite(left + top + right + bottom) else None


def _letters(values: Mapping[str, str], length: int) -> tuple[int, int]:
    start, end = values.get("start", ""), values.get("end", "")
    if start.isdecimal() and end.isdecimal():
        return int(start[:9]), int(end[:9])
    return 0, length
