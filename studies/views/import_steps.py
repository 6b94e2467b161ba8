"""What a person does with an import: apply, cancel, take up again, undo."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.access import importers_only, person
from studies.actions.importing_applying import NotNow, begin_applying
from studies.actions.importing_undoing import cancel_import, undo_import
from studies.models import ImportBatch
from studies.tasks import AT_ONCE_ENTRIES, claim, queue_work, work

Step = Callable[[ImportBatch, User], None]


def step_view(step: Step) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that takes one step and shows the import again; a step that cannot be taken says why."""

    @importers_only
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            step(batch, person(request))
        except NotNow as sentence:
            messages.error(request, str(sentence))
        return redirect(batch)

    return view


def apply_step(batch: ImportBatch, by: User) -> None:
    """Apply a small plan at once, a large one by a worker."""
    begin_applying(batch=batch, by=by, now=timezone.now())
    if batch.n_expected > AT_ONCE_ENTRIES:
        queue_work(batch)
    elif taken := claim(batch.pk, now=timezone.now()):
        work(taken)


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
