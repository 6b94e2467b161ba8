"""The flow of records from their sources to the studies, and the list behind each of its numbers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.views.prisma_page import flow_list, flow_page


@require_safe
def flow(request: HttpRequest) -> HttpResponse:
    return render(request, "studies/curation/prisma.html", {"shown": flow_page()})


@require_safe
def flow_records(request: HttpRequest, name: str) -> HttpResponse:
    shown = flow_list(name, request.GET.get("reason", ""), request.user, request.GET.get("page"))
    if shown is None:
        raise Http404("No number of the flow has this name.")
    return render(request, "studies/curation/prisma_list.html", {"shown": shown})
