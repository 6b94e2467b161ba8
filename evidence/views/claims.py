from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.claims import claims_page


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/claims.html", {"page": claims_page()})
