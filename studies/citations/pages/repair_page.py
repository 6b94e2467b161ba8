"""Incomplete publications: their list, what a file or their own entries propose for them, and what a person takes."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.base import File
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studies.citations.export.downloads import citation_file
from studies.citations.pages.upload_form import base_name
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.formats import FORMAT_NAMES
from studies.citations.parse.limits import MOST_MEGABYTES
from studies.citations.parse.read_file import open_file
from studies.citations.repair.incomplete_publications import Gap, gap_counts, gaps_of, incomplete_publications
from studies.citations.repair.proposals import AnswerReading, proposals_in_answer, proposals_in_sources
from studies.citations.repair.write_repairs import RepairResult, TakenField, write_repairs
from studies.models import Publication
from studies.page_access import importers_only, is_curator, person
from studies.presentation.query_parameters import query_parameters
from studies.revisions.data_version import read_snapshot

PAGE_SIZE = 25
GAP_PARAMETER = "missing"
GAP_LABELS = {None: "one or more of the three", Gap.IDENTIFIER: "identifier", Gap.YEAR: "year", Gap.AUTHORS: "authors"}
# The seal of the proposals that a page shows, so that only values of the file itself are written; and its life.
_SALT = "studies.citations.repair"
_LONGEST_REVIEW_SECONDS = 24 * 60 * 60


class AnswerForm(forms.Form):
    """The file with which the list was answered elsewhere."""

    answer_file = forms.FileField(
        label="Answer file", help_text=f"{FORMAT_NAMES}; an answer of Crossref too. At most {MOST_MEGABYTES} MB."
    )

    def clean_answer_file(self) -> File[bytes]:
        answer: File[bytes] = self.cleaned_data["answer_file"]
        if (answer.size or 0) > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(f"The file is larger than {MOST_MEGABYTES} MB. Send it in parts.")
        return answer


@dataclass(frozen=True, slots=True)
class GapFilter:
    """A choice of the list, with the number of its publications."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class IncompleteLine:
    """A publication of the list, and what it lacks."""

    publication: Publication
    missing: str


@dataclass(frozen=True, slots=True)
class RepairPage:
    """The list of incomplete publications."""

    gap: Gap | None
    filters: tuple[GapFilter, ...]
    listed: Page[Publication]
    lines: tuple[IncompleteLine, ...]


def repair_page(gap: Gap | None, page: str) -> RepairPage:
    """Prepare a page of the list, by a fixed number of queries."""
    counts = gap_counts()
    filters = (GapFilter(each or "", label, counts[each], each == gap) for each, label in GAP_LABELS.items())
    publications = incomplete_publications(gap).select_related("study")
    listed = Paginator(publications, PAGE_SIZE).get_page(page)
    lines = (IncompleteLine(each, ", ".join(GAP_LABELS[lacking] for lacking in gaps_of(each))) for each in listed)
    return RepairPage(gap, tuple(filters), listed, tuple(lines))


def gap_in_address(request: HttpRequest) -> Gap | None:
    """What publications must lack, as the address says."""
    value = request.GET.get(GAP_PARAMETER, "")
    if not value:
        return None
    try:
        return Gap(value)
    except ValueError as fault:
        raise Http404("The list has no such filter.") from fault


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters(GAP_PARAMETER, "page")
def repair(request: HttpRequest) -> HttpResponse:
    """The list; and, for an answer file, what it proposes."""
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer_file"]
        try:
            reading = proposals_in_answer(open_file(answer.read()), curator=is_curator(person(request)))
        except FileRejectedError as refusal:
            form.add_error("answer_file", str(refusal))
        else:
            return show_proposals(request, reading, source=base_name(answer.name))
    page = repair_page(gap_in_address(request), request.GET.get("page", ""))
    context = {"page": page, "form": form}
    return render(request, "studies/citations/pages/repair_page.html", context, status=400 if form.errors else 200)


@importers_only
@require_safe
def repair_sources(request: HttpRequest) -> HttpResponse:
    """What the entries of the publications have and they lack."""
    reading = proposals_in_sources(curator=is_curator(person(request)))
    return show_proposals(request, reading, source="their own entries")


@importers_only
@require_safe
@read_snapshot()
@query_parameters(GAP_PARAMETER)
def repair_export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The list as a citation file, to look its works up elsewhere."""
    publications = incomplete_publications(gap_in_address(request))
    return citation_file(publications, suffix, name="incomplete-publications", private=True)


def show_proposals(request: HttpRequest, reading: AnswerReading, *, source: str) -> HttpResponse:
    """The proposals field by field, and under a seal the values that they propose."""
    values = {
        each.publication.pk: {field.name: [field.now, field.proposed] for field in each.fields}
        for each in reading.proposals
    }
    seal = signing.dumps({"source": source, "values": values}, salt=_SALT, compress=True)
    context = {"reading": reading, "source": source, "seal": seal}
    return render(request, "studies/citations/pages/repair_proposals.html", context)


@importers_only
@require_POST
def repair_apply(request: HttpRequest) -> HttpResponse:
    """Write what was ticked."""
    try:
        sealed = signing.loads(request.POST.get("seal", ""), salt=_SALT, max_age=_LONGEST_REVIEW_SECONDS)
    except signing.BadSignature:
        messages.error(request, "These proposals are older than a day or incomplete. Send the file again.")
        return redirect("repair")
    taken = taken_fields(sealed["values"], request.POST.getlist("take"))
    reason = f"Completed from {sealed['source']}"
    result = write_repairs(taken=taken, reason=reason, by=person(request), now=timezone.now())
    messages.success(request, result_sentence(result))
    for refusal in result.refusals[:20]:
        messages.error(request, refusal)
    return redirect("repair")


def taken_fields(values: dict[str, dict[str, list[Any]]], ticked: list[str]) -> list[TakenField]:
    """The ticked fields, each named as "number:field", with the values that were shown; what was not shown is not."""
    pairs = (each.partition(":") for each in dict.fromkeys(ticked))
    return [
        TakenField(int(number), name, *values[number][name])
        for number, _, name in pairs
        if name in values.get(number, {})
    ]


def result_sentence(result: RepairResult) -> str:
    """What was written.

    >>> result_sentence(RepairResult(n_fields=3, n_publications=1))
    'Written: 3 fields of 1 publication.'
    """
    fields = f"{result.n_fields} field{'' if result.n_fields == 1 else 's'}"
    return f"Written: {fields} of {result.n_publications} publication{'' if result.n_publications == 1 else 's'}."
