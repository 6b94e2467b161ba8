from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.methods import methods_page


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/methods.html", {"page": methods_page()})
