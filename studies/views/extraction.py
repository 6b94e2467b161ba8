"""A second reading of a study's numbers: begun, typed, finished, and its differences settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studies.access import curators_only, person
from studies.actions.extracting import begin_extraction, finish_extraction, keep_values, settle_difference
from studies.choices import ReadAs, Settlement
from studies.models import ExtractedValue, Extraction, Study
from studies.revisions.record_change import Changed, Refused
from studies.views.extraction_page import extraction_page, faults_in, open_reading, reading_page, typed_in

FINISH = "finish"


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def extraction(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    own = open_reading(study, person(request))
    if request.method == "POST":
        return keep(request, own) if own else begin(request, study)
    if own:
        return render(request, "studies/curation/extraction_reading.html", {"shown": reading_page(own)})
    shown = extraction_page(study, person(request), shows_all="compare" in request.GET)
    return render(request, "studies/curation/extraction.html", {"shown": shown})


def begin(request: HttpRequest, study: Study) -> HttpResponse:
    """Begin a reading; back to the page with a sentence when the person cannot."""
    asked = request.POST.get("read_as", "")
    read_as = ReadAs(asked) if asked in set(ReadAs) else ReadAs.ABSTRACT
    try:
        begin_extraction(study=study, by=person(request), read_as=read_as, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("extraction", study.slug)


def keep(request: HttpRequest, own: Extraction) -> HttpResponse:
    """Keep what was typed, and finish when that was asked for; the form again where something cannot be read."""
    typed = typed_in(own.study, request.POST)
    if faults_in(typed):
        shown = {"shown": reading_page(own, request.POST)}
        return render(request, "studies/curation/extraction_reading.html", shown, status=400)
    try:
        keep_values(extraction=own, typed=typed, note=request.POST.get("note", ""), by=person(request))
        if request.POST.get("action") == FINISH:
            finish_extraction(extraction=own, by=person(request), now=timezone.now())
        else:
            messages.success(request, "Kept. Go on whenever you like.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("extraction", own.study.slug)


@curators_only
@require_POST
def extraction_settle(request: HttpRequest, pk: int) -> HttpResponse:
    value = get_object_or_404(ExtractedValue.objects.select_related("extraction__study"), pk=pk)
    asked = request.POST.get("settlement", "")
    try:
        if asked not in set(Settlement):
            raise Refused("Choose which reading stands.")
        settle_difference(
            value=value,
            settlement=Settlement(asked),
            because=request.POST.get("because", ""),
            other=request.POST.get("other", ""),
            by=person(request),
            now=timezone.now(),
        )
    except (Refused, Changed) as refused:
        messages.error(request, str(refused))
    return redirect("extraction", value.extraction.study.slug)
