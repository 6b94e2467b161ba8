"""The numbers of the flow of records, and the publications behind each, read from imports and decisions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from studies.choices import ExclusionReason, ImportState, ImportVerdict, Kind, Screening, StudyStatus
from studies.curation.screening.decisions import ScreeningStatus, screening_status_of
from studies.curation.screening.queues import all_votes
from studies.models import ImportedEntry, Publication, ScreeningDecision, Study
from studies.models.search_record import DATABASE_NOT_STATED
from studies.pages.flow.flow_counts import (
    PLACES_OF,
    Box,
    Flow,
    FlowSource,
    Place,
    Removed,
    StudyState,
    place_of,
    reason_of,
    states_without_decision,
)

THE_DATA_SET = "The data set that was loaded"
BY_HAND = "Entered by hand"
FILES_WITHOUT_SEARCH = "Citation files without a stated search"
# A file counts once its plan is being applied; an undone import does not count.
COUNTED = (ImportState.APPLYING, ImportState.APPLIED)
_HAS_DECISION = Exists(ScreeningDecision.objects.filter(publication=OuterRef("pk")))
# The entries whose publication was created by them and still exists.
_MADE = ImportedEntry.objects.filter(batch__state__in=COUNTED, made_publication=True, publication__isnull=False)
_STUDY = {
    StudyState.NONE: Q(study=None),
    StudyState.DRAFT: Q(study__standing=StudyStatus.DRAFT),
    StudyState.OPEN: Q(study__isnull=False) & ~Q(study__standing=StudyStatus.DRAFT),
}


@dataclass(frozen=True, slots=True)
class DecidedPublication:
    """A publication with decisions: its place, the reason of an exclusion, and its study."""

    number: int
    place: Place
    reason: ExclusionReason | None
    study: int | None


class FlowData:
    """The data of the flow, read once. The number of queries does not grow with the publications."""

    def flow(self) -> Flow:
        """All numbers."""
        flow = Flow(sources=tuple(self._sources()))
        flow.removed.update({kind: self.entries(kind).count() for kind in Removed})
        for decided in self.decided:
            flow.add(decided.place, 1, decided.reason)
        undecided = Publication.objects.exclude(_HAS_DECISION).order_by()
        for screening, study_status, number in undecided.values_list("screening", "study__standing").annotate(
            Count("pk")
        ):
            flow.add(place_of(screening, _study_state(study_status), None), number)
        flow.studies = self._studies()
        return flow

    @cached_property
    def decided(self) -> list[DecidedPublication]:
        """Every publication with a decision, or with one left open."""
        statuses = {number: screening_status_of(votes) for number, votes in all_votes().items()}
        rows = Publication.objects.filter(_HAS_DECISION).order_by("pk")
        fields = ("pk", "screening", "study_id", "study__standing")
        return [_decided_publication(statuses.get(row[0]), *row) for row in rows.values_list(*fields)]

    def numbers(self, places: Iterable[Place], reason: str = "") -> list[int]:
        """The numbers of all publications at these places; with a reason, only of those excluded for it."""
        chosen = set(places)
        decided = [
            each.number
            for each in self.decided
            if each.place in chosen and (not reason or (each.reason or ExclusionReason.OTHER) == reason)
        ]
        return sorted([*decided, *self._undecided(chosen, reason)])

    def _undecided(self, places: set[Place], reason: str) -> Iterator[int]:
        states = states_without_decision(places)
        if reason and reason != ExclusionReason.OTHER:
            # Without a decision there is no reason from the list.
            states = [(screening, study) for screening, study in states if screening != Screening.EXCLUDED]
        rows = Publication.objects.exclude(_HAS_DECISION).filter(_matching(states))
        return rows.values_list("pk", flat=True).iterator()

    def entries(self, kind: Removed) -> QuerySet[ImportedEntry]:
        """The entries of files that did not become a publication."""
        rows = ImportedEntry.objects.filter(batch__state__in=COUNTED)
        if kind is Removed.UNREADABLE:
            return rows.filter(verdict=ImportVerdict.UNREADABLE)
        readable = rows.exclude(verdict=ImportVerdict.UNREADABLE)
        if kind is Removed.UNDECIDED:
            return readable.filter(applied=False)
        if kind is Removed.DUPLICATE:
            return readable.filter(applied=True, made_publication=False)
        return readable.filter(applied=True, made_publication=True, publication=None)

    def of_source(self, name: str) -> list[int]:
        """The numbers of the publications of the data set, or of those entered by hand."""
        rows = Publication.objects.order_by("pk")
        if name == THE_DATA_SET:
            return list(rows.filter(row_key__isnull=False).values_list("pk", flat=True))
        by_hand = rows.filter(row_key__isnull=True).exclude(Exists(_MADE.filter(publication=OuterRef("pk"))))
        return list(by_hand.values_list("pk", flat=True))

    def _sources(self) -> Iterator[FlowSource]:
        loaded = Publication.objects.filter(row_key__isnull=False).count()
        by_hand = Publication.objects.count() - loaded - _MADE.count()
        if loaded:
            yield FlowSource(THE_DATA_SET, loaded)
        yield from self._file_sources()
        if by_hand:
            yield FlowSource(BY_HAND, by_hand)

    def _file_sources(self) -> Iterator[FlowSource]:
        """The databases with the dates of their searches, then all files without a stated search.

        The page is public, and the names of files are their senders'.
        """
        entries = ImportedEntry.objects.filter(batch__state__in=COUNTED)
        search = ("file__search__database", "file__search__searched_on")
        found = entries.exclude(file__search=None).exclude(file__search__database=DATABASE_NOT_STATED)
        by_search = found.order_by(*search).values_list(*search).annotate(Count("pk"), Min("batch"), Max("batch"))
        for database, day, n, first, last in by_search:
            yield FlowSource(f"{database}, {day:%-d %B %Y}", n, last, is_single_import=first == last)
        others = entries.filter(Q(file__search=None) | Q(file__search__database=DATABASE_NOT_STATED))
        facts = others.aggregate(n=Count("pk"), first=Min("batch"), last=Max("batch"))
        if facts["n"]:
            is_single_import = facts["first"] == facts["last"]
            yield FlowSource(FILES_WITHOUT_SEARCH, facts["n"], facts["last"], is_single_import=is_single_import)

    def _studies(self) -> Counter[Kind]:
        """Studies of the included reports, each once, by their kind."""
        open_studies = states_without_decision(PLACES_OF[Box.REPORTS])
        without_screening = Publication.objects.exclude(_HAS_DECISION).filter(_matching(open_studies))
        included: set[int | None] = set(without_screening.values_list("study_id", flat=True))
        included |= {each.study for each in self.decided if each.place in PLACES_OF[Box.REPORTS]}
        kinds = Study.objects.visible().order_by().values_list("pk", "kind")
        return Counter(Kind(kind) for number, kind in kinds if number in included)


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


def _decided_publication(
    status: ScreeningStatus | None, number: int, screening: str, study: int | None, study_status: str | None
) -> DecidedPublication:
    place = place_of(screening, _study_state(study_status), status)
    return DecidedPublication(number, place, reason_of(status), study)
