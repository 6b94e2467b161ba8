"""Reading the pages of a PDF in the background.

The worker starts a child process (``read_pdf``), saves the pages that it writes, and turns whatever goes wrong into a
sentence on the content. Pages read before that are kept. A *watch*, queued for later, reads again what a killed worker
has left.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from studies.choices import DocumentState
from studies.documents.child_limits import MOST_PAGES, ChildLimits
from studies.documents.child_process import ChildFailedError, child_output
from studies.documents.page_stream import PageReading, PageStreamError, page_readings
from studies.documents.stored_bytes import stored_bytes
from studies.models import DocumentContent, DocumentPage

PDF_LIMITS = ChildLimits()
# A worker that reads for longer than a child may live was killed.
SECONDS_TO_WATCH = PDF_LIMITS.seconds + 30


def queue_reading(content: DocumentContent, *, now: datetime) -> None:
    """Queue the reading of a PDF, and a watch in case the worker stops."""
    read_document.enqueue(content_id=content.pk)
    later = now + timedelta(seconds=SECONDS_TO_WATCH + 1)
    read_document.using(run_after=later).enqueue(content_id=content.pk)


def read_again(*, content: DocumentContent, now: datetime) -> None:
    """Queue a PDF that could not be read once more."""
    failed = DocumentContent.objects.filter(pk=content.pk, state=DocumentState.FAILED)
    if failed.update(state=DocumentState.WAITING, error=""):
        queue_reading(content, now=now)


@task()
def read_document(content_id: int) -> str:
    """Read the pages of a PDF, unless that is done or another worker does it; the result says what happened."""
    now = timezone.now()
    free = DocumentContent.objects.filter(_is_stopped(now) | Q(state=DocumentState.WAITING), pk=content_id)
    if not free.update(state=DocumentState.READING, read_at=now):
        return "nothing to do"
    try:
        error = save_pages(DocumentContent.objects.get(pk=content_id))
    except IntegrityError:
        return "removed while it was read"
    return error or "done"


def _is_stopped(now: datetime) -> Q:
    """Contents whose worker was killed; a time in the future is one of a clock that was put back."""
    longest = timedelta(seconds=SECONDS_TO_WATCH)
    return Q(state=DocumentState.READING) & (Q(read_at__lt=now - longest) | Q(read_at__gt=now + longest))


def take_up_documents(*, now: datetime) -> int:
    """Queue the reading of contents whose worker has stopped, in case their watch was lost; returns their number."""
    stopped = DocumentContent.objects.filter(_is_stopped(now))
    for content in stopped:
        read_document.enqueue(content_id=content.pk)
    return len(stopped)


def save_pages(content: DocumentContent, limits: ChildLimits = PDF_LIMITS) -> str:
    """Read and save the pages of a PDF; returns why not all of them could be read, or ''."""
    content.pages.all().delete()
    error, n_pages = "", 0
    try:
        with child_output("studies.documents.read_pdf", stored_bytes(content), limits) as output:
            for reading in page_readings(output, most_pages=MOST_PAGES):
                _save_page(content, reading)
                n_pages = reading.number
    except (ChildFailedError, PageStreamError) as sentence:
        error = str(sentence)
    content.error, content.n_pages, content.read_at = error, n_pages, timezone.now()
    content.state = DocumentState.FAILED if error else DocumentState.READY
    DocumentContent.objects.filter(pk=content.pk).update(
        error=error, n_pages=n_pages, read_at=content.read_at, state=content.state
    )
    return error


def _save_page(content: DocumentContent, reading: PageReading) -> None:
    DocumentPage.objects.create(
        content=content,
        number=reading.number,
        width=reading.width,
        height=reading.height,
        text=reading.text,
        words=[list(word) for word in reading.words],
        picture=reading.picture,
    )
