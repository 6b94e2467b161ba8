"""What every page shows: the date of the data, the address for reports of errors, and whether the data are made up."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studies.models import OutcomeResult, Study
from studies.revisions.reasons import LOADED


class DataDate(NamedTuple):
    """When a study or a result was last changed here, and whether by loading a data set, not by a person."""

    day: datetime
    was_loaded: bool

    @property
    def words(self) -> str:
        """What happened on the day: a load says when this site got the records, not how new they are."""
        return "Records loaded into this site on" if self.was_loaded else "Records last changed on"


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; the date is read only where a page shows it."""
    return {
        "data_date": SimpleLazyObject(_data_date),
        "contact_email": settings.CONTACT_EMAIL,
        "synthetic": settings.SYNTHETIC,
    }


def _data_date() -> DataDate | None:
    """The last change of all; one query, since no result exists without a history of its study."""
    of_results = OutcomeResult.history.order_by("-history_date")
    dates = Study.history.order_by("-history_date").values_list(
        "history_date",
        "history_change_reason",
        Subquery(of_results.values("history_date")[:1]),
        Subquery(of_results.values("history_change_reason")[:1]),
    )
    latest = dates.first()
    if latest is None:
        return None
    of_study, of_result = latest[:2], latest[2:]
    day, reason = max(of_study, of_result, key=lambda change: change[0]) if of_result[0] else of_study
    return DataDate(day, reason == LOADED)
