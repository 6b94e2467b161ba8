"""What the checks find in all studies or in one, and the form that puts it on record as data queries."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.access import curators_only, person
from studies.actions.checking import Recorded, record_chosen
from studies.checks.run import check_everything, check_study
from studies.models import Study
from studies.numerics.formatting import plural
from studies.views.checks_page import checks_page


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return record(request, study=None)
    with_notes = request.GET.get("notes") == "yes"
    shown = checks_page(check_everything(), with_notes=with_notes, number=request.GET.get("page"))
    return render(request, "studies/curation/checks.html", {"shown": shown})


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def checks_study(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    if request.method == "POST":
        return record(request, study=study)
    shown = checks_page(check_study(study), with_notes=True, number=None, study=study)
    return render(request, "studies/curation/checks.html", {"shown": shown})


def record(request: HttpRequest, *, study: Study | None) -> HttpResponse:
    """Put what is ticked on record, and come back."""
    chosen = set(request.POST.getlist("finding"))
    recorded = record_chosen(fingerprints=chosen, by=person(request), now=timezone.now(), study=study)
    messages.success(request, told(recorded))
    return redirect(request.get_full_path())


def told(recorded: Recorded) -> str:
    """What became of the findings that were ticked, in a sentence."""
    opened = recorded.opened + recorded.reopened
    sentences = [f"{plural(opened, 'query', 'queries')} opened." if opened else "No query was opened."]
    if recorded.closed:
        sentences.append(f"{recorded.closed} closed because the numbers have changed.")
    return " ".join(sentences)
