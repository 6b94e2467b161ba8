"""A study on the workbench and the curator who works on it: made once for the tests of a file."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoDbBlocker

from studies.models import Study
from tests.factories import make_user
from tests.shared_records import shared_records
from tests.studies.curation.workbench.post_data import made_trial


@pytest.fixture(scope="module")
def trial_and_curator(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Study, User]]:
    with shared_records(django_db_blocker, lambda: (made_trial(), make_user(role="curator", username="carla"))) as made:
        yield made


@pytest.fixture
def trial(trial_and_curator: tuple[Study, User]) -> Study:
    return deepcopy(trial_and_curator[0])


class FormClient(Client):
    """Sends forms as a browser sends one without files."""

    def post(self, path: str, data: Any = None, **more: Any) -> Any:  # type: ignore[override]  # always one kind
        return super().post(path, urlencode(data or {}, doseq=True), "application/x-www-form-urlencoded", **more)


@pytest.fixture
def curator(trial_and_curator: tuple[Study, User]) -> Client:
    """Who asks for the pages."""
    client = FormClient()
    client.force_login(trial_and_curator[1])
    return client
