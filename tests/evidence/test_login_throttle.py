"""Login throttle: five wrong passwords lock that name from that address for 15 minutes."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough word"


@pytest.fixture(autouse=True)
def curator() -> User:
    return User.objects.create_superuser("curator", password=PASSWORD)


def log_in(client: Client, password: str, *, name: str = "curator", address: str = "203.0.113.9") -> int:
    """The status of the response: 200 refused, 302 logged in, 429 locked."""
    form = {"username": name, "password": password}
    return client.post("/login/?next=/admin/", form, REMOTE_ADDR=address).status_code


def lock_out(client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, "wrong")


def test_five_wrong_passwords_lock_out_the_right_one_too(client: Client):
    answers = [log_in(client, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]

    assert answers == [200, 200, 200, 200, 429]
    assert log_in(client, PASSWORD) == 429


def test_lockout_applies_only_to_that_name_from_that_address(client: Client):
    User.objects.create_superuser("other", password=PASSWORD)
    lock_out(client)

    assert log_in(client, PASSWORD, address="198.51.100.7") == 302
    assert log_in(client, PASSWORD, name="other") == 302


def test_lockout_ends_after_the_cooloff(client: Client):
    lock_out(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)

    assert log_in(client, PASSWORD) == 302


def test_successful_login_resets_the_failures(client: Client):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(client, "wrong")

    assert log_in(client, PASSWORD) == 302
    assert log_in(client, "wrong") == 200
