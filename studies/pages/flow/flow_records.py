"""The numbers of the flow of records, and the publications behind each, read from what was imported and decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from studies.choices import ExclusionReason, ImportState, Kind, Screening
from studies.choices import StudyStatus as StudyStanding
from studies.choices.importing import ImportVerdict
from studies.curation.screening.decisions import ScreeningStatus, screening_status_of
from studies.curation.screening.queues import all_votes
from studies.models import ImportBatch, ImportedEntry, Publication, ScreeningDecision, Study
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
    unasked_at,
)

THE_DATA_SET = "The data set that was loaded"
BY_HAND = "Entered by hand"
# A file counts from the moment in which it began to be applied; undone, it was never there.
COUNTED = (ImportState.APPLYING, ImportState.APPLIED)
_HAS_DECISION = Exists(ScreeningDecision.objects.filter(publication=OuterRef("pk")))
# The entries that made a publication which is still here.
_MADE = ImportedEntry.objects.filter(batch__state__in=COUNTED, made_publication=True, publication__isnull=False)
_STUDY = {
    StudyState.NONE: Q(study=None),
    StudyState.DRAFT: Q(study__standing=StudyStanding.DRAFT),
    StudyState.OPEN: Q(study__isnull=False) & ~Q(study__standing=StudyStanding.DRAFT),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A publication on which people decided: where it stands, why it was excluded, and which study it reports."""

    number: int
    place: Place
    reason: ExclusionReason | None
    study: int | None


class FlowReading:
    """One reading of the flow. The number of queries does not grow with the publications."""

    def flow(self) -> Flow:
        """All numbers."""
        flow = Flow(sources=tuple(self._sources()))
        flow.removed.update({kind: self.entries(kind).count() for kind in Removed})
        for decided in self.decided:
            flow.add(decided.place, 1, decided.reason)
        undecided = Publication.objects.exclude(_HAS_DECISION).order_by()
        for word, standing, number in undecided.values_list("screening", "study__standing").annotate(Count("pk")):
            flow.add(place_of(word, _study_state(standing), None), number)
        flow.studies = self._studies()
        return flow

    @cached_property
    def decided(self) -> list[Decided]:
        """Every publication that somebody decided on, or left open."""
        standings = {number: screening_status_of(said) for number, said in all_votes().items()}
        rows = Publication.objects.filter(_HAS_DECISION).order_by("pk")
        fields = ("pk", "screening", "study_id", "study__standing")
        return [_decided(standings.get(row[0]), *row) for row in rows.values_list(*fields)]

    def numbers(self, places: Iterable[Place], reason: str = "") -> list[int]:
        """The numbers of all publications at these places; with a reason, of those excluded for it alone."""
        wanted = set(places)
        found = [
            each.number
            for each in self.decided
            if each.place in wanted and (not reason or (each.reason or ExclusionReason.OTHER) == reason)
        ]
        return sorted([*found, *self._undecided(wanted, reason)])

    def _undecided(self, places: set[Place], reason: str) -> Iterator[int]:
        words = unasked_at(places)
        if reason and reason != ExclusionReason.OTHER:
            # Without a decision there is no reason from the list.
            words = [(word, study) for word, study in words if word != Screening.EXCLUDED]
        rows = Publication.objects.exclude(_HAS_DECISION).filter(_in_words(words))
        return rows.values_list("pk", flat=True).iterator()

    def entries(self, kind: Removed) -> QuerySet[ImportedEntry]:
        """The entries of files that became no publication of their own."""
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
        batches = ImportBatch.objects.filter(state__in=COUNTED).order_by("pk")
        counted = batches.values_list("file_name", "pk").annotate(Count("entries"))
        yield from (FlowSource(name, n, batch) for name, batch, n in counted)
        if by_hand:
            yield FlowSource(BY_HAND, by_hand)

    def _studies(self) -> Counter[Kind]:
        """Studies of the included reports, each once, by their kind."""
        open_studies = unasked_at(PLACES_OF[Box.REPORTS])
        brought = Publication.objects.exclude(_HAS_DECISION).filter(_in_words(open_studies))
        found: set[int | None] = set(brought.values_list("study_id", flat=True))
        found |= {each.study for each in self.decided if each.place in PLACES_OF[Box.REPORTS]}
        kinds = Study.objects.visible().order_by().values_list("pk", "kind")
        return Counter(Kind(kind) for number, kind in kinds if number in found)


def _in_words(words: Iterable[tuple[Screening, StudyState]]) -> Q:
    """Publications with one of these words and studies."""
    found = Q(pk__in=[])
    for word, study in words:
        found |= Q(screening=word) & _STUDY[study]
    return found


def _study_state(standing: str | None) -> StudyState:
    if standing is None:
        return StudyState.NONE
    return StudyState.DRAFT if standing == StudyStanding.DRAFT else StudyState.OPEN


def _decided(
    standing: ScreeningStatus | None, number: int, word: str, study: int | None, of_study: str | None
) -> Decided:
    place = place_of(word, _study_state(of_study), standing)
    return Decided(number, place, reason_of(standing), study)
