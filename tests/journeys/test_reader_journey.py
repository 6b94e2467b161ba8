"""Readers in the real evidence: from the home page to the source, by keyboard alone, in print, with live filters."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.conftest import load_real_evidence
from tests.harness.database_templates import DatabaseTemplates
from tests.journeys.conftest import DESKTOP, PageOpener
from tests.journeys.steps import PHONE, check_page, check_state, follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DISC = "/conditions/lumbar-disc-herniation/"
SELECTION = f"{DISC}selection/"
# Far more than the links before any link that these tests use.
MOST_TABS = 200


@pytest.fixture(autouse=True)
def evidence(transactional_db: None, templates: DatabaseTemplates) -> Iterator[None]:
    with templates.copy("real", load_real_evidence):
        yield


def test_reader_goes_from_the_home_page_to_the_source_of_a_number(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    for link in (
        page.get_by_role("link", name="Lumbar disc herniation").first,
        page.locator("main a[href*='/findings/ozone-v-']").first,
        page.locator("main a[href*='/contrasts/']").first,
    ):
        check_page(page)
        follow(page, link)
    check_page(page)
    source = page.locator("main a[rel~=external]").first
    assert re.match(r"https?://", str(source.get_attribute("href")))


def test_other_pages_of_the_real_evidence_are_accessible_and_fit_the_screen(
    live_server: LiveServer, page: Page
) -> None:
    for address in ("/claims/", "/reviews/", "/safety/"):
        page.goto(live_server.url + address)
        check_state(page)


def test_low_risk_of_bias_only_says_that_nothing_was_assessed(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + SELECTION)
    page.get_by_label("Risk of bias").select_option("low only")
    follow(page, page.get_by_role("button", name="Show this selection"))
    assert page.url == f"{live_server.url}{SELECTION}?risk=low"
    selection = page.locator("#selection")
    expect(selection).to_contain_text("No trial of this condition has been assessed for risk of bias yet")
    expect(selection).to_contain_text("not because no trial is good")


def test_selection_updates_its_page_while_it_is_changed(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + SELECTION)
    page.get_by_label("short", exact=False).first.check()
    expect(page.get_by_text("You chose")).to_contain_text("time: short")
    assert page.url == f"{live_server.url}{SELECTION}?window=short"
    # The default answer is always shown.
    assert page.get_by_role("heading", name="The default answer").count() == 1

    page.get_by_label("Year from").fill("1850")
    page.get_by_label("Year from").press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("The selection was not used")


def test_selection_is_made_shared_and_downloaded_without_scripts(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    page = open_page(viewport=PHONE, color_scheme="dark", java_script_enabled=False)
    page.goto(live_server.url + DISC)
    follow(page, page.get_by_role("link", name="Change the question"))
    page.get_by_label("short", exact=False).first.check()
    page.get_by_label("Year from").fill("2000")
    follow(page, page.get_by_role("button", name="Show this selection"))
    assert page.url == f"{live_server.url}{SELECTION}?window=short&year_from=2000"

    # The old form of the address, as it was shared.
    page.goto(f"{live_server.url}{DISC}?window=short&year_from=2000")
    assert page.url == f"{live_server.url}{SELECTION}?window=short&year_from=2000"
    expect(page.get_by_text("You chose")).to_be_in_viewport()
    with page.expect_download() as download:
        page.get_by_role("link", name="its rows as CSV").click()
    assert download.value.suggested_filename == "lumbar-disc-herniation-time-short-term-year-from-2000.csv"


def test_page_of_a_selection_and_its_form_are_accessible(live_server: LiveServer, page: Page) -> None:
    for query in ("", "?window=yesterday&colour=red"):
        page.goto(live_server.url + SELECTION + query)
        check_state(page)
    page.goto(f"{live_server.url}{SELECTION}?window=short")
    page.locator("summary", has_text="Change the selection").click()
    check_page(page)
    for screen in (PHONE, DESKTOP):
        page.set_viewport_size(screen)
        for box in page.locator("form.choose fieldset > div").all():
            assert box.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_keyboard_alone_reaches_a_contrast_from_the_home_page(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    for address in (r"/conditions/lumbar-disc-herniation/$", r"/findings/[^/]+/$", r"/contrasts/"):
        tab_to(page, address)
        press(page, "Enter")
        assert re.search(address, page.url)


def test_condition_prints_on_a4_without_a_clipped_figure(live_server: LiveServer, open_page: PageOpener) -> None:
    # The width of an A4 page inside its margins, in CSS pixels: 18 cm at 96 to the inch.
    page = open_page(viewport={"width": 680, "height": 962}, color_scheme="dark")
    for address in (DISC, DISC + "handout/"):
        page.goto(live_server.url + address)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 680
        figures = "[...document.querySelectorAll('figure')].filter(one => one.getClientRects().length)"
        kept = f"{figures}.every(one => getComputedStyle(one).breakInside.startsWith('avoid'))"
        assert page.evaluate(kept)
        cut = f"{figures}.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        assert page.evaluate(cut) == 0


def test_handout_is_one_sheet_of_a4(live_server: LiveServer, open_page: PageOpener) -> None:
    page = open_page()
    for slug in ("back-pain", "lumbar-disc-herniation", "degenerative-disc-disease", "sciatica"):
        page.goto(f"{live_server.url}/conditions/{slug}/handout/")
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, slug


def tab_to(page: Page, address: str) -> None:
    """Press Tab until a link of the content that leads to ``address`` has the focus and shows it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.href || '', !!document.activeElement.closest('main')]")
        if here[1] and re.search(address, here[0].split("#")[0]):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"no link to {address} within {MOST_TABS} tabs")
