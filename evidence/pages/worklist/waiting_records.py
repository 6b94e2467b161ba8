"""Records that wait for a person, each kind with its number and the page where the work is done."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.urls import reverse

from studies.choices import ExtractionState, QueryState, Retraction, Severity
from studies.citations.searches import last_search, search_sentence
from studies.curation.my_work.waiting_studies import WaitingList, drafts
from studies.curation.screening.queues import Queue, queues_of
from studies.models import DataQuery, Extraction, Publication, Registration

SHORT_LIST = 20
# The lists of screening that hold open work.
_WAITING = (Queue.FIRST, Queue.SECOND, Queue.CONFLICTS, Queue.FULL_TEXT)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Something that waits: how much of it (None where it is not counted), and its page ('' for a shell command)."""

    what: str
    number: int | None
    href: str
    note: str = ""


def screening_waits(person: User) -> list[WaitingItem]:
    queues, address = queues_of(person), reverse("screening-list")
    counts = dict(queues.counts())
    return [
        WaitingItem(f"Publications: {queue.label}", counts[queue], f"{address}?queue={queue.value}")
        for queue in _WAITING
    ]


def records_waiting(unconfirmed: int) -> list[WaitingItem]:
    """Records that wait for a person, each kind with its number.

    ``unconfirmed`` counts studies with numbers that no second person confirmed.
    """
    listed = f"{reverse('waiting-studies')}?list="
    open_queries = DataQuery.objects.exclude(state=QueryState.RESOLVED)
    by_severity = dict(open_queries.order_by().values_list("severity").annotate(Count("pk")))
    from_checks = open_queries.exclude(check_name="").count()
    queries = [
        WaitingItem(f"Open data queries: {severity.label}", by_severity.get(severity.value, 0), reverse("checks"))
        for severity in Severity
    ]
    n_drafts = drafts().count()
    return [
        *queries,
        WaitingItem("Open data queries that a check raised", from_checks, reverse("checks")),
        WaitingItem("Studies waiting for a second person", unconfirmed, f"{listed}{WaitingList.SECOND.value}"),
        WaitingItem("Studies that are drafts, hidden from readers", n_drafts, f"{listed}{WaitingList.DRAFTS.value}"),
        WaitingItem("Trials that lack figures: ask their authors", None, reverse("author-requests")),
        WaitingItem("Reviews: what they pooled and included", None, reverse("reviews-to-do")),
        WaitingItem("Registered trials, claims and their sources", None, reverse("reference-records", args=["claims"])),
        WaitingItem("Risk of bias: assess as second person, agree", None, reverse("bias-waiting")),
        *extractions_waiting(),
    ]


def extractions_waiting() -> list[WaitingItem]:
    """Second extractions with differences that have not been settled."""
    finished = Extraction.objects.filter(state=ExtractionState.FINISHED).select_related("study")
    return [
        WaitingItem(f"Second extraction of {each.study.label}: differences to settle", None, href)
        for each in finished[:SHORT_LIST]
        if (href := reverse("extraction", args=[each.study.slug]))
    ]


def search_dates() -> list[WaitingItem]:
    """When databases were last searched, and retractions last checked."""
    identified = Publication.objects.exclude(doi="", pmid="")
    unchecked = identified.filter(retraction=Retraction.NOT_CHECKED).count()
    oldest: date | None = identified.aggregate(oldest=Min("retraction_checked_on"))["oldest"]
    checked = f"the oldest check is of {oldest:%Y-%m-%d}" if oldest else "never checked"
    n_others = Publication.objects.filter(doi="", pmid="").count()
    others = f"; {n_others} cannot be checked, without DOI and PubMed number" if n_others else ""
    return [
        WaitingItem("Search again for new publications", None, reverse("import-list"), search_sentence(last_search())),
        WaitingItem(
            "Publications not checked for retraction",
            unchecked,
            "",
            f"{checked}{others}; manage.py import_retractions FILE",
        ),
    ]


def registrations_waiting() -> list[WaitingItem]:
    """Registered trials without results here, the largest first."""
    rows = Registration.objects.select_related("condition")
    in_order = sorted(rows, key=lambda row: (-(row.n_planned or 0), row.registration))
    return [
        WaitingItem(
            f"{row.registration}: {row.title}",
            row.n_planned,
            row.url,
            f"{row.condition.name}; {row.status_as_read or 'status not read'}",
        )
        for row in in_order
    ]
