"""The draft of a workbench: kept every few seconds by the script or by a button, resumed, discarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.curation.workbench.concurrent_edits import changes_since, parse_revision
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm, posted_form
from studies.curation.workbench.kept_drafts import draft_fields, draft_of, drop_draft, keep_draft
from studies.curation.workbench.merge_edits import merge_changes
from studies.curation.workbench.page_response import render_page
from studies.models import Study
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError

_NO_DRAFT = "There is no draft of yours: it was saved or discarded since."
_CHANGED_SINCE = (
    "The study was changed since you typed this. The changes are listed below; fields that you left alone show them. "
    "Nothing of yours is saved yet: look, and save."
)


@curators_only
@require_POST
def workbench_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the form as a draft, and say so in words for the page that sent it."""
    context: dict[str, object] = {}
    try:
        now = timezone.now()
        keep_draft(study=get_object_or_404(Study, slug=slug), posted=request.POST, by=person(request), now=now)
        context["kept_at"] = now
    except ActionRefusedError as sentence:
        context["refusal"] = sentence
    return render(request, "studies/curation/workbench/_draft_kept.html", context)


def keep(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Keep the form as a draft, at the press of a button."""
    try:
        keep_draft(study=stored.study, posted=request.POST, by=person(request), now=timezone.now())
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
        return render_page(request, form, stored, status=400)
    messages.success(request, "Kept as a draft that only you see. The record is not changed.")
    return render_page(request, form, stored)


def resume(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """The page with what the draft holds, and with what was saved since."""
    draft = draft_of(stored.study, person(request))
    if draft is None:
        messages.error(request, _NO_DRAFT)
        return render_page(request, form, stored, status=400)
    fields = draft_fields(draft)
    typed, drawn_from = posted_form(fields, stored), parse_revision(fields.get("seen", ""))
    if drawn_from is None or drawn_from.revision == stored.study.revision:
        messages.info(request, "This is your draft. Nothing of it is saved yet.")
        return render_page(request, typed, stored)
    changed = tuple(merge_changes(typed, stored, changes_since(stored.study, drawn_from)))
    messages.warning(request, _CHANGED_SINCE)
    return render_page(request, typed, stored, changed=changed)


def discard(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Drop the draft."""
    drop_draft(study=stored.study, by=person(request))
    messages.info(request, "Your draft is discarded.")
    return redirect("workbench", stored.study.slug)
