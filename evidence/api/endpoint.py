"""An address of the API: one function, described for OpenAPI, with the rules that hold for all of them."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple, get_args

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import Schema

from evidence.api.query_fields import FORMAT_FIELD, QueryField, check_query
from evidence.api.site_api import api
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page

View = Callable[..., HttpResponse]
ROOT = "api/v1/"


class Endpoint(NamedTuple):
    """Where it is ("/studies/{slug:slug}/"), the name of its address, what it takes and what it gives in words.

    ``columns`` are the fields of a row of a list, which can be had as a table, too.
    """

    where: str
    name: str
    query: tuple[QueryField, ...]
    gives: str
    columns: tuple[str, ...] = ()

    @property
    def readable(self) -> str:
        """Its path below the root, with names in braces: "studies/{slug}/"."""
        return re.sub(r"\{\w+:", "{", self.where).removeprefix("/")


_endpoints: list[Endpoint] = []


def endpoint(
    where: str, name: str, answer: type[Schema], *, tag: str, query: Sequence[QueryField] = ()
) -> Callable[[View], View]:
    """Serve a function at an address below ``/api/v1/``; its docstring describes it.

    It gets a request whose query was checked, and may raise ``Http404`` and ``QueryParameterError`` with sentences.
    """
    columns = columns_of(answer)
    fields = (*query, FORMAT_FIELD) if columns else tuple(query)

    def register(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **names: Any) -> HttpResponse:
            check_query(request.GET, fields)
            return view(request, **names)

        _endpoints.append(Endpoint(where, name, fields, (view.__doc__ or "").strip(), columns))
        extra = {"parameters": [field.as_openapi() for field in fields]}
        served: View = api.get(
            where, response=answer, url_name=name, operation_id=name, tags=[tag], openapi_extra=extra
        )(checked)
        return served

    return register


def endpoint_addresses() -> list[URLPattern]:
    """The addresses of all endpoints, each public and kept by the version of the data as pages are."""
    patterns, _, _ = api.urls
    found = {pattern.name: pattern for pattern in patterns if isinstance(pattern, URLPattern)}
    return [
        path(ROOT + str(found[at.name].pattern), _served(found[at.name].callback, at.query), name=at.name)
        for at in _endpoints
    ]


def columns_of(answer: type[Schema]) -> tuple[str, ...]:
    """The fields of the rows of a list; none of an answer with one object."""
    if "next" not in answer.model_fields:
        return ()
    [row] = get_args(answer.model_fields["data"].annotation)
    return tuple(row.model_fields)


def columns_at(request: HttpRequest) -> tuple[str, ...]:
    """The columns of the list that was asked for."""
    name = request.resolver_match.url_name if request.resolver_match else None
    return next((each.columns for each in _endpoints if each.name == name), ())


def list_endpoints() -> tuple[Endpoint, ...]:
    """All endpoints in the order in which they are described."""
    return tuple(_endpoints)


def _served(view: View, fields: Sequence[QueryField]) -> View:
    @csrf_exempt  # Nothing can be written here: what is not GET or HEAD is refused.
    @public_page
    @require_safe
    @pause_gc
    @query_parameters(*(field.name for field in fields))
    def answer(request: HttpRequest, **names: Any) -> HttpResponse:
        method, request.method = request.method, "GET"
        try:
            return view(request, **names)
        finally:
            request.method = method

    return answer
