"""The release that a kept value is made by: that of the code that runs, not of the files that lie there now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import override_settings

from evidence.middleware.anonymous_pages import AnonymousPagesMiddleware
from studies.revisions import code_release
from studies.revisions.code_release import release


def read_again() -> None:
    """As a process that starts now."""
    for remembered in (code_release._code, code_release._digest):  # noqa: SLF001 - they have no other name
        remembered.cache_clear()


@pytest.fixture
def code(tmp_path: Path) -> Iterator[Path]:
    """A file of a site."""
    for folder in ("evidence", "studies", "templates", "static"):
        (tmp_path / folder).mkdir()
    read_again()
    with override_settings(BASE_DIR=tmp_path):
        yield tmp_path / "templates" / "page.html"
    read_again()


def test_code_packages_and_settings_each_make_another_release(code: Path, monkeypatch: pytest.MonkeyPatch):
    found = {release()}
    with override_settings(SYNTHETIC=True):
        found.add(release())
    code.write_text("one")
    read_again()
    found.add(release())
    code.write_text("two")
    read_again()
    found.add(release())
    monkeypatch.setattr(code_release, "_packages", lambda: ["numpy-9.9.dist-info"])
    read_again()
    found.add(release())
    assert len(found) == 5


def test_a_process_makes_pages_of_the_release_that_it_started_with(code: Path):
    """Files are exchanged while it runs, before its first page: it must not be kept as one of the new release."""
    code.write_text("before")
    AnonymousPagesMiddleware(lambda request: HttpResponse())
    code.write_text("after")
    started_with = release()
    read_again()
    assert started_with != release()
