from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evidence.filters import EvidenceFilterForm
from evidence.summaries.condition import evidence_summary, studies_of
from studies.models import Condition


@require_safe
def condition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    condition = get_object_or_404(Condition, slug=slug)
    form = EvidenceFilterForm(request.GET, studies=studies_of(condition))
    summary = evidence_summary(
        condition,
        form.to_filter(),
        correlation=request.GET.get("correlation", ""),
        map_by=request.GET.get("map", ""),
    )
    return render(request, "evidence/condition_detail.html", {"form": form, "summary": summary})
