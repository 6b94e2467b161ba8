"""What a reader sees of a request that failed: one that cannot be read, a full disk, anything else.

Errors of every part of the site come here, also those of the session and of a file that is received.
"""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from evidence.accounts.kept_form import KeptForm, is_from_this_site, is_navigation, posted_form
from evidence.logs.request_id import current_request_id
from evidence.middleware.content_type import UnreadableContentTypeError
from evidence.pages.server_error import failure_page
from evidence.pages.server_error import server_error as server_error_page
from studies.disk_full import is_disk_full
from studies.presentation.told_sentences import tell

logger = logging.getLogger(__name__)

# After this time a client may look whether there is room again.
SECONDS_TO_MAKE_ROOM = 120


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, with the reason where its sender can do something about it."""
    # Django says of a session that could not be saved that it was deleted.
    if is_disk_full(exception):
        return full_disk(request)
    # The frame of other pages asks for the host, which would fail again.
    if isinstance(exception, DisallowedHost):
        return failure_page(
            status=HTTPStatus.BAD_REQUEST,
            title="This site has another address",
            sentences=("It does not answer for the host that was asked for. Check the address for mistakes.",),
        )
    megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024 / 1024
    sentences: dict[type[Exception], str] = {
        RequestDataTooBig: f"A form takes at most {megabytes:.1f} MB of text. Send a longer text as a file.",
        TooManyFilesSent: f"At most {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files can be sent together.",
        UnreadableContentTypeError: str(exception),
        MultiPartParserError: "The name of a file is too long, or the sending was cut off. Nothing was written.",
    }
    sentence = sentences.get(type(exception))
    title, said = ("What was sent cannot be read", [sentence]) if sentence else ("", [])
    response = render(request, "400.html", {"title": title, "sentences": said}, status=HTTPStatus.BAD_REQUEST)
    return tell(response, title, said)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for the error that is being handled."""
    return full_disk(request) if is_disk_full(sys.exc_info()[1]) else server_error_page(request)


def full_disk(request: HttpRequest) -> HttpResponse:
    """A page that says that the disk is full, with the form that could not be saved, to be sent again.

    It needs no database and writes nothing.
    """
    line = "The disk is full: %s %s was not answered. Make room; nothing needs to be restarted."
    logger.error(line, *_asked(request))
    kept = _sent_form(request)
    context = {
        "is_form": request.method == "POST",
        "kept": kept,
        "csrf_token": get_token(request) if kept else "",
        "contact": settings.CONTACT_EMAIL,
        "request_id": current_request_id(),
    }
    return HttpResponse(
        render_to_string("507.html", context),
        status=HTTPStatus.INSUFFICIENT_STORAGE,
        headers={"Retry-After": str(SECONDS_TO_MAKE_ROOM), "Cache-Control": "no-store"},
    )


def _asked(request: HttpRequest) -> tuple[str, str]:
    return str(request.method), request.path


def _sent_form(request: HttpRequest) -> KeptForm | None:
    """What a person of this site sent from one of its pages; None where it held a password, which is never kept."""
    if request.method != "POST" or not is_from_this_site(request) or not is_navigation(request):
        return None
    try:
        sent = request.POST
    except (OSError, Error):  # its files had no room either
        return None
    return None if any("password" in name for name in sent) else posted_form(request)
