"""One way to make a page that shows records: a view names its template and returns what the template receives.

    @show_page("evidence/pages/claims/claims_page.html")
    def claims(request: HttpRequest) -> Context:
        return {"page": claims_page()}

Such a page answers GET and HEAD only. A view that returns None means that there is nothing at its address (404).
"""

import gc
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

Context = Mapping[str, Any]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Build = Callable[Concatenate[HttpRequest, Arguments], Context | None]
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


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


def show_page(template: str) -> Callable[[Build[Arguments]], View[Arguments]]:
    """Make a view of a function that prepares the context of this template."""

    def make_view(build: Build[Arguments]) -> View[Arguments]:
        @require_safe
        @pause_gc
        @wraps(build)
        def view(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
            context = build(request, *args, **kwargs)
            if context is None:
                raise Http404("There is no such page.")
            return render(request, template, context)

        return view

    return make_view
