"""The numbers of a study beside the places where they were read, row by row, in the order of the source."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from studies.choices import DocumentState, ResultKind
from studies.curation.sign_off.confirm_numbers import NumberPlace, place_of, rows_entered_by
from studies.curation.source_marks import RowField, marks_of
from studies.fields import FIELDS
from studies.models import (
    AdverseEvent,
    Arm,
    NumberConfirmation,
    OutcomeResult,
    ReportedContrast,
    ReportedPool,
    ReviewTrialRow,
    SourceDocument,
    SourceMark,
    Study,
)
from studies.numerics.number_formatting import plain_number, weeks_text
from studies.page_access import name_of
from studies.presentation.study_sources import SourceLink, source_of
from studies.reported.reported_numbers import Confirmation, NumberShare
from studies.selectors.confirmations import RowPlace, read_confirmations
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.study_numbers import ReportedNumber, read_numbers, share_of

# A true minus, as in every number on the site.
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A page of a source document to look at: where a number is marked, or where it can be searched."""

    href: str
    quote: str
    page: int | None


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number as it is confirmed. ``value`` is that of the record with its meaning; ``shown`` as a page prints it.

    ``confirmed_by`` are the people whose confirmation stands; ``is_mine``: the reader is among them; ``is_own``: the
    reader entered it.
    """

    place: NumberPlace
    label: str
    value: str
    shown: str
    is_confirmed: bool
    confirmed_by: tuple[str, ...]
    is_mine: bool
    is_own: bool
    place_in_document: DocumentPlace | None

    @property
    def sent(self) -> str:
        """What the form sends: the place of the number, and the value with the meaning that the reader sees."""
        return f"{self.place.key}|{self.value}"


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """The numbers of one row, and where they were read.

    ``line`` is the same for the results of all arms of one outcome and time, which papers print in one line.
    """

    title: str
    line: str
    source: SourceLink
    quote: str
    lines: tuple[NumberLine, ...]


@dataclass(frozen=True, slots=True)
class NumberList:
    """Every number of a study, and how many are confirmed."""

    groups: tuple[NumberGroup, ...]
    share: NumberShare
    has_document: bool

    def line(self, place: NumberPlace) -> NumberLine | None:
        """The line of one number; None where the study has no such number."""
        return next((line for group in self.groups for line in group.lines if line.place == place), None)

    @property
    def lines(self) -> list[NumberLine]:
        """Every number in order."""
        return [line for group in self.groups for line in group.lines]


def number_list(study: Study, reader: User) -> NumberList:
    """The numbers of a study as one person may confirm them, by a fixed number of queries."""
    numbers = read_numbers([study.pk], are_to_confirm=True)[study.pk]
    by_row: dict[RowPlace, list[ReportedNumber]] = defaultdict(list)
    for number in numbers:
        by_row[number.row].append(number)
    document = SourceDocument.objects.filter(study=study, content__state=DocumentState.READY).order_by("pk").first()
    made = _LineMaker(
        _standing(study, numbers),
        rows_entered_by(study, reader),
        reader,
        marks_of(study),
        document.pk if document else 0,
    )
    groups = [
        made.group(kind, record, title, by_row[kind, record.pk])
        for kind, record, title in _rows(study)
        if by_row.get((kind, record.pk))
    ]
    return NumberList(tuple(groups), share_of(numbers), has_document=document is not None)


@dataclass(frozen=True, slots=True)
class _LineMaker:
    """What the lines of one page share."""

    standing: Mapping[NumberPlace, list[User]]
    own: set[RowPlace]
    reader: User
    marks: Mapping[RowField, SourceMark]
    # The document in which an unmarked number is searched; 0 without one.
    document: int

    def group(self, kind: str, record: Any, title: str, numbers: Iterable[ReportedNumber]) -> NumberGroup:
        lines = tuple(map(self.line, numbers))
        # Notes may name other studies; they are on the study's page.
        line = _joined(record.measure.slug, *_outcome_words(record)) if isinstance(record, OutcomeResult) else ""
        return NumberGroup(title, line, source_of(record, str), getattr(record, "quote", ""), lines)

    def line(self, number: ReportedNumber) -> NumberLine:
        place = place_of(number)
        people = self.standing.get(place, [])
        return NumberLine(
            place=place,
            label=FIELDS[place.kind.replace("_", "-")].field(place.field).label,
            value=number.value_with_meaning,
            shown=number.value.replace("-", _MINUS),
            is_confirmed=number.is_confirmed,
            confirmed_by=tuple(map(name_of, people)),
            is_mine=self.reader in people,
            is_own=number.row in self.own,
            place_in_document=self.place_in_document(place, number.value),
        )

    def place_in_document(self, place: NumberPlace, value: str) -> DocumentPlace | None:
        """Where the number is marked, else its row, else a search of it in the first document."""
        of_row = RowField() if place.kind == "study" else RowField(place.kind, place.pk)
        mark = self.marks.get(replace(of_row, field=place.field)) or self.marks.get(of_row)
        if mark:
            href = reverse("document-page", args=[mark.document_id, mark.page]) if mark.document_id else ""
            return DocumentPlace(href, mark.quote, mark.page)
        if self.document:
            search = urlencode({"find": value})
            return DocumentPlace(f"{reverse('document-page', args=[self.document, 1])}?{search}", "", None)
        return None


def _standing(study: Study, numbers: Iterable[ReportedNumber]) -> dict[NumberPlace, list[User]]:
    """The people whose confirmation of a number counts."""
    confirmations = read_confirmations(NumberConfirmation.objects.filter(study=study))
    by_place = {
        place_of(number): [each.by for each in confirmations.get(number.row, ()) if _is_of(each, number)]
        for number in numbers
    }
    people = User.objects.in_bulk({by for found in by_place.values() for by in found})
    return {place: [people[by] for by in found] for place, found in by_place.items()}


def _is_of(confirmation: Confirmation, number: ReportedNumber) -> bool:
    return confirmation.field == number.field and confirmation.counts(number.value)


def _rows(study: Study) -> Iterable[tuple[str, Any, str]]:
    """The rows of a study with their kinds and titles."""
    yield "study", study, "The study"
    for kind, (query, title) in _TITLED.items():
        yield from ((kind, row, title(row)) for row in query.records(study.pk))


def _result_title(row: OutcomeResult) -> str:
    return _joined(*_outcome_words(row), row.arm.label, _scale(row))


def _scale(row: OutcomeResult) -> str:
    """The range of a score, on which its numbers stand."""
    if row.kind == ResultKind.DICHOTOMOUS or row.scale_min is None or row.scale_max is None:
        return ""
    return f"on {plain_number(row.scale_min)} to {plain_number(row.scale_max)}"


def _outcome_words(row: OutcomeResult) -> tuple[str, ...]:
    """What was measured of a result, and when."""
    when = weeks_text(row.weeks) if row.weeks is not None else row.timepoint_label or "time not stated"
    change = "change from baseline" if row.is_change else ""
    words = (row.outcome_name or row.measure.name, change, row.part.replace("-", " "), when)
    return tuple(filter(None, words))


def _contrast_title(row: ReportedContrast) -> str:
    when = "time not stated" if row.weeks is None else weeks_text(row.weeks)
    outcome, arms = row.outcome_name or row.measure.name, f"{row.arm_a.label} v {row.arm_b.label}"
    measure = row.get_effect_measure_display() if row.effect_measure else ""
    p = f"P printed as {row.p_text}" if row.p_text else ""
    return _joined(outcome, row.part.replace("-", " "), when, arms, measure, p, row.get_direction_display())


def _harm_title(row: AdverseEvent) -> str:
    return _joined(row.event, row.arm.label if row.arm else "", f"counted among: {row.get_denominator_kind_display()}")


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


# The rows of each kind, by the number of their study, and what their title says.
_TITLED: dict[str, tuple[PreparedQuery[Any], Callable[[Any], str]]] = {
    "arm": (
        PreparedQuery(lambda study: Arm.objects.filter(study=study).order_by("pk")),
        lambda arm: f"Arm: {arm.label}",
    ),
    "result": (
        PreparedQuery(
            lambda study: (
                OutcomeResult.objects.filter(arm__study=study)
                .select_related("arm", "measure")
                .order_by("measure__order_in_domain", "measure", "outcome_name", "weeks", "arm", "pk")
            )
        ),
        _result_title,
    ),
    "contrast": (
        PreparedQuery(
            lambda study: (
                ReportedContrast.objects.filter(study=study).select_related("arm_a", "arm_b", "measure").order_by("pk")
            )
        ),
        _contrast_title,
    ),
    "harm": (
        PreparedQuery(lambda study: AdverseEvent.objects.filter(study=study).select_related("arm").order_by("pk")),
        _harm_title,
    ),
    "pool": (
        PreparedQuery(lambda study: ReportedPool.objects.filter(review=study).select_related("measure").order_by("pk")),
        lambda row: _joined("Pool", row.outcome_name or row.measure.name, row.comparison),
    ),
    "trial_row": (
        PreparedQuery(lambda study: ReviewTrialRow.objects.filter(review=study).order_by("pk")),
        lambda row: _joined(row.pool_locator, row.study_label),
    ),
}
