"""Answers to requests that failed: a problem as JSON (RFC 9457) that says what is wrong and what is allowed."""

import json
from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from evidence.logs.request_id import current_request_id
from studies.presentation.told_sentences import told

PROBLEM_TYPE = "application/problem+json"
# What an error page says besides its text.
_KEPT_HEADERS = ("Allow", "Retry-After", "Cache-Control", "Location")
# Said where the page of the error says nothing that is of use to a program.
_DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address. /api/v1/ lists what there is.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address answers GET and HEAD only: nothing can be written here.",
    HTTPStatus.NOT_ACCEPTABLE: (
        "This address answers in JSON, and lists with format=csv as a table. Send “Accept: application/json”, or no "
        "line Accept at all."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: "From your network too much was asked for at once. Please try again later.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke on our side. Nothing that you sent caused it.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The site cannot answer at the moment. Please try again later.",
}


def problem(status: int, sentences: Iterable[str] = (), title: str = "") -> HttpResponse:
    """A problem as JSON. Each sentence is one fault; without any, the status is told in words. No cache keeps it."""
    known = HTTPStatus(status)
    faults = list(sentences) or [_DETAILS.get(known) or known.description or f"{known.phrase}."]
    body = {
        "type": "about:blank",
        "title": title or known.phrase,
        "status": int(status),
        "detail": " ".join(faults),
        "errors": faults,
        "request": current_request_id(),
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """A page of an error as a problem, with what the page tells; every other answer as it is."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == PROBLEM_TYPE:
        return response
    title, sentences = told(response)
    answer = problem(response.status_code, sentences, title)
    for name in _KEPT_HEADERS:
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer
