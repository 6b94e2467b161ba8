"""What the checks find in all studies, and the form that puts it on record as data queries."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evidence.formatting import plural
from studies.actions.checking import Recorded, record_chosen
from studies.checks.running import check_everything
from studies.views.checks_page import checks_page
from studies.views.curation_access import curators_only
from studies.views.import_access import person


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        chosen = set(request.POST.getlist("finding"))
        recorded = record_chosen(fingerprints=chosen, by=person(request), now=timezone.now())
        messages.success(request, told(recorded))
        return redirect(request.get_full_path())
    with_notes = request.GET.get("notes") == "yes"
    shown = checks_page(check_everything(), with_notes=with_notes, number=request.GET.get("page"))
    return render(request, "studies/curation/checks.html", {"shown": shown})


def told(recorded: Recorded) -> str:
    """What became of the findings that were ticked, in a sentence."""
    opened = recorded.opened + recorded.reopened
    sentences = [f"{plural(opened, 'query', 'queries')} opened." if opened else "No query was opened."]
    if recorded.closed:
        sentences.append(f"{recorded.closed} closed because the numbers have changed.")
    return " ".join(sentences)
