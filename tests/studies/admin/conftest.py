"""People who are logged in to the admin pages."""

import pytest

from studies.permissions import ADMIN, CURATOR
from tests.factories import make_user
from tests.studies.bare_pages import leave_out_frame


@pytest.fixture
def bare_pages(monkeypatch):
    """Pages without the list of all records and the footer, which take half of their time."""
    leave_out_frame(monkeypatch)


@pytest.fixture
def curator(client):
    user = make_user(role=CURATOR)
    client.force_login(user)
    return user


@pytest.fixture
def admin_user(client):
    user = make_user(role=ADMIN)
    client.force_login(user)
    return user
