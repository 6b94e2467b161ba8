"""Adding and correcting the abstract of a publication that is screened."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.citations.bulk_history import Signature
from studies.citations.publication_values import ABSTRACT, ChangedPublication, locked_publications, save_abstracts
from studies.models import Publication, PublicationAbstract
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters
from studies.revisions.versions import last_line

WHILE_SCREENING = "Abstract entered while screening"
# Longer than any abstract; the limit of the importer too.
LONGEST_ABSTRACT = 20_000


class AbstractForm(forms.Form):
    """An abstract; without text it is deleted. ``seen`` is the line of history that the person had before them."""

    text = forms.CharField(required=False, max_length=LONGEST_ABSTRACT)
    seen = forms.IntegerField(required=False)


class AbstractConflictError(ValueError):
    """Another person changed the abstract since the page was opened; the message is a sentence."""


def abstract_line(publication: Publication) -> int:
    """The last line of history of the abstract of a publication; 0 without any."""
    return last_line(PublicationAbstract.history.filter(publication_id=publication.pk))


@transaction.atomic
def save_abstract(*, publication: Publication, text: str, seen: int, by: User) -> bool:
    """Add, correct or delete an abstract, with its history; whether anything changed.

    Raises ``AbstractConflictError`` when ``seen`` is not the last line of its history.
    """
    locked = locked_publications([publication.pk])[publication.pk]
    if seen != abstract_line(locked):
        raise AbstractConflictError("Another person changed this abstract after you opened it. Nothing was saved.")
    change = ChangedPublication(locked)
    change.set(ABSTRACT, text.strip().replace("\r\n", "\n"))
    save_abstracts([change], Signature(WHILE_SCREENING, by, timezone.now()))
    return bool(change.before)


@importers_only
@require_POST
@query_parameters("queue", "q", "screening", "stage")
def screening_abstract(request: HttpRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication, pk=pk)
    form = AbstractForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"The abstract was not saved: it has more than {LONGEST_ABSTRACT:,} characters.")
    else:
        try:
            values = form.cleaned_data
            if save_abstract(
                publication=publication, text=values["text"], seen=values["seen"] or 0, by=person(request)
            ):
                messages.success(request, "The abstract was saved.")
        except AbstractConflictError as sentence:
            messages.error(request, str(sentence))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('screening-detail', args=[pk])}{query}#abstract")
