"""The page of one study: everything reported, with its source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studies.views.study_beside import study_beside
from studies.views.study_page import studies_to_show, study_page


@require_safe
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(studies_to_show(), slug=slug)
    return render(request, "studies/study_detail.html", {"shown": study_page(study), "beside": study_beside(study)})
