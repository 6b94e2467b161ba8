"""Login throttle: five wrong passwords lock a name, those of several names a network, for 15 minutes."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from evidence.accounts import login_throttle
from tests.studies.bare_pages import nothing_drawn

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough word"
# Fewer than on the site: each guess is a request.
NAMES = 2


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "NAMES_OF_A_NETWORK", NAMES)


@pytest.fixture(autouse=True)
def curator() -> User:
    return User.objects.create_superuser("curator", password=PASSWORD)


def log_in(
    client: Client, password: str, *, name: str = "curator", address: str = "203.0.113.9", **headers: str
) -> int:
    """The status of the response: 200 refused, 302 logged in, 429 locked."""
    form = {"username": name, "password": password}
    with nothing_drawn():
        return client.post("/login/?next=/admin/", form, REMOTE_ADDR=address, **headers).status_code


def lock_out(client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, "wrong")


def test_five_wrong_passwords_lock_out_the_right_one_too(client: Client):
    answers = [log_in(client, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]

    assert answers == [200, 200, 200, 200, 429]
    assert log_in(client, PASSWORD) == 429


def test_a_name_is_locked_wherever_the_guesses_come_from(client: Client):
    User.objects.create_superuser("other", password=PASSWORD)
    answers = [log_in(client, "wrong", address=f"198.51.100.{number}") for number in range(8)]

    assert answers == [200] * 4 + [429] * 4
    assert log_in(client, PASSWORD, address="192.0.2.7") == 429
    assert log_in(client, PASSWORD, name="other", address="198.51.100.3") == 302


def test_a_network_is_locked_whatever_the_names(client: Client):
    limit = settings.AXES_FAILURE_LIMIT * NAMES
    answers = [log_in(client, "wrong", name=f"n{n}", address=f"2001:db8:1:2::{n}") for n in range(limit)]

    assert answers == [200] * (limit - 1) + [429]
    assert log_in(client, PASSWORD, address="2001:db8:1:2:ffff::1") == 429
    assert log_in(client, PASSWORD, address="2001:db8:1:3::1") == 302


def test_an_own_account_does_not_open_the_network_or_another_name(client: Client):
    User.objects.create_superuser("guesser", password=PASSWORD)
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(client, "wrong")

    assert log_in(client, PASSWORD, name="guesser") == 302
    assert log_in(client, "wrong") == 429


def test_guesses_at_a_locked_name_do_not_lengthen_the_lockout(client: Client):
    lock_out(client)
    before = AccessAttempt.objects.get()
    log_in(client, "wrong")

    after = AccessAttempt.objects.get()
    assert (after.attempt_time, after.failures_since_start) == (before.attempt_time, before.failures_since_start)


@pytest.mark.parametrize(
    ("name", "forwarded"),
    [
        ("curator", "1.1.1.1:4444"),
        ("curator", "[2001:db8::1]:4444"),
        ("curator", "unknown, ', x" + "y" * 4000),
        ("c" * 3000, "1.1.1.1"),
        ("\x00curator", "1.1.1.1"),
        ("\u202ecurator\n2026-01-01 WARNING", ""),
    ],
)
def test_no_header_and_no_name_breaks_the_login(client: Client, settings, caplog, name: str, forwarded: str):
    settings.PROXY_COUNT = 1
    assert log_in(client, "wrong", name=name, HTTP_X_FORWARDED_FOR=forwarded, HTTP_USER_AGENT="a" * 9000) == 200
    assert log_in(client, PASSWORD, HTTP_X_FORWARDED_FOR=forwarded, HTTP_USER_AGENT="a" * 9000) == 302
    assert "\n2026" not in caplog.text


def test_log_names_the_name_and_the_address(client: Client, caplog):
    log_in(client, "wrong", address="2001:db8:1:2::77")

    assert "name 'curator', address 2001:db8:1:2::77, network 2001:db8:1:2::" in caplog.text
    assert "wrong" not in caplog.text


def test_without_a_known_address_only_the_name_counts(client: Client):
    for number in range(settings.AXES_FAILURE_LIMIT * NAMES):
        assert log_in(client, "wrong", name=f"n{number}", address="") == 200
    assert log_in(client, PASSWORD, address="") == 302


def test_lockout_ends_after_the_cooloff(client: Client):
    lock_out(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)

    assert log_in(client, PASSWORD) == 302


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=365)])
def test_lockout_by_a_clock_that_was_ahead_ends_when_the_clock_is_right(client: Client, ahead: timedelta):
    lock_out(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() + ahead)

    assert log_in(client, "wrong") == 429  # and is counted: the record has the right time again
    assert log_in(client, PASSWORD) == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() + ahead)
    assert log_in(client, PASSWORD) == 302


def test_successful_login_resets_the_failures(client: Client):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(client, "wrong")

    assert log_in(client, PASSWORD) == 302
    assert log_in(client, "wrong") == 200
