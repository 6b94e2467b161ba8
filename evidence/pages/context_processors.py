"""What every page shows: the date of the data, the address for reports of errors, and whether the data are made up."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studies.models import OutcomeResult, Study


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; the date is read only where a page shows it."""
    return {
        "data_date": SimpleLazyObject(_data_date),
        "contact_email": settings.CONTACT_EMAIL,
        "synthetic": settings.SYNTHETIC,
    }


def _data_date() -> datetime | None:
    """When a study or a result was last changed."""
    of_results = OutcomeResult.history.order_by("-history_date").values("history_date")[:1]
    dates = Study.history.order_by("-history_date").values_list("history_date", Subquery(of_results)).first()
    # No result exists without a history of its study, so the dates of results are read with those of studies.
    return max((date for date in dates or () if date), default=None)
