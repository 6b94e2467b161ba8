"""A researcher who is signed in, once for all tests of a file."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.factories import make_user
from tests.shared_records import shared_records


@pytest.fixture(scope="module")
def signed_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[User, str]]:
    """The person and the key of the session."""
    with shared_records(django_db_blocker, sign_in) as made:
        yield made


def sign_in() -> tuple[User, str]:
    user, browser = make_user(role="researcher"), Client()
    browser.force_login(user)
    return user, str(browser.session.session_key)


@pytest.fixture
def researcher(client: Client, signed_in: tuple[User, str]) -> User:
    """Who has signed in with the client of the test."""
    user, client.cookies[settings.SESSION_COOKIE_NAME] = signed_in
    return user
