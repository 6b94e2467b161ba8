"""What the pages of a second reading show. Until it is finished its reader is shown no number of the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict

from studies.access import name_of
from studies.actions.extracting import (
    FIELDS,
    ReadingAgreement,
    canonical,
    differs,
    reading_agreement,
    results_to_read,
    why_not_second,
)
from studies.choices import ExtractionState, ReadAs, Settlement
from studies.models import ExtractedValue, Extraction, OutcomeResult, Publication, Study
from studies.pasting.numbers import NotANumber

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ReadingCell:
    """One number to be read: where it is typed, what was typed so far, and why it cannot be read."""

    name: str
    label: str
    typed: str
    fault: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One result: which arm, outcome and time, and the numbers that a source may print of it."""

    arm: str
    outcome: str
    time: str
    cells: tuple[ReadingCell, ...]


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The form of an open reading. It holds nothing of what the record says."""

    study: Study
    extraction: Extraction
    rows: tuple[ReadingRow, ...]
    reports: Sequence[Publication]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """A number that the two readings have differently, and how that was settled."""

    value: ExtractedValue
    what: str
    field: str
    first: str
    second: str
    settled: str
    by: str

    @property
    def is_open(self) -> bool:
        return not self.value.settlement


@dataclass(frozen=True, slots=True)
class Compared:
    """A finished reading beside the first: how far they agree, and every difference."""

    extraction: Extraction
    by: str
    agreement: ReadingAgreement
    differences: tuple[ComparedValue, ...]

    @property
    def n_open(self) -> int:
        return sum(each.is_open for each in self.differences)


@dataclass(frozen=True, slots=True)
class ExtractionPage:
    """Second readings of a study as one person may see them. ``why_not``: why this person cannot read it blind."""

    study: Study
    why_not: str
    compared: tuple[Compared, ...]
    n_finished: int
    forms: tuple[ReadAs, ...] = tuple(ReadAs)
    settlements: tuple[Settlement, ...] = tuple(Settlement)


def open_reading(study: Study, person: User) -> Extraction | None:
    """The person's own reading that is not finished."""
    return study.extractions.filter(by=person, state=ExtractionState.OPEN).first()


def reading_page(extraction: Extraction, sent: QueryDict | None = None) -> ReadingPage:
    """The form, filled with what was kept, or with what was just sent and could not be read."""
    kept = {(value.result_id, value.field): value.typed for value in extraction.values.all()}
    typed = typed_in(extraction.study, sent) if sent else kept
    wrong = faults_in(typed)
    rows = tuple(_reading_row(result, typed, wrong) for result in results_to_read(extraction.study))
    reports = list(extraction.study.publications.order_by("pk"))
    return ReadingPage(extraction.study, extraction, rows, reports, tuple(wrong.values()))


def typed_in(study: Study, sent: QueryDict) -> dict[Place, str]:
    """What was typed, by result and field."""
    return {
        (result.pk, field): sent.get(_name(result.pk, field), "").strip()
        for result in results_to_read(study)
        for field in FIELDS[result.kind]
    }


def faults_in(typed: Mapping[Place, str]) -> dict[Place, str]:
    """Why what was typed cannot be read, by result and field."""
    found = {}
    for place, text in typed.items():
        try:
            canonical(place[1], text)
        except NotANumber as none:
            found[place] = str(none)
    return found


def extraction_page(study: Study, person: User, *, shows_all: bool) -> ExtractionPage:
    """What a person sees who has no reading open. Who could still read blind sees no comparison, unless they ask."""
    why_not = why_not_second(study=study, person=person)
    finished = finished_readings(study)
    shown = finished if why_not or shows_all else finished.none()
    return ExtractionPage(study, why_not, tuple(compared_with(each) for each in shown), finished.count())


def finished_readings(study: Study) -> QuerySet[Extraction]:
    """The readings that stand beside the first."""
    rows = study.extractions.exclude(state=ExtractionState.OPEN).select_related("by")
    return rows.prefetch_related("values__result__arm", "values__result__measure", "values__settled_by")


def _reading_row(result: OutcomeResult, typed: Mapping[Place, str], wrong: Mapping[Place, str]) -> ReadingRow:
    fields = FIELDS[result.kind]
    return ReadingRow(
        arm=str(result.arm.label),
        outcome=_outcome(result),
        time=result.timepoint_label or "time not stated",
        cells=tuple(
            ReadingCell(
                name=_name(result.pk, field),
                label=_label(field),
                typed=typed.get((result.pk, field), ""),
                fault=wrong.get((result.pk, field), ""),
            )
            for field in fields
        ),
    )


def compared_with(extraction: Extraction) -> Compared:
    """A finished reading beside the first."""
    values = list(extraction.values.all())
    return Compared(
        extraction=extraction,
        by=name_of(extraction.by),
        agreement=reading_agreement(values),
        differences=tuple(_difference(value) for value in values if differs(value)),
    )


def _difference(value: ExtractedValue) -> ComparedValue:
    result = value.result
    return ComparedValue(
        value=value,
        what=f"{result.arm.label}, {_outcome(result)}, {result.timepoint_label or 'time not stated'}",
        field=_label(value.field),
        first=_shown(value.first),
        second=_shown(value.typed),
        settled=_shown(value.settled_value) if value.settlement else "",
        by=name_of(value.settled_by) if value.settled_by else "",
    )


def _shown(text: str) -> str:
    return text.replace("-", "\u2212") if text else "not reported"


def _outcome(result: OutcomeResult) -> str:
    change = ", change from baseline" if result.is_change else ""
    part = f" ({result.part.replace('-', ' ')})" if result.part else ""
    return f"{result.outcome_name or result.measure.name}{part}{change}"


def _label(field: str) -> str:
    return str(getattr(OutcomeResult._meta.get_field(field), "verbose_name", field))


def _name(result: int, field: str) -> str:
    return f"v-{result}-{field}"
