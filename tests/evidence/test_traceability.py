"""Fifty random numbers from rendered pages, each traced back to its rows in the data set."""

import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from studies.models import AdverseEvent, OutcomeResult, Study
from tests.shares import A_SHARE, A_TENTH, drawn
from tests.studies.dataset.csv_copy import read

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

SAMPLE = 50
Check = Callable[[], None]


def text_of(html: str) -> str:
    """The visible text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def source_rows(name: str) -> dict[str, dict[str, str]]:
    return {row["row_key"]: row for row in read(name)}


def effects(client: Client, share: float) -> Iterator[Check]:
    """Every effect in the figure of a finding: its contrast's page, its two results, their rows and sources."""
    rows = source_rows("outcomes.csv")
    figure_row = re.compile(
        r'<tr role="row" class="(?:study|doubted)">\s*<th[^>]*>\s*<a href="([^"]+)">.*?</tr>', re.DOTALL
    )
    for page in finding_pages(client, share):
        for found in figure_row.finditer(page):
            effect = re.search(r'class="num effect">\s*([^<]+?)\s*<', found[0])
            if effect and "/contrasts/" in found[1]:
                yield partial(assert_effect_links_to_source, client, found[1], unescape(effect[1]), rows)


def finding_pages(client: Client, share: float) -> Iterator[str]:
    """Findings of all back pain, which holds those of each kind of it."""
    page = client.get(reverse("condition-findings", args=["back-pain"])).text
    for address in drawn(dict.fromkeys(re.findall(r'href="(/conditions/back-pain/findings/[-\w]+/)"', page)), share):
        yield client.get(address).text


def assert_effect_links_to_source(client: Client, href: str, effect: str, rows: dict[str, dict[str, str]]) -> None:
    html = client.get(href).content.decode()
    text = text_of(html).replace("−", "-")
    assert effect.replace("−", "-") in text
    _, _, slug, _, *addresses, _ = href.split("/")
    results = OutcomeResult.objects.filter(arm__study__slug=slug)
    keys = [str(result.row_key) for result in results if result.address in addresses]
    assert len(keys) == 2
    for row in map(rows.__getitem__, keys):
        assert f'href="{row["source_url"]}"' in unescape(html)
        figures = [row[name] for name in ("mean", "sd", "events", "n", "ci_low") if row[name]]
        assert figures
        for figure in figures:
            assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d])", text), (href, figure)


def printed_results(client: Client) -> Iterator[Check]:
    """Every result on a study's page: the row of the data set prints the same, at the same source."""
    rows = source_rows("outcomes.csv")
    for result in OutcomeResult.objects.select_related("arm__study"):
        yield partial(assert_result_is_on_its_page, client, result, rows[str(result.row_key)])


def assert_result_is_on_its_page(client: Client, result: OutcomeResult, row: dict[str, str]) -> None:
    html = client.get(result.arm.study.get_absolute_url()).content.decode()
    part = html.split(f'id="result-{result.address}"', 1)[1].split("</tr>", 1)[0]
    for name in ("mean", "sd", "median", "events", "percent"):
        if row[name]:
            assert row[name] in text_of(part).replace("−", "-"), (result.row_key, name)
    assert row["source_url"] in unescape(part) or row["source_url"] in unescape(html)


def counted_harms(client: Client) -> Iterator[Check]:
    """Every count of harm on the safety page, next to its source."""
    rows = source_rows("adverse_events.csv")
    page = text_of(client.get(reverse("safety")).content.decode())
    for harm in AdverseEvent.objects.filter(n_events__isnull=False, n_at_risk__isnull=False):
        yield partial(assert_harm_is_on_the_page, page, rows[str(harm.row_key)])


def assert_harm_is_on_the_page(page: str, row: dict[str, str]) -> None:
    assert f"{int(row['n_events']):,} of {int(row['n_at_risk']):,}" in page, row["row_key"]


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_SHARE
def test_fifty_random_numbers_link_to_their_source(client: Client, share: float) -> None:
    """Which ones of fifty follows from the seed of the run; the rounds of `run.py test --explore` take others."""
    checks = [*effects(client, share / 2), *printed_results(client), *counted_harms(client)]
    chosen = drawn(random.sample(checks, SAMPLE), share)
    assert Study.objects.count() == 160
    for check in chosen:
        check()


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_TENTH
def test_every_effect_of_every_figure_links_to_its_source(client: Client, share: float) -> None:
    found = list(effects(client, share))
    # Some findings have one effect, some four: how many a few of them have is chance.
    assert share < 1 or len(found) >= 20
    for check in found:
        check()
