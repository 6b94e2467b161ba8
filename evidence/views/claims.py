from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.claims import claims_page
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def claims(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/claims.html", {"page": claims_page()})
