"""The flow of records, as PRISMA 2020 counts it (Page et al. 2021, doi:10.1136/bmj.n71).

A *record* is an entry of a source; the same work in two sources is two records. A *report* is a publication that was
read or sought. A *study* can have several reports. Every publication has one *origin*, by the search that found it
first, and one *place*, the step that it has reached by the decisions on it. A *box* of the figure counts the
publications of one origin at some places.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from studies.choices import ExclusionReason, Kind, LabelledEnum, Retrieval, Screening, SearchMethod
from studies.curation.screening.decisions import ScreeningStatus, ScreeningVote
from studies.numerics.calendar_day import day_text


class StudyState(LabelledEnum):
    """Whether a publication reports a study, and whether readers can see it."""

    NONE = "none", "no study"
    DRAFT = "draft", "a draft"
    OPEN = "open", "open to readers"


class Origin(LabelledEnum):
    """How a publication was identified first: the columns of the figure."""

    PREVIOUS = "previous", "Previous studies"
    SYSTEMATIC = "databases", "Identification of new studies via databases and registers"
    OTHER = "other-methods", "Identification of new studies via other methods"
    WITHOUT_SEARCH = "without-search", "Without a search on record"


METHODS_OF: Mapping[Origin, tuple[SearchMethod, ...]] = {
    Origin.PREVIOUS: (SearchMethod.PREVIOUS,),
    Origin.SYSTEMATIC: (SearchMethod.DATABASE, SearchMethod.REGISTER),
    Origin.OTHER: (SearchMethod.WEBSITE, SearchMethod.ORGANISATION, SearchMethod.CITATION, SearchMethod.OTHER),
    Origin.WITHOUT_SEARCH: (),
}


class Place(LabelledEnum):
    """The step that a publication has reached. Each has exactly one."""

    BROUGHT = "brought", "Entered with their study, no decision on record"
    BROUGHT_WAITING = "brought-waiting", "Entered with a study that is not open to readers yet"
    METHODS = "methods", "Sources of methods, not evidence"
    STATUS_ONLY = "status-only", "Status set without a decision on record"
    NOT_SCREENED = "not-screened", "Not yet screened"
    TITLE_EXCLUDED = "title-excluded", "Records excluded"
    TITLE_DIFFER = "title-differ", "Opinions differ on title and abstract"
    NOT_SOUGHT = "not-sought", "Included on title and abstract, report not sought yet"
    NOT_RETRIEVED = "not-retrieved", "Reports not retrieved"
    UNDER_WAY = "under-way", "Reports sought, not had yet"
    AWAITING_TEXT = "awaiting-text", "Reports retrieved, not assessed yet"
    FULL_EXCLUDED = "full-excluded", "Reports excluded"
    FULL_DIFFER = "full-differ", "Opinions differ on the full text"
    AWAITING_STUDY = "awaiting-study", "Included, their study not open to readers yet"
    INCLUDED = "included", "Included, their study open to readers"


class Box(LabelledEnum):
    """A box of the figure that holds several places."""

    RECORDS = "records", "Publications after duplicates were removed"
    UNSCREENED = "unscreened", "Records without a decision"
    SCREENED = "screened", "Records screened"
    SOUGHT = "sought", "Reports sought for retrieval"
    ASSESSED = "assessed", "Reports assessed for eligibility"


_ASSESSED = (Place.FULL_EXCLUDED, Place.FULL_DIFFER, Place.AWAITING_STUDY, Place.INCLUDED)
_SOUGHT = (Place.NOT_RETRIEVED, Place.UNDER_WAY, Place.AWAITING_TEXT, *_ASSESSED)
PLACES_OF: Mapping[Box, tuple[Place, ...]] = {
    Box.RECORDS: tuple(Place),
    Box.UNSCREENED: (Place.BROUGHT, Place.BROUGHT_WAITING, Place.METHODS, Place.STATUS_ONLY, Place.NOT_SCREENED),
    Box.SCREENED: (Place.TITLE_EXCLUDED, Place.TITLE_DIFFER, Place.NOT_SOUGHT, *_SOUGHT),
    Box.SOUGHT: _SOUGHT,
    Box.ASSESSED: _ASSESSED,
}
# The places whose publications are counted by the reason for which they were excluded.
BY_REASON = (Place.TITLE_EXCLUDED, Place.FULL_EXCLUDED)


class Removed(LabelledEnum):
    """Why a record of a file did not become a publication."""

    DUPLICATE = "duplicate", "Duplicate records"
    UNREADABLE = "unreadable", "Could not be read"
    UNDECIDED = "undecided", "Possible duplicates that wait for a person"
    DELETED = "deleted", "Their publication was deleted since"


class StudyProvenance(LabelledEnum):
    """How studies that are open to readers, and their reports, came in; the first that holds for a study counts."""

    PREVIOUS = "previous", "included in previous version of review"
    NEW = "new", "included after a full-text assessment on record"
    UNASSESSED = "unassessed", "entered without a full-text assessment on record"


@dataclass(frozen=True, slots=True)
class FlowSource:
    """A search of one source on one day, and how many records it found; or a source without a search.

    ``method`` is '' and ``day`` None without a search.
    """

    source: str
    n: int
    method: str = ""
    day: date | None = None

    @property
    def name(self) -> str:
        """The source with the day of its search.

        >>> FlowSource("PubMed", 1, "database", date(2026, 5, 12)).name
        'PubMed, 12 May 2026'
        """
        return f"{self.source}, {day_text(self.day)}" if self.day else self.source


@dataclass(slots=True)
class Flow:
    """All numbers of the figure. ``sources`` counts records, but publications where there was no search."""

    sources: tuple[FlowSource, ...] = ()
    removed: Counter[tuple[Origin, Removed]] = field(default_factory=Counter)
    places: Counter[tuple[Origin, Place]] = field(default_factory=Counter)
    reasons: Counter[tuple[Origin, Place, ExclusionReason]] = field(default_factory=Counter)
    reports: Counter[StudyProvenance] = field(default_factory=Counter)
    # Those of them whose study another box counts: it came in earlier by another report.
    reports_of_others: Counter[StudyProvenance] = field(default_factory=Counter)
    studies: Counter[StudyProvenance] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)

    def sources_of(self, origin: Origin) -> list[FlowSource]:
        """The sources of a column."""
        return [source for source in self.sources if origin_of(source.method) is origin]

    def n_identified(self, origin: Origin) -> int:
        """Records of all sources of a column."""
        return sum(source.n for source in self.sources_of(origin))

    def n_removed(self, origin: Origin) -> int:
        """Records that did not become publications."""
        return sum(self.removed[origin, kind] for kind in Removed)

    def n_at(self, origin: Origin, *places: Place) -> int:
        """How many publications of a column are at these places."""
        return sum(self.places[origin, place] for place in places)

    def n_in(self, origin: Origin, box: Box) -> int:
        """How many publications a box of a column holds."""
        return self.n_at(origin, *PLACES_OF[box])

    def add(self, origin: Origin, place: Place, number: int, reason: ExclusionReason | None = None) -> None:
        """Count publications at a place."""
        self.places[origin, place] += number
        if place in BY_REASON:
            self.reasons[origin, place, reason or ExclusionReason.OTHER] += number


def origin_of(method: str | None) -> Origin:
    """The column of a kind of source; None or '' is no search.

    >>> origin_of("register").value, origin_of("citation").value, origin_of(None).value
    ('databases', 'other-methods', 'without-search')
    """
    return next((origin for origin, methods in METHODS_OF.items() if method in methods), Origin.WITHOUT_SEARCH)


def place_of(screening: str, study: StudyState, status: ScreeningStatus | None, retrieval: str = "") -> Place:
    """The place of a publication, from its own status, its study, the decisions on it, and the last word on its text.

    A study does not stand for an assessment: only a decision on the full text is one.
    """
    if status is None or not status.decisive.has_votes:
        return _without_decision(screening, study)
    vote, in_full = status.decisive.vote, status.full.has_votes
    if vote is None:
        return Place.FULL_DIFFER if in_full else Place.TITLE_DIFFER
    if vote.decision == Screening.EXCLUDED:
        return _excluded(vote, in_full=in_full)
    if not in_full:
        return _BY_RETRIEVAL[retrieval]
    return Place.INCLUDED if study is StudyState.OPEN else Place.AWAITING_STUDY


def reason_of(status: ScreeningStatus | None) -> ExclusionReason | None:
    """The reason of the exclusion; None where none was chosen from the list."""
    vote = status.decisive.vote if status else None
    return ExclusionReason(vote.reason_code) if vote and vote.reason_code else None


def group_of(origin: Origin, place: Place) -> StudyProvenance:
    """How a report of a study that is open to readers came in."""
    if origin is Origin.PREVIOUS:
        return StudyProvenance.PREVIOUS
    is_found = origin in (Origin.SYSTEMATIC, Origin.OTHER)
    return StudyProvenance.NEW if is_found and place is Place.INCLUDED else StudyProvenance.UNASSESSED


def studies_by_group(
    studies: Iterable[int], reports: Iterable[tuple[int, StudyProvenance]]
) -> dict[int, StudyProvenance]:
    """The group of each study, by its id, from its reports. A study without a report was entered without a search."""
    groups = dict.fromkeys(studies, StudyProvenance.UNASSESSED)
    order = list(StudyProvenance)
    for study, group in reports:
        groups[study] = min(groups[study], group, key=order.index)
    return groups


def _excluded(vote: ScreeningVote, *, in_full: bool) -> Place:
    if vote.reason_code == ExclusionReason.NOT_RETRIEVED:
        return Place.NOT_RETRIEVED
    return Place.FULL_EXCLUDED if in_full else Place.TITLE_EXCLUDED


_BY_RETRIEVAL = {
    "": Place.NOT_SOUGHT,
    Retrieval.SOUGHT: Place.UNDER_WAY,
    Retrieval.RETRIEVED: Place.AWAITING_TEXT,
    Retrieval.NOT_RETRIEVED: Place.NOT_RETRIEVED,
}

_BY_STATUS = {
    Screening.UNSCREENED: Place.NOT_SCREENED,
    Screening.INCLUDED: Place.STATUS_ONLY,
    Screening.EXCLUDED: Place.STATUS_ONLY,
    Screening.METHODS_SOURCE: Place.METHODS,
}


def _without_decision(screening: str, study: StudyState) -> Place:
    """The place of a publication without decisions: it came with its study, or a curator set its status."""
    if study is StudyState.NONE:
        return _BY_STATUS[Screening(screening)]
    return Place.BROUGHT if study is StudyState.OPEN else Place.BROUGHT_WAITING


def states_without_decision(places: Iterable[Place]) -> list[tuple[Screening, StudyState]]:
    """The screening and study states of publications without decisions that are at these places."""
    chosen = set(places)
    return [
        (screening, study)
        for screening in Screening
        for study in StudyState
        if _without_decision(screening, study) in chosen
    ]
