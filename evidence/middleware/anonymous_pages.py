"""Pages of readers who are not logged in: each is made once for all of them, and sent again while no row changes.

What is kept: the whole answer of a view that says that it is public (``public_page``), to GET or HEAD of a reader
without a session, where its status is 200, it sets no cookie and is not sent in pieces. So nothing is ever kept of
log-in, curation, import and admin, of forms, errors and redirects.

Under which name: the scheme and host, since pages print their own address, and the path with its query as it was asked,
which is what they print. Addresses that differ in the order of parameters share the page object below them. Code,
settings and database: ``studies/revisions/code_release.py``. No public page prints today's date: no day is in the name.

For how long: while the data version is the one that the page was computed at. The page is computed in one snapshot of
the database, so it shows the rows of its version, and nothing newer or older.

What a shared cache may do: a public page says ``public, no-cache``. Anyone may store it, who asks each time whether it
is still the same (ETag, 304). ``Vary`` names the cookie, as who is logged in gets another page. Everything else says
``private, no-store``, unless its view says something else.
"""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

from evidence.middleware.client_places import SECONDS_TO_COME_BACK, WITHOUT_PLACE, take_place
from evidence.middleware.computing_budget import too_many_pages
from evidence.middleware.deadline import finish_in_time
from evidence.middleware.kept_page import PRIVATE, PUBLIC, VARY, KeptPage, kept_page
from evidence.warming.asked_pages import AskedPages
from evidence.warming.warm_pages import WARMING
from studies.presentation.show_page import is_public
from studies.revisions.code_release import release
from studies.revisions.data_version import current_version, read_snapshot
from studies.revisions.kept_values import (
    compute,
    find_again,
    find_value,
    is_keeping,
    is_new_enough,
    store_value,
    value_kept,
)
from studies.revisions.single_flight import single_flight


class AnonymousPagesMiddleware:
    """Answers with kept pages before any other work is done, and keeps what was computed.

    ``kept`` of the response says where it comes from: "kept", "304" (kept, and the reader has it) or "cold" (computed
    now); other responses do not have it. Raises ``StillComputingError`` where another takes too long to compute it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._asked = AskedPages()
        if is_keeping():
            release()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Who asks for something else, such as robots.txt, needs no answer of the database.
        if not is_keeping() or not _leads_to_public_page(request.path_info):
            return self._computed(request)
        if not is_anonymous(request):
            return self._computed_for_one(request)
        version = current_version()
        if version is None:
            return self._computed(request)
        name = page_name(request)
        page = find_again(name, version)
        if page is not None:
            return self._answer(page, request, name)
        give_back = take_place(request)
        if give_back is None:
            return too_many_pages(SECONDS_TO_COME_BACK)
        return finish_in_time(lambda: self._computed_once(request, name, version), when_done=give_back)

    def _computed_once(self, request: HttpRequest, name: str, version: int) -> HttpResponseBase:
        """The page, computed by one of those who ask for it at the same time."""
        with single_flight(name):
            kept = find_value(name)
            if kept is not None and is_new_enough(kept, version):
                return self._answer(kept.value, request, name)
            return self._kept(request, name)

    def _kept(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """The page, computed in one snapshot and kept."""
        # As for a reader without any cookie: what is computed now is sent to others.
        request.COOKIES = {}
        with read_snapshot() as version:
            response = compute(name, lambda: self.get_response(request))
        if not may_be_kept(request, response) or not isinstance(response, HttpResponse):
            return _with_rules(request, response)
        page = kept_page(response)
        store_value(name, version, page)
        return self._answer(page, request, name, is_kept=False)

    def _answer(self, page: KeptPage, request: HttpRequest, name: str, *, is_kept: bool = True) -> HttpResponseBase:
        """The answer with that page, marked with where it comes from, and counted."""
        answer, came_from = page.response(request), "cold"
        if is_kept:
            value_kept.send(sender=None, name=name)
            came_from = "304" if answer.status_code == HTTPStatus.NOT_MODIFIED else "kept"
        answer.kept = came_from  # type: ignore[attr-defined]
        if WARMING not in request.META:
            self._asked.note(name)
        return answer

    def _computed_for_one(self, request: HttpRequest) -> HttpResponseBase:
        """The page for a person with the cookie of a session, which may be none: who it is, is known further inside."""
        give_back = take_place(request)
        request.META[WITHOUT_PLACE] = give_back is None
        try:
            return self._computed(request)
        finally:
            if give_back is not None:
                give_back()

    def _computed(self, request: HttpRequest) -> HttpResponseBase:
        return _with_rules(request, self.get_response(request))


def page_name(request: HttpRequest) -> str:
    """Under which name the whole answer to a request is kept: its address. Raises ``DisallowedHost``."""
    return f"{request.scheme}://{request.get_host()}{request.get_full_path()}"


def is_anonymous(request: HttpRequest) -> bool:
    """Whether the answer can be the same for every reader: nobody is logged in, and no message waits to be shown."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in cookies and "messages" not in cookies
    )


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer to a reader who is not logged in may be sent to others."""
    match = request.resolver_match
    return (
        match is not None
        and is_public(match.func)
        and response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
    )


def _with_rules(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer of a view, with the rules for caches unless it has some of its own."""
    if "Cache-Control" not in response.headers:
        is_shared = is_anonymous(request) and may_be_kept(request, response)
        response.headers["Cache-Control"] = PUBLIC if is_shared else PRIVATE
        if is_shared:
            response.headers["Vary"] = VARY
    return response


# What readers ask for again and again: of a long list of addresses Django tries each.
@lru_cache(maxsize=1024)
def _leads_to_public_page(path: str) -> bool:
    try:
        return is_public(resolve(path).func)
    except Http404:
        return False
