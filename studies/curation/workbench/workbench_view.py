"""The workbench of one study: everything reported of it, to be typed, pasted, checked and saved on one page.

One form holds the whole page and every button sends all of it, so that nothing typed is lost on the way.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.curation.save_rows import save_rows
from studies.curation.workbench.draft_actions import discard, keep, resume
from studies.curation.workbench.form_state import (
    MORE_ROWS,
    StoredStudy,
    WorkbenchForm,
    add_rows,
    add_stored_rows,
    posted_form,
    stored_form,
    stored_study,
)
from studies.curation.workbench.kept_drafts import draft_of, drop_draft
from studies.curation.workbench.page_response import page_revision, render_conflict, render_page, reread_study
from studies.curation.workbench.pasting_actions import read_pasted, take_pasted
from studies.curation.workbench.row_actions import (
    add_series,
    copy_as_new_study,
    copy_picked,
    delete_picked,
    fill_picked,
    restore_deleted,
)
from studies.curation.workbench.save_marks import save_marks
from studies.curation.workbench.save_plan import add_refusals, drop_saved_rows, plan_save
from studies.numerics.number_formatting import plural
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError
from studies.selectors.other_studies import read_others
from studies.selectors.study_with_rows import study_with_rows

_REASON_MISSING = "Give a reason: it is kept in the history of every number. Nothing was saved yet."


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    stored = stored_study(study_with_rows(slug))
    if request.method != "POST":
        return render_page(request, stored_form(stored), stored, draft=draft_of(stored.study, person(request)))
    form = posted_form(request.POST, stored)
    # What follows a colon says which rows are meant.
    action, _, _ = request.POST.get("do", "").partition(":")
    return _ANSWERS.get(action, save)(request, form, stored)


def check(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Check the form, also against other studies, and save nothing."""
    n_unsaved = len(plan_save(form, stored).changes)
    messages.info(request, f"Checked; nothing was saved. {plural(n_unsaved, 'row')} would be.")
    # Reading all other studies takes seconds when there are ten thousand, so it happens on request only.
    return render_page(request, form, stored, others=read_others())


def more_rows(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    add_rows(form, stored, "results", [{} for _ in range(MORE_ROWS)])
    return render_page(request, form, stored)


def save(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Save the valid rows; the others come back as typed, with their faults."""
    drawn_from = page_revision(request)
    if drawn_from.revision != stored.study.revision:
        return render_conflict(request, form, stored, drawn_from)
    plan = plan_save(form, stored)
    if plan.changes and not form.reason:
        return render_page(request, form, stored, status=400, reason_fault=_REASON_MISSING)
    if not plan.changes:
        marked = _mark_numbers(request, form, stored, {})
        return _respond_unchanged(request, form, stored, marked)
    try:
        outcome = save_rows(
            study=stored.study,
            rows=plan.changes,
            by=person(request),
            now=timezone.now(),
            reason=form.reason,
            expected_revision=drawn_from.revision,
        )
    except StaleRevisionError:
        return render_conflict(request, form, reread_study(stored), drawn_from)
    add_refusals(form, stored, outcome.refused)
    marked = _mark_numbers(request, form, stored, outcome.saved)
    return _respond_saved(request, form, stored, list(outcome.saved), marked)


def _mark_numbers(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, saved: Mapping[str, int]) -> str:
    """Write the marks of saved rows and of rows that are as stored; a sentence that says so, '' without any."""
    as_stored = {
        f"{sheet}-{pk}": pk
        for sheet, records in stored.records.items()
        for pk in records
        if (sheet, str(pk)) not in form.faults
    }
    try:
        n_marks = save_marks(
            form=form, stored=stored, saved=as_stored | dict(saved), by=person(request), now=timezone.now()
        )
    except ActionRefusedError as sentence:
        messages.warning(request, f"The places in the source were not marked: {sentence}")
        return ""
    return f" Marked in the source: {plural(n_marks, 'number')}." if n_marks else ""


def _respond_unchanged(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, marked: str) -> HttpResponse:
    if form.faults:
        messages.error(request, f"Nothing was saved: {_unsaved_sentence(form)}.")
        return render_page(request, form, stored, status=400)
    drop_draft(study=stored.study, by=person(request))
    messages.info(request, marked.strip() or "Nothing was changed, so nothing was saved.")
    return redirect("workbench", stored.study.slug)


def _respond_saved(
    request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, saved: list[str], marked: str
) -> HttpResponse:
    summary = f"Saved: {plural(len(saved), 'row')}.{_places_sentence(form)}{marked}" if saved else "Nothing was saved."
    if not form.faults:
        drop_draft(study=stored.study, by=person(request))
        messages.success(request, summary)
        return redirect("workbench", stored.study.slug)
    messages.warning(
        request, f"{summary} {_unsaved_sentence(form).capitalize()}: each says why, and keeps what you typed."
    )
    drop_saved_rows(form, saved)
    fresh = reread_study(stored)
    add_stored_rows(form, fresh)
    return render_page(request, form, fresh, status=400)


def _places_sentence(form: WorkbenchForm) -> str:
    """That new rows took over their place in the source; '' where none did."""
    taken = form.n_places_taken
    return f" {plural(taken, 'new row')} took the place in the source from the row above." if taken else ""


def _unsaved_sentence(form: WorkbenchForm) -> str:
    count = sum(bool(faults) for faults in form.faults.values())
    return f"{plural(count, 'row')} {'needs' if count == 1 else 'need'} correction"


Answer = Callable[[HttpRequest, WorkbenchForm, StoredStudy], HttpResponse]
_ANSWERS: dict[str, Answer] = {
    "save": save,
    "check": check,
    "read": read_pasted,
    "take": take_pasted,
    "rows": more_rows,
    "delete": delete_picked,
    "restore": restore_deleted,
    "copy": copy_picked,
    "copy-study": copy_as_new_study,
    "fill": fill_picked,
    "series": add_series,
    "keep": keep,
    "resume": resume,
    "discard": discard,
}
