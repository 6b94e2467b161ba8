"""What is asked of the API besides what its description allows, and what every error of it must say.

Schemathesis loads this file as its hooks: see ``benchmarks/api_fuzz.py``.
"""

import json
from http import HTTPStatus
from typing import Any, NamedTuple

import schemathesis

PROBLEM_TYPE = "application/problem+json"
# Values that are right one by one and wrong together, which a description cannot say: the form's own sentences.
_OF_TWO_PARAMETERS = (
    "must be the number of a release",
    "must be an earlier release",
    "There is no day",
    "There is no data version",
    "not both",
    "expected the earlier one first",
    "from the smaller to the larger",
    "is no study of this condition",
)


class OddRequest(NamedTuple):
    """A request that no description allows, or that says what no client should."""

    method: str
    address: str
    headers: dict[str, str]


_ADDRESSES = ("/api/v1/", "/api/v1/studies/", "/api/v1/conditions/back-pain/contrasts/", "/api/v1/results/")
_ACCEPTED = (
    "",
    "*/*",
    "text/html",
    "application/json;q=0",
    ";",
    "a/b/c",
    "application/*; q=x",
    "application/json; a*=no-such''b",
    "\x7f",
    "é",
    "*" * 5_000,
)
_QUERIES = (
    *("limit=99999999999999999999", "limit=1e3", "limit=-1", "limit=0x10", "limit=", "limit=1&limit=2", "limit=%00"),
    *(
        "after=%00",
        "after=../../etc",
        "after=%F0%9F%99%82",
        f"after={'a' * 401}",
        "after=a'--",
        "after=%FF%FE",
        "after",
    ),
    *("a=1", "=1", "%00=1", "%F0%9F%99%82=1", "limit[]=1", "&&&", "?", "utm_source=x", "limit=%EF%BC%91"),
)
_PATHS = (
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1//",
    "/api/v1/studies/%00/",
    "/api/v1/studies/a/b/",
    "/api/v1/conditions/é/",
)


def odd_requests() -> list[OddRequest]:
    """Odd lines Accept, huge numbers, NUL bytes, letters of the world, parameters given twice, wrong methods."""
    methods = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X")
    return [
        *(OddRequest("GET", where, {"Accept": text}) for where in _ADDRESSES for text in _ACCEPTED),
        *(OddRequest("GET", f"{where}?{query}", {}) for where in _ADDRESSES for query in _QUERIES),
        *(OddRequest("GET", where, {}) for where in _PATHS),
        *(OddRequest(method, where, {}) for where in _ADDRESSES for method in methods),
        *(
            OddRequest("GET", where, {"If-None-Match": text})
            for where in _ADDRESSES
            for text in ("*", '"', "W/", '"a", "b"')
        ),
        *(
            OddRequest("GET", where, {"Cookie": "sessionid=x", "Origin": "https://other.example"})
            for where in _ADDRESSES
        ),
    ]


def is_of_two_parameters(status: int, text: str) -> bool:
    """Whether a request was refused for two values that are wrong together only."""
    return status == 400 and any(sentence in text for sentence in _OF_TWO_PARAMETERS)


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Whether a failure counts: not that two right values are refused together, with a sentence."""
    return not is_of_two_parameters(response.status_code, response.text)


def fault_of_error(status: int, content_type: str, text: str) -> str:
    """What an error lacks: it is a problem in JSON with sentences; '' where nothing is wrong, and of no error.

    An address that is too long is refused by the web server, before the site is asked.
    """
    if status < 400 or status == HTTPStatus.REQUEST_URI_TOO_LONG:
        return ""
    if content_type != PROBLEM_TYPE:
        return "an error is no problem in JSON"
    found = json.loads(text)
    if not found["errors"] or not all(sentence.strip().endswith(".") for sentence in found["errors"]):
        return "an error says nothing, or says it in no sentence"
    return "" if found["status"] == status else "an error names another status"


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """The query without studies to leave out: names that are made up are refused, and the rest would not be tried."""
    return {name: value for name, value in query.items() if name != "exclude"} if query else query


@schemathesis.check
def errors_say_what_is_wrong(context: Any, response: Any, case: Any) -> None:
    """Every error is a problem with a sentence."""
    fault = fault_of_error(response.status_code, response.headers["content-type"][0], response.text)
    if fault:
        raise AssertionError(fault)
