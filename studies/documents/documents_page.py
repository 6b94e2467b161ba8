"""The documents of a study: attached, waiting to be read, ready, or refused with a sentence; and the form for more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studies.documents.attach import attach_document, remove_document
from studies.documents.attach_form import AttachForm
from studies.documents.read_document import read_again
from studies.models import SourceDocument, Study
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError
from studies.selectors.prepared_query import PreparedQuery


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents of one study, and the form for more."""

    study: Study
    documents: Sequence[SourceDocument]
    form: AttachForm

    @property
    def is_waiting(self) -> bool:
        """Whether a document is not read yet."""
        return any(each.content.is_waiting for each in self.documents)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST" and form.is_valid():
        name, data = form.sent()
        try:
            document = attach_document(study=study, name=name, data=data, by=person(request), now=timezone.now())
        except ActionRefusedError as refused:
            form.add_error("document_file" if form.cleaned_data["document_file"] else "pasted", str(refused))
        else:
            messages.success(request, f"Attached: {document.name}.")
            return redirect("documents", slug)
    page = DocumentsPage(study, list(documents_of(study)), form)
    status = 400 if form.errors else 200
    return render(request, "studies/documents/documents_page.html", {"page": page}, status=status)


def documents_of(study: Study) -> Sequence[SourceDocument]:
    """The documents of a study with what is known of their content. One query."""
    return _DOCUMENTS.records(study.pk)


_DOCUMENTS = PreparedQuery(
    lambda study: SourceDocument.objects.filter(study=study).select_related("content", "added_by")
)


@curators_only
@require_POST
def document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(SourceDocument.objects.select_related("study"), pk=pk)
    remove_document(document=document)
    messages.success(request, f"Removed: {document.name}. Quotes and pages of its marks are kept.")
    return redirect("documents", document.study.slug)


@curators_only
@require_POST
def document_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document again that could not be read."""
    document = get_object_or_404(SourceDocument.objects.select_related("study", "content"), pk=pk)
    read_again(content=document.content, now=timezone.now())
    return redirect("documents", document.study.slug)
