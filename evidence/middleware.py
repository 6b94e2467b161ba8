"""Security headers of every response, and query parameters that no page knows."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from studies.presentation.query_parameters import (
    QueryParameterError,
    is_tracking,
    known_parameters,
    refuse_unknown_parameters,
)

# No inline script or style anywhere, SVG and admin included; nothing from another host.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
# No page needs these features, so an injected script cannot use them either.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class SecurityHeadersMiddleware:
    """Adds the content security and permissions policies unless a view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not is_debug_page(response):
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response


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
        return render(request, "400.html", context, status=HTTPStatus.BAD_REQUEST)


def _is_page_of_ours(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    return match is not None and not match.namespaces and view.__module__.startswith(("evidence.", "studies."))


def is_debug_page(response: HttpResponse) -> bool:
    """Whether this is an error page of Django with DEBUG, which needs inline style and script."""
    return settings.DEBUG and response.status_code in {404, 500}
