"""The page of a request that failed on our side. It needs no database, no list of static files and no context."""

import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from evidence.logs.database_loss import is_database_lost
from evidence.logs.request_id import current_request_id
from studies.presentation.told_sentences import tell
from studies.revisions.single_flight import StillComputingError


class Outage(NamedTuple):
    """A failure that passes or that an operator ends, so that a client may come back after some seconds."""

    recognise: Callable[[BaseException | None], bool]
    title: str
    sentences: tuple[str, ...]
    retry_after: int


# The first that recognises an error is said.
OUTAGES = (
    Outage(
        is_database_lost,
        "The records cannot be reached at the moment",
        (
            "The site does not get an answer from its database. It asks again with every page, so it comes back by "
            "itself.",
            "What was saved before is safe. If you were sending something, it was most likely not saved: look first, "
            "in a minute or two, and then send it again.",
        ),
        retry_after=30,
    ),
    Outage(
        lambda error: isinstance(error, StillComputingError),
        "This page is still being computed",
        (
            "Its records changed a moment ago, and it takes longer than usual to compute. It will be there soon: "
            "please load it again.",
        ),
        retry_after=10,
    ),
)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a request that raised an error: 503 for an outage, 500 otherwise."""
    error = sys.exc_info()[1]
    outage = next((each for each in OUTAGES if each.recognise(error)), None)
    if outage is None:
        return failure_page(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return failure_page(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title=outage.title,
        sentences=outage.sentences,
        retry_after=outage.retry_after,
    )


def failure_page(
    *, status: HTTPStatus, title: str = "", sentences: tuple[str, ...] = (), retry_after: int | None = None
) -> HttpResponse:
    """A calm page with the id of the request; ``retry_after`` is in seconds. No cache keeps it."""
    context = {
        "title": title,
        "sentences": sentences,
        "contact": settings.CONTACT_EMAIL,
        "request_id": current_request_id(),
    }
    response = HttpResponse(render_to_string("500.html", context), status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return tell(response, title, sentences)
