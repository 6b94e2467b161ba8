from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.exports import summary_csv, summary_json
from evidence.filters import EvidenceFilterForm
from evidence.findings.condition_evidence import reading_or_404
from evidence.summaries.condition import evidence_summary
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def condition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    reading = reading_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=reading.studies)
    summary = evidence_summary(
        reading,
        form.to_filter(),
        correlation=request.GET.get("correlation", ""),
        map_by=request.GET.get("map", ""),
    )
    return render(request, "evidence/condition_detail.html", {"form": form, "summary": summary})


@require_safe
@without_collecting
def condition_handout(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(reading_or_404(slug))
    return render(request, "evidence/condition_handout.html", {"summary": summary})


@require_safe
@without_collecting
def condition_json(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(reading_or_404(slug))
    return JsonResponse(summary_json(summary), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@without_collecting
def condition_csv(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(reading_or_404(slug))
    disposition = f'attachment; filename="{summary.condition.slug}.csv"'
    return HttpResponse(
        summary_csv(summary), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )
