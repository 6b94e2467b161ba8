"""Conditions by comparisons on the real data: each cell says what the page of its condition says."""

import csv
import re
from collections.abc import Callable
from http import HTTPStatus
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.findings.comparison_cells import ComparedCell
from evidence.findings.every_overview import read_every_overview
from evidence.pages.compare.compare_page import ELSEWHERE, TOGETHER, ComparePage, compare_page
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from evidence.synthesis.harm_on_record import NONE_ON_RECORD, harm_on_record
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.numerics.number_formatting import plural
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from tests.evidence.pages.html_page import markup_errors, read
from tests.evidence.real_conditions import every_overview, synthesised
from tests.shares import A_SHARE, drawn

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("evidence.pages.compare.compare_page", "evidence.exports.compared_file"):
        monkeypatch.setattr(f"{place}.read_every_overview", lambda version: every_overview())


def table_of(slug: str) -> AnswerTable:
    """The table on the page of a condition."""
    of = synthesised(slug)
    return answer_table(of.rows, slug, of.judged.context)


def shown_harm(page: ComparePage) -> dict[str, str]:
    """What is said of serious harm in each condition of the table."""
    return {row.condition.slug: row.harm.words for section in page.sections for row in section.rows}


def usable_of(cells: tuple[ComparedCell, ...]) -> set[tuple[object, ...]]:
    return {
        (cell.compared.words.heading, found.name, found.when, found.better, found.route, found.word, found.figures)
        + (found.differs, found.people, plural(cell.trials, "trial"), cell.href)
        for cell in cells
        if (found := cell.estimate)
    }


def test_every_cell_equals_the_row_on_the_page_of_its_condition() -> None:
    """Every condition, those that gather others too, whatever the outcome: the figure, the word, people and trials."""
    overviews = {item.condition.slug: item for item in every_overview().overviews}
    usable = 0
    for slug, overview in overviews.items():
        table = table_of(slug)
        assert not table.folded
        shown = {
            (group.comparison.heading, row.outcome, row.when, row.better, row.route, row.word, row.figures)
            + (row.differs, row.people, row.trials, row.href)
            for group in table.groups
            for row in group.rows
        }
        assert usable_of(overview.compared) == shown, slug
        usable += len(shown)
    assert usable > 30
    assert set(overviews) == set(Condition.objects.values_list("slug", flat=True))


def test_every_cell_without_a_figure_says_the_state_of_its_condition() -> None:
    told = 0
    for overview in every_overview().overviews:
        beside = table_of(overview.condition.slug).beside
        lines = {
            (line.outcomes, group.state, link.href, link.tail)
            for line in beside.without_figure
            for group in line.groups
            for link in group.comparisons
        }
        cells = {
            (cell.outcome.label, cell.state, cell.href, cell.tail)
            for cell in overview.compared
            if cell.estimate is None and cell.tail
        }
        assert cells == lines, overview.condition.slug
        told += len(cells)
    assert told > 30


@A_SHARE
def test_page_of_every_outcome_is_well_formed_and_its_links_are_there(client: Client, share: float) -> None:
    """Cells lead where the pages of conditions lead, as the tests above compare; other links are opened."""
    hrefs: set[str] = set()
    for outcome in OUTCOMES_OF_RESULTS:
        page = read(client.get("/compare/", {"outcome": outcome.value}))
        assert markup_errors(page) == []
        assert f"Conditions and comparisons {outcome.label.lower()}" in page.text
        hrefs |= {link["href"] for link in page.links if link["href"].startswith("/conditions/")}
    assert len(hrefs) > 40
    overviews = every_overview().overviews
    cells = {cell.href for overview in overviews for cell in overview.compared}
    pages = {reverse(name, args=[of.condition.slug]) for name in ("condition", "condition-harms") for of in overviews}
    others = sorted(hrefs - cells - pages)
    assert 0 < len(others) < 10
    assert {client.get(href).status_code for href in drawn(others, share)} == {HTTPStatus.OK}


def test_a_cell_is_in_the_row_of_its_condition_and_says_what_it_says(client: Client) -> None:
    page = read(client.get("/compare/"))
    rows = dict(re.findall(r'<th scope="row"[^>]*>\s*<a href="/conditions/([\w-]+)/">(.*?)</tr>', page.html, re.DOTALL))
    text = " ".join(re.sub(r"<[^>]+>", " ", rows["lumbar-disc-herniation"]).split())
    assert "physiotherapy higher 14.0 higher (4.4 to 23.6 higher) 12 weeks, 1 trial, 40 people" in text
    assert "direction only 2 trials" in text
    assert "not compared" in text
    assert "doubted 1 trial" in " ".join(re.sub(r"<[^>]+>", " ", rows["degenerative-disc-disease"]).split())


