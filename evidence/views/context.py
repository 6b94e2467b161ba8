"""What every page shows: the date of the data, whom to tell of an error, and whether all of it is made up."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studies.models import OutcomeResult, Study


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; the date is asked for only where a page shows it."""
    return {
        "data_date": SimpleLazyObject(_data_date),
        "contact_email": settings.CONTACT_EMAIL,
        "synthetic": settings.SYNTHETIC,
    }


def _data_date() -> datetime | None:
    """When a study or a result was last changed."""
    dates = [model.history.aggregate(last=Max("history_date"))["last"] for model in (Study, OutcomeResult)]
    return max((date for date in dates if date), default=None)
