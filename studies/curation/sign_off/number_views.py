"""What the page of sign-off sends about single numbers: confirmed, taken back, or queried."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from studies.choices import Severity
from studies.curation.query_answers import raise_query
from studies.curation.reason_form import posted_text
from studies.curation.sign_off.confirm_numbers import (
    NumberPlace,
    confirm_numbers,
    place_of_key,
    withdraw_confirmation,
)
from studies.curation.sign_off.number_list import NumberList, number_list
from studies.curation.sign_off.sign_off import obstacles
from studies.models import Arm, OutcomeResult, ReportedContrast, Study
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError

_PARTS = "studies/curation/sign_off"


@curators_only
@require_POST
def sign_off_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm the ticked numbers, or take one back: the page again, or its changed parts for the script."""
    study = get_object_or_404(Study, slug=slug)
    places: list[NumberPlace] = []
    try:
        if key := request.POST.get("withdraw"):
            places = [place_of_key(key)]
            withdraw_confirmation(study=study, place=places[0], by=person(request))
        else:
            seen = _seen(request.POST.getlist("confirm"))
            places = list(seen)
            confirm_numbers(study=study, seen=seen, by=person(request), now=timezone.now())
    except ActionRefusedError as sentence:
        return _refusal(request, study, str(sentence))
    if _is_script(request):
        return JsonResponse({"parts": _changed_parts(request, study, places)})
    return HttpResponseRedirect(f"{reverse('sign-off', args=[slug])}#{_anchor(places)}")


@curators_only
@require_POST
def sign_off_query(request: HttpRequest, slug: str) -> HttpResponse:
    """Raise a query about one number, as a warning that travels with it."""
    study = get_object_or_404(Study, slug=slug)
    try:
        place = place_of_key(request.POST.get("number", ""))
        line = number_list(study, person(request)).line(place)
        if line is None:
            raise ActionRefusedError("There is no such number.")
        label = line.label[:1].upper() + line.label[1:]
        detail = f"{label} {line.shown} in the record, compared with the source at sign-off."
        raise_query(
            study=study,
            by=person(request),
            severity=Severity.WARNING,
            field=place.field,
            problem=posted_text(request, "problem"),
            detail=detail,
            **_where(place),
        )
    except ActionRefusedError as sentence:
        return _refusal(request, study, str(sentence))
    messages.success(request, "The query is raised. It stays with the number until it is resolved.")
    return HttpResponseRedirect(f"{reverse('sign-off', args=[slug])}#{_anchor([place])}")


def _seen(sent: list[str]) -> dict[NumberPlace, str]:
    """The ticked numbers, each with the value that the person saw. Raises ``ActionRefusedError`` without any."""
    if not sent:
        raise ActionRefusedError("Tick the numbers that you found in the source.")
    pairs = [each.partition("|") for each in sent]
    return {place_of_key(key): value for key, _, value in pairs}


def _refusal(request: HttpRequest, study: Study, sentence: str) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"error": sentence}, status=HTTPStatus.BAD_REQUEST)
    messages.error(request, sentence)
    return HttpResponseRedirect(f"{reverse('sign-off', args=[study.slug])}#numbers")


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _anchor(places: list[NumberPlace]) -> str:
    return f"number-{places[-1].key}" if places else "numbers"


def _changed_parts(request: HttpRequest, study: Study, places: list[NumberPlace]) -> dict[str, str]:
    """The parts of the page that a confirmation changes, by their ids."""
    numbers: NumberList = number_list(study, person(request))
    render: Callable[..., str] = render_to_string
    parts = {"share": render(f"{_PARTS}/_share.html", {"share": numbers.share})}
    for place in places:
        if line := numbers.line(place):
            parts[f"number-{place.key}"] = render(f"{_PARTS}/_number.html", {"line": line})
    if numbers.share.confirmed == 1 or numbers.share.is_complete:
        # The buttons change with the first and with the last number alone; what else is in the way takes time to find.
        can_sign_off = not obstacles(study=study, by=person(request))
        context = {"study": study, "share": numbers.share, "can_sign_off": can_sign_off}
        parts["sign-off-actions"] = render(f"{_PARTS}/_sign_off_actions.html", context)
    return parts


def _where(place: NumberPlace) -> dict[str, Any]:
    """What a query about a number of a result, a contrast or an arm names besides the study."""
    if place.kind == "result":
        result = OutcomeResult.objects.select_related("arm", "measure").get(pk=place.pk)
        where = {"arm": result.arm, "measure": result.measure}
        return {**where, "timepoint_label": result.timepoint_label, "part": result.part}
    if place.kind == "contrast":
        return {"measure": ReportedContrast.objects.select_related("measure").get(pk=place.pk).measure}
    if place.kind == "arm":
        return {"arm": Arm.objects.get(pk=place.pk)}
    return {}
