"""The list of imports, and the form for more."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.citations.pages.upload_form import UploadForm
from studies.citations.receive import receive_files
from studies.citations.tasks import AT_ONCE_BYTES, claim, queue_work, work
from studies.models import ImportBatch
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters

PAGE_SIZE = 20


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
    """Store what was sent and read it: a little at once, much by a worker."""
    batch = receive_files(files=form.sent_files(), search=form.search, by=person(request), now=timezone.now())
    if batch.size > AT_ONCE_BYTES:
        queue_work(batch)
        return batch
    work(claim(batch.pk, now=timezone.now()) or batch)
    return get_object_or_404(ImportBatch, pk=batch.pk)
