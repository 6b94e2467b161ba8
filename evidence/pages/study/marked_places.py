"""Where the numbers of a study were read, as curators marked it in its source: page and words, never the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from studies.curation.source_marks import RowField, place_of
from studies.documents.find_number import find_in_text
from studies.fields import FIELDS
from studies.models import AdverseEvent, OutcomeResult, ReportedContrast, ReportedPool, SourceMark, Study
from studies.models.base import HasPrintedNumbers
from studies.numerics.number_formatting import weeks_text

_ROWS = ("arm", "result__arm", "result__measure", "contrast__measure", "contrast__arm_a", "contrast__arm_b", "harm")
_REVIEW_ROWS = ("pool__measure", "trial_row")


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """What was read at one place: the row, its fields, the page (None in a text without pages) and the words there.

    ``anchor`` is the row on the page of the study, where it has one.
    """

    row: str
    anchor: str
    fields: str
    page: int | None
    quote: str


def marked_places(study: Study) -> tuple[MarkedPlace, ...]:
    """The marked numbers of a study by place, in the order in which they were marked.

    A mark that quotes another number than the record has now is left out: the number was changed since.
    """
    of_study = SourceMark.objects.filter(study=study)
    marks = of_study.select_related(*_ROWS, *_REVIEW_ROWS).order_by("pk")
    newest = {place_of(mark): mark for mark in marks}
    places: dict[tuple[str, int | None, int, str], list[tuple[RowField, SourceMark]]] = {}
    for at, mark in newest.items():
        if not _is_quoted(at, mark, study):
            continue
        places.setdefault((at.row, at.pk, mark.page, mark.quote), []).append((at, mark))
    return tuple(_place(together) for together in places.values())


def _is_quoted(at: RowField, mark: SourceMark, study: Study) -> bool:
    """Whether the quote of a mark holds the number that the record has; true of what is no reported number."""
    figures = {field.name for field in FIELDS[_kind(at)].typed if field.is_figure}
    if at.field not in figures:
        return True
    record = getattr(mark, at.row) if at.row else study
    value = getattr(record, at.field)
    printed = record.as_printed(at.field) if isinstance(record, HasPrintedNumbers) else str(value)
    return value is not None and bool(find_in_text(printed, mark.quote))


def _place(together: list[tuple[RowField, SourceMark]]) -> MarkedPlace:
    at, mark = together[0]
    record = getattr(mark, at.row) if at.row else None
    return MarkedPlace(
        row=_row_text(record),
        anchor=_anchor(record),
        fields=", ".join(_field_labels(at for at, _ in together)),
        page=mark.page if mark.left is not None else None,
        quote=mark.quote,
    )


def _row_text(record: Model | None) -> str:
    """The row in words, without the name of the study."""
    match record:
        case None:
            return "The study"
        case OutcomeResult():
            time = record.timepoint_label or _time(record.weeks)
            return f"{record.arm.label}, {record.outcome_name or record.measure.name}, {time}"
        case ReportedContrast():
            arms = f"{record.arm_a.label} v {record.arm_b.label}"
            return f"{arms}, {record.outcome_name or record.measure.name}, {_time(record.weeks)}"
        case ReportedPool():
            return f"Pooled {record.outcome_name or record.measure.name}"
        case AdverseEvent():
            return record.event
    return str(getattr(record, "label", "") or getattr(record, "study_label", ""))


def _time(weeks: float | None) -> str:
    return "time not stated" if weeks is None else weeks_text(weeks)


def _anchor(record: Model | None) -> str:
    match record:
        case OutcomeResult():
            return f"result-{record.address}"
        case ReportedContrast():
            return f"reported-{record.address}"
        case AdverseEvent():
            return f"harm-{record.address}"
    return ""


def _field_labels(places: Iterable[RowField]) -> list[str]:
    """The labels of fields; none where the whole row was marked."""
    return [_label(at) for at in places if at.field]


def _kind(at: RowField) -> str:
    return at.row.replace("_", "-") or "study"


def _label(at: RowField) -> str:
    labels = {field.name: field.label for field in FIELDS[_kind(at)].typed}
    return labels.get(at.field, at.field.replace("_", " "))
