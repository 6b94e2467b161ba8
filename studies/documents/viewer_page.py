"""One page of a document: its picture with marks, or its text with line numbers; alone, or beside a form."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from studies.documents.documents_page import documents_of
from studies.documents.find_number import FoundPlace, find_in_text
from studies.documents.find_places import pages_with, places_on_page, words_of
from studies.documents.table_cells import table_rows
from studies.models import DocumentPage, SourceDocument, SourceMark
from studies.numerics.whole_number import whole_number
from studies.page_access import curators_only, person
from studies.presentation.query_parameters import query_parameters

_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page. ``start`` is the position of its first letter in the text of the page.

    Its ``pieces`` are its text, each with whether it was searched for.
    """

    start: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class MarkBox:
    """A box on the picture of a page; ``is_current``: the mark that the page was opened for."""

    x: float
    y: float
    width: float
    height: float
    quote: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ViewerPage:
    """A page of a document as the viewer shows it. ``page`` is None while the document is not read."""

    document: SourceDocument
    documents: Sequence[SourceDocument]
    number: int
    page: DocumentPage | None
    has_picture: bool
    lines: tuple[TextLine, ...]
    marks: tuple[MarkBox, ...]
    quotes: tuple[str, ...]
    search: str
    found: tuple[MarkBox, ...]
    found_on: tuple[int, ...]
    table: tuple[tuple[str, ...], ...]

    @property
    def table_text(self) -> str:
        """The cells of the page between tabs, ready to be pasted."""
        return "\n".join("\t".join(row) for row in self.table)

    @property
    def before(self) -> int | None:
        """The number of the page before; None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the next page; None on the last."""
        return self.number + 1 if self.number < self.document.content.n_pages else None

    @property
    def is_picture_only(self) -> bool:
        """Whether nothing on the page can be selected, as on a scan."""
        return self.has_picture and self.page is not None and not self.page.words


@curators_only
@require_safe
@cache_control(private=True, no_store=True)
@query_parameters("fragment", "find", "mark", "table")
def document_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a document. ``?find`` marks a number, ``?mark`` stresses one mark, ``?table`` shows its cells too.

    With ``?fragment`` only the viewer, to stand by a form.
    """
    search = request.GET.get("find", "")[:_LONGEST_SEARCH].replace("\x00", "").strip()
    current = whole_number(request.GET.get("mark", ""))
    viewer = viewer_page(pk, number, by=person(request), search=search, mark=current, with_table="table" in request.GET)
    name = "_viewer.html" if "fragment" in request.GET else "viewer_page.html"
    return render(request, f"studies/documents/{name}", {"viewer": viewer})


def viewer_page(
    pk: int, number: int, *, by: User, search: str = "", mark: int | None = None, with_table: bool = False
) -> ViewerPage:
    """Prepare a page of a document with the marks that ``by`` may see; ``mark`` is stressed.

    Raises ``Http404`` for a page that the document does not have.
    """
    document = get_object_or_404(SourceDocument.objects.select_related("content", "study"), pk=pk)
    page = DocumentPage.objects.filter(content_id=document.content_id, number=number).defer("picture").first()
    if page is None and number != 1:
        raise Http404("there is no such page")
    marks = list(SourceMark.objects.visible_to(by).filter(document=document, page=number).order_by("pk"))
    return ViewerPage(
        document=document,
        documents=documents_of(document.study),
        number=number,
        page=page,
        has_picture=page is not None and page.width > 0,
        lines=tuple(text_lines(page.text, [*find_in_text(search, page.text), *_letters(marks, mark)])) if page else (),
        marks=tuple(_mark_boxes(marks, mark)),
        quotes=tuple(dict.fromkeys(mark.quote for mark in marks)),
        search=search,
        found=tuple(_box(place) for place in places_on_page(page, search)) if page and search else (),
        found_on=tuple(pages_with(document.content, search)) if search else (),
        table=tuple(map(tuple, table_rows(words_of(page)))) if page and with_table else (),
    )


def text_lines(text: str, found: Sequence[tuple[int, int]]) -> list[TextLine]:
    """The lines of a page with their positions, and what was found in them.

    >>> text_lines("VAS 3.2\\nODI", [(4, 7)])[0]
    TextLine(start=0, pieces=(('VAS ', False), ('3.2', True)))
    """
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    spans: list[list[tuple[int, int]]] = [[] for _ in lines]
    for span in _joined(found):
        first, last = bisect_right(starts, span[0]) - 1, bisect_left(starts, span[1])
        for of_line in spans[first:last]:
            of_line.append(span)
    return [
        TextLine(start, tuple(_pieces(text, start, start + len(line), of_line)))
        for line, start, of_line in zip(lines, starts, spans, strict=False)
    ]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in their order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A line in pieces, each with whether it was found; ``spans`` are in order and apart."""
    at = start
    for first, last in spans:
        if at < first:
            yield text[at:first], False
        at, until = max(at, first), min(last, end)
        if at < until:
            yield text[at:until], True
            at = until
    if at < end:
        yield text[at:end], False


def _letters(marks: Sequence[SourceMark], current: int | None) -> list[tuple[int, int]]:
    """The range of the mark that is stressed, in a text."""
    return [
        (mark.start, mark.end)
        for mark in marks
        if mark.pk == current and mark.start is not None and mark.end is not None
    ]


def _mark_boxes(marks: Sequence[SourceMark], current: int | None) -> list[MarkBox]:
    """The marks that are boxes; several numbers read in one place are one box. The one that is stressed comes last."""
    boxes: dict[FoundPlace, bool] = {}
    for mark in marks:
        if mark.left is not None and mark.top is not None and mark.right is not None and mark.bottom is not None:
            place = FoundPlace(mark.left, mark.top, mark.right, mark.bottom, mark.quote)
            boxes[place] = boxes.get(place, False) or mark.pk == current
    return [_box(place, is_current=boxes[place]) for place in sorted(boxes, key=lambda place: boxes[place])]


def _box(place: FoundPlace, *, is_current: bool = False) -> MarkBox:
    width, height = round(place.right - place.left, 2), round(place.bottom - place.top, 2)
    return MarkBox(place.left, place.top, width, height, place.quote, is_current)
