"""The pages of a condition on the real data: one navigation, whose numbers are those of what each page shows."""

import re
from functools import cache

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from studies.models import Condition
from tests.evidence.pages.html_page import Page, Table, markup_errors, read

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

# One with all kinds of pages, one above others, and one without studies.
CONDITIONS = ["spinal-stenosis", "back-pain", "sacroiliac-joint-pain"]
PARTS = ["findings", "unused", "harms", "reviews", "uncontrolled", "studies"]


class Opener:
    """Opens each page once: the loaded data is the same for every test."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker = blocker
        self.open = cache(self._open)

    def _open(self, slug: str, part: str) -> Page:
        with self.blocker.unblock():
            return read(Client().get(f"/conditions/{slug}/{part}/"))


@pytest.fixture(scope="module")
def pages(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> Opener:
    return Opener(django_db_blocker)


def counts(page: Page) -> dict[str, int]:
    """The numbers in the navigation, by the part of the condition."""
    found = re.findall(r'<a href="/conditions/[-\w]+/(\w+)/"[^>]*>[^<]*<span class="many">([\d,]+)</span>', page.html)
    return {part: int(number.replace(",", "")) for part, number in found}


def body_rows(table: Table, *other_kinds: str) -> int:
    """Rows of a table that begin with a heading cell of the row, or with a cell of ``other_kinds``."""
    firsts = [row[0].attributes for row in table.rows]
    return sum(
        cell.get("scope") in ("row", "rowgroup") and "colspan" not in cell or cell.get("class") in other_kinds
        for cell in firsts
    )


def shown(pages: Opener, slug: str) -> dict[str, int]:
    """What each page shows, counted in its tables."""
    open_ = pages.open
    harms = [body_rows(table) for table in open_(slug, "harms").tables_of("harm-table")]
    unused = open_(slug, "unused").html.partition('id="other-results"')[0]
    single_arms = open_(slug, "uncontrolled")
    pooled = len(re.findall(r">\s*(?:Pooled|Where another arm is expected)[ ,<]", single_arms.html))
    arms = [body_rows(table) for table in (*single_arms.tables_of("shares"), *single_arms.tables_of("changes"))]
    return {
        "findings": sum(body_rows(table) for table in open_(slug, "findings").tables_of("findings")),
        "unused": len(re.findall(r'<th scope="rowgroup" role="rowheader" class="study"', unused)),
        "harms": sum(harms),
        "reviews": sum(body_rows(table) for table in open_(slug, "reviews").tables_of("review-list")),
        "uncontrolled": sum(arms) - pooled,
        "studies": sum(body_rows(table) for table in open_(slug, "studies").tables_of("study-lines")),
    }


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_number_in_the_navigation_is_what_its_page_shows(pages: Opener, slug: str) -> None:
    assert counts(pages.open(slug, "findings")) == shown(pages, slug)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_page_is_valid_has_the_same_navigation_and_marks_itself(pages: Opener, slug: str) -> None:
    first = counts(pages.open(slug, "findings"))
    name = Condition.objects.get(slug=slug).name
    for part in PARTS:
        page = pages.open(slug, part)
        current = [link["href"] for link in page.links if link.get("aria-current") == "page"]
        assert markup_errors(page) == [], part
        assert counts(page) == first, part
        assert current == [f"/conditions/{slug}/{part}/"]
        assert [words.split(" ")[0] for tag, words in page.headings if tag == "h1"] == [name.split(" ")[0]]


def test_unknown_condition_has_no_pages(client: Client) -> None:
    assert {client.get(f"/conditions/nowhere/{part}/").status_code for part in PARTS} == {404}
