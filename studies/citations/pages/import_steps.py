"""The steps that a person takes with an import: apply, cancel, undo, queue again, and state the search of a file."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.citations.apply import ImportStateError, begin_applying
from studies.citations.pages.import_files import search_form
from studies.citations.searches import state_search, withdraw_search
from studies.citations.tasks import AT_ONCE_ENTRIES, claim, queue_work, work
from studies.citations.undo import cancel_import, undo_import
from studies.models import ImportBatch
from studies.page_access import importers_only, person

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


@importers_only
@require_POST
def import_search(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """State, correct or withdraw the search of one file, or of all files of its import."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    files = batch.files.select_related("search")
    file = get_object_or_404(files, position=position)
    form = search_form(file.search, position, request.POST)
    if not form.is_valid():
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        messages.error(request, f"{file.name}: {' '.join(sentences)}")
        return redirect(batch)
    chosen = files if "all_files" in request.POST else [file]
    if form.search:
        state_search(files=chosen, search=form.search, by=person(request), now=timezone.now())
    else:
        withdraw_search(files=chosen, by=person(request))
    return redirect(f"{batch.get_absolute_url()}#file-{position}")
