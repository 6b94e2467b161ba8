"""One import: its progress, its plan before it is applied, its receipt afterwards."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studies.access import importers_only
from studies.models import ImportBatch
from studies.views.import_page import import_page

_WITH_PEOPLE = ImportBatch.objects.select_related("sent_by", "applied_by", "undone_by")


@importers_only
@require_safe
@never_cache
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    shown = import_page(get_object_or_404(_WITH_PEOPLE.all(), pk=pk), request.GET)
    return render(request, "studies/import/import_detail.html", {"shown": shown})


@importers_only
@require_safe
@never_cache
def import_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the work is, for the page that shows it moving."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    return JsonResponse(
        {
            "state": batch.state,
            "label": batch.get_state_display(),
            "done": batch.n_done,
            "expected": batch.n_expected,
            "at_work": batch.is_at_work,
        }
    )
