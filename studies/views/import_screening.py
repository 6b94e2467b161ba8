"""Imported publications on their way into the evidence."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studies.actions.screening import add_report, exclude_publication, include_publication
from studies.forms import ScreeningForm
from studies.loading.labels import study_label, study_slug
from studies.models import Publication, Study
from studies.views.import_access import importers_only, person
from studies.vocabulary import Screening

PAGE_SIZE = 50


@importers_only
@require_safe
def screening_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("screening", Screening.UNSCREENED.value)
    state = asked if asked in set(Screening) else Screening.UNSCREENED.value
    found = Publication.objects.filter(screening=state, study=None).order_by("-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {"page": page, "state": Screening(state), "states": list(Screening)}
    return render(request, "studies/import/screening_list.html", shown)


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def screening_detail(request: HttpRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.select_related("study"), pk=pk)
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        screen(request, publication, form)
        return redirect("screening-detail", pk)
    shown = {
        "publication": publication,
        "form": form,
        "sources": publication.sources.select_related("batch"),
        "decisions": publication.screening_decisions.select_related("decided_by", "study"),
        "studies": Study.objects.order_by("label").only("slug", "label"),
        "study_address": address_of_new_study(publication),
    }
    return render(request, "studies/import/screening_detail.html", shown, status=400 if form.errors else 200)


def screen(request: HttpRequest, publication: Publication, form: ScreeningForm) -> None:
    said = form.cleaned_data
    told = {"publication": publication, "reason": said["reason"], "by": person(request), "now": timezone.now()}
    if said["action"] == ScreeningForm.REPORT:
        add_report(study=said["study"], **told)
    elif said["action"] == Screening.EXCLUDED:
        exclude_publication(**told)
    else:
        include_publication(**told)


def address_of_new_study(publication: Publication) -> str:
    """The form for a new study, with what the publication says of it."""
    label = study_label(publication.authors, publication.year, publication.title)
    taken = set(Study.objects.filter(slug__startswith=label.split()[0].lower()).values_list("slug", flat=True))
    entry = publication.entries.first()
    known = {
        "label": label[:120],
        "slug": study_slug(label, taken),
        "source_url": publication.url,
        "registration": (entry.said("registrations") or [""])[0] if entry else "",
        "standing": "draft",
    }
    return f"{reverse('admin:studies_study_add')}?{urlencode({name: said for name, said in known.items() if said})}"
