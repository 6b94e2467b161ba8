"""The two addresses that a load balancer asks: is the process alive, and can it answer readers."""

import threading
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from evidence.health.readiness import LIVE, READY, PartState, Readiness, readiness

# Anybody may ask, and each asking costs queries, or seconds where the database is lost: all who ask a process within
# this time share one answer.
SECONDS_TO_SHARE = 1.0


class HealthMiddleware:
    """Answers before all other middleware.

    So there is no host check (a health checker asks by the address of the machine), no redirect to https, no session
    and no line in the access log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._found = Readiness({})
        self._next = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {LIVE: live, READY: self.ready}.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer() if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def ready(self) -> HttpResponse:
        """The health of every part, found now or a moment ago."""
        with self._lock:
            if time.monotonic() >= self._next:
                self._found = readiness()
                self._next = time.monotonic() + SECONDS_TO_SHARE
            return ready(self._found)


def live() -> HttpResponse:
    """200: this process answers requests. It asks nothing else, since a restart would not bring a database back."""
    return JsonResponse({"status": "live"})


def ready(found: Readiness) -> HttpResponse:
    """200 when readers can be answered, also where a part is degraded; 503 when they cannot."""
    down = found.state == PartState.DOWN
    parts = {
        name: {"state": part.state} | ({"detail": part.detail} if part.detail else {})
        for name, part in found.parts.items()
    }
    status = {"status": "ready" if found.state == PartState.OK else found.state, "parts": parts}
    return JsonResponse(status, status=HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.OK)
