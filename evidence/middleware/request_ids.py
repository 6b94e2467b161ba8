"""Every request gets an id; its response names it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evidence.logs.request_id import choose_request_id, request_id_of_thread

HEADER = "X-Request-ID"


class RequestIdMiddleware:
    """Takes the id that a proxy gives where one is trusted (PROXY_COUNT), so that the logs of both can be joined."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = choose_request_id(request.headers.get(HEADER, ""), trusted=settings.PROXY_COUNT > 0)
        with request_id_of_thread(chosen):
            response = self.get_response(request)
        response.headers[HEADER] = chosen
        return response
