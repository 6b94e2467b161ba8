"""The line Content-Type of a request: what Django could not read is kept from it, and answered with a sentence.

It names the encoding by which Django would read the query of the address, too. Codecs that read no text, such as
``hex``, would be errors of the site; and a page that was made of a query read in another way would be kept under its
address for everybody.
"""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

UNREADABLE = "The line Content-Type of the request cannot be read, or names another encoding than UTF-8. Send UTF-8."
_WAS_UNREADABLE = "evidence.unreadable_content_type"


class UnreadableContentTypeError(BadRequest):
    """What was sent cannot be read as text."""


class ReadableTypes:
    """A WSGI application that gets requests with readable types alone. Requests without a body have none."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        line = environ.get("CONTENT_TYPE", "")
        has_body = environ["REQUEST_METHOD"].upper() not in ("GET", "HEAD")
        if line and not (has_body and is_readable(line)):
            environ["CONTENT_TYPE"] = ""
            environ[_WAS_UNREADABLE] = has_body
        return self.application(environ, start_response)


class ContentTypeMiddleware:
    """Answers 400 to what was sent with an unreadable type."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get(_WAS_UNREADABLE):
            raise UnreadableContentTypeError(UNREADABLE)
        return self.get_response(request)


def is_readable(line: str) -> bool:
    """Whether Django reads the line, and reads the texts of such a request as UTF-8."""
    try:
        _, parameters = parse_header_parameters(line)
    except ValueError:
        return False
    return str(parameters.get("charset", "utf-8")).lower() == "utf-8"
