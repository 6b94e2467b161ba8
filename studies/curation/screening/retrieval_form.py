"""The form by which a person states what became of the full text of a publication."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.choices import Retrieval
from studies.curation.screening.forms import LONGEST_NOTE, RetrievalForm
from studies.curation.screening.retrievals import state_retrieval
from studies.curation.screening.screen import NotScreenableError
from studies.models import Publication
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters


@importers_only
@require_POST
@query_parameters("queue", "q", "screening", "stage")
def screening_retrieval(request: HttpRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication, pk=pk)
    form = RetrievalForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, f"Nothing was saved: choose what became of the full text, with at most {LONGEST_NOTE:,} letters."
        )
    else:
        state, note = Retrieval(form.cleaned_data["state"]), form.cleaned_data["note"]
        try:
            state_retrieval(publication=publication, state=state, note=note, by=person(request), now=timezone.now())
            messages.success(request, f"The full text: {state.label}.")
        except NotScreenableError as sentence:
            messages.error(request, str(sentence))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('screening-detail', args=[pk])}{query}#full-text")
