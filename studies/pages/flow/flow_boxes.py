"""The boxes of the flow of records with their words and addresses, from its numbers.

A line of PRISMA 2020 stands even where it counts nothing; a line of ours, for what waits or differs, only where it
counts something.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from studies.choices import ExclusionReason, Kind, LabelledEnum, SearchMethod
from studies.numerics.number_formatting import count
from studies.pages.flow.flow_chart import FlowBox, FlowChart, FlowColumn, FlowLine, FlowStep
from studies.pages.flow.flow_counts import (
    METHODS_OF,
    PLACES_OF,
    Box,
    Flow,
    FlowSource,
    Origin,
    Place,
    Removed,
    StudyProvenance,
)
from studies.pages.flow.flow_records import BY_HAND, FILES_WITHOUT_SEARCH, THE_DATA_SET

# With more searches than these of one kind the box names the first and counts the rest.
MOST_SOURCES = 6
# The names in addresses of the lists of sources without a search.
SOURCE_NAMES = {THE_DATA_SET: "data-set", BY_HAND: "by-hand", FILES_WITHOUT_SEARCH: "files-without-search"}
METHOD_LABELS = {
    SearchMethod.DATABASE: "Databases",
    SearchMethod.REGISTER: "Registers",
    SearchMethod.WEBSITE: "Websites",
    SearchMethod.ORGANISATION: "Organisations",
    SearchMethod.CITATION: "Citation searching",
    SearchMethod.OTHER: "Other methods",
    SearchMethod.PREVIOUS: "Previous version of this review",
}
_KINDS = {
    Kind.PRIMARY: "Primary studies, which alone are evidence on patients",
    Kind.REVIEW: "Reviews",
    Kind.LABORATORY: "Laboratory work",
    Kind.BACKGROUND: "Background",
}
STUDY_LABELS = {
    StudyProvenance.PREVIOUS: "Studies included in previous version of review",
    StudyProvenance.NEW: "New studies included in review",
    StudyProvenance.UNASSESSED: "Studies entered without a full-text assessment on record",
}
REPORT_LABELS = {
    StudyProvenance.PREVIOUS: "Reports of studies included in previous version of review",
    StudyProvenance.NEW: "Reports of new included studies",
    StudyProvenance.UNASSESSED: "Reports of these studies",
}
WITHOUT_OPEN_STUDY = "Records without a study that is open to readers"
TOTAL_STUDIES = "Total studies included in review"
TOTAL_REPORTS = "Reports of total included studies"


def chart_of(flow: Flow) -> FlowChart:
    """The whole flow, with an address for every number."""
    return FlowChart(
        previous=FlowColumn(Origin.PREVIOUS.label, (FlowStep(_previous(flow)),)),
        systematic=FlowColumn(Origin.SYSTEMATIC.label, tuple(_systematic(flow))),
        other=FlowColumn(Origin.OTHER.label, tuple(_other(flow))),
        without_search=FlowColumn(Origin.WITHOUT_SEARCH.label, tuple(_without_search(flow))),
        included=FlowColumn("Included", tuple(_included(flow))),
    )


def _systematic(flow: Flow) -> Iterator[FlowStep]:
    """Identification, screening, retrieval, eligibility."""
    origin = Origin.SYSTEMATIC
    removed = _line("removed", "Records removed before screening", flow.n_removed(origin), via=origin)
    heads = _nonzero(flow, origin, *PLACES_OF[Box.UNSCREENED])
    yield FlowStep(_identified(flow, origin), FlowBox(removed, (*_removed(flow, origin), *heads)), 0)
    differ = _nonzero(flow, origin, Place.TITLE_DIFFER, Place.NOT_SOUGHT)
    yield FlowStep(FlowBox(_box(flow, origin, Box.SCREENED)), _excluded(flow, origin, Place.TITLE_EXCLUDED, differ), 1)
    yield from _reports(flow, origin)


def _other(flow: Flow) -> Iterator[FlowStep]:
    """Identification, retrieval, eligibility: what was not sought leaves the flow at once."""
    origin = Origin.OTHER
    not_sought = tuple(place for place in Place if place not in PLACES_OF[Box.SOUGHT])
    removed = _line("removed", "Records removed before screening", flow.n_removed(origin), via=origin)
    heads = _nonzero(flow, origin, *not_sought)
    out = FlowBox(removed, (*_removed(flow, origin), *heads)) if removed.number or heads else None
    yield FlowStep(_identified(flow, origin), out, 0)
    yield from _reports(flow, origin)


def _reports(flow: Flow, origin: Origin) -> Iterator[FlowStep]:
    """Reports sought, and reports assessed."""
    not_retrieved = _line(Place.NOT_RETRIEVED, "", flow.n_at(origin, Place.NOT_RETRIEVED), via=origin)
    waiting = _nonzero(flow, origin, Place.UNDER_WAY, Place.AWAITING_TEXT)
    yield FlowStep(FlowBox(_box(flow, origin, Box.SOUGHT)), FlowBox(not_retrieved, waiting), 2)
    differ = _nonzero(flow, origin, Place.FULL_DIFFER, Place.AWAITING_STUDY)
    yield FlowStep(FlowBox(_box(flow, origin, Box.ASSESSED)), _excluded(flow, origin, Place.FULL_EXCLUDED, differ), 3)


def _previous(flow: Flow) -> FlowBox:
    """Studies of the previous version, and what of its records did not become a report of one."""
    origin = Origin.PREVIOUS
    others = flow.n_in(origin, Box.RECORDS) - flow.reports[StudyProvenance.PREVIOUS]
    lines = (
        _line("previous-without-study", WITHOUT_OPEN_STUDY, others, via=origin, is_head=True),
        _line("removed", "Records not counted again", flow.n_removed(origin), via=origin, is_head=True),
    )
    return _group(flow, StudyProvenance.PREVIOUS, tuple(line for line in lines if line.number))


def _without_search(flow: Flow) -> Iterator[FlowStep]:
    """What came without a search, what became of it, and the studies that were entered without an assessment."""
    origin = Origin.WITHOUT_SEARCH
    sources = tuple(
        FlowLine(source.name, source.n, reverse("flow-list", args=[SOURCE_NAMES[source.name]]))
        for source in flow.sources_of(origin)
    )
    became = _nonzero(flow, origin, *Place)
    removed = _line(
        "removed", "Other records of files without a stated search", flow.n_removed(origin), via=origin, is_head=True
    )
    head = _line(Box.RECORDS, "Publications that no search on record found", flow.n_in(origin, Box.RECORDS), via=origin)
    yield FlowStep(FlowBox(head, (*sources, *became, *((removed,) if removed.number else ()))))
    yield FlowStep(_group(flow, StudyProvenance.UNASSESSED))


def _included(flow: Flow) -> Iterator[FlowStep]:
    yield FlowStep(_group(flow, StudyProvenance.NEW))
    kinds = tuple(
        _line("total-studies", label, flow.kinds[kind], kind=kind) for kind, label in _KINDS.items() if flow.kinds[kind]
    )
    reports = _line("total-reports", TOTAL_REPORTS, flow.reports.total(), is_head=True)
    yield FlowStep(FlowBox(_line("total-studies", TOTAL_STUDIES, flow.studies.total()), (*kinds, reports)))


def _group(flow: Flow, group: StudyProvenance, lines: tuple[FlowLine, ...] = ()) -> FlowBox:
    """Studies of a group and their reports."""
    head = _line(f"{group.value}-studies", STUDY_LABELS[group], flow.studies[group])
    others = flow.reports_of_others[group]
    of_others = f", {count(others)} of them of studies counted in another box" if others else ""
    label = f"{REPORT_LABELS[group]}{of_others}"
    reports = _line(f"{group.value}-reports", label, flow.reports[group], is_head=True)
    return FlowBox(head, (reports, *lines))


def _identified(flow: Flow, origin: Origin) -> FlowBox:
    """Records by kind of source, and the searches of each: the first by name, the rest together."""
    sources = flow.sources_of(origin)
    lines: list[FlowLine] = []
    for method in METHODS_OF[origin]:
        of_method = [source for source in sources if source.method == method]
        number = sum(source.n for source in of_method)
        if number or method is not SearchMethod.OTHER:
            lines.append(_line("identified", METHOD_LABELS[method], number, method=method, is_head=True))
        lines += [_search(source) for source in of_method[:MOST_SOURCES]]
        if rest := of_method[MOST_SOURCES:]:
            number = sum(source.n for source in rest)
            lines.append(_line("identified", f"{len(rest)} more searches", number, method=method, beyond="1"))
    return FlowBox(_line("identified", "Records identified", flow.n_identified(origin), via=origin), tuple(lines))


def _search(source: FlowSource) -> FlowLine:
    return _line("identified", source.name, source.n, method=source.method, source=source.name)


def _removed(flow: Flow, origin: Origin) -> tuple[FlowLine, ...]:
    """Why records did not become publications; duplicates are a line of PRISMA's."""
    return tuple(
        _line(kind, "", flow.removed[origin, kind], via=origin)
        for kind in Removed
        if kind is Removed.DUPLICATE or flow.removed[origin, kind]
    )


