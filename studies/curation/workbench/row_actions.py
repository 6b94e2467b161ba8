"""Buttons of the workbench that act on the rows that are ticked, or on one record: copies, series, deletion."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from studies.curation.copy_study import copy_study
from studies.curation.delete_rows import delete_rows
from studies.curation.workbench.deleted_rows import deleted_line
from studies.curation.workbench.form_state import (
    StoredStudy,
    WorkbenchForm,
    add_rows,
    add_stored_rows,
    blank_texts,
    drop_blank_rows,
)
from studies.curation.workbench.kept_drafts import keep_draft
from studies.curation.workbench.page_response import page_revision, render_conflict, render_page, reread_study
from studies.curation.workbench.row_parsing import TypedRow, cell_name
from studies.curation.workbench.row_series import (
    copied_texts,
    filled_from_above,
    listed_times,
    rows_like,
    without_numbers,
)
from studies.curation.workbench.row_tables import RowTable
from studies.curation.workbench.save_plan import drop_saved_rows
from studies.models import Study
from studies.numerics.number_formatting import plural
from studies.page_access import person
from studies.presentation.study_labels import RESERVED_SLUGS, study_slug
from studies.revisions.reasons import LONGEST_REASON, shortened
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError
from studies.revisions.revert import revert_change

NONE_TICKED = "No row is ticked. Tick the box at the head of each row that is meant, and press the button again."
_REASON_MISSING = "Say why the row is deleted: the history keeps it. Nothing was deleted yet."
# No study reports more times; and no page holds more new rows.
MOST_LABEL = 120
MOST_OF_ONE, MOST_OF_SERIES = 40, 400
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


def copy_picked(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Copies of rows as new rows, to be changed; nothing is saved."""
    meant = [(sheet, row) for sheet, row in meant_rows(request, form) if sheet != "study"]
    if not meant:
        messages.error(request, NONE_TICKED)
        return render_page(request, form, stored, status=400)
    for name in dict.fromkeys(sheet for sheet, _ in meant):
        drop_blank_rows(form, stored, name)
        rows = [copied_texts(stored.sheets[name], row.texts) for sheet, row in meant if sheet == name]
        add_rows(form, stored, name, rows)
    messages.info(request, f"Copied: {plural(len(meant), 'row')}, not saved yet. Change what is different, and save.")
    return render_page(request, form, stored)


def fill_picked(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Fill the empty fields of rows, but for their numbers, with what the row above says; nothing is saved."""
    meant = meant_rows(request, form)
    if not meant:
        messages.error(request, NONE_TICKED)
        return render_page(request, form, stored, status=400)
    name, keys = meant[0][0], {row.key for _, row in meant}
    sheet, rows = stored.sheets[name], form.rows[name]
    texts = filled_from_above(sheet, ((row.texts, row.key in keys) for row in rows), blank_texts(sheet, stored.study))
    form.rows[name] = [TypedRow(row.key, filled) for row, filled in zip(rows, texts, strict=True)]
    return render_page(request, form, stored)


def add_series(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """New results like the first that is ticked, for the arms, outcomes and times that are named."""
    meant = [row for sheet, row in meant_rows(request, form) if sheet == "results"]
    if not meant:
        messages.error(request, NONE_TICKED)
        return render_page(request, form, stored, status=400)
    sheet = stored.sheets["results"]
    rows = rows_like(
        sheet,
        meant[0].texts,
        arms=chosen(request, sheet, "arm"),
        measures=chosen(request, sheet, "measure"),
        times=listed_times(request.POST.get("series-times", ""))[:MOST_OF_ONE],
        known=[row.texts for row in form.rows["results"]],
    )[:MOST_OF_SERIES]
    drop_blank_rows(form, stored, "results")
    add_rows(form, stored, "results", rows)
    messages.info(request, f"Added: {plural(len(rows), 'new row')}, not saved yet. Type the numbers, and save.")
    return render_page(request, form, stored)


def chosen(request: HttpRequest, sheet: RowTable, name: str) -> list[str]:
    """The choices of a column that are named for a series."""
    known = dict(sheet.column(name).choices)
    return [each for each in request.POST.getlist(f"series-{name}") if each in known]


def copy_as_new_study(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """A new draft with the facts and arms of the study; its results wait there as rows without numbers."""
    label = shortened(f"{stored.study.label} (copy)", MOST_LABEL)
    by, now = person(request), timezone.now()
    draft, arms = copy_study(
        study=stored.study,
        label=label,
        slug=study_slug(label, {*Study.objects.values_list("slug", flat=True), *RESERVED_SLUGS}),
        by=by,
        now=now,
        reason=shortened(f"Copied from {stored.study.label}", LONGEST_REASON),
    )
    rows = _results_to_type(form, stored, {str(old): str(arm.pk) for old, arm in arms.items()})
    if rows:
        keep_draft(study=draft, posted=rows, by=by, now=now)
    messages.success(
        request,
        f"Made: {label}, a draft with the facts and arms of {stored.study.label}. Nothing typed here was saved. Its "
        "numbers are not copied: the draft offers its outcomes and times as rows to be typed.",
    )
    return redirect("workbench", draft.slug)


def _results_to_type(form: WorkbenchForm, stored: StoredStudy, arms: Mapping[str, str]) -> QueryDict:
    """The stored results as new rows of the copied arms, without numbers, as a browser would post them."""
    sheet, fields = stored.sheets["results"], QueryDict(mutable=True)
    rows = [row for row in form.rows["results"] if row.pk is not None and row.texts.get("arm") in arms]
    for place, row in enumerate(rows, 1):
        fields.appendlist("results-rows", f"new{place}")
        for name, text in without_numbers(sheet, row.texts).items():
            fields[cell_name("results", f"new{place}", name)] = arms[text] if name == "arm" else text
    return fields
