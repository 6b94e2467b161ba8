"""Addresses that held numbers of the database, until rows had keys: each leads on while its rows are there."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from studies.models import OutcomeResult, ReportedContrast, Study


@require_safe
def former_contrast(request: HttpRequest, slug: str, ozone: int, comparator: int) -> HttpResponsePermanentRedirect:
    results = OutcomeResult.objects.visible().filter(arm__study__slug=slug)
    found = {result.pk: result for result in results.filter(Q(pk=ozone) | Q(pk=comparator))}
    if found.keys() != {ozone, comparator}:
        raise Http404
    addresses = (found[number].address for number in (ozone, comparator))
    return HttpResponsePermanentRedirect(reverse("contrast", args=[slug, *addresses]))


@require_safe
def former_printed_contrast(request: HttpRequest, slug: str, row: int) -> HttpResponsePermanentRedirect:
    rows = ReportedContrast.objects.filter(study__in=Study.objects.visible(), study__slug=slug)
    found = rows.filter(pk=row).first()
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("printed-contrast", args=[slug, found.address]))
