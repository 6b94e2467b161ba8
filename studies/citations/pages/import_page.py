"""One import: its progress, its plan and result, and the steps a person takes with it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from studies.choices import ImportState, ImportVerdict
from studies.citations.apply import ImportStateError, begin_applying
from studies.citations.tasks import AT_ONCE_ENTRIES, SECONDS_OF_SILENCE, claim, queue_work, seconds_of_silence, work
from studies.citations.undo import cancel_import, undo_import
from studies.models import ImportBatch, ImportedEntry
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

PAGE_SIZE = 50


VERDICT_LABELS = {
    ImportVerdict.NEW: "new",
    ImportVerdict.DUPLICATE: "duplicate",
    ImportVerdict.POSSIBLE: "possible duplicate",
    ImportVerdict.UNREADABLE: "unreadable",
}


MEANINGS = {
    ImportVerdict.NEW: "becomes a publication",
    ImportVerdict.DUPLICATE: "joins a known publication; its text is kept as a further source",
    ImportVerdict.POSSIBLE: "a person decides",
    ImportVerdict.UNREADABLE: "could not be read; the reason is given",
}


# The meanings once the plan is applied.
MEANINGS_WHEN_APPLIED = MEANINGS | {
    ImportVerdict.NEW: "became a publication",
    ImportVerdict.DUPLICATE: "joined a known publication; its text was kept as a further source",
    ImportVerdict.POSSIBLE: "a person decides, or has decided",
}


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many entries of a file have a verdict."""

    verdict: str
    label: str
    meaning: str
    number: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. ``silent_seconds`` counts the seconds since its worker last wrote, where that is too long."""

    batch: ImportBatch
    counts: tuple[VerdictCount, ...]
    total: int
    undecided: int
    entries: Page[ImportedEntry]
    verdict: str
    silent_seconds: int
    percent: int

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
    def may_decide(self) -> bool:
        return self.is_plan or self.is_applied


def import_page(batch: ImportBatch, query: QueryDict) -> ImportPage:
    """The page of an import; unknown verdicts and pages in the address show the first page of everything."""
    numbers = Counter(dict(batch.entries.order_by().values_list("verdict").annotate(Count("pk"))))
    verdict = query.get("verdict", "")
    entries = batch.entries.select_related("publication__study", "duplicate_of").defer("duplicate_of__search_text")
    if verdict in numbers:
        entries = entries.filter(verdict=verdict)
    meanings = MEANINGS_WHEN_APPLIED if batch.state == ImportState.APPLIED else MEANINGS
    silence = seconds_of_silence(batch, now=timezone.now())
    return ImportPage(
        batch=batch,
        counts=tuple(
            VerdictCount(each.value, VERDICT_LABELS[each], meanings[each], numbers[each.value])
            for each in ImportVerdict
        ),
        total=numbers.total(),
        undecided=batch.entries.filter(verdict=ImportVerdict.POSSIBLE, decision="").count(),
        entries=Paginator(entries, PAGE_SIZE).get_page(query.get("page")),
        verdict=verdict if verdict in numbers else "",
        silent_seconds=int(silence) if silence > SECONDS_OF_SILENCE else 0,
        percent=min(100, 100 * batch.n_done // batch.n_expected) if batch.n_expected else 0,
    )


_WITH_PEOPLE = ImportBatch.objects.select_related("sent_by", "applied_by", "undone_by")


@importers_only
@never_cache
@show_page("studies/citations/pages/import_page.html")
@query_parameters("page", "verdict")
def import_detail(request: HttpRequest, pk: int) -> Context:
    return {"page": import_page(get_object_or_404(_WITH_PEOPLE.all(), pk=pk), request.GET)}


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


Step = Callable[[ImportBatch, User], None]


def step_view(step: Step) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that takes one step and shows the import again, with a message where the step is not possible."""

    @importers_only
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            step(batch, person(request))
        except ImportStateError as sentence:
            messages.error(request, str(sentence))
        return redirect(batch)

    return view


def apply_step(batch: ImportBatch, by: User) -> None:
    """Apply a small plan at once, a large one by a worker."""
    begin_applying(batch=batch, by=by, now=timezone.now())
    if batch.n_expected > AT_ONCE_ENTRIES:
        queue_work(batch)
    elif claimed := claim(batch.pk, now=timezone.now()):
        work(claimed)


def resume_step(batch: ImportBatch, by: User) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(error="")
    queue_work(batch)


def cancel_step(batch: ImportBatch, by: User) -> None:
    cancel_import(batch=batch, by=by, now=timezone.now())


def undo_step(batch: ImportBatch, by: User) -> None:
    undo_import(batch=batch, by=by, now=timezone.now())


import_apply = step_view(apply_step)


import_resume = step_view(resume_step)


import_cancel = step_view(cancel_step)


import_undo = step_view(undo_step)
