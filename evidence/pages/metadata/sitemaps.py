"""The sitemap: an index, and one file for each kind of page, with the day when the records of a page last changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from studies.models import Condition, Study, with_descendants
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page

# Pages without arguments; those that only show what was asked for, such as a search, are no pages to find.
PLAIN_PAGES = (
    "home",
    "compare",
    "ask",
    "data",
    "release-list",
    "changes",
    "study-list",
    "reviews",
    "safety",
    "claims",
    "flow",
    "methods",
    "glossary",
    "documentation",
)
CONDITION_PAGES = (
    "condition",
    "condition-findings",
    "condition-unused",
    "condition-harms",
    "condition-reviews",
    "condition-uncontrolled",
    "condition-studies",
)
Sections = dict[str, type[Sitemap[Any]] | Sitemap[Any]]
# One file may have 50,000; smaller ones are read again sooner.
STUDIES_IN_A_FILE = 5_000


class PlainPages(Sitemap[str]):
    """Pages with one address each."""

    def items(self) -> tuple[str, ...]:
        return PLAIN_PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class ConditionPages(Sitemap[tuple[str, str]]):
    """The pages of every condition that a visible study has arms of, itself or by a condition below it."""

    def __init__(self) -> None:
        self._changed = changed_conditions()

    def items(self) -> list[tuple[str, str]]:
        return [(name, slug) for slug in self._changed for name in CONDITION_PAGES]

    def location(self, item: tuple[str, str]) -> str:
        name, slug = item
        return reverse(name, args=[slug])

    def lastmod(self, item: tuple[str, str]) -> datetime:
        return self._changed[item[1]]


class StudyPages(Sitemap[Study]):
    """The page of every study that readers may see."""

    limit = STUDIES_IN_A_FILE

    def items(self) -> Iterable[Study]:
        return Study.objects.visible().only("slug", "updated_at").order_by("pk")

    def location(self, item: Study) -> str:
        return item.get_absolute_url()

    def lastmod(self, item: Study) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        newest: datetime | None = Study.objects.visible().aggregate(newest=Max("updated_at"))["newest"]
        return newest


def changed_conditions() -> dict[str, datetime]:
    """When a visible study of each condition last changed, by the condition's slug; without studies it is left out."""
    rows = Study.objects.visible().order_by().values_list("arms__condition").annotate(newest=Max("updated_at"))
    newest: dict[int | None, datetime] = dict(rows)
    conditions = list(Condition.objects.all())
    changed = {}
    for condition in conditions:
        days = [newest[each.pk] for each in with_descendants(condition, conditions) if each.pk in newest]
        if days:
            changed[condition.slug] = max(days)
    return changed


@public_page
@require_safe
def sitemap_index(request: HttpRequest, sitemaps: Sections) -> HttpResponse:
    """The addresses of all files of the sitemap."""
    return index(request, sitemaps, sitemap_url_name="sitemap-section")


@public_page
@require_safe
@query_parameters("p")
def sitemap_section(request: HttpRequest, sitemaps: Sections, section: str) -> HttpResponse:
    """One kind of pages; ``p`` is the number of the file."""
    return sitemap(request, sitemaps, section)
