from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evidence.summaries.condition import evidence_summary
from studies.models import Condition


@require_safe
def condition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(get_object_or_404(Condition, slug=slug))
    return render(request, "evidence/condition_detail.html", {"summary": summary})
