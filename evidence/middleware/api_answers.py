"""What every answer under ``/api/`` has: JSON, errors too, and leave for pages of other sites to read it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evidence.api.problems import as_problem, problem

API = "/api/"
# Lines of an answer that a script of another site may read besides the plain ones.
_EXPOSED = "ETag, Link, Retry-After, X-Request-ID"


class ApiAnswersMiddleware:
    """Outside all that may fail, so that no page of an error reaches a program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not f"{request.path_info}/".startswith(API):
            return self.get_response(request)
        response = as_problem(self.get_response(request)) if takes_answers(request) else _not_acceptable()
        # Nobody is known by a cookie here and nothing can be written, so any site may read with GET.
        if request.method in ("GET", "HEAD"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        return response


def takes_answers(request: HttpRequest) -> bool:
    """Whether the client takes what is answered here: it says so, or says nothing. What cannot be read says no."""
    stated = request.headers.get("Accept", "").strip()
    answered = "text/csv" if request.GET.get("format") == "csv" else "application/json"
    try:
        return not stated or request.accepts(answered) or request.accepts("application/problem+json")
    except ValueError:
        return False


def _not_acceptable() -> HttpResponseBase:
    return problem(HTTPStatus.NOT_ACCEPTABLE)
