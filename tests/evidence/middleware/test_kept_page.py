"""The answer made of a kept page, by the conditions that a request sets."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from evidence.middleware.kept_page import kept_page

PAGE = kept_page(HttpResponse("The same for everybody. " * 20))


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({}, 200),
        ({"If-None-Match": PAGE.etag}, 304),
        ({"If-None-Match": PAGE.etag.removeprefix("W/")}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Unmodified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 412),
    ],
)
def test_a_shared_cache_may_keep_the_page_and_no_refusal(condition: dict[str, str], status: int):
    """The page has no date, so none is the same as it."""
    answer = PAGE.response(RequestFactory().get("/", headers=condition))

    assert answer.status_code == status
    may_be_kept = status != 412
    assert answer.headers.get("X-Accel-Expires") == ("@1" if may_be_kept else None)
    assert answer.headers["Cache-Control"] == ("public, no-cache" if may_be_kept else "private, no-store")


def test_unchanged_page_repeats_what_caches_keep_it_by_and_nothing_of_its_content() -> None:
    named = {"Content-Location": "/one/", "Last-Modified": "Fri, 02 Jan 2026 00:00:00 GMT"}
    page = kept_page(HttpResponse("The same for everybody. " * 20, headers=named))
    answer = page.response(RequestFactory().get("/", headers={"If-None-Match": page.etag}))

    repeated = {"Cache-Control": "public, no-cache", "Vary": "Cookie, Accept-Encoding", "ETag": page.etag}
    assert dict(answer.headers) == {**repeated, **named, "X-Accel-Expires": "@1"}
