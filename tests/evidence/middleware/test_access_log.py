"""The access log: one line for each request, with what an incident needs and nothing that is secret."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import MiddlewareNotUsed
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory, override_settings

from evidence.middleware.access_log import AccessLogMiddleware, count_bytes

Line = dict[str, Any]


def line_of(
    caplog: pytest.LogCaptureFixture, response: HttpResponseBase, path: str = "/", *, user: Any = None, **options: Any
) -> Line:
    request = RequestFactory().generic(options.pop("method", "GET"), path, **options)
    request.user = user or AnonymousUser()
    if user:
        request.COOKIES["sessionid"] = "x"

    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    caplog.set_level("INFO", logger="evidence.access")
    with override_settings(ACCESS_LOG=True, PROXY_COUNT=1):
        answer = AccessLogMiddleware(view)(request)  # type: ignore[arg-type]
    if answer.streaming:
        b"".join(answer)  # type: ignore[call-overload]
    (line,) = caplog.records
    return line.fields  # type: ignore[attr-defined,no-any-return]


def test_a_line_says_who_asked_for_what_and_what_it_took(caplog: pytest.LogCaptureFixture):
    response = HttpResponse("Bandscheibe ü")
    response.kept = "cold"  # type: ignore[attr-defined]
    forwarded = {"X-Forwarded-For": "203.0.113.9, 2001:db8:1:2:3::4"}

    line = line_of(caplog, response, "/studies/a b/", user=User(username="res1"), headers=forwarded)

    assert line.pop("ms") >= 0
    assert line == {
        "method": "GET",
        "path": "/studies/a%20b/",
        "parameters": None,
        "status": 200,
        "user": "res1",
        "address": "2001:db8:1:2::",
        "kept": "cold",
        "bytes": 14,
    }


def test_values_of_parameters_are_not_written(caplog: pytest.LogCaptureFixture):
    line = line_of(caplog, HttpResponse(), "/login/?next=/password/new/MQ/secret/&q=my+illness&" + "x" * 90 + "=1")

    assert line["parameters"] == ["next", "q", "x" * 40]
    assert "secret" not in str(line)
    assert "illness" not in str(line)


@pytest.mark.parametrize(
    ("response", "size"),
    [
        (StreamingHttpResponse([b"one", b"three"]), 8),
        (FileResponse(b"", headers={"Content-Length": "120"}), 120),
        (HttpResponse(status=304), 0),
    ],
)
def test_bytes_are_those_that_are_sent(caplog: pytest.LogCaptureFixture, response: HttpResponseBase, size: int):
    assert line_of(caplog, response)["bytes"] == size


def test_a_head_request_sends_no_body(caplog: pytest.LogCaptureFixture):
    assert line_of(caplog, HttpResponse("page"), method="HEAD")["bytes"] == 0


def test_a_lost_database_is_not_asked_for_the_person(caplog: pytest.LogCaptureFixture):
    assert line_of(caplog, HttpResponse(status=503), user=User(username="res1"))["user"] == ""


def test_a_client_that_goes_away_still_has_its_line():
    sent: list[int] = []
    pieces = count_bytes([b"one", b"two"], sent.append)
    next(pieces)
    pieces.close()

    assert sent == [0]


def test_it_can_be_switched_off():
    with override_settings(ACCESS_LOG=False), pytest.raises(MiddlewareNotUsed):
        AccessLogMiddleware(lambda _: HttpResponse())
