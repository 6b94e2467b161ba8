"""Conditions, their findings and the contrasts behind these, by the selection of the pages."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from evidence.api.condition_items import condition_data, condition_item
from evidence.api.condition_schemas import ConditionDetailSchema, ConditionSchema
from evidence.api.contrast_schema import ContrastSchema
from evidence.api.data_answers import KeyedItem, absolute, object_answer, page_answer
from evidence.api.endpoint import endpoint
from evidence.api.finding_items import choice_data, contrast_items, finding_item, finding_lines
from evidence.api.finding_schemas import ChoiceSchema, FindingSchema, SelectionSchema
from evidence.api.query_fields import PAGE_FIELDS, fields_of, page_limit, page_start
from evidence.api.schema_base import list_of, object_schema, page_schema
from evidence.exports.findings import selection_json
from evidence.exports.further_findings import findings_after
from evidence.filters import NO_SELECTION, EvidenceFilterForm, SelectionDescription, read_selection
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.condition.selection_page import select
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.finding.chosen_finding import choose_finding_or_404
from studies.models import Condition

_WHAT_FOLLOWS = "What follows"
_WORDS = {
    "comparison": "What ozone is compared with",
    "design": "Randomised trials only, or the other controlled studies only",
    "risk": "Results at low risk of bias only",
    "exclude": "Leave this study out: its name in addresses",
    "model": "The model of pools",
    "interval": "The interval of pools by random effects",
}
SELECTION_FIELDS = fields_of(EvidenceFilterForm().fields, _WORDS)
_SELECTION: dict[str, Any] = {"selection": (SelectionSchema | None, ...)}
_DETAIL: dict[str, Any] = {
    "contrasts": (list_of(ContrastSchema), ...),
    "choices": (list_of(ChoiceSchema, "The same studies with one choice changed at a time."), ...),
}


@endpoint(
    "/conditions/",
    "api-conditions",
    page_schema(ConditionSchema, "ConditionPage"),
    tag=_WHAT_FOLLOWS,
    query=PAGE_FIELDS,
)
def conditions(request: HttpRequest) -> HttpResponse:
    """The tree of conditions."""
    after, whole = page_start(request.GET), absolute(request)
    listed = Condition.objects.select_related("parent").filter(slug__gt=after).order_by("slug")
    items = (condition_item(condition, whole) for condition in listed)
    return page_answer(request, items, page_limit(request.GET))


@endpoint(
    "/conditions/{slug:slug}/",
    "api-condition",
    object_schema(ConditionDetailSchema, "ConditionAnswerPage"),
    tag=_WHAT_FOLLOWS,
)
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a condition: its answer in one line, its table, harm, and what reviews say."""
    return object_answer(request, condition_data(synthesise_condition_or_404(slug), absolute(request)))


@endpoint(
    "/conditions/{slug:slug}/findings/",
    "api-findings",
    page_schema(FindingSchema, "FindingPage", **_SELECTION),
    tag=_WHAT_FOLLOWS,
    query=(*SELECTION_FIELDS, *PAGE_FIELDS),
)
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question of a condition that has a figure or a value, answered by default or by a selection."""
    found, description = _findings(request, slug, page_start(request.GET), including=False)
    whole = absolute(request)
    items = (finding_item(finding, slug, whole) for finding in found if finding.has_value)
    return page_answer(request, items, page_limit(request.GET), selection=selection_json(description))


@endpoint(
    "/conditions/{slug:slug}/findings/{slug:anchor}/",
    "api-finding",
    object_schema(FindingSchema, "FindingDetail", **_DETAIL, **_SELECTION),
    tag=_WHAT_FOLLOWS,
    query=SELECTION_FIELDS,
)
def finding(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """One question with its answer and every contrast behind it."""
    chosen, whole = choose_finding_or_404(request, read_condition_or_404(slug), anchor), absolute(request)
    selection = selection_json(chosen.description)
    if chosen.shown is None:
        raise Http404("Nothing in this selection answers the question.")
    rows = contrast_items(list(finding_lines([chosen.shown], slug)), whole)
    data = finding_item(chosen.shown, slug, whole).data
    contrasts, choices = [row.data for row in rows], choice_data(chosen.shown)
    return object_answer(request, data, contrasts=contrasts, choices=choices, selection=selection)


@endpoint(
    "/conditions/{slug:slug}/contrasts/",
    "api-contrasts",
    page_schema(ContrastSchema, "ContrastPage", **_SELECTION),
    tag=_WHAT_FOLLOWS,
    query=(*SELECTION_FIELDS, *PAGE_FIELDS),
)
def contrasts(request: HttpRequest, slug: str) -> HttpResponse:
    """Every contrast with a figure behind the findings of a condition: a row each, ready for meta-analysis."""
    after, limit = page_start(request.GET), page_limit(request.GET)
    found, description = _findings(request, slug, after.partition("/")[0], including=True)
    lines = list(islice(finding_lines(found, slug, after), limit + 1))
    items: list[KeyedItem] = contrast_items(lines, absolute(request))
    return page_answer(request, items, limit, selection=selection_json(description))


def _findings(
    request: HttpRequest, slug: str, after: str, *, including: bool
) -> tuple[Iterable[Finding], SelectionDescription]:
    """The findings after one of them by name, or from it on, by default or by the reader's own selection."""
    read = read_condition_or_404(slug)
    evidence_filter, judged = read_selection(request.GET, read.studies), judge_condition(read)
    if evidence_filter.is_default:
        return findings_after(judged, after, including=including), NO_SELECTION
    selection = select(judged, evidence_filter)
    return _from(selection.answer_set().all_by_anchor, after, including=including), selection.description


def _from(found: Iterable[Finding], after: str, *, including: bool) -> Iterator[Finding]:
    return (each for each in found if each.anchor > after or (including and each.anchor == after))
