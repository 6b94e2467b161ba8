"""A finding explored and a comparison by dose in a browser: reachable, accessible, as wide as the screen."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.evidence.pages.finding.explored_trials import ANCHOR, make_trials
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, follow

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FINDING = f"/conditions/sore-back/findings/{ANCHOR}/"


ADDRESSES = (
    f"{FINDING}?guidance=ct",
    f"{FINDING}explore/",
    f"{FINDING}explore/?tau_scale=0",
    "/dose/ozone-v-sham/",
)


def test_pages_are_accessible_and_fit_the_screen(live_server: LiveServer, page: Page) -> None:
    make_trials(12)
    for address in ADDRESSES:
        page.goto(live_server.url + address)
        check_page(page)


def test_reader_explores_a_finding_and_sets_a_prior_without_javascript(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    make_trials(4)
    page: Page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{FINDING}?guidance=ct")
    follow(page, page.get_by_role("link", name="Explore this finding"))
    page.get_by_label("Scale of the prior of τ").fill("3")
    follow(page, page.get_by_role("button", name="Use these priors"))
    assert page.get_by_text("half-normal with scale 3 ").count() == 1
    assert page.get_by_text("You chose").count() == 1


def test_reader_goes_from_a_condition_to_the_doses_and_to_a_contrast(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    make_trials(2)
    page: Page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/conditions/sore-back/")
    follow(page, page.locator(".answers .difference a").first)
    follow(page, page.get_by_role("link", name="Explore this finding"))
    follow(page, page.get_by_role("link", name="Dose and route of this comparison"))
    follow(page, page.get_by_role("row").get_by_role("link", name="Trial 1"))
    assert "/contrasts/" in page.url
