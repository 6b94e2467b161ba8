"""Pages of the real data, computed once for all tests that walk over many of them."""

from collections.abc import Iterator

import pytest

from tests.studies.revisions.number_now import number_now
from tests.studies.revisions.versions import Rows, store_of_test


@pytest.fixture(scope="session")
def folder_of_real_pages(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("real-pages"))


@pytest.fixture
def kept_real_pages(
    real_evidence: None, db: None, folder_of_real_pages: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Rows]:
    """Pages are kept for all tests that ask for this, as the site keeps them.

    A test that changes records says before that it keeps nothing: ``kept_real_pages.version = None``.
    """
    before = number_now()
    with store_of_test(folder_of_real_pages, monkeypatch) as rows:
        yield rows
    assert rows.version is None or number_now() == before
