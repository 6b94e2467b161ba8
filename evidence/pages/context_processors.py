"""What every page shows: the state of the data and how to cite it, whom to write to, whether data are made up."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from evidence.data_citation import data_citation


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; the state of the data is read once, and only where a page shows it."""
    read = cache(data_citation)
    return {
        "data": SimpleLazyObject(read),
        "citation": SimpleLazyObject(lambda: read().text(request.build_absolute_uri())),
        "contact_email": settings.CONTACT_EMAIL,
        "synthetic": settings.SYNTHETIC,
    }
