"""What a curator says to a data query, from whatever page it stands on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from studies.access import curators_only, person
from studies.actions.queries import answer_query, reopen_query, resolve_query
from studies.models import DataQuery
from studies.revisions.record_change import Refused
from studies.views.standing_forms import words_of


def reply_view(say: Callable[..., Any]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that says one thing to a query and goes back to the page that asked; a refusal is told there."""

    @curators_only
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        query = get_object_or_404(DataQuery.objects.select_related("study"), pk=pk)
        try:
            say(query=query, by=person(request), now=timezone.now(), text=words_of(request, "text"))
        except Refused as sentence:
            messages.error(request, str(sentence))
        return HttpResponseRedirect(page_to_return_to(request, query))

    return view


def page_to_return_to(request: HttpRequest, query: DataQuery) -> str:
    """The page named in ``next`` when it is one of this site, else the query's place on the page of its study."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return f"{query.study.get_absolute_url()}#doubt-{query.pk}"


query_answer = reply_view(answer_query)
query_resolve = reply_view(resolve_query)
query_reopen = reply_view(reopen_query)
