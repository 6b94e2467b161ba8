"""Query parameters that no page knows are refused; those of advertising are dropped."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from studies.presentation.query_parameters import (
    QueryParameterError,
    is_tracking,
    known_parameters,
    refuse_unknown_parameters,
)
from studies.presentation.told_sentences import tell


class QueryParametersMiddleware:
    """Refuses query parameters that a page of ours does not know; drops those of advertising by a redirect.

    An address that is answered as if half of it were not there would be shared and cited for what it does not say.
    Pages of the admin and of Django's log-in know their own parameters.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Redirect or refuse before the view runs; None lets it run."""
        if request.method not in ("GET", "HEAD") or not request.GET or not _is_page_of_ours(request, view):
            return None
        parameters = request.GET.copy()
        for name in filter(is_tracking, request.GET):
            del parameters[name]
        if len(parameters) < len(request.GET):
            return HttpResponseRedirect(f"{request.path}?{parameters.urlencode()}" if parameters else request.path)
        try:
            refuse_unknown_parameters(request.GET, known_parameters(view))
        except QueryParameterError as fault:
            return self.process_exception(request, fault)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that says what is wrong with the address."""
        if not isinstance(exception, QueryParameterError):
            return None
        context = {"sentences": exception.sentences, "path": request.path}
        response = render(request, "400.html", context, status=HTTPStatus.BAD_REQUEST)
        return tell(response, "", exception.sentences)


def _is_page_of_ours(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    return match is not None and not match.namespaces and view.__module__.startswith(("evidence.", "studies."))
