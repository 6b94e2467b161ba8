"""Attaching a file to a study, and removing it. The same file attached again shares its content."""

import hashlib
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef

from studies.choices import DocumentKind, DocumentState
from studies.documents.child_limits import ChildLimits
from studies.documents.child_process import ChildFailedError, child_output
from studies.documents.content_kind import MOST_BYTES, ContentRefusedError, content_kind, decoded_text
from studies.documents.read_document import queue_reading
from studies.documents.stored_bytes import store_bytes
from studies.documents.text_parts import text_parts
from studies.models import DocumentContent, DocumentPage, SourceDocument, Study
from studies.revisions.record_change import ActionRefusedError

# The person waits for it, so it must be soon.
HTML_LIMITS = ChildLimits(memory_megabytes=768, computing_seconds=20, seconds=25)


def attach_document(*, study: Study, name: str, data: bytes, by: User, now: datetime) -> SourceDocument:
    """Attach a file to a study. Text and web pages can be read at once; a PDF is queued for the worker.

    Raises ``ActionRefusedError`` for a file of no known kind, too large, or attached already.
    """
    try:
        kind = content_kind(data)
        text = _text_of(kind, data)
    except (ContentRefusedError, ChildFailedError) as refused:
        raise ActionRefusedError(str(refused)) from refused
    return _attach(study=study, name=name, data=data, kind=kind, text=text, by=by, now=now)


def _text_of(kind: DocumentKind, data: bytes) -> str:
    """The text of a web page or a text file; '' of a PDF, which only the worker opens."""
    if kind == DocumentKind.PDF:
        return ""
    text = decoded_text(data)
    if kind == DocumentKind.HTML:
        with child_output("studies.documents.read_html", text.encode(), HTML_LIMITS) as output:
            text = output.read(MOST_BYTES).decode(errors="replace")
    if not text.strip():
        raise ContentRefusedError("There is no text in this file.")
    return text


@transaction.atomic
def _attach(
    *, study: Study, name: str, data: bytes, kind: DocumentKind, text: str, by: User, now: datetime
) -> SourceDocument:
    delete_unused_contents()
    sha256 = hashlib.sha256(data).hexdigest()
    # Locked, so that nobody who removes its last other document deletes it meanwhile.
    content, is_new = DocumentContent.objects.select_for_update().get_or_create(
        sha256=sha256, defaults={"size": len(data), "kind": kind}
    )
    if SourceDocument.objects.filter(study=study, content=content).exists():
        raise ActionRefusedError("This file is attached to the study already.")
    document = SourceDocument.objects.create(
        study=study, content=content, name=name.strip()[:200] or "document", added_by=by, added_at=now
    )
    if is_new:
        store_bytes(content, text.encode() if kind == DocumentKind.HTML else data)
        if kind == DocumentKind.PDF:
            queue_reading(content, now=now)
        else:
            _save_parts(content, text, now=now)
    return document


def _save_parts(content: DocumentContent, text: str, *, now: datetime) -> None:
    """Keep a text as pages."""
    parts = text_parts(text)
    DocumentPage.objects.bulk_create(
        [DocumentPage(content=content, number=number, text=part) for number, part in enumerate(parts, 1)],
        batch_size=50,
    )
    content.state, content.n_pages, content.read_at = DocumentState.READY, len(parts), now
    content.save(update_fields=["state", "n_pages", "read_at"])


@transaction.atomic
def remove_document(*, document: SourceDocument) -> None:
    """Remove a file from its study. Its marks keep their quotes and pages; unused content is deleted."""
    document.delete()
    delete_unused_contents()


def delete_unused_contents() -> None:
    """Delete the contents that no study has, those of studies that were deleted too; not what is being attached."""
    unused = DocumentContent.objects.filter(~Exists(SourceDocument.objects.filter(content=OuterRef("pk"))))
    locked = list(unused.select_for_update(skip_locked=True).values_list("pk", flat=True))
    # Asked again: a document may have been attached just before they were locked.
    DocumentContent.objects.filter(pk__in=locked, documents=None).delete()
