"""The list of imports, and the form for more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.citations.pages.import_files import VerdictCount, verdict_counts
from studies.citations.pages.upload_form import UploadForm
from studies.citations.receive import receive_files
from studies.citations.tasks import AT_ONCE_BYTES, claim, queue_work, work
from studies.models import ImportBatch, ImportedEntry, SearchRecord
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in the list: its files, the searches that found them, and its entries by verdict."""

    batch: ImportBatch
    counts: tuple[VerdictCount, ...]

    @property
    def total(self) -> int:
        return sum(count.number for count in self.counts)

    @property
    def searches(self) -> list[SearchRecord]:
        """One search for each database and day."""
        searches = (file.search for file in self.batch.files.all())
        return list({(each.database, each.searched_on): each for each in searches if each}.values())


def import_lines(batches: Sequence[ImportBatch]) -> list[ImportLine]:
    """Imports with their counts, by one query for all of them."""
    rows = ImportedEntry.objects.filter(batch__in=batches).order_by().values_list("batch", "verdict")
    numbers: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    for batch_id, verdict, number in rows.annotate(Count("pk")):
        numbers[batch_id][verdict] = number
    return [ImportLine(batch, verdict_counts(numbers[batch.pk])) for batch in batches]


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("page")
def import_list(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        return redirect(receive_upload(request, form))
    batches = ImportBatch.objects.select_related("sent_by").prefetch_related("files__search")
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": import_lines(list(page))}
    status = 400 if form.errors else 200
    return render(request, "studies/citations/pages/import_list_page.html", context, status=status)


def receive_upload(request: HttpRequest, form: UploadForm) -> ImportBatch:
    """Store what was sent and read it: a little at once, much by a worker."""
    with transaction.atomic():  # a batch without its task would wait for ever
        batch = receive_files(files=form.sent_files(), search=form.search, by=person(request), now=timezone.now())
        if batch.size > AT_ONCE_BYTES:
            queue_work(batch)
            return batch
    work(claim(batch.pk, now=timezone.now()) or batch)
    return get_object_or_404(ImportBatch, pk=batch.pk)
