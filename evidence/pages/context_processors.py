"""What every page shows: the dates of the data and of the last search, whom to write to, whether data are made up."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studies.citations.searches import LastSearch, last_search, search_sentence
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
    """The last change of all, and the last search; three short queries, which are quicker written than one long one."""
    changes = [
        history.order_by("-history_date").values_list("history_date", "history_change_reason").first()
        for history in (Study.history, OutcomeResult.history)
    ]
    day, reason = max(filter(None, changes), key=lambda change: change[0], default=(None, ""))
    return DataDate(day, reason == LOADED) if day else None, last_search()
