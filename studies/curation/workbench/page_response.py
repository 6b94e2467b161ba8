"""The page of a workbench as the response to a form: as typed, and after another person's save."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studies.curation.workbench.concurrent_edits import PageRevision, changes_since, parse_revision
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm, stored_study
from studies.curation.workbench.merge_edits import ChangedCell, merge_changes
from studies.curation.workbench.source_desk import source_beside
from studies.curation.workbench.workbench_page import workbench_page
from studies.models import WorkbenchDraft
from studies.page_access import person
from studies.reported.reference_values import ReferenceValues
from studies.selectors.study_with_rows import study_with_rows

# The revision of a posted page that does not name one.
_NO_REVISION = PageRevision(-1, (0, 0, 0, 0, 0))
_CHANGED = (
    "Another person saved this study while you worked on it, so nothing of yours was saved. Their changes are listed "
    "below. Fields that you left alone now show their values. Look, and save again."
)


def page_revision(request: HttpRequest) -> PageRevision:
    """The revision of the study that the posted page shows."""
    return parse_revision(request.POST.get("seen", "")) or _NO_REVISION


def render_page(
    request: HttpRequest,
    form: WorkbenchForm,
    stored: StoredStudy,
    *,
    status: int = 200,
    others: ReferenceValues | None = None,
    reason_fault: str = "",
    changed: tuple[ChangedCell, ...] = (),
    draft: WorkbenchDraft | None = None,
) -> HttpResponse:
    """The page of a form; ``draft`` is one that its author can go on with instead."""
    page = workbench_page(form, stored, others=others, reason_fault=reason_fault, changed=changed)
    context = {"page": page, "draft": draft, "viewer": source_beside(stored.study, request.POST, person(request))}
    return render(request, "studies/curation/workbench/workbench_page.html", context, status=status)


def render_conflict(
    request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, drawn_from: PageRevision
) -> HttpResponse:
    """The page again, unsaved, with everything typed and with what others changed."""
    changed = tuple(merge_changes(form, stored, changes_since(stored.study, drawn_from)))
    messages.warning(request, _CHANGED)
    return render_page(request, form, stored, status=409, changed=changed)


def reread_study(stored: StoredStudy) -> StoredStudy:
    """The study as it is stored now."""
    return stored_study(study_with_rows(stored.study.slug))
