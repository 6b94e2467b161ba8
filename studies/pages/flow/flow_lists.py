"""The lists behind the numbers of the flow of records: publications, studies, or entries of files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.paginator import Page
from django.db.models import Model, QuerySet

from studies.choices import ExclusionReason, Kind, LabelledEnum, SearchMethod
from studies.curation.screening.queues import queues_of
from studies.models import ImportedEntry, Publication, Study
from studies.pages.flow.flow_boxes import (
    METHOD_LABELS,
    MOST_SOURCES,
    REPORT_LABELS,
    SOURCE_NAMES,
    STUDY_LABELS,
    TOTAL_REPORTS,
    TOTAL_STUDIES,
    WITHOUT_OPEN_STUDY,
)
from studies.pages.flow.flow_counts import (
    PLACES_OF,
    Box,
    FlowSource,
    Origin,
    Place,
    Removed,
    StudyProvenance,
    origin_of,
)
from studies.pages.flow.flow_records import FlowData
from studies.presentation.list_pages import asked_page

PAGE_SIZE = 50
Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """What an address asks for beside the name of a list: '' where it does not say."""

    via: str = ""
    method: str = ""
    source: str = ""
    reason: str = ""
    kind: str = ""
    beyond: str = ""

    @property
    def origin(self) -> Origin | None:
        """The column that the list is of; None for all."""
        if self.method:
            return origin_of(self.method)
        return Origin(self.via) if self.via in set(Origin) else None


@dataclass(frozen=True, slots=True)
class FlowList:
    """The list behind one number. ``hidden`` counts those that this person cannot see, or not yet.

    ``form`` says what its records are: "publications", "studies" or "entries".
    """

    title: str
    number: int
    hidden: int
    records: Page[Any]
    form: str
    may_screen: bool


def flow_list(data: FlowData, name: str, query: FlowQuery, person: Person, page: str | None) -> FlowList | None:
    """The list behind a number; None where no number of the figure has this name."""
    for find in (_entries, _studies, _publications):
        found = find(name, query, data)
        if found:
            title, records = found
            return _shown(_titled(title, query), records, person, page)
    return None


Found = tuple[str, QuerySet[ImportedEntry] | QuerySet[Study] | Sequence[int]]


def _entries(name: str, query: FlowQuery, data: FlowData) -> Found | None:
    """Entries of files: those of a column or a search, or those that did not become a publication."""
    if name == "identified":
        return "Records identified", data.identified(_searches(query, data))
    if name == "removed":
        return "Records removed before screening", data.removed(query.origin, *Removed)
    if name in set(Removed):
        return Removed(name).label, data.removed(query.origin, Removed(name))
    return None


def _searches(query: FlowQuery, data: FlowData) -> list[FlowSource]:
    """The searches of a column, of a kind of source, or of one source; or those that the figure does not name."""
    searches = [each for each in data.sources if each.method and query.origin in (None, origin_of(each.method))]
    if query.method:
        searches = [each for each in searches if each.method == query.method]
    if query.source:
        searches = [each for each in searches if each.name == query.source]
    return searches[MOST_SOURCES:] if query.beyond else searches


def _studies(name: str, query: FlowQuery, data: FlowData) -> Found | None:
    """Studies that are open to readers, of a group or of a kind."""
    visible = Study.objects.visible().order_by("label", "pk")
    if name == "total-studies":
        return TOTAL_STUDIES, visible.filter(kind=query.kind) if query.kind in set(Kind) else visible
    for group in StudyProvenance:
        if name == f"{group.value}-studies":
            numbers = [number for number, each in data.groups.items() if each is group]
            return STUDY_LABELS[group], visible.filter(pk__in=numbers)
    return None


def _publications(name: str, query: FlowQuery, data: FlowData) -> Found | None:
    """Publications of a source without a search, of a group, or at one or several places."""
    for source, source_name in SOURCE_NAMES.items():
        if name == source_name:
            return source, data.of_source(source)
    if name == "total-reports":
        return TOTAL_REPORTS, [number for number, _, _ in data.reports]
    for group in StudyProvenance:
        if name == f"{group.value}-reports":
            return REPORT_LABELS[group], [number for number, _, each in data.reports if each is group]
    if name == "previous-without-study":
        open_reports = {number for number, _, _ in data.reports}
        numbers = data.numbers(Place, Origin.PREVIOUS)
        return WITHOUT_OPEN_STUDY, [number for number in numbers if number not in open_reports]
    places: Iterable[Place] | None = PLACES_OF[Box(name)] if name in set(Box) else None
    label: LabelledEnum | None = Box(name) if name in set(Box) else None
    if name in set(Place):
        places, label = (Place(name),), Place(name)
    return (label.label, data.numbers(places, query.origin, query.reason)) if places and label else None


def _titled(title: str, query: FlowQuery) -> str:
    """The title of a list with what narrows it."""
    narrowed = [
        query.origin.label if query.via and query.origin else "",
        METHOD_LABELS[SearchMethod(query.method)] if query.method in set(SearchMethod) else "",
        query.source,
        ExclusionReason(query.reason).label if query.reason in set(ExclusionReason) else "",
        Kind(query.kind).label if query.kind in set(Kind) else "",
    ]
    return ": ".join([title, *filter(None, narrowed)])


def _shown(
    title: str, records: QuerySet[ImportedEntry] | QuerySet[Study] | Sequence[int], person: Person, page: str | None
) -> FlowList:
    """A list as a person may see it: entries are for those who screen, publications by the rule below."""
    may_screen = person.has_perm("studies.add_publication")
    if isinstance(records, QuerySet):
        number = records.count()
        form = "studies" if records.model is Study else "entries"
        visible: QuerySet[Model] = records if may_screen or form == "studies" else records.none()
        paged: Page[Any] = asked_page(visible, PAGE_SIZE, page)
        return FlowList(title, number, number - paged.paginator.count, paged, form, may_screen)
    visible_numbers = _visible_to(person, records, may_screen=may_screen)
    hidden = len(records) - len(visible_numbers)
    return FlowList(title, len(records), hidden, _page_of(visible_numbers, page), "publications", may_screen)


def _page_of(numbers: Sequence[int], page: str | None) -> Page[Any]:
    """One page of publications; only those on it are fetched."""
    paged = asked_page(numbers, PAGE_SIZE, page)
    by_number = Publication.objects.select_related("study").in_bulk(list(paged.object_list))
    publications: list[Any] = [by_number[number] for number in paged.object_list]
    return Page(publications, paged.number, paged.paginator)


def _visible_to(person: Person, numbers: Sequence[int], *, may_screen: bool) -> list[int]:
    """The publications that a person can see: a reader those of visible studies, a screener all but blind ones."""
    if may_screen and isinstance(person, User):
        blind = queues_of(person).blind
        return [number for number in numbers if number not in blind]
    visible = set(Publication.objects.visible().values_list("pk", flat=True))
    return [number for number in numbers if number in visible]
