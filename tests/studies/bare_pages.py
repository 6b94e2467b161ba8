"""Pages without what is the same around each of them, for tests that open them by the hundred."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponseForbidden
from django.template import loader
from django.template.response import SimpleTemplateResponse
from django.utils.safestring import SafeString

from evidence import urls
from evidence.data_citation import DataCitation
from evidence.pages import context_processors


def leave_out_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the list of all records in the admin and the dates of the footer, and log no refusal with its trace.

    Together they take half of the time of a page that is refused. Of a refusal only its reason is left.
    """
    with_list = admin.site.each_context

    def without_list(request: HttpRequest) -> dict[str, Any]:
        with patch.object(admin.site, "get_app_list", lambda _request: []):
            return with_list(request)

    monkeypatch.setattr(urls, "handler403", lambda _request, exception: HttpResponseForbidden(str(exception)), False)
    monkeypatch.setattr(admin.site, "enable_nav_sidebar", False)
    monkeypatch.setattr(admin.site, "each_context", without_list)
    monkeypatch.setattr(context_processors, "data_citation", lambda: DataCitation(None, None, None, None))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


def read_people_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read who asks and what that person may do at the first of hundreds of addresses; none changes it."""
    read, load = cache(ModelBackend().get_user), SessionStore.load
    read_session = cache(lambda key: load(SessionStore(key)))
    monkeypatch.setattr(ModelBackend, "get_user", lambda _self, pk: read(pk))
    monkeypatch.setattr(SessionStore, "load", lambda store: dict(read_session(store.session_key)))


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Pages are empty, for a test that asks only whether there is one. Fragments are written: some are kept."""
    page = patch.object(loader, "render_to_string", lambda *_, **__: SafeString())
    with page, patch.object(SimpleTemplateResponse, "rendered_content", SafeString()):
        yield
