"""Publications on their way into the evidence: lists of what waits, and one decision after the other."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from studies.access import importers_only, person
from studies.actions.screening import (
    NotScreened,
    add_report,
    exclude_publication,
    include_publication,
    take_back_opinion,
)
from studies.choices import ExclusionReason, Screening, ScreeningStage
from studies.citations.forms import ScreeningForm
from studies.models import Publication, ScreeningDecision, Study
from studies.views.screening_page import done_words, queue_asked, screening_page
from studies.views.screening_queues import queues_of

PAGE_SIZE = 50


@importers_only
@require_safe
def screening_list(request: HttpRequest) -> HttpResponse:
    queues, queue = queues_of(person(request)), queue_asked(request.GET)
    page = Paginator(queues.publications(queue), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {"page": page, "queue": queue, "counts": queues.counts(), "agreement": queues.agreement()}
    return render(request, "studies/curation/screening_list.html", shown)


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def screening_detail(request: HttpRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.select_related("study"), pk=pk)
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return said_and_on(request, publication, screen(request, publication, form))
        except NotScreened as refused:
            form.add_error(None, str(refused))
    shown = {
        "shown": screening_page(publication, queues_of(person(request)), request.GET),
        "form": form,
        "studies": Study.objects.order_by("label").only("slug", "label"),
    }
    return render(request, "studies/curation/screening_detail.html", shown, status=400 if form.errors else 200)


def screen(request: HttpRequest, publication: Publication, form: ScreeningForm) -> ScreeningDecision:
    """Keep the decision that a person sent. Raises ``NotScreened`` when it cannot be taken as things stand."""
    said = form.cleaned_data
    stage = ScreeningStage(said["stage"] or ScreeningStage.TITLE_ABSTRACT)
    told = {"publication": publication, "reason": said["reason"], "by": person(request), "stage": stage}
    told["now"] = timezone.now()
    if said["action"] == ScreeningForm.UNSURE:
        return take_back_opinion(**told)
    told["settles"] = said["settles"]
    if said["action"] == ScreeningForm.REPORT:
        return add_report(study=said["study"], **told)
    if said["action"] == Screening.EXCLUDED:
        return exclude_publication(reason_code=said["reason_code"] or ExclusionReason.OTHER, **told)
    return include_publication(**told)


def said_and_on(request: HttpRequest, publication: Publication, decision: ScreeningDecision) -> HttpResponse:
    """Say what was done, with the way back to it, and go to the next of the list; to the lists after the last."""
    queue = queue_asked(request.GET)
    back = f"{reverse('screening-detail', args=[publication.pk])}?queue={queue}&stage={decision.stage}"
    link = format_html('{} <a href="{}">Back to it</a>', done_words(publication, decision), back)
    messages.success(request, link)
    following = queues_of(person(request)).after(queue, publication.pk)
    if following is None:
        return redirect(f"{reverse('screening-list')}?queue={queue}")
    return redirect(f"{reverse('screening-detail', args=[following])}?queue={queue}")
