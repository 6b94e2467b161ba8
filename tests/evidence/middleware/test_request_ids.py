"""The id of a request: made here or taken from a trusted proxy, and named in its response."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from evidence.logs.request_id import current_request_id
from evidence.middleware.request_ids import RequestIdMiddleware, forget_request_id


def answer(given: str, proxies: int) -> tuple[str, str]:
    """The id in the response, and the one that was current while the request was answered."""
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_request_id())
        return HttpResponse()

    request = RequestFactory().get("/", headers={"X-Request-ID": given})
    with override_settings(PROXY_COUNT=proxies):
        response = RequestIdMiddleware(view)(request)
    return response.headers["X-Request-ID"], seen[0]


def test_a_trusted_proxy_gives_the_id():
    assert answer("6f1ed002ab5595859014ebf0951522d9", 1) == ("6f1ed002ab5595859014ebf0951522d9",) * 2


@pytest.mark.parametrize(
    ("given", "proxies"),
    [
        ("6f1ed002ab5595859014ebf0951522d9", 0),
        ("", 1),
        ("short", 1),
        ("x" * 65, 1),
        ("12345678 level=ERROR", 1),
        ("12345678\u0660", 1),
    ],
)
def test_anything_else_is_replaced(given: str, proxies: int):
    named, current = answer(given, proxies)

    assert named == current
    assert named != given
    assert len(named) == 32


def test_two_requests_have_two_ids_and_none_outlives_its_request():
    assert answer("", 0) != answer("", 0)
    forget_request_id()
    assert current_request_id() == ""
