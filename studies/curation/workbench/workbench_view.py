"""The workbench of one study: everything reported of it, to be typed, pasted, checked and saved on one page.

One form holds the whole page and every button sends all of it, so that nothing typed is lost on the way.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.access import curators_only, person
from studies.curation.pasting.headings import TableOrientation
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_table import read_table
from studies.curation.pasting.read_time import time_in
from studies.curation.pasting.splitting import TableTooLargeError
from studies.curation.pasting.table_parts import PasteOptions
from studies.curation.save_rows import save_rows
from studies.curation.workbench.concurrent_edits import SeenRevision, changes_since, read_seen
from studies.curation.workbench.form_state import (
    MORE_ROWS,
    StoredStudy,
    WorkbenchForm,
    add_pasted,
    add_rows,
    desk_from,
    desk_of,
    put_stored,
    stored_study,
)
from studies.curation.workbench.merge import ChangedCell, merged
from studies.curation.workbench.row_parsing import Texts
from studies.curation.workbench.save_plan import blame_refused, planned, without_saved
from studies.curation.workbench.workbench_page import known_names, studies_to_curate, workbench_page
from studies.models import Study
from studies.numerics.formatting import plural
from studies.reported.reference_values import ReferenceValues
from studies.revisions.record_change import StaleRevisionError
from studies.selectors.other_studies import read_others

# What a page that says nothing of what it was drawn from has seen.
_NOTHING_SEEN = SeenRevision(-1, (0, 0, 0, 0, 0))
_WHY = "Say why: the reason stands in the history beside every number. Nothing was saved yet."
_CHANGED = (
    "Somebody saved this study while you worked on it, and nothing of yours was saved. What they changed stands "
    "below; where you left a field alone, theirs is filled in. Look, and save again."
)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    stored = stored_study(get_object_or_404(studies_to_curate(), slug=slug))
    if request.method != "POST":
        return shown(request, desk_of(stored), stored)
    desk = desk_from(request.POST, stored)
    answer = _ANSWERS.get(request.POST.get("do", ""), save)
    return answer(request, desk, stored)


def shown(
    request: HttpRequest,
    desk: WorkbenchForm,
    stored: StoredStudy,
    *,
    status: int = 200,
    others: ReferenceValues | None = None,
    reason_fault: str = "",
    changed: tuple[ChangedCell, ...] = (),
) -> HttpResponse:
    page = workbench_page(desk, stored, others=others, reason_fault=reason_fault, changed=changed)
    return render(request, "studies/curation/workbench/workbench_page.html", {"page": page}, status=status)


def check(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Say what would be wrong, beside what other studies report too, and save nothing."""
    wanted = len(planned(desk, stored).changes)
    messages.info(request, f"Checked; nothing was saved. {plural(wanted, 'row')} would be.")
    # Reading all other studies takes seconds when there are ten thousand: only who asks waits for it.
    return shown(request, desk, stored, others=read_others())


def more_rows(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    add_rows(desk, stored, "results", [{} for _ in range(MORE_ROWS)])
    return shown(request, desk, stored)


def read_pasted(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Read the pasted table into new rows, which nobody has confirmed yet."""
    arms, measures = known_names(stored)
    try:
        table = read_table(
            desk.pasted["table"], arms=arms, measures=measures, told=_paste_options(desk.pasted, stored.study)
        )
    except TableTooLargeError as sentence:
        messages.error(request, str(sentence))
        return shown(request, desk, stored, status=400)
    add_pasted(desk, stored, table.rows)
    desk.unread = table.unread
    rows, left = plural(len(table.rows), "row"), plural(len(table.unread), "cell")
    messages.info(request, f"Read: {rows}; {left} left unread. Nothing is saved yet: compare, and save.")
    return shown(request, desk, stored)


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


def save(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    """Save what is valid; what is not comes back as it was typed, with its faults."""
    seen = read_seen(request.POST.get("seen", "")) or _NOTHING_SEEN
    if seen.revision != stored.study.revision:
        return show_changes(request, desk, stored, seen)
    plan = planned(desk, stored)
    if plan.changes and not desk.reason:
        return shown(request, desk, stored, status=400, reason_fault=_WHY)
    if not plan.changes:
        return _nothing_saved(request, desk, stored)
    try:
        outcome = save_rows(
            study=stored.study,
            rows=plan.changes,
            by=person(request),
            now=timezone.now(),
            reason=desk.reason,
            expected_revision=seen.revision,
        )
    except StaleRevisionError:
        return show_changes(request, desk, _fresh(stored), seen)
    blame_refused(desk, stored, outcome.refused)
    return _saved(request, desk, stored, list(outcome.saved))


def show_changes(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy, seen: SeenRevision) -> HttpResponse:
    """Nothing was saved: the page comes back with what others changed, and with everything typed."""
    changed = tuple(merged(desk, stored, changes_since(stored.study, seen)))
    messages.warning(request, _CHANGED)
    return shown(request, desk, stored, status=409, changed=changed)


def _nothing_saved(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy) -> HttpResponse:
    if desk.faults:
        messages.error(request, f"Nothing was saved: {_unsaved(desk)}.")
        return shown(request, desk, stored, status=400)
    messages.info(request, "Nothing was changed, so nothing was saved.")
    return redirect("workbench", stored.study.slug)


def _saved(request: HttpRequest, desk: WorkbenchForm, stored: StoredStudy, saved: list[str]) -> HttpResponse:
    said = f"Saved: {plural(len(saved), 'row')}." if saved else "Nothing was saved."
    if not desk.faults:
        messages.success(request, said)
        return redirect("workbench", stored.study.slug)
    messages.warning(request, f"{said} {_unsaved(desk).capitalize()}: each says why, and keeps what you typed.")
    without_saved(desk, saved)
    fresh = _fresh(stored)
    put_stored(desk, fresh)
    return shown(request, desk, fresh, status=400)


def _fresh(stored: StoredStudy) -> StoredStudy:
    return stored_study(studies_to_curate().get(pk=stored.study.pk))


def _unsaved(desk: WorkbenchForm) -> str:
    count = sum(bool(faults) for faults in desk.faults.values())
    return f"{plural(count, 'row')} {'needs' if count == 1 else 'need'} mending"


Answer = Callable[[HttpRequest, WorkbenchForm, StoredStudy], HttpResponse]
_ANSWERS: dict[str, Answer] = {"save": save, "check": check, "read": read_pasted, "rows": more_rows}
