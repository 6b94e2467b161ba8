"""The searches that files of imports are the results of: stated, corrected, withdrawn, and the last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Min, QuerySet

from studies.choices import ImportState, SearchMethod
from studies.citations.receive import SentSearch, record_search
from studies.models import ImportFile, SearchRecord
from studies.models.search_record import DATABASE_NOT_STATED
from studies.numerics.calendar_day import day_text
from studies.numerics.number_formatting import plural
from studies.revisions.reasons import give_reason, save_with_reason
from studies.selectors.prepared_query import PreparedQuery

# The methods by which a search can be repeated as it was sent; the others are followed by hand.
SYSTEMATIC_METHODS = (SearchMethod.DATABASE, SearchMethod.REGISTER)

# Offered while a person types, spelled as files are found to name them; any other name can be typed.
USUAL_DATABASES = (
    "PubMed",
    "MEDLINE",
    "Embase",
    "Cochrane CENTRAL",
    "Web of Science",
    "Scopus",
    "CINAHL",
    "PEDro",
    "APA PsycInfo",
    "LILACS",
    "CNKI",
    "ClinicalTrials.gov",
    "WHO ICTRP",
    "Google Scholar",
)


def is_future_day(day: date, *, today: date) -> bool:
    """Whether a day has begun nowhere yet; ``today`` is that of UTC, and in the Pacific the next one begins earlier.

    >>> is_future_day(date(2026, 3, 2), today=date(2026, 3, 1)), is_future_day(date(2026, 3, 3), today=date(2026, 3, 1))
    (False, True)
    """
    return day > today + timedelta(days=1)


@transaction.atomic
def state_search(*, files: Iterable[ImportFile], search: SentSearch, by: User, now: datetime) -> None:
    """State that files are the result of a search, or correct what was stated before."""
    for file in files:
        record = file.search
        if record is None:
            file.search = record_search(search, by=by, now=now)
            file.save(update_fields=["search"])
            continue
        record.method, record.database = search.method, search.database or DATABASE_NOT_STATED
        record.searched_on, record.query_text = search.searched_on, search.query_text
        save_with_reason(record, reason="Corrected", by=by)


@transaction.atomic
def withdraw_search(*, files: Iterable[ImportFile], by: User) -> None:
    """State that files are from no search; what was stated before stays in the history."""
    for file in files:
        record, file.search = file.search, None
        file.save(update_fields=["search"])
        if record and not record.files.exists():
            give_reason(record, reason="Withdrawn", by=by)
            record.delete()


def applied_searches() -> QuerySet[SearchRecord]:
    """Searches that name their source and have a file whose import is applied, the newest first.

    An undone import does not count.
    """
    of_applied = ImportFile.objects.filter(batch__state=ImportState.APPLIED)
    named = SearchRecord.objects.exclude(database=DATABASE_NOT_STATED)
    return named.filter(pk__in=of_applied.values("search"))


@dataclass(frozen=True, slots=True)
class LastSearch:
    """The last day on which databases or registers were searched: the first of them by name, and how many others."""

    day: date
    database: str
    others: int

    def __str__(self) -> str:
        others = f" and {plural(self.others, 'other database')}" if self.others else ""
        return f"{self.database}{others}, {day_text(self.day)}"


def last_search() -> LastSearch | None:
    """The last search of all; None without any."""
    return next((LastSearch(*values) for values in _LAST_SEARCH.rows()), None)


def _days_of_searches() -> "QuerySet[SearchRecord, tuple[Any, ...]]":
    """Days with the first database by name and the number of others, the last day first."""
    systematic = applied_searches().filter(method__in=SYSTEMATIC_METHODS)
    by_day = systematic.order_by("-searched_on").values("searched_on")
    others = Count("database", distinct=True) - 1
    return by_day.annotate(first=Min("database"), others=others).values_list("searched_on", "first", "others")


_LAST_SEARCH = PreparedQuery(lambda _: _days_of_searches()[:1])


def search_sentence(search: LastSearch | None) -> str:
    """The last search as one sentence."""
    return f"Last search: {search}." if search else "No search of a database is on record."
