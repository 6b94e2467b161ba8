"""Gap map, single arms and methods in a browser: accessible, as wide as the screen, complete in print."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.choices import Design, HigherIs, OutcomeDomain
from tests.factories import make_arm, make_condition, make_measure, make_pool, make_result, make_study
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, follow, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CONDITION = "/conditions/back-pain/"
PARTS = [f"{CONDITION}{part}/" for part in ("findings", "unused", "harms", "reviews")]
SINGLE_ARMS = f"{CONDITION}uncontrolled/"
PAGES = [
    *("/search/?q=pain", "/methods/", *PARTS, f"{SINGLE_ARMS}?correlation=0.5", f"{SINGLE_ARMS}?correlation=two"),
    f"{CONDITION}studies/?map=moons",
]


def make_everything() -> None:
    """A trial with success and pain in both arms, three uncontrolled studies, a review of uncontrolled studies."""
    back = make_condition(slug="back-pain", name="Back pain")
    below = make_condition(slug="sciatica", name="Lumbar radicular pain of a long and winding name", parent=back)
    success = make_measure(
        slug="success-macnab",
        name="Excellent or good",
        domain=OutcomeDomain.SUCCESS,
        higher_is=HigherIs.BETTER,
        range_min=None,
        range_max=None,
    )
    pain = make_measure()
    trial = make_study(condition=below, n_randomised=120)
    clinics = [make_study(condition=below, design=Design.CASE_SERIES) for _ in range(3)]
    arms = [make_arm(study=trial, components=names) for names in (["ozone"], ["sham"])]
    for place, arm in enumerate([*arms, *(make_arm(study=clinic) for clinic in clinics)]):
        make_result(arm=arm, measure=success, events=14 + 3 * place, n=40, higher_is=HigherIs.BETTER)
        for weeks, mean in ((0, 8.0), (4, 3.0 + place / 2)):
            make_result(arm=arm, measure=pain, weeks=weeks, mean=mean, scale_min=0, scale_max=10)
    make_result(arm=arms[0], measure=success, events=None, events_derived=None, percent=88.2, weeks=30)
    make_pool(measure=success, condition=below, controlled=False)


def test_pages_are_accessible_and_fit_the_screen(live_server: LiveServer, page: Page) -> None:
    make_everything()
    for address in PAGES:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        check_page(page)


def test_reader_goes_from_an_empty_cell_to_the_missing_outcome_without_javascript(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    make_everything()
    page: Page = open_page(java_script_enabled=False)
    page.goto(live_server.url)
    follow(page, page.get_by_role("link", name="What was measured"))
    follow(page, page.get_by_role("link", name=re.compile("^0 trials *: quality of life, Back pain$")))

    assert page.url == f"{live_server.url}{CONDITION}findings/?outcome=quality-of-life"
    expect(page.get_by_text("No finding has this.")).to_be_visible()


def test_reader_sets_a_correlation_by_keyboard(live_server: LiveServer, open_page: PageOpener) -> None:
    make_everything()
    page: Page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{SINGLE_ARMS}")
    field = page.get_by_label("Correlation of the scores before and after")
    field.fill("0.6")
    press(page, "Enter")

    assert "?correlation=0.6" in page.url
    expect(page.get_by_text("nothing compared, assumed correlation 0.6").first).to_be_visible()


def test_printed_map_fits_the_sheet(live_server: LiveServer, open_page: PageOpener) -> None:
    make_everything()
    # A4 less its margins, at 96 pixels an inch.
    page: Page = open_page(viewport={"width": 672, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}{CONDITION}studies/?map=routes")

    assert page.evaluate("document.querySelector('table.map').getBoundingClientRect().right") <= 672
