"""What every page shows: the dates of the data and of the last search, whom to write to, whether data are made up."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studies.citations.searches import LastSearch, last_search, search_days, search_sentence
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
    """The context of every template; the dates are read once, and only where a page shows them."""
    read = cache(_dates)
    return {
        "data_date": SimpleLazyObject(lambda: read()[0]),
        "last_search": SimpleLazyObject(lambda: search_sentence(read()[1])),
        "contact_email": settings.CONTACT_EMAIL,
        "synthetic": settings.SYNTHETIC,
    }


def _dates() -> tuple[DataDate | None, LastSearch | None]:
    """The last change of all, and the last search; one query, since no result exists without a history of its study."""
    of_results = OutcomeResult.history.order_by("-history_date")
    found = Study.history.order_by("-history_date").values_list(
        "history_date",
        "history_change_reason",
        *(Subquery(of_results.values(name)[:1]) for name in ("history_date", "history_change_reason")),
        *(Subquery(search_days().values(name)[:1]) for name in ("day", "database_name", "n_others")),
    )
    latest = found.first()
    if latest is None:
        return None, last_search()
    of_study, of_result, of_search = latest[:2], latest[2:4], latest[4:]
    day, reason = max(of_study, of_result, key=lambda change: change[0]) if of_result[0] else of_study
    return DataDate(day, reason == LOADED), LastSearch(*of_search) if of_search[0] else None
