"""Pages of the real data, computed once for all tests that walk over many of them."""

from collections.abc import Iterator

import pytest

from tests.studies.revisions.number_now import number_now
from tests.studies.revisions.versions import store_of_test


@pytest.fixture(scope="session")
def folder_of_real_pages(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("real-pages"))


@pytest.fixture
def kept_real_pages(
    real_evidence: None, db: None, folder_of_real_pages: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Pages are kept for all tests that ask for this, as the site keeps them. Such a test may change no record."""
    before = number_now()
    with store_of_test(folder_of_real_pages, monkeypatch):
        yield
    assert number_now() == before
