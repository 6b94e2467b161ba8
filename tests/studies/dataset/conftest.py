"""The small data set, loaded once for the tests of a file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from studies.dataset import load
from tests.shared_records import shared_records
from tests.studies.dataset.csv_copy import make_small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its files, which no test changes."""
    return make_small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, small: Path) -> Iterator[None]:
    """Its records in the database: request ``db`` as well."""
    with shared_records(django_db_blocker, lambda: load(small, keep=True)):
        yield


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A copy of its files, to change."""
    return Path(shutil.copytree(small, tmp_path / "copy"))


@pytest.fixture
def folder(loaded: None, db: None, copy: Path) -> Path:
    """A copy of its files, to change; its records are in the database."""
    return copy
