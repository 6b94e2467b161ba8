from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.home import home_page
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/home.html", {"page": home_page(request.GET.get("map", ""))})
