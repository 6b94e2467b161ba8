from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.contrast import contrast_page
from evidence.views.collecting import without_collecting


@require_safe
@without_collecting
def contrast_detail(request: HttpRequest, slug: str, ozone: int, comparator: int) -> HttpResponse:
    page = contrast_page(slug, ozone, comparator)
    if page is None:
        raise Http404("These two results are no contrast of this study.")
    return render(request, "evidence/contrast_detail.html", {"page": page})
