"""Every request gets an id; its response names it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from evidence.logs.request_id import choose_request_id, set_request_id

HEADER = "X-Request-ID"


class RequestIdMiddleware:
    """Takes the id that a proxy gives where one is trusted (PROXY_COUNT), so that the logs of both can be joined."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        request_finished.connect(forget_request_id, dispatch_uid="evidence.request_id")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = choose_request_id(request.headers.get(HEADER, ""), trusted=settings.PROXY_COUNT > 0)
        # Until the answer is sent: Django writes some of its lines after all middleware.
        set_request_id(chosen)
        response = self.get_response(request)
        response.headers[HEADER] = chosen
        return response


def forget_request_id(**signal: Any) -> None:
    """The request that this thread answered has ended."""
    set_request_id("")
