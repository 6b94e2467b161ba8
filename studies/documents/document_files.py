"""What the viewer loads of a document, and its download: private, never kept by a cache, never shown as a page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from studies.choices import DocumentKind
from studies.documents.stored_bytes import stored_bytes
from studies.models import DocumentPage, SourceDocument, SourceMark
from studies.page_access import curators_only, person

_SUFFIXES = {DocumentKind.PDF: ".pdf", DocumentKind.HTML: ".txt", DocumentKind.TEXT: ".txt"}


def document_page_of(pk: int, number: int) -> tuple[SourceDocument, DocumentPage]:
    """A document and one of its pages, without its picture. Raises ``Http404``."""
    document = get_object_or_404(SourceDocument.objects.select_related("content", "study"), pk=pk)
    pages = DocumentPage.objects.filter(content_id=document.content_id).defer("picture")
    return document, get_object_or_404(pages, number=number)


@curators_only
@require_safe
def document_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of a page, as WebP."""
    pages = DocumentPage.objects.filter(content__documents=pk, number=number)
    picture = pages.values_list("picture", flat=True).first()
    if not picture:
        raise Http404("there is no such picture")
    return private(HttpResponse(bytes(picture), content_type="image/webp"))


@curators_only
@require_safe
def document_words(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The words of a page with their places, and its marks, as JSON."""
    document, page = document_page_of(pk, number)
    marks = SourceMark.objects.visible_to(person(request)).filter(document=document, page=number).order_by("pk")
    values = {
        "document": document.pk,
        "page": page.number,
        "width": page.width,
        "height": page.height,
        "words": page.words,
        "marks": [mark_values(mark) for mark in marks],
    }
    return private(JsonResponse(values))


def mark_values(mark: SourceMark) -> dict[str, Any]:
    """A mark as a script receives it."""
    names = ("left", "top", "right", "bottom", "start", "end", "quote", "field", "page")
    return {"id": mark.pk} | {name: getattr(mark, name) for name in names}


@curators_only
@require_safe
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent; of a web page its text. Always an attachment of a neutral type."""
    document = get_object_or_404(SourceDocument.objects.select_related("content"), pk=pk)
    response = HttpResponse(stored_bytes(document.content), content_type="application/octet-stream")
    name = file_name(document.name, _SUFFIXES[DocumentKind(document.content.kind)])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return private(response)


def file_name(name: str, suffix: str) -> str:
    """A name that a file system takes, ending as its content does.

    >>> file_name('../a/"b".HTML', ".txt"), file_name("Bonetti 2005.pdf", ".pdf")
    ('b.HTML.txt', 'Bonetti 2005.pdf')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?').strip(". ")
    return kept if kept.lower().endswith(suffix) else f"{kept or 'document'}{suffix}"


def private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, never guessed to be of another type, and never run as a page."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
