"""Pages without what is the same around each of them, for tests that open them by the hundred."""

import logging

import pytest
from django.contrib import admin

from evidence.data_citation import DataCitation
from evidence.pages import context_processors


def leave_out_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the list of all records in the admin and the dates of the footer, and log no refusal with its trace.

    Together they take half of the time of a page that is refused.
    """
    monkeypatch.setattr(admin.site, "enable_nav_sidebar", False)
    monkeypatch.setattr(context_processors, "data_citation", lambda: DataCitation(None, None, None, None))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
