"""The list of imports, and the form for another citation file."""

from django import forms
from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.formats import FORMAT_NAMES
from studies.citations.parse.limits import MOST_MEGABYTES, check_size
from studies.citations.receive import SentFile, receive_files
from studies.citations.tasks import AT_ONCE_BYTES, claim, queue_work, work
from studies.models import ImportBatch
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters

PAGE_SIZE = 20


class UploadForm(forms.Form):
    """A citation file."""

    file = forms.FileField(
        label="Citation file", allow_empty_file=True, help_text=f"{FORMAT_NAMES}; at most {MOST_MEGABYTES} MB."
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except FileRejectedError as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("page")
def import_list(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        return redirect(receive_upload(request, form))
    page = Paginator(ImportBatch.objects.select_related("sent_by"), PAGE_SIZE).get_page(request.GET.get("page"))
    status = 400 if form.errors else 200
    return render(request, "studies/citations/pages/import_list_page.html", {"form": form, "page": page}, status=status)


def receive_upload(request: HttpRequest, form: UploadForm) -> ImportBatch:
    """Store an uploaded file and read it: a small one at once, a large one by a worker."""
    file = form.cleaned_data["file"]
    name = (file.name or "file").replace("\\", "/").rpartition("/")[2]
    batch = receive_files(files=[SentFile(name, file.read())], by=person(request), now=timezone.now())
    if batch.size > AT_ONCE_BYTES:
        queue_work(batch)
        return batch
    work(claim(batch.pk, now=timezone.now()) or batch)
    return get_object_or_404(ImportBatch, pk=batch.pk)
