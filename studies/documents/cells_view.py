"""The cells of a table on a page, or in a box on it, as text with tabs: JSON for the script beside a form."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from studies.documents.document_files import document_page_of, private
from studies.documents.find_number import place_of_words
from studies.documents.find_places import words_of
from studies.documents.page_words import SIDES, box_of
from studies.documents.table_cells import table_text, words_in_box
from studies.models import DocumentPage
from studies.numerics.whole_number import whole_number
from studies.page_access import curators_only
from studies.presentation.query_parameters import query_parameters


@curators_only
@require_safe
@query_parameters(*SIDES, "start", "end")
def document_cells(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The rows of a page, of a box on it, or of a range of its letters: ``text`` with tabs, and the ``quote``."""
    _, page = document_page_of(pk, number)
    return private(JsonResponse(selected_cells(page, request.GET)))


def selected_cells(page: DocumentPage, values: Mapping[str, str]) -> dict[str, str]:
    """The cells that a selection holds; of the whole page when it names no place that can be understood."""
    if not page.words:
        start, end = _letters(values, len(page.text))
        text = page.text[start:end]
        return {"text": text, "quote": " ".join(text.split())}
    words = words_of(page)
    box = box_of(values)
    inside = words_in_box(words, box) if box else words
    return {"text": table_text(inside), "quote": place_of_words(inside).quote if inside else ""}


def _letters(values: Mapping[str, str], length: int) -> tuple[int, int]:
    start, end = whole_number(values.get("start", "")), whole_number(values.get("end", ""))
    return (0, length) if start is None or end is None else (start, end)
