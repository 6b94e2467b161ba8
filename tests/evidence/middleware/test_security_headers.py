"""Headers on every response."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from evidence.middleware.security_headers import CONTENT_SECURITY_POLICY, SecurityHeadersMiddleware, is_debug_page


def headers_of(response: HttpResponse) -> HttpResponse:
    return SecurityHeadersMiddleware(lambda request: response)(RequestFactory().get("/"))


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/login/", "/admin/login/", "/no-such-page/"])
def test_every_response_has_the_security_headers(client: Client, address: str):
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Permissions-Policy"].startswith("camera=()")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_policy_set_by_a_view_is_unchanged():
    response = headers_of(HttpResponse(headers={"Content-Security-Policy": "sandbox"}))

    assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("debug", "status", "exempt"), [(True, 404, True), (True, 500, True), (True, 200, False), (False, 500, False)]
)
def test_only_django_debug_pages_have_no_policy(debug: bool, status: int, exempt: bool):
    with override_settings(DEBUG=debug):
        assert is_debug_page(HttpResponse(status=status)) is exempt
        assert ("Content-Security-Policy" not in headers_of(HttpResponse(status=status))) is exempt
