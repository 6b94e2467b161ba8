"""The workbench of one study: everything reported of it, to be typed, pasted, checked and saved on one page.

One form holds the whole page and every button sends all of it, so that nothing typed is lost on the way.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_table import read_table
from studies.curation.pasting.read_time import time_in
from studies.curation.pasting.splitting import TableTooLargeError
from studies.curation.pasting.table_frame import PasteOptions
from studies.curation.save_rows import save_rows
from studies.curation.workbench.concurrent_edits import PageRevision, changes_since, parse_revision
from studies.curation.workbench.form_state import (
    MORE_ROWS,
    StoredStudy,
    WorkbenchForm,
    add_pasted,
    add_rows,
    add_stored_rows,
    posted_form,
    stored_form,
    stored_study,
)
from studies.curation.workbench.merge_edits import ChangedCell, merge_changes
from studies.curation.workbench.row_parsing import Texts
from studies.curation.workbench.save_plan import add_refusals, drop_saved_rows, plan_save
from studies.curation.workbench.workbench_page import names_for_pasting, studies_to_curate, workbench_page
from studies.models import Study
from studies.numerics.number_formatting import plural
from studies.page_access import curators_only, person
from studies.reported.reference_values import ReferenceValues
from studies.revisions.record_change import StaleRevisionError
from studies.selectors.other_studies import read_others

# The revision of a posted page that does not name one.
_NO_REVISION = PageRevision(-1, (0, 0, 0, 0, 0))
_REASON_MISSING = "Give a reason: it is kept in the history of every number. Nothing was saved yet."
_CHANGED = (
    "Another person saved this study while you worked on it, so nothing of yours was saved. Their changes are listed "
    "below. Fields that you left alone now show their values. Look, and save again."
)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    stored = stored_study(get_object_or_404(studies_to_curate(), slug=slug))
    if request.method != "POST":
        return render_page(request, stored_form(stored), stored)
    form = posted_form(request.POST, stored)
    answer = _ANSWERS.get(request.POST.get("do", ""), save)
    return answer(request, form, stored)


def render_page(
    request: HttpRequest,
    form: WorkbenchForm,
    stored: StoredStudy,
    *,
    status: int = 200,
    others: ReferenceValues | None = None,
    reason_fault: str = "",
    changed: tuple[ChangedCell, ...] = (),
) -> HttpResponse:
    page = workbench_page(form, stored, others=others, reason_fault=reason_fault, changed=changed)
    return render(request, "studies/curation/workbench/workbench_page.html", {"page": page}, status=status)


def check(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Check the form, also against other studies, and save nothing."""
    n_unsaved = len(plan_save(form, stored).changes)
    messages.info(request, f"Checked; nothing was saved. {plural(n_unsaved, 'row')} would be.")
    # Reading all other studies takes seconds when there are ten thousand, so it happens on request only.
    return render_page(request, form, stored, others=read_others())


def more_rows(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    add_rows(form, stored, "results", [{} for _ in range(MORE_ROWS)])
    return render_page(request, form, stored)


def read_pasted(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Read the pasted table into new rows that are not saved yet."""
    arms, measures = names_for_pasting(stored)
    try:
        table = read_table(
            form.pasted["table"], arms=arms, measures=measures, options=_paste_options(form.pasted, stored.study)
        )
    except TableTooLargeError as sentence:
        messages.error(request, str(sentence))
        return render_page(request, form, stored, status=400)
    add_pasted(form, stored, table)
    form.unread = table.unread
    rows, unread = plural(len(table.rows) + len(table.contrasts), "row"), plural(len(table.unread), "cell")
    messages.info(request, f"Read: {rows}; {unread} left unread. Nothing is saved yet: compare, and save.")
    return render_page(request, form, stored)


def _paste_options(pasted: Texts, study: Study) -> PasteOptions:
    label = pasted["timepoint_label"].strip()
    time = time_in(label)
    return PasteOptions(
        about=TableOrientation(
            arm=pasted["arm"], measure=pasted["measure"], timepoint_label=label, weeks=f"{time[1]:g}" if time else ""
        ),
        notation=Notation(pasted["alone"], pasted["spread"], pasted["pair"], "95" if pasted["pair"] == "ci" else ""),
        locator=pasted["locator"].strip(),
        source_url=study.source_url,
    )


def save(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Save the valid rows; the others come back as typed, with their faults."""
    drawn_from = parse_revision(request.POST.get("seen", "")) or _NO_REVISION
    if drawn_from.revision != stored.study.revision:
        return render_conflict(request, form, stored, drawn_from)
    plan = plan_save(form, stored)
    if plan.changes and not form.reason:
        return render_page(request, form, stored, status=400, reason_fault=_REASON_MISSING)
    if not plan.changes:
        return _respond_unchanged(request, form, stored)
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
        return render_conflict(request, form, _reread(stored), drawn_from)
    add_refusals(form, stored, outcome.refused)
    return _respond_saved(request, form, stored, list(outcome.saved))


def render_conflict(
    request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, drawn_from: PageRevision
) -> HttpResponse:
    """The page again, unsaved, with everything typed and with what others changed."""
    changed = tuple(merge_changes(form, stored, changes_since(stored.study, drawn_from)))
    messages.warning(request, _CHANGED)
    return render_page(request, form, stored, status=409, changed=changed)


def _respond_unchanged(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    if form.faults:
        messages.error(request, f"Nothing was saved: {_unsaved_sentence(form)}.")
        return render_page(request, form, stored, status=400)
    messages.info(request, "Nothing was changed, so nothing was saved.")
    return redirect("workbench", stored.study.slug)


def _respond_saved(request: HttpRequest, form: WorkbenchForm, stored: StoredStudy, saved: list[str]) -> HttpResponse:
    summary = f"Saved: {plural(len(saved), 'row')}." if saved else "Nothing was saved."
    if not form.faults:
        messages.success(request, summary)
        return redirect("workbench", stored.study.slug)
    messages.warning(
        request, f"{summary} {_unsaved_sentence(form).capitalize()}: each says why, and keeps what you typed."
    )
    drop_saved_rows(form, saved)
    fresh = _reread(stored)
    add_stored_rows(form, fresh)
    return render_page(request, form, fresh, status=400)


def _reread(stored: StoredStudy) -> StoredStudy:
    return stored_study(studies_to_curate().get(pk=stored.study.pk))


def _unsaved_sentence(form: WorkbenchForm) -> str:
    count = sum(bool(faults) for faults in form.faults.values())
    return f"{plural(count, 'row')} {'needs' if count == 1 else 'need'} correction"


Answer = Callable[[HttpRequest, WorkbenchForm, StoredStudy], HttpResponse]
_ANSWERS: dict[str, Answer] = {"save": save, "check": check, "read": read_pasted, "rows": more_rows}
