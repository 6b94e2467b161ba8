"""/.well-known/security.txt: whom to tell of a security fault."""

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

ADDRESS = "/.well-known/security.txt"


def fields() -> dict[str, str]:
    response = Client().get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


@override_settings(SECURITY_CONTACT="mailto:security@example.org", SITE_URL="https://evidence.example.org")
def test_it_names_the_contact_and_expires_within_a_year():
    found = fields()

    assert found["Contact"] == "mailto:security@example.org"
    assert found["Canonical"] == f"https://evidence.example.org{ADDRESS}"
    expires = datetime.fromisoformat(found["Expires"]) - timezone.now()
    assert timedelta(days=140) < expires < timedelta(days=365)


@override_settings(SECURITY_CONTACT="https://example.org/security", SITE_URL="")
def test_without_an_own_address_nothing_claims_to_be_canonical():
    assert "Canonical" not in fields()


@pytest.mark.django_db
@override_settings(SECURITY_CONTACT="")
def test_without_a_contact_there_is_no_file():
    assert Client().get(ADDRESS).status_code == 404
