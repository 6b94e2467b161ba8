"""The history of a study: who changed what, when and why; and reverting a change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.curation.reason_form import posted_text
from studies.models import Study
from studies.page_access import curators_only, person
from studies.pages.history.history_lines import history_page
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, public_page, show_page
from studies.revisions.record_change import ActionRefusedError
from studies.revisions.revert import revert_change
from studies.revisions.versions import ROWS, lines_of


@public_page
@show_page("studies/pages/history/history_page.html")
@query_parameters("page")
def study_history(request: HttpRequest, slug: str) -> Context:
    may_curate = request.user.has_perm("studies.change_study")
    study = get_object_or_404(Study.objects.all() if may_curate else Study.objects.visible(), slug=slug)
    page, entries = history_page(study, request.GET.get("page"))
    return {"study": study, "page": page, "entries": entries, "may_curate": may_curate}


@curators_only
@require_POST
def history_revert(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    try:
        revert_change(
            line=_history_line(study, kind, pk),
            by=person(request),
            now=timezone.now(),
            reason=posted_text(request, "reason"),
        )
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
    else:
        messages.success(request, "Reverted: the former values were saved as a new change.")
    return redirect("study-history", slug)


def _history_line(study: Study, kind: str, pk: int) -> Any:
    """One line of the history of that study. Raises ``Http404``."""
    if kind not in ROWS:
        raise Http404
    return get_object_or_404(lines_of(ROWS[kind], study), history_id=pk)
