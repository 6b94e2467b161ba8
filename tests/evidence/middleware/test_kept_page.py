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
