"""One study with all its rows, reviews, claims, and what there is."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from evidence.api.contrast_schema import ContrastSchema
from evidence.api.data_answers import JsonObject, KeyedItem, absolute, object_answer, page_answer
from evidence.api.endpoint import ROOT, endpoint, list_endpoints
from evidence.api.finding_items import contrast_items, finding_lines
from evidence.api.listed_rows import TABLES, Absolute, row_items
from evidence.api.query_fields import MOST_ROWS, PAGE_FIELDS, page_limit, page_start
from evidence.api.record_schemas import (
    ArmSchema,
    DifferenceSchema,
    HarmSchema,
    PublicationSchema,
    QuerySchema,
    ResultSchema,
    StudySchema,
)
from evidence.api.reference_items import claim_items, review_items
from evidence.api.reference_schemas import ClaimSchema, ReviewSchema
from evidence.api.schema_base import ApiSchema, list_of, object_schema, page_schema
from evidence.api.study_items import publication_items, publications_of, study_items
from evidence.exports.whole_studies import with_related
from evidence.findings.finding import Finding
from evidence.pages.study.study_findings import own_answers
from evidence.pages.study.study_page import StudyPage, study_context
from evidence.synthesis.eligibility import judge_evidence
from studies.choices import Kind
from studies.filters import for_listing
from studies.models import NumberConfirmation, Study
from studies.selectors.confirmations import read_confirmations
from studies.selectors.results import evidence_of_record

# No study has so many rows of one kind.
_ALL = 100_000


class StudyFactsSchema(ApiSchema):
    """What the page of a study says in words; empty where nothing is stated in the text read."""

    people: str
    age_and_sex: str
    allocation: str
    blinding: str
    bias: str
    retraction: str
    can_answer: list[str]
    found: list[str]


class OwnDifferenceSchema(ApiSchema):
    """A difference between two arms at one time, as the page of the study writes it.

    Without a figure ``reason`` says why; with one, why it is in no pool. ``page`` shows how it was obtained.
    """

    outcome: str
    when: str
    figure: str
    interval: str
    unit: str
    reason: str
    printed_p: str
    page: str


_ROWS: dict[str, Any] = {
    "facts": (StudyFactsSchema, ...),
    "publications": (list_of(PublicationSchema), ...),
    "arms": (list_of(ArmSchema), ...),
    "results": (list_of(ResultSchema), ...),
    "differences": (list_of(DifferenceSchema), ...),
    "harms": (list_of(HarmSchema), ...),
    "queries": (list_of(QuerySchema), ...),
    "contrasts": (
        list_of(ContrastSchema, "Its effects, for the conditions of its own arms."),
        ...,
    ),
    "own_differences": (list_of(OwnDifferenceSchema, "Every difference at every time, as its page has it."), ...),
}


@endpoint(
    "/studies/{slug:slug}/",
    "api-study",
    object_schema(StudySchema, "StudyDetail", **_ROWS),
    tag="What studies reported",
)
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """One study with every row of it, and the effects that follow from it alone."""
    chosen, whole = Study.objects.visible().filter(slug=slug), absolute(request)
    if not chosen.exists():
        raise Http404(f"There is no study “{slug}”. /api/v1/studies/ lists all.")
    [item] = study_items(with_related(for_listing(chosen)), whole)
    page = study_context(slug)["page"]
    rows = {table.name: _data(row_items(table, table.rows(chosen, "", _ALL), whole)) for table in TABLES}
    papers = _data(publication_items(publications_of(chosen, "", _ALL), whole))
    of_page = {"facts": _facts(page), "own_differences": _own_differences(page, whole)}
    contrasts = _own_contrasts(page, whole)
    return object_answer(request, item.data, publications=papers, **rows, contrasts=contrasts, **of_page)


def _data(items: Iterable[KeyedItem]) -> list[JsonObject]:
    return [item.data for item in items]


def _facts(page: StudyPage) -> JsonObject:
    return {
        "people": page.facts.people,
        "age_and_sex": page.facts.age_and_sex,
        "allocation": page.facts.allocation,
        "blinding": page.facts.blinding,
        "bias": page.facts.bias,
        "retraction": page.facts.retraction,
        "can_answer": list(page.found.can_answer),
        "found": [sentence.text for sentence in page.found.sentences],
    }


def _own_differences(page: StudyPage, whole: Absolute) -> list[JsonObject]:
    rows = [(grid, group, row) for grid in page.grids for group in grid.groups for row in group.differences]
    cells = [
        (group, row, time, cell)
        for grid, group, row in rows
        for time, cell in zip(grid.times, row.cells, strict=True)
        if cell
    ]
    return [
        {
            "outcome": group.name,
            "when": time,
            "figure": cell.figure,
            "interval": cell.detail,
            "unit": row.unit,
            "reason": cell.reason,
            "printed_p": cell.printed_p,
            "page": whole(cell.href),
        }
        for group, row, time, cell in cells
    ]


def _own_contrasts(page: StudyPage, whole: Absolute) -> list[JsonObject]:
    """The effects of a study by itself, as its page shows them."""
    if page.study.kind == Kind.REVIEW:
        return []
    confirmations = read_confirmations(NumberConfirmation.objects.filter(study=page.study))
    judged = tuple(judge_evidence(evidence_of_record(page.study, confirmations)))
    lines = [line for own in own_answers(judged) for line in finding_lines([Finding(own.answer, {})], own.condition)]
    return _data(contrast_items(lines, whole))


@endpoint("/reviews/", "api-reviews", page_schema(ReviewSchema, "ReviewPage"), tag="What others say", query=PAGE_FIELDS)
def reviews(request: HttpRequest) -> HttpResponse:
    """Published reviews with their pooled results as printed and the studies that they included."""
    return _page(request, review_items(absolute(request)))


@endpoint("/claims/", "api-claims", page_schema(ClaimSchema, "ClaimPage"), tag="What others say", query=PAGE_FIELDS)
def claims(request: HttpRequest) -> HttpResponse:
    """Claims of popular sources, each with a first verdict and what this site finds."""
    return _page(request, claim_items(absolute(request)))


def _page(request: HttpRequest, items: list[KeyedItem]) -> HttpResponse:
    after = page_start(request.GET)
    return page_answer(request, (item for item in items if item.key > after), page_limit(request.GET))


class ResourceSchema(ApiSchema):
    """One kind of answer: its address, with names in braces, and what it gives."""

    name: str
    address: str
    gives: str


class IndexSchema(ApiSchema):
    """What there is, and what holds for all of it."""

    resources: list[ResourceSchema]
    most_rows_of_a_page: int
    site: str


@endpoint("/", "api-index", object_schema(IndexSchema, "IndexPage"), tag="About")
def index(request: HttpRequest) -> HttpResponse:
    """What there is: every address with what it gives."""
    whole = absolute(request)
    resources = [
        {"name": each.name.removeprefix("api-"), "address": whole(f"/{ROOT}{each.readable}"), "gives": each.gives}
        for each in list_endpoints()
    ]
    return object_answer(
        request,
        {"resources": resources, "most_rows_of_a_page": MOST_ROWS, "site": whole(reverse("home"))},
    )
