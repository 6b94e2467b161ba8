"""Answers of the API that are kept, as they are outside of the transaction of a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.studies.revisions.versions import Rows, set_by_test, store_in


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Rows]:
    found = set_by_test(monkeypatch)
    monkeypatch.setattr("evidence.api.data_answers.current_version", lambda: found.version)
    with override_settings(CACHES=store_in(str(tmp_path / "kept")), LOCAL_DIR=tmp_path):
        yield found
