"""The flow of records (PRISMA 2020): the figure, its table, and the list behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from studies.choices import ExclusionReason, Kind, LabelledEnum
from studies.curation.screening.queues import queues_of
from studies.models import Publication
from studies.pages.flow.flow_counts import BY_REASON, PLACES_OF, Box, Flow, FlowSource, Place, Removed
from studies.pages.flow.flow_figure import FlowBox, FlowFigure, FlowLine, FlowRow, draw_flow
from studies.pages.flow.flow_records import BY_HAND, THE_DATA_SET, FlowData
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page

PAGE_SIZE = 50

# With more sources than these the box names the first and counts the rest.
MOST_SOURCES = 8
Person = User | AnonymousUser
# The names in addresses of the lists of sources without a file.
_SOURCE_NAMES = {THE_DATA_SET: "data-set", BY_HAND: "by-hand"}


_KINDS = {
    Kind.PRIMARY: "primary studies, which alone are counted as evidence on patients",
    Kind.REVIEW: "reviews",
    Kind.LABORATORY: "laboratory work",
    Kind.BACKGROUND: "background",
}


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The flow of records: rows of boxes for the table, and the same as a drawing."""

    rows: Sequence[FlowRow]
    figure: FlowFigure


@dataclass(frozen=True, slots=True)
class FlowList:
    """The list behind one number. ``hidden`` counts those that this person cannot see, or not yet."""

    title: str
    number: int
    hidden: int
    records: Page[Any]
    are_entries: bool
    may_screen: bool


def flow_page() -> FlowPage:
    """Read all numbers and draw them."""
    rows = rows_of(FlowData().flow())
    return FlowPage(rows, draw_flow(rows))


def rows_of(flow: Flow) -> list[FlowRow]:
    """The boxes of the figure, downwards."""
    removed = FlowLine("Records removed before screening", sum(flow.removed.values()))
    return [
        FlowRow(
            main=FlowBox(FlowLine("Records identified", flow.identified), _sources(flow)),
            out=FlowBox(removed, tuple(_line(kind, flow.removed[kind]) for kind in Removed)),
        ),
        FlowRow(
            main=FlowBox(_box(flow, Box.RECORDS)),
            side=FlowBox(_box(flow, Box.WITHOUT_SCREENING), _places(flow, *PLACES_OF[Box.WITHOUT_SCREENING])),
            out=FlowBox(_line(Place.NOT_SCREENED, flow.places[Place.NOT_SCREENED])),
        ),
        FlowRow(FlowBox(_box(flow, Box.SCREENED)), _left(flow, Place.TITLE_EXCLUDED, Place.TITLE_DIFFER)),
        FlowRow(FlowBox(_box(flow, Box.SOUGHT)), _left(flow, Place.NOT_RETRIEVED, Place.AWAITING_TEXT)),
        FlowRow(
            FlowBox(_box(flow, Box.ASSESSED)),
            _left(flow, Place.FULL_EXCLUDED, Place.FULL_DIFFER, Place.AWAITING_STUDY),
        ),
        FlowRow(
            FlowBox(FlowLine("Studies included", flow.studies.total()), (_box(flow, Box.REPORTS), *_studies(flow)))
        ),
    ]


def flow_list(name: str, reason: str, person: Person, page: str | None) -> FlowList | None:
    """The list behind a number; None where no number of the figure has this name."""
    may_screen = person.has_perm("studies.add_publication")
    if name in set(Removed):
        return _list_of_entries(Removed(name), page, may_screen=may_screen)
    title_and_numbers = _numbers_of(name, reason)
    if title_and_numbers is None:
        return None
    title, numbers = title_and_numbers
    visible = _visible_to(person, numbers, may_screen=may_screen)
    return FlowList(
        title=f"{title}: {ExclusionReason(reason).label}" if reason in set(ExclusionReason) else title,
        number=len(numbers),
        hidden=len(numbers) - len(visible),
        records=_page_of(visible, page),
        are_entries=False,
        may_screen=may_screen,
    )


def _numbers_of(name: str, reason: str) -> tuple[str, list[int]] | None:
    """The title of a list and the numbers of its publications."""
    data = FlowData()
    for source, source_name in _SOURCE_NAMES.items():
        if name == source_name:
            return source, data.of_source(source)
    if name in set(Box):
        return Box(name).label, data.numbers(PLACES_OF[Box(name)], reason)
    if name in set(Place):
        return Place(name).label, data.numbers((Place(name),), reason)
    return None


def _list_of_entries(kind: Removed, page: str | None, *, may_screen: bool) -> FlowList:
    """Entries that did not become a publication; only importers see them."""
    entries = FlowData().entries(kind).select_related("batch", "publication").order_by("batch", "index")
    number = entries.count()
    paged = Paginator(entries if may_screen else entries.none(), PAGE_SIZE).get_page(page)
    return FlowList(kind.label, number, 0 if may_screen else number, paged, are_entries=True, may_screen=may_screen)


def _page_of(numbers: Sequence[int], page: str | None) -> Page[Any]:
    """One page of publications; only those on it are fetched."""
    paged = Paginator(numbers, PAGE_SIZE).get_page(page)
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


def _sources(flow: Flow) -> tuple[FlowLine, ...]:
    """The sources of records: the first by name, the rest together."""
    named = [FlowLine(source.name, source.n, _source_href(source)) for source in flow.sources[:MOST_SOURCES]]
    rest = flow.sources[MOST_SOURCES:]
    return (*named, *([FlowLine(f"{len(rest)} more sources", sum(source.n for source in rest))] if rest else []))


def _source_href(source: FlowSource) -> str:
    """The import of its files, or the list of all imports, which importers can see; else a list of publications."""
    if source.batch:
        return reverse("import", args=[source.batch]) if source.is_single_import else reverse("import-list")
    return reverse("flow-list", args=[_SOURCE_NAMES[source.name]])


def _studies(flow: Flow) -> tuple[FlowLine, ...]:
    return tuple(FlowLine(label, flow.studies[kind]) for kind, label in _KINDS.items() if flow.studies[kind])


def _box(flow: Flow, box: Box) -> FlowLine:
    return _line(box, flow.n_records(box))


def _places(flow: Flow, *places: Place) -> tuple[FlowLine, ...]:
    return tuple(_line(place, flow.places[place]) for place in places)


def _left(flow: Flow, first: Place, *others: Place) -> FlowBox:
    """What leaves the flow at one step: the first is the head, with its reasons where it has any."""
    reasons = tuple(
        _line(first, number, reason=reason.value, label=reason.label)
        for reason, number in sorted(flow.reasons.get(first, {}).items(), key=lambda item: -item[1])
        if first in BY_REASON
    )
    heads = (replace(line, is_head=True) for line in _places(flow, *others))
    return FlowBox(_line(first, flow.places[first]), (*reasons, *heads))


def _line(line: LabelledEnum, number: int, *, reason: str = "", label: str = "") -> FlowLine:
    query = f"?{urlencode({'reason': reason})}" if reason else ""
    return FlowLine(label or line.label, number, f"{reverse('flow-list', args=[line.value])}{query}")


@show_page("studies/pages/flow/flow_page.html")
def flow(request: HttpRequest) -> Context:
    return {"page": flow_page()}


@show_page("studies/pages/flow/flow_list.html")
@query_parameters("page", "reason")
def flow_records(request: HttpRequest, name: str) -> Context | None:
    page = flow_list(name, request.GET.get("reason", ""), request.user, request.GET.get("page"))
    return {"page": page} if page else None
