"""Places that were selected in source documents, saved as marks of the numbers of saved rows."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from studies.curation.source_marks import NewMark, RowField, new_mark, write_marks
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import Texts
from studies.curation.workbench.typed_marks import TypedMark, number_marks
from studies.documents.find_places import words_of
from studies.documents.page_words import Word
from studies.models import DocumentPage, Study
from studies.numerics.whole_number import whole_number

# The kind of row that a mark names, by its sheet.
_ROWS = {"arms": "arm", "results": "result", "contrasts": "contrast", "harms": "harm"}
Words = Mapping[tuple[int, int], list[Word]]


def save_marks(*, form: WorkbenchForm, stored: StoredStudy, saved: Mapping[str, int], by: User, now: datetime) -> int:
    """Write the marks of saved rows, a place for every number. Returns how many were written.

    ``saved`` are the numbers of rows by sheet and key. Raises ``ActionRefusedError`` when a document was removed.
    """
    typed = {(sheet, row.key): row.texts for sheet, rows in form.rows.items() for row in rows}
    words = _words(stored.study, form)
    marks: dict[RowField, NewMark] = {}
    for mark in form.marks:
        pk, texts = saved.get(f"{mark.sheet}-{mark.key}"), typed.get((mark.sheet, mark.key))
        if pk is not None and texts is not None and mark.sheet in _ROWS:
            marks |= {each.at: each for each in _new_marks(mark, pk, texts, stored, words)}
    if marks:
        write_marks(study=stored.study, marks=list(marks.values()), by=by, now=now)
    return len(marks)


def _new_marks(mark: TypedMark, pk: int, texts: Texts, stored: StoredStudy, words: Words) -> list[NewMark]:
    """The marks of one selection: of its own field, and of every number of the row that it holds."""
    row = _ROWS[mark.sheet]
    figures = stored.sheets[mark.sheet].figures
    places = number_marks(mark, texts, figures, words.get(_page_of(mark), []))
    if mark.field and texts.get(mark.field):
        places = {mark.field: mark.values} | places
    return [new_mark(RowField(row, pk, field), values) for field, values in places.items()]


def _page_of(mark: TypedMark) -> tuple[int, int]:
    """The document and the page that a mark names; zeros where it names none."""
    document, page = (whole_number(mark.values.get(name, "")) for name in ("document", "page"))
    return (0, 0) if document is None or page is None else (document, page)


def _words(study: Study, form: WorkbenchForm) -> Words:
    """The words of every page that is marked, by document and page. One query."""
    wanted = Q(pk__in=[])
    for document, number in {_page_of(mark) for mark in form.marks}:
        wanted |= Q(content__documents=document, number=number)
    pages = DocumentPage.objects.filter(wanted, content__documents__study=study).defer("picture", "text")
    found = pages.values_list("content__documents", "number", "pk")
    by_pk = {page.pk: words_of(page) for page in pages.distinct()} if form.marks else {}
    return {(document, number): by_pk[pk] for document, number, pk in found} if by_pk else {}
