"""One import: its progress, its plan, and its receipt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studies.choices import ImportState
from studies.citations.pages.import_entries import EntryCounts, EntryFilterForm, EntryLine, entry_counts
from studies.citations.pages.import_files import FileLine, VerdictCount, file_lines, verdict_counts
from studies.citations.searches import USUAL_DATABASES
from studies.citations.tasks import SECONDS_OF_SILENCE, seconds_of_silence
from studies.citations.undo import may_be_reverted_by
from studies.models import ImportBatch
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. ``silent_seconds`` counts the seconds since its worker last wrote, where that is too long."""

    batch: ImportBatch
    files: Sequence[FileLine]
    counts: Sequence[VerdictCount]
    total: int
    numbers: EntryCounts
    lines: Page[EntryLine]
    filter_form: EntryFilterForm
    silent_seconds: int
    percent: int
    may_take_back: bool

    @property
    def is_plan(self) -> bool:
        return self.batch.state == ImportState.PLANNED

    @property
    def is_applied(self) -> bool:
        return self.batch.state == ImportState.APPLIED

    @property
    def is_refused(self) -> bool:
        return self.batch.state == ImportState.REFUSED

    @property
    def is_single_file(self) -> bool:
        return len(self.files) == 1

    @property
    def usual_databases(self) -> Sequence[str]:
        return USUAL_DATABASES

    @property
    def may_decide(self) -> bool:
        return self.is_plan or self.is_applied


def import_page(batch: ImportBatch, query: QueryDict, by: User) -> ImportPage:
    """The page of an import for a person; unknown filters and pages in its address show the first page of all."""
    files = file_lines(batch)
    numbers: Counter[str] = Counter()
    for line in files:
        numbers.update({count.verdict: count.number for count in line.counts if count.number})
    verdicts, counts = verdict_counts(numbers), entry_counts(batch)
    filter_form = EntryFilterForm(query, files, verdicts, counts)
    listed = Paginator(filter_form.entries(batch), PAGE_SIZE).get_page(query.get("page"))
    silence = seconds_of_silence(batch, now=timezone.now())
    return ImportPage(
        batch=batch,
        files=files,
        counts=verdicts,
        total=numbers.total(),
        numbers=counts,
        lines=Page([EntryLine(entry) for entry in listed], listed.number, listed.paginator),  # type: ignore[arg-type]
        filter_form=filter_form,
        silent_seconds=int(silence) if silence > SECONDS_OF_SILENCE else 0,
        percent=min(100, 100 * batch.n_done // batch.n_expected) if batch.n_expected else 0,
        may_take_back=may_be_reverted_by(batch, by),
    )


_WITH_PEOPLE = ImportBatch.objects.select_related("sent_by", "applied_by", "undone_by")


@importers_only
@never_cache
@show_page("studies/citations/pages/import_page.html")
@query_parameters("page", *EntryFilterForm.base_fields)
def import_detail(request: HttpRequest, pk: int) -> Context:
    return {"page": import_page(get_object_or_404(_WITH_PEOPLE.all(), pk=pk), request.GET, person(request))}


@importers_only
@require_safe
@never_cache
def import_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the work is, as JSON for the script of the page."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    return JsonResponse(
        {
            "state": batch.state,
            "label": batch.get_state_display(),
            "done": batch.n_done,
            "expected": batch.n_expected,
            "in_progress": batch.is_in_progress,
        }
    )
