"""Numbers and words found in a document: on one page, and on which pages."""

from collections.abc import Iterator

from studies.documents.find_number import FoundPlace, find_in_text, find_in_words
from studies.documents.page_words import Word
from studies.models import DocumentContent, DocumentPage


def words_of(page: DocumentPage) -> list[Word]:
    """The words of a page of a PDF; none of a text."""
    return [Word(*values) for values in page.words]


def places_on_page(page: DocumentPage, search: str) -> list[FoundPlace]:
    """Where a number or words stand on a page of a PDF."""
    return find_in_words(search, words_of(page))


def pages_with(content: DocumentContent, search: str) -> Iterator[int]:
    """The numbers of the pages on which a number or words stand. One query."""
    for page in content.pages.only("content", "number", "words", "text").order_by("number").iterator(chunk_size=20):
        found = places_on_page(page, search) if page.words else find_in_text(search, page.text)
        if found:
            yield page.number
