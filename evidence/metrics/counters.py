"""What each web process counts. The values of all processes lie in files of one folder (``metrics_folder``).

Labels have few values: a name of an address, never an address; a kind of value, never whose value it is.
"""

from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from studies.revisions.kept_values import value_computed, value_kept

# From a kept page to one that is computed for 10,000 studies.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})

REQUESTS = Counter("http_requests", "Requests answered.", ["method", "status"])
REQUEST_SECONDS = Histogram(
    "http_request_duration_seconds",
    "From the start of a request to the start of its answer.",
    ["handler"],
    buckets=_SECONDS,
)
PAGES = Counter("evidence_page_lookups", "Anonymous pages by where they came from: kept, 304, cold.", ["result"])
VALUE_HITS = Counter("evidence_value_hits", "Kept values that were used again.", ["kind"])
COMPUTATION_SECONDS = Histogram(
    "evidence_computation_seconds", "Values and pages that were computed, by the clock.", ["kind"], buckets=_SECONDS
)
LOGIN_FAILURES = Counter("evidence_login_failures", "Attempts to log in that failed, refused ones included.")


def count_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count one answer."""
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, response.status_code).inc()
    REQUEST_SECONDS.labels(handler_of(request, response)).observe(seconds)
    if kept := getattr(response, "kept", ""):
        PAGES.labels(kept).inc()


def handler_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """The name of the address; "kept" for pages that no view made, "other" for style sheets and unknown addresses."""
    match = request.resolver_match
    if match is None:
        return "kept" if hasattr(response, "kept") else "other"
    return match.view_name


def kind_of(name: str) -> str:
    """What a kept value is, without whose it is.

    >>> kind_of("evidence-summary back-pain"), kind_of("condition-synthesis/sciatica")
    ('evidence-summary', 'condition-synthesis')
    """
    return name.replace("/", " ").partition(" ")[0]


def count_login_failure(**signal: Any) -> None:
    """Count an attempt to log in that failed."""
    LOGIN_FAILURES.inc()


def count_kept_value(*, name: str, **signal: Any) -> None:
    """Count a kept value that was used again."""
    VALUE_HITS.labels(kind_of(name)).inc()


def count_computation(*, name: str, seconds: float, **signal: Any) -> None:
    """Count a value that was computed."""
    COMPUTATION_SECONDS.labels(kind_of(name)).observe(seconds)


def listen() -> None:
    """Count what signals tell of; to be called once in each process."""
    value_kept.connect(count_kept_value, dispatch_uid="evidence.metrics.value_hits")
    value_computed.connect(count_computation, dispatch_uid="evidence.metrics.computations")
    user_login_failed.connect(count_login_failure, dispatch_uid="evidence.metrics.login_failures")
