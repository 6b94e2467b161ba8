"""Counts requests for Prometheus. The settings list it only where figures are asked for (METRICS_PORT)."""

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evidence.metrics.counters import count_request, listen
from evidence.warming.warm_pages import WARMING


class RequestMetricsMiddleware:
    """Counts each answer to a reader, and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        listen()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if WARMING in request.META:
            return self.get_response(request)
        start = time.perf_counter()
        response = self.get_response(request)
        count_request(request, response, time.perf_counter() - start)
        return response
