"""Every default page, without a reader's own selection, as an anonymous reader sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from evidence.filters import NO_SELECTION
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.published_pools import read_published_pools
from evidence.pages.condition.evidence_summary import EvidenceSummary
from evidence.pages.finding.chosen_finding import ChosenFinding
from evidence.pages.finding.finding_page import finding_page
from evidence.pages.metadata.sitemaps import CONDITION_PAGES
from evidence.pages.study.study_page import study_context
from evidence.releases.frozen_html import FROZEN_HOST
from studies.models import Condition, Study

# Pages of the site and of a condition, by the names of their addresses.
SITE_PAGES = ("home", "compare", "safety", "reviews", "claims", "methods", "glossary", "flow")
FROZEN_CONDITION_PAGES = (*CONDITION_PAGES, "condition-handout")
# Templates that are rendered for many pages without their views: those of findings would read the same rows for each.
_FINDING_TEMPLATE = "evidence/pages/finding/finding_page.html"
_STUDY_TEMPLATE = "evidence/pages/study/study_page.html"
# For so many, what reviews pooled is read together.
_FINDINGS = 100


class RenderedPage(NamedTuple):
    """A page with the address that it was read from."""

    path: str
    html: str


class _FrozenRequest(HttpRequest):
    """A request of nobody for an address without parameters."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", path, path
        self.GET = QueryDict()
        self.user = AnonymousUser()
        self.match = self.resolver_match = resolve(path)

    def get_host(self) -> str:
        return FROZEN_HOST


def condition_paths(condition: Condition) -> list[str]:
    """The addresses of the pages of a condition, but those of its findings."""
    return [reverse(name, args=[condition.slug]) for name in FROZEN_CONDITION_PAGES]


def read_page(path: str) -> RenderedPage | None:
    """The page at an address; None where there is none, such as of a comparison that nobody made."""
    request = _FrozenRequest(path)
    match = request.match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return RenderedPage(path, response.content.decode())


def _rendered(template: str, path: str, context: Mapping[str, Any]) -> RenderedPage:
    return RenderedPage(path, render_to_string(template, dict(context), request=_FrozenRequest(path)))


def study_pages() -> Iterator[RenderedPage]:
    """The page of every study that readers see."""
    for slug in list(Study.objects.visible().order_by("slug").values_list("slug", flat=True)):
        yield _rendered(_STUDY_TEMPLATE, reverse("study", args=[slug]), study_context(slug))


def finding_pages(read: ConditionEvidence, summary: EvidenceSummary) -> Iterator[RenderedPage]:
    """The page of every finding of a condition with a value, from one reading of its rows."""
    findings = [finding for finding in summary.default.all_by_anchor if finding.has_value]
    for start in range(0, len(findings), _FINDINGS):
        some = findings[start : start + _FINDINGS]
        for finding, published in zip(some, read_published_pools(read, [each.answer for each in some]), strict=True):
            chosen = ChosenFinding(read.condition, replace(finding), None, NO_SELECTION)
            path = reverse("finding", args=[read.condition.slug, finding.anchor])
            yield _rendered(_FINDING_TEMPLATE, path, {"page": finding_page(chosen, published)})
