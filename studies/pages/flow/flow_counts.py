"""The flow of records, as PRISMA 2020 counts it (Page et al. 2021, doi:10.1136/bmj.n71).

A *record* is an entry of a source; the same work in two sources is two records. A *report* is a publication that was
read or sought. A *study* can have several reports. Every publication has one *place*, the step that it has reached, and
every *box* of the figure counts the publications of some places.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studies.choices import ExclusionReason, Kind, LabelledEnum, Screening
from studies.curation.screening.decisions import ScreeningStatus, ScreeningVote


class StudyState(LabelledEnum):
    """Whether a publication reports a study, and whether readers can see it."""

    NONE = "none", "no study"
    DRAFT = "draft", "a draft"
    OPEN = "open", "open to readers"


class Place(LabelledEnum):
    """The step that a publication has reached. Each has exactly one."""

    BROUGHT = "brought", "Entered with their study, not screened here"
    BROUGHT_WAITING = "brought-waiting", "Entered with a study that is not open to readers yet"
    METHODS = "methods", "Sources of methods, not evidence"
    NOT_SCREENED = "not-screened", "Not yet screened"
    TITLE_EXCLUDED = "title-excluded", "Excluded on title and abstract"
    TITLE_DIFFER = "title-differ", "Opinions differ on title and abstract"
    NOT_RETRIEVED = "not-retrieved", "Reports not retrieved"
    AWAITING_TEXT = "awaiting-text", "Reports not yet assessed"
    FULL_EXCLUDED = "full-excluded", "Excluded on the full text"
    FULL_DIFFER = "full-differ", "Opinions differ on the full text"
    AWAITING_STUDY = "awaiting-study", "Included, their study not open to readers yet"
    INCLUDED = "included", "Included after screening here"


class Box(LabelledEnum):
    """A box of the figure that holds several places."""

    RECORDS = "records", "Publications after duplicates were removed"
    WITHOUT_SCREENING = "without-screening", "Not screened here"
    SCREENED = "screened", "Records screened"
    SOUGHT = "sought", "Reports sought for retrieval"
    ASSESSED = "assessed", "Reports assessed in full text"
    REPORTS = "reports", "Reports of included studies"


_INCLUDED = (Place.BROUGHT, Place.INCLUDED)
_ASSESSED = (Place.FULL_EXCLUDED, Place.FULL_DIFFER, Place.AWAITING_STUDY, Place.INCLUDED)
_SOUGHT = (Place.NOT_RETRIEVED, Place.AWAITING_TEXT, *_ASSESSED)
PLACES_OF: Mapping[Box, tuple[Place, ...]] = {
    Box.RECORDS: tuple(Place),
    Box.WITHOUT_SCREENING: (Place.BROUGHT, Place.BROUGHT_WAITING, Place.METHODS),
    Box.SCREENED: (Place.TITLE_EXCLUDED, Place.TITLE_DIFFER, *_SOUGHT),
    Box.SOUGHT: _SOUGHT,
    Box.ASSESSED: _ASSESSED,
    Box.REPORTS: _INCLUDED,
}
# The places whose publications are counted by the reason for which they were excluded.
BY_REASON = (Place.TITLE_EXCLUDED, Place.FULL_EXCLUDED)


class Removed(LabelledEnum):
    """Why a record of a file did not become a publication."""

    DUPLICATE = "duplicate", "Duplicates"
    UNREADABLE = "unreadable", "Could not be read"
    UNDECIDED = "undecided", "Possible duplicates that wait for a person"
    DELETED = "deleted", "Their publication was deleted since"


@dataclass(frozen=True, slots=True)
class FlowSource:
    """A source of records: the data set, a search of a database, files from no search, or entry by hand.

    ``batch`` is the number of the last import of its files.
    """

    name: str
    n: int
    batch: int | None = None
    is_single_import: bool = True


@dataclass(slots=True)
class Flow:
    """All numbers of the figure. ``studies`` are those of the included reports, each once, by their kind."""

    sources: tuple[FlowSource, ...] = ()
    removed: Counter[Removed] = field(default_factory=Counter)
    places: Counter[Place] = field(default_factory=Counter)
    reasons: dict[Place, Counter[ExclusionReason]] = field(default_factory=dict)
    studies: Counter[Kind] = field(default_factory=Counter)

    @property
    def identified(self) -> int:
        """Records of all sources."""
        return sum(source.n for source in self.sources)

    def n_records(self, box: Box) -> int:
        """How many publications a box holds."""
        return sum(self.places[place] for place in PLACES_OF[box])

    def add(self, place: Place, number: int, reason: ExclusionReason | None = None) -> None:
        """Count publications at a place."""
        self.places[place] += number
        if place in BY_REASON:
            self.reasons.setdefault(place, Counter())[reason or ExclusionReason.OTHER] += number


def place_of(screening: str, study: StudyState, status: ScreeningStatus | None) -> Place:
    """The place of a publication, from its own status, its study, and the decisions on it."""
    if status is None or not status.decisive.has_votes:
        return _without_decision(screening, study)
    vote, in_full = status.decisive.vote, status.full.has_votes
    if vote is None:
        return Place.FULL_DIFFER if in_full else Place.TITLE_DIFFER
    if vote.decision == Screening.EXCLUDED:
        return _excluded(vote, in_full=in_full)
    if study is StudyState.OPEN:
        return Place.INCLUDED
    return Place.AWAITING_STUDY if in_full or study is StudyState.DRAFT else Place.AWAITING_TEXT


def reason_of(status: ScreeningStatus | None) -> ExclusionReason | None:
    """The reason of the exclusion; None where none was chosen from the list."""
    vote = status.decisive.vote if status else None
    return ExclusionReason(vote.reason_code) if vote and vote.reason_code else None


def _excluded(vote: ScreeningVote, *, in_full: bool) -> Place:
    if vote.reason_code == ExclusionReason.NOT_RETRIEVED:
        return Place.NOT_RETRIEVED
    return Place.FULL_EXCLUDED if in_full else Place.TITLE_EXCLUDED


_BY_STATUS = {
    Screening.UNSCREENED: Place.NOT_SCREENED,
    Screening.INCLUDED: Place.AWAITING_TEXT,
    Screening.EXCLUDED: Place.TITLE_EXCLUDED,
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
