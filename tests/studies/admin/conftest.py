"""People who are logged in to the admin pages."""

import pytest

from studies.permissions import ADMIN, CURATOR
from tests.factories import make_user


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
