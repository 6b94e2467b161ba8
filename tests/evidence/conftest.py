"""The real data set, loaded once for a file of tests and gone after it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.studies.dataset.csv_copy import EVIDENCE


@pytest.fixture(scope="module")
def real_evidence(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each test of the file works inside the transaction that holds the data; ask for ``db`` beside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_evidence", str(EVIDENCE), stdout=StringIO())
        yield
        transaction.set_rollback(True)
