"""A second extraction of a study's numbers: begun, typed, finished, differences settled.

It is blind: until it is finished, no number of the first extraction is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studies.choices import ExtractionState, ReadAs, Settlement
from studies.curation.extraction.extraction_comparison import (
    ExtractionComparison,
    compare_extraction,
    finished_extractions,
    input_name,
    outcome_text,
)
from studies.curation.extraction.second_extraction import (
    begin_extraction,
    canonical_number,
    fields_to_read,
    finish_extraction,
    obstacle_to_extraction,
    results_to_read,
    save_values,
    settle_difference,
)
from studies.curation.pasting.read_number import NotANumberError
from studies.models import ExtractedValue, Extraction, OutcomeResult, Publication, Study
from studies.page_access import curators_only, person
from studies.presentation.query_parameters import query_parameters
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ExtractionCell:
    """One number to extract: its input, the text typed so far, and why that cannot be read."""

    name: str
    label: str
    typed: str
    fault: str


@dataclass(frozen=True, slots=True)
class ExtractionRow:
    """One result: which arm, outcome and time, and the numbers that a source may print of it."""

    arm: str
    outcome: str
    time: str
    cells: tuple[ExtractionCell, ...]


@dataclass(frozen=True, slots=True)
class ExtractionForm:
    """The form of an open extraction. It holds no number of the record."""

    study: Study
    extraction: Extraction
    rows: tuple[ExtractionRow, ...]
    reports: Sequence[Publication]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractionPage:
    """Second extractions of a study, as one person may see them. ``why_not``: why they cannot extract it blind."""

    study: Study
    why_not: str
    compared: tuple[ExtractionComparison, ...]
    n_finished: int
    forms: tuple[ReadAs, ...] = tuple(ReadAs)
    settlements: tuple[Settlement, ...] = tuple(Settlement)


def open_extraction(study: Study, person: User) -> Extraction | None:
    """The person's own extraction that is not finished."""
    return study.extractions.filter(by=person, state=ExtractionState.OPEN).first()


def extraction_form(extraction: Extraction, sent: QueryDict | None = None) -> ExtractionForm:
    """The form with the saved values, or with posted values that could not be read."""
    saved = {(value.result_id, value.field): value.typed for value in extraction.values.all()}
    typed = posted_values(extraction.study, sent) if sent else saved
    wrong = find_faults(typed)
    rows = tuple(_extraction_row(result, typed, wrong) for result in results_to_read(extraction.study))
    reports = list(extraction.study.publications.order_by("pk"))
    return ExtractionForm(extraction.study, extraction, rows, reports, tuple(wrong.values()))


def posted_values(study: Study, sent: QueryDict) -> dict[Place, str]:
    """The posted values by result and field."""
    return {
        (result.pk, field.name): sent.get(input_name(result.pk, field.name), "").strip()
        for result in results_to_read(study)
        for field in fields_to_read(result)
    }


def find_faults(typed: Mapping[Place, str]) -> dict[Place, str]:
    """Why typed values cannot be read, by result and field."""
    faults = {}
    for place, text in typed.items():
        try:
            canonical_number(place[1], text)
        except NotANumberError as none:
            faults[place] = str(none)
    return faults


def extraction_page(study: Study, person: User, *, shows_all: bool) -> ExtractionPage:
    """The page of a person without an open extraction. Who can still extract blind sees comparisons on request only."""
    why_not = obstacle_to_extraction(study=study, person=person)
    finished = finished_extractions(study)
    compared = finished if why_not or shows_all else finished.none()
    return ExtractionPage(study, why_not, tuple(compare_extraction(each) for each in compared), finished.count())


def _extraction_row(result: OutcomeResult, typed: Mapping[Place, str], wrong: Mapping[Place, str]) -> ExtractionRow:
    return ExtractionRow(
        arm=str(result.arm.label),
        outcome=outcome_text(result),
        time=result.timepoint_label or "time not stated",
        cells=tuple(
            ExtractionCell(
                name=input_name(result.pk, field.name),
                label=field.label,
                typed=typed.get((result.pk, field.name), ""),
                fault=wrong.get((result.pk, field.name), ""),
            )
            for field in fields_to_read(result)
        ),
    )


FINISH = "finish"


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("compare")
def extraction(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    own = open_extraction(study, person(request))
    if request.method == "POST":
        return save_extraction(request, own) if own else begin(request, study)
    if own:
        return render(request, "studies/curation/extraction/second_extraction.html", {"page": extraction_form(own)})
    page = extraction_page(study, person(request), shows_all="compare" in request.GET)
    return render(request, "studies/curation/extraction/extraction_page.html", {"page": page})


def begin(request: HttpRequest, study: Study) -> HttpResponse:
    """Begin an extraction; back to the page with the reason when the person cannot."""
    posted = request.POST.get("read_as", "")
    read_as = ReadAs(posted) if posted in set(ReadAs) else ReadAs.ABSTRACT
    try:
        begin_extraction(study=study, by=person(request), read_as=read_as, now=timezone.now())
    except ActionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect("extraction", study.slug)


def save_extraction(request: HttpRequest, own: Extraction) -> HttpResponse:
    """Save the typed values, and finish when asked; the form again when a value cannot be read."""
    typed = posted_values(own.study, request.POST)
    if find_faults(typed):
        context = {"page": extraction_form(own, request.POST)}
        return render(request, "studies/curation/extraction/second_extraction.html", context, status=400)
    try:
        save_values(extraction=own, typed=typed, note=_text(request, "note"), by=person(request))
        if request.POST.get("action") == FINISH:
            finish_extraction(extraction=own, by=person(request), now=timezone.now())
        else:
            messages.success(request, "Saved. You can continue later.")
    except ActionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect("extraction", own.study.slug)


@curators_only
@require_POST
def extraction_settle(request: HttpRequest, pk: int) -> HttpResponse:
    value = get_object_or_404(ExtractedValue.objects.select_related("extraction__study"), pk=pk)
    settlement = request.POST.get("settlement", "")
    try:
        if settlement not in set(Settlement):
            raise ActionRefusedError("Choose which extraction is right.")
        settle_difference(
            value=value,
            settlement=Settlement(settlement),
            because=_text(request, "because"),
            other=_text(request, "other"),
            by=person(request),
            now=timezone.now(),
        )
    except (ActionRefusedError, StaleRevisionError) as refused:
        messages.error(request, str(refused))
    return redirect("extraction", value.extraction.study.slug)


def _text(request: HttpRequest, name: str) -> str:
    """The text sent under that name, without the letter that PostgreSQL cannot keep."""
    return request.POST.get(name, "").replace("\x00", "")