def test_columns_are_the_comparisons_in_their_order_and_the_rest_is_named() -> None:
    page = compare_page(every_overview(), CriticalOutcome.PAIN)
    shown = [words for group in page.groups for words in group.columns]
    order = list(COMPARISON_WORDS.values())
    assert shown == sorted(shown, key=order.index)
    assert sorted([*shown, *page.absent], key=order.index) == order
    assert [section.title for section in page.sections] == ["", TOGETHER, ELSEWHERE]
    assert all(len(row.places) == len(shown) for section in page.sections for row in section.rows)


def test_table_of_words_has_a_row_for_each_cell() -> None:
    every = every_overview()
    for outcome in OUTCOMES_OF_RESULTS:
        page = compare_page(every, outcome)
        drawn = [
            cell.href
            for section in page.sections
            for row in section.rows
            for place in row.places
            for cell in place.cells
        ]
        drawn += [reverse("condition-harms", args=[slug]) for slug in shown_harm(page)]
        assert sorted(drawn) == sorted(page.table.hrefs)
        assert all(row[3] for row in page.table.rows)


def test_serious_harm_is_that_of_the_page_of_its_condition(client: Client) -> None:
    told = shown_harm(compare_page(every_overview(), CriticalOutcome.SUCCESS))
    on_record = {slug: words for slug, words in told.items() if words != NONE_ON_RECORD}
    assert {"back-pain", "lumbar-disc-herniation"} <= on_record.keys() < told.keys()
    for slug, words in told.items():
        assert words == (harm_on_record(synthesised(slug).answer.harm) or NONE_ON_RECORD)
    page = read(client.get("/compare/"))
    linked = {
        link["href"]: link["title"] for link in page.links if "title" in link and link["href"].endswith("/harms/")
    }
    for slug, words in on_record.items():
        assert linked[reverse("condition-harms", args=[slug])].casefold() == words.casefold()
    assert len(linked) == len(on_record)


def test_file_has_every_figure_of_the_table_and_says_where_it_is_from(client: Client) -> None:
    every = every_overview()
    for outcome in OUTCOMES_OF_RESULTS:
        response = client.get(reverse("compare-csv"), {"outcome": outcome.value})
        assert f"compare-{outcome.value}.csv" in response["Content-Disposition"]
        rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
        page = compare_page(every, outcome)
        in_table = [
            cell for section in page.sections for row in section.rows for place in row.places for cell in place.cells
        ]
        figures = [
            (cell.href, each.difference, each.interval)
            for cell in in_table
            if cell.estimate
            for each in cell.estimate.figures
        ]
        usable = [row for row in rows if row["state"] == "usable figure"]
        assert [
            (row["page"].removeprefix("http://testserver"), plain(row["difference"]), row["interval"]) for row in usable
        ] == figures
        harm = {row["condition"]: row["state"] for row in rows if row["outcome"] == "serious-harm"}
        assert harm == shown_harm(page)
        assert len(rows) - len(usable) - len(harm) == sum(cell.estimate is None for cell in in_table)
        for row in rows:
            assert row["address"] == f"http://testserver/compare/?outcome={outcome.value}"
            assert "CC-BY-4.0" in row["licence"]
            assert row["address"] in row["citation"]
            assert row["data_of"]
            assert row["terms"]


def plain(cell: str) -> str:
    """A cell without the sign that keeps a spreadsheet from computing it."""
    return cell.removeprefix("'")


def test_no_evidence_is_read_again_where_the_pages_of_conditions_kept_theirs(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., object]
) -> None:
    kept = {item.condition.slug: item for item in every_overview().overviews}
    monkeypatch.setattr("evidence.findings.current_overviews.kept_overview", lambda slug, version: kept[slug])
    monkeypatch.setattr("evidence.findings.every_overview.is_small_site", lambda: False)
    with django_assert_num_queries(1):
        page = compare_page(read_every_overview(version=1), CriticalOutcome.PAIN)
    assert page.sections


@pytest.mark.parametrize("outcome", ["serious-harm", "joy", "<b>"])
def test_outcome_that_does_not_exist_is_an_error_with_a_sentence(client: Client, outcome: str) -> None:
    response = client.get(reverse("compare"), {"outcome": outcome})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "is not one of the available choices" in read(response).text
