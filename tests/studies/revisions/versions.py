"""A data version that a test sets, in place of that of the database: pages are then kept inside its transaction too."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings

from evidence.middleware import anonymous_pages
from studies.revisions import kept_store, kept_values
from studies.revisions.kept_files import KeptFiles


class Rows:
    """The version of the rows, as a test sets it; None as inside a transaction."""

    version: int | None = 1


def set_by_test(monkeypatch: pytest.MonkeyPatch) -> Rows:
    """From now on the version is what the test sets."""
    rows = Rows()

    @contextmanager
    def snapshot() -> Iterator[int | None]:
        yield rows.version

    monkeypatch.setattr(kept_values, "_remembered", {})
    monkeypatch.setattr(kept_values, "_at_hand", {})
    for module in (kept_values, anonymous_pages):
        monkeypatch.setattr(module, "current_version", lambda: rows.version)
        monkeypatch.setattr(module, "read_snapshot", snapshot)
    return rows


def store_in(folder: str) -> dict[str, dict[str, object]]:
    """Settings of a store of kept values in that folder."""
    return {"default": {"BACKEND": "studies.revisions.kept_files.KeptFiles", "LOCATION": folder, "TIMEOUT": None}}


@contextmanager
def store_of_test(folder: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """Values are kept in that folder as the site keeps them: what was computed for one person is shown to the next."""
    monkeypatch.setattr(kept_store.logger, "warning", fail)
    # The store of a run is never full: not every test looks through what all the others kept.
    monkeypatch.setattr(KeptFiles, "_cull", lambda self: None)
    with override_settings(CACHES=store_in(folder)):
        yield set_by_test(monkeypatch)


def fail(message: str, *values: object) -> None:
    """On the site a page that could not be kept is still a page; here it is a fault."""
    raise AssertionError(message % values)
