"""The views of feeds. Each is the same for all readers while no row changes."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.feeds.atom import MOST_ENTRIES, FeedEntry, atom_response
from evidence.feeds.change_entries import change_entries, retraction_entries
from studies.filters import STUDY_LIST_PARAMETERS, study_filter
from studies.models import Condition, with_descendants
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page

# A feed has no pages.
_LIST_PARAMETERS = tuple(name for name in STUDY_LIST_PARAMETERS if name != "page")


@public_page
@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """Changes of studies, new studies and releases."""
    page = reverse("changes")
    return atom_response(request, name="changes", title="Changes", page=page, entries=change_entries())


@public_page
@require_safe
def condition_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes of the studies of a condition and of those that it gathers."""
    condition = get_object_or_404(Condition, slug=slug)
    entries = change_entries({item.slug for item in with_descendants(condition, Condition.objects.all())})
    title, page = f"Changes: {condition.name}", reverse("condition-changes", args=[slug])
    return atom_response(request, name=f"conditions/{slug}", title=title, page=page, entries=entries)


@public_page
@require_safe
def retractions_feed(request: HttpRequest) -> HttpResponse:
    """Retracted publications of studies that readers see."""
    entries, page = retraction_entries(), reverse("changes")
    return atom_response(request, name="retractions", title="Retractions", page=page, entries=entries)


@public_page
@require_safe
@query_parameters(*_LIST_PARAMETERS)
def study_list_feed(request: HttpRequest) -> HttpResponse:
    """The studies of a list with its filters and words: a study comes again when it was changed."""
    filters = study_filter(request)
    if not filters.is_valid():
        return HttpResponse("The filter is not valid.", status=HTTPStatus.BAD_REQUEST, content_type="text/plain")
    numbers = list(filters.qs.values_list("pk", flat=True))
    newest = filters.qs.model.objects.filter(pk__in=numbers).order_by("-updated_at", "pk")[:MOST_ENTRIES]
    entries = [
        FeedEntry(
            name=f"studies/{study.slug}",
            title=study.label,
            path=reverse("study", args=[study.slug]),
            text=f"{study.get_design_display()}, {study.condition.name}.",
            # The day on which it was entered may be one on which it was a draft.
            published=None,
            updated=study.updated_at,
        )
        for study in newest.select_related("condition")
    ]
    chosen = request.GET.urlencode()
    page = f"{reverse('study-list')}{f'?{chosen}' if chosen else ''}"
    return atom_response(request, name=f"studies/{chosen}", title="Studies", page=page, entries=entries)
