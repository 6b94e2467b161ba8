"""Buttons of the workbench that act on the rows that are ticked, or on one record: delete and restore."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studies.curation.delete_rows import delete_rows
from studies.curation.workbench.deleted_rows import deleted_line
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm, add_stored_rows
from studies.curation.workbench.page_response import page_revision, render_conflict, render_page, reread_study
from studies.curation.workbench.row_parsing import TypedRow
from studies.curation.workbench.save_plan import drop_saved_rows
from studies.numerics.number_formatting import plural
from studies.page_access import person
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError
from studies.revisions.revert import revert_change

NONE_TICKED = "No row is ticked. Tick the box at the head of each row that is meant, and press the button again."
_REASON_MISSING = "Say why the row is deleted: the history keeps it. Nothing was deleted yet."
_DELETED_BY_MISTAKE = "it was deleted by mistake"


def meant_rows(request: HttpRequest, form: WorkbenchForm) -> list[tuple[str, TypedRow]]:
    """The rows that a button is about, each with its sheet: the one that it names, or those ticked in the sheet."""
    _, _, meant = request.POST.get("do", "").partition(":")
    names = (
        [meant] if "-" in meant else [each for each in request.POST.getlist("picked") if each.startswith(f"{meant}-")]
    )
    return [(sheet, row) for sheet, rows in form.rows.items() for row in rows if f"{sheet}-{row.key}" in names]


def delete_picked(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Delete rows; everything else that is typed stays."""
    meant = [(sheet, row) for sheet, row in meant_rows(request, form) if sheet != "study"]
    if not meant:
        messages.error(request, NONE_TICKED)
        return render_page(request, form, stored, status=400)
    records = [record for sheet, row in meant if (record := stored.records[sheet].get(row.pk or 0)) is not None]
    if records and not form.reason:
        return render_page(request, form, stored, status=400, reason_fault=_REASON_MISSING)
    drawn_from = page_revision(request)
    try:
        if records:
            delete_rows(
                study=stored.study,
                rows=records,
                by=person(request),
                now=timezone.now(),
                reason=form.reason,
                expected_revision=drawn_from.revision,
            )
    except StaleRevisionError:
        return render_conflict(request, form, reread_study(stored), drawn_from)
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
        return render_page(request, form, stored, status=400)
    drop_saved_rows(form, [f"{sheet}-{row.key}" for sheet, row in meant])
    undo = " Each can be restored, under “Deleted rows”." if records else ""
    messages.success(request, f"Deleted: {plural(len(meant), 'row')}.{undo}")
    form.reason = ""
    return render_page(request, form, reread_study(stored) if records else stored)


def restore_deleted(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Restore a deleted row under its former number; everything that is typed stays."""
    drawn_from = page_revision(request)
    if drawn_from.revision != stored.study.revision:
        return render_conflict(request, form, stored, drawn_from)
    _, _, key = request.POST.get("do", "").partition(":")
    line = deleted_line(stored, key)
    try:
        if line is None:
            raise ActionRefusedError("This row is not among the deleted ones. The history of the study lists them all.")
        reason = form.reason or _DELETED_BY_MISTAKE
        revert_change(line=line, by=person(request), now=timezone.now(), reason=reason)
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
        return render_page(request, form, stored, status=400)
    fresh = reread_study(stored)
    add_stored_rows(form, fresh)
    messages.success(request, "Restored: 1 row, as it was.")
    return render_page(request, form, fresh)
