"""The numbers of the flow of records, and the records behind each, read from searches, imports and decisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from studies.choices import ExclusionReason, ImportState, ImportVerdict, Kind, Screening, StudyStatus
from studies.curation.screening.decisions import screening_status_of
from studies.curation.screening.queues import all_votes
from studies.curation.screening.retrievals import retrieval_states
from studies.models import ImportedEntry, Publication, ScreeningDecision, Study
from studies.models.search_record import DATABASE_NOT_STATED
from studies.pages.flow.flow_counts import (
    METHODS_OF,
    Flow,
    FlowSource,
    Origin,
    Place,
    Removed,
    StudyProvenance,
    StudyState,
    group_of,
    origin_of,
    place_of,
    reason_of,
    states_without_decision,
    studies_by_group,
)
from studies.selectors.prepared_query import PreparedQuery

THE_DATA_SET = "The data set that was loaded"
BY_HAND = "Entered by hand"
FILES_WITHOUT_SEARCH = "Citation files without a stated search"
# A file counts once its plan is being applied; an undone import does not count.
COUNTED = (ImportState.APPLYING, ImportState.APPLIED)
_HAS_DECISION = Exists(ScreeningDecision.objects.filter(publication=OuterRef("pk")))
# The kind of source of an entry, '' where no search is stated: a search of a database names it.
_METHOD = Case(
    When(file__search=None, then=Value("")),
    When(file__search__database=DATABASE_NOT_STATED, file__search__method="database", then=Value("")),
    default=F("file__search__method"),
)
_READABLE = ~Q(verdict=ImportVerdict.UNREADABLE)
_REMOVED = {
    Removed.DUPLICATE: _READABLE & Q(applied=True, made_publication=False),
    Removed.UNREADABLE: ~_READABLE,
    Removed.UNDECIDED: _READABLE & Q(applied=False),
    Removed.DELETED: _READABLE & Q(applied=True, made_publication=True, publication=None),
}
# The entries whose publication was created by them and still exists.
_MADE = ImportedEntry.objects.filter(batch__state__in=COUNTED, made_publication=True, publication__isnull=False)
_STUDY = {
    StudyState.NONE: Q(study=None),
    StudyState.DRAFT: Q(study__standing=StudyStatus.DRAFT),
    StudyState.OPEN: Q(study__isnull=False) & ~Q(study__standing=StudyStatus.DRAFT),
}


@dataclass(frozen=True, slots=True)
class PlacedPublication:
    """A publication in the flow: its origin and place, the reason of an exclusion, and its study."""

    number: int
    origin: Origin
    place: Place
    reason: ExclusionReason | None
    study: int | None


class FlowData:
    """The data of the flow, read once. The number of queries does not grow with the publications."""

    def flow(self) -> Flow:
        """All numbers."""
        flow = Flow(sources=self.sources)
        for method, kind, number in _REMOVED_COUNTS.rows():
            flow.removed[origin_of(method), Removed(kind)] += number
        for each in self.decided:
            flow.add(each.origin, each.place, 1, each.reason)
        for method, screening, study_status, number in _UNDECIDED_COUNTS.rows():
            flow.add(origin_of(method), place_of(screening, _study_state(study_status), None), number)
        flow.reports.update(group for _, _, group in self.reports)
        flow.reports_of_others.update(group for _, study, group in self.reports if group is not self.groups[study])
        flow.studies.update(self.groups.values())
        flow.kinds.update(Kind(kind) for _, kind in self.visible)
        return flow

    @cached_property
    def decided(self) -> list[PlacedPublication]:
        """Every publication with a decision, or with one left open."""
        statuses = {number: screening_status_of(votes) for number, votes in all_votes().items()}
        retrievals = retrieval_states()
        placed = []
        for number, method, screening, study, standing in _DECIDED.rows():
            status = statuses.get(number)
            place = place_of(screening, _study_state(standing), status, retrievals.get(number, ""))
            placed.append(PlacedPublication(number, origin_of(method), place, reason_of(status), study))
        return placed

    @cached_property
    def reports(self) -> list[tuple[int, int, StudyProvenance]]:
        """Every publication of a study that is open to readers: its number, its study, and how it came in."""
        places = {each.number: each.place for each in self.decided}
        return [
            (number, study, group_of(origin_of(method), places.get(number, Place.BROUGHT)))
            for number, study, method in _REPORTS.rows()
        ]

    @cached_property
    def visible(self) -> list[tuple[int, str]]:
        """The number and the kind of every study that is open to readers."""
        return _VISIBLE.rows()

    @cached_property
    def groups(self) -> dict[int, StudyProvenance]:
        """Every study that is open to readers, by its id, with how it came in."""
        numbers = (number for number, _ in self.visible)
        return studies_by_group(numbers, ((study, group) for _, study, group in self.reports))

    def numbers(self, places: Iterable[Place], origin: Origin | None = None, reason: str = "") -> list[int]:
        """The numbers of the publications of an origin, or of all, at these places; with a reason, excluded for it."""
        chosen = set(places)
        decided = [
            each.number
            for each in self.decided
            if each.place in chosen
            and origin in (None, each.origin)
            and (not reason or (each.reason or ExclusionReason.OTHER) == reason)
        ]
        # Without a decision there is no reason.
        return sorted(decided if reason else [*decided, *self._undecided(chosen, origin)])

    def _undecided(self, places: set[Place], origin: Origin | None) -> Iterator[int]:
        rows = _with_method().exclude(_HAS_DECISION).filter(_matching(states_without_decision(places)))
        if origin:
            rows = rows.filter(method__in=_methods_of(origin))
        return rows.values_list("pk", flat=True).iterator()

    def removed(self, origin: Origin | None, *kinds: Removed) -> QuerySet[ImportedEntry]:
        """The entries of the files of a column, or of all, that did not become a publication."""
        rows = _entries().filter(reduce(or_, (_REMOVED[kind] for kind in kinds)))
        return rows.filter(method__in=_methods_of(origin)) if origin else rows

    def identified(self, sources: Iterable[FlowSource]) -> QuerySet[ImportedEntry]:
        """The entries that these searches found."""
        matching = Q(pk__in=[])
        for source in sources:
            search = Q(file__search__database=source.source, file__search__searched_on=source.day)
            matching |= Q(method=source.method) & search
        return _entries().filter(matching)

    def of_source(self, name: str) -> list[int]:
        """The numbers of the publications of a source without a search."""
        return [number for (number,) in _OF_SOURCE[name].rows()]

    @cached_property
    def sources(self) -> tuple[FlowSource, ...]:
        """The sources of records, those of searches first."""
        return tuple(self._sources())

    def _sources(self) -> Iterator[FlowSource]:
        """The searches with their days, then what came without one.

        The page is public, and the names of files are their senders'.
        """
        for method, database, day, n in _SEARCHES.rows():
            yield FlowSource(database, n, method, day)
        for name in _OF_SOURCE:
            number = len(self.of_source(name))
            if number:
                yield FlowSource(name, number)


def _entries() -> QuerySet[Any]:
    """The entries that count, with their kind of source."""
    return ImportedEntry.objects.filter(batch__state__in=COUNTED).annotate(method=_METHOD)


def _methods_of(origin: Origin) -> tuple[str, ...]:
    """The kinds of source of a column, as entries have them."""
    return METHODS_OF[origin] or ("",)


def _with_method() -> QuerySet[Any]:
    """Publications with the kind of source of the entry that made them, '' without a search."""
    made = _MADE.filter(publication=OuterRef("pk")).annotate(method=_METHOD).order_by("pk")
    return Publication.objects.annotate(method=Coalesce(Subquery(made.values("method")[:1]), Value("")))


# Asked by every page of the flow, and the same for each: they are written once a process.
_DECIDED = PreparedQuery(
    lambda _: (
        _with_method()
        .filter(_HAS_DECISION)
        .order_by("pk")
        .values_list("pk", "method", "screening", "study_id", "study__standing")
    )
)
_UNDECIDED_COUNTS = PreparedQuery(
    lambda _: (
        _with_method()
        .exclude(_HAS_DECISION)
        .order_by()
        .values_list("method", "screening", "study__standing")
        .annotate(Count("pk"))
    )
)
_KIND_REMOVED = Case(*(When(removed, then=Value(kind.value)) for kind, removed in _REMOVED.items()))
_REMOVED_COUNTS = PreparedQuery(
    lambda _: (
        _entries()
        .filter(reduce(or_, _REMOVED.values()))
        .annotate(kind_removed=_KIND_REMOVED)
        .order_by()
        .values_list("method", "kind_removed")
        .annotate(Count("pk"))
    )
)
_REPORTS = PreparedQuery(
    lambda _: _with_method().filter(_STUDY[StudyState.OPEN]).order_by("pk").values_list("pk", "study_id", "method")
)
_VISIBLE = PreparedQuery(lambda _: Study.objects.visible().order_by("pk").values_list("pk", "kind"))


def _of_source(**of_row: Any) -> PreparedQuery[Any]:
    """Publications without a search whose columns are these; ``made`` says whether an entry of a file made them."""
    made = Exists(_MADE.filter(publication=OuterRef("pk")))
    return PreparedQuery(
        lambda _: _with_method().alias(made=made).filter(method="", **of_row).order_by("pk").values_list("pk")
    )


_OF_SOURCE = {
    THE_DATA_SET: _of_source(row_key__isnull=False),
    BY_HAND: _of_source(row_key__isnull=True, made=False),
    FILES_WITHOUT_SEARCH: _of_source(row_key__isnull=True, made=True),
}
_SEARCH = ("method", "file__search__database", "file__search__searched_on")
_SEARCHES = PreparedQuery(
    lambda _: _entries().exclude(method="").order_by(*_SEARCH).values_list(*_SEARCH).annotate(Count("pk"))
)


def _matching(states: Iterable[tuple[Screening, StudyState]]) -> Q:
    """Publications with one of these screening and study states."""
    matching = Q(pk__in=[])
    for screening, study in states:
        matching |= Q(screening=screening) & _STUDY[study]
    return matching


def _study_state(status: str | None) -> StudyState:
    if status is None:
        return StudyState.NONE
    return StudyState.DRAFT if status == StudyStatus.DRAFT else StudyState.OPEN
