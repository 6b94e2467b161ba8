"""One way to make a page that shows records: a view names its template and returns what the template receives.

    @show_page("evidence/pages/claims/claims_page.html")
    def claims(request: HttpRequest) -> Context:
        return {"page": claims_page()}

Such a page answers GET and HEAD only. A view that returns None means that there is nothing at its address (404).

A view with ``shared=True`` promises that its context follows from its address and the rows alone, whoever asks: it
gets a request without a person, and its context is kept until a row changes. Its page is public too.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.revisions.data_version import read_snapshot
from studies.revisions.kept_values import keep

Context = Mapping[str, Any]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Build = Callable[Concatenate[HttpRequest, Arguments], Context | None]
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]
AnyView = TypeVar("AnyView", bound=Callable[..., Any])
_PUBLIC = "is_public"
# In a context: the status of its page, where it is another one than 200.
STATUS = "status_of_page"


def pause_gc(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """The same function, with Python's cyclic garbage collector paused while it runs, unless it was paused before.

    A page reads its evidence into hundreds of thousands of small records without reference cycles, and all of them
    live until the page is made. The collector would search all of them for cycles each time they grow by a quarter,
    which takes a quarter of the time of a long page and finds none. Reference counts free them as always. An import
    pauses it for some hundred entries at a time.
    """

    @wraps(function)
    def paused(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if not gc.isenabled():
            return function(*args, **kwargs)
        gc.disable()
        try:
            return function(*args, **kwargs)
        finally:
            gc.enable()

    return paused


@contextmanager
def collecting_new_objects() -> Iterator[None]:
    """A block in which the garbage collector looks at nothing that was there before.

    Each page that is rendered leaves cycles behind, which it must free where thousands are made; it need not look at
    the evidence that they are made of each time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def public_page(view: AnyView) -> AnyView:
    """Declare that all readers who are not logged in get the same answer from a view while no row changes.

    It may depend on the address, code and settings, not on cookies, other lines of the request, the time or chance.
    The middleware of the site keeps such answers. Whoever asks, the answer is made from one state of the rows.
    """

    @wraps(view)
    def in_one_state(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        # Who asks, and which rights they have, is no part of that state: it is read first, from the primary server.
        if hasattr(request, "user"):
            request.user.get_all_permissions()
        with read_snapshot():
            return cast(HttpResponse, view(request, *args, **kwargs))

    in_one_state.__dict__[_PUBLIC] = True
    return cast(AnyView, in_one_state)


def is_public(view: Callable[..., Any]) -> bool:
    """Whether a view declares that its answer is the same for all readers who are not logged in."""
    return getattr(view, _PUBLIC, False)


def show_page(template: str, *, shared: bool = False) -> Callable[[Build[Arguments]], View[Arguments]]:
    """Make a view of a function that prepares the context of this template."""

    def make_view(build: Build[Arguments]) -> View[Arguments]:
        @require_safe
        @pause_gc
        @wraps(build)
        def view(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
            if shared:
                asked = AddressRequest(request)
                context = keep(_name(build, asked), partial(_context, build, asked, *args, **kwargs))
            else:
                context = _context(build, request, *args, **kwargs)
            return render(request, template, context, status=context.get(STATUS, HTTPStatus.OK))

        return public_page(view) if shared else view

    return make_view


class AddressRequest(HttpRequest):
    """What a shared page may know of a request: its address, without host, and the parameters."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.method = "GET"
        self.path, self.path_info = request.path, request.path_info
        self.GET = request.GET
        self.resolver_match = request.resolver_match


def refused(message: object) -> Context:
    """For the context of a page that says why it could not do what its address asks for: its status is an error."""
    return {STATUS: HTTPStatus.BAD_REQUEST} if message else {}


def _context(
    build: Build[Arguments], request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Context:
    context = build(request, *args, **kwargs)
    if context is None:
        raise Http404("There is no such page.")
    return context


def _name(build: Callable[..., Any], request: HttpRequest) -> str:
    """Under which name a context is kept: parameters in any order mean the same."""
    parameters = sorted(request.GET.lists())
    return f"page {build.__module__}.{build.__qualname__} {request.path} {parameters}"