def _excluded(flow: Flow, origin: Origin, place: Place, others: tuple[FlowLine, ...]) -> FlowBox:
    """What was excluded at a stage, by its reasons, and what else leaves the flow there."""
    numbers = {reason: flow.reasons[origin, place, reason] for reason in ExclusionReason}
    reasons = tuple(
        _line(place, reason.label.capitalize(), number, via=origin, reason=reason)
        for reason, number in sorted(numbers.items(), key=lambda item: -item[1])
        if number
    )
    return FlowBox(_line(place, "", flow.n_at(origin, place), via=origin), (*reasons, *others))


def _nonzero(flow: Flow, origin: Origin, *places: Place) -> tuple[FlowLine, ...]:
    """A line for each place that holds a publication."""
    numbers = [(place, flow.n_at(origin, place)) for place in places]
    return tuple(_line(place, "", number, via=origin, is_head=True) for place, number in numbers if number)


def _box(flow: Flow, origin: Origin, box: Box) -> FlowLine:
    return _line(box, "", flow.n_in(origin, box), via=origin)


def _line(name: str, label: str, number: int, *, is_head: bool = False, **query: str) -> FlowLine:
    """A number with the address of its list; without a label it is called what its list is called."""
    label = label or (name.label if isinstance(name, LabelledEnum) else name)
    asked = f"?{urlencode({key: str(value) for key, value in query.items()})}" if query else ""
    return FlowLine(label, number, f"{reverse('flow-list', args=[str(name)])}{asked}", is_head)
