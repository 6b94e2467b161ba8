from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.safety import safety_page
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/safety.html", {"page": safety_page()})
