from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.reviews import reviews_page
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def reviews(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/reviews.html", {"page": reviews_page()})
