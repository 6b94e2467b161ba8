"""Safety, reviews and claims in a browser: accessible, as wide as the screen, linked to each other."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.choices import ClaimVerdict, DenominatorKind, Design, HigherIs, PoolMeasure, PositiveIs, Serious
from tests.factories import (
    make_arm,
    make_claim,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
)
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, follow

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = ["/safety/", "/reviews/", "/claims/"]
SOURCE = {"source_url": "https://example.org/" + "y" * 120, "locator": "Table 2"}


def make_everything() -> None:
    """A trial with harm and success, a case report, a review with all that it can print, a claim of each verdict."""
    success = make_measure(domain="success", higher_is=HigherIs.BETTER, name="Success of a long and winding name")
    trial = make_study(label="Yang 2023", slug="yang-2023")
    for components in (["ozone"], ["steroid"]):
        arm = make_arm(study=trial, components=components)
        make_harm(arm=arm, event="serious events", serious=Serious.YES, n_events=0, **SOURCE)
        values = {"weeks": 13.035, "higher_is": HigherIs.BETTER}
        make_result(arm=arm, measure=success, events=20 if "ozone" in components else 12, **values)
    report = make_arm(study=make_study(design=Design.CASE_REPORT, condition=trial.condition))
    case = {"n_at_risk": None, "denominator_kind": DenominatorKind.CASE_REPORT}
    make_harm(arm=report, event="a very rare harm " * 8, note="A long remark. " * 12, **case, **SOURCE)
    make_harm(arm=make_arm(), n_events=23, n_at_risk=23, denominator_kind=DenominatorKind.OPERATED_LATER)
    review = make_review(label="Andrade 2019", slug="andrade-2019", condition=trial.condition, note="Remark. " * 30)
    make_publication(study=review, title="[" + "oxygen-ozone " * 12 + "]", year=2019)
    make_pool(review=review, measure=success)
    make_pool(review=review, measure=success, effect_measure=PoolMeasure.OR, positive_is=PositiveIs.FAVOURS_COMPARATOR)
    make_pool(review=review, measure=success, controlled=False, **SOURCE)
    make_pool(review=review, measure=make_measure(domain="harm"), controlled=False, **SOURCE)
    make_inclusion(review=review, study=trial)
    make_inclusion(review=review, study=None, citation="two meta-analyses and one report " * 4)
    make_inclusion(study=trial)
    make_risk_of_bias(study=review, judged_by=make_review())
    for verdict in ClaimVerdict:
        make_claim(verdict=verdict, condition=trial.condition, evidence=[trial], note="A long reason. " * 12)


def test_pages_are_accessible_and_fit_the_screen(live_server: LiveServer, page: Page) -> None:
    make_everything()
    for address in PAGES:
        page.goto(live_server.url + address)
        check_page(page)


def test_reader_goes_from_the_menu_to_a_harm_and_its_study_without_javascript(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    make_everything()
    page: Page = open_page(java_script_enabled=False)
    page.goto(live_server.url + "/studies/")
    follow(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Safety"))
    row = page.get_by_role("row").filter(has_text="Serious events")
    assert "up to 11.6% cannot be excluded" in row.inner_text()
    follow(page, row.get_by_role("link", name="Yang 2023"))
    assert page.url.partition("#")[0] == live_server.url + "/studies/yang-2023/"
    assert page.locator(":target").count() == 1


def test_reader_finds_a_claim_by_its_verdict_and_reads_why(live_server: LiveServer, open_page: PageOpener) -> None:
    make_everything()
    page: Page = open_page(java_script_enabled=False)
    page.goto(live_server.url + "/claims/")
    follow(page, page.get_by_role("link", name=re.compile("^1 ")).first)
    assert "A long reason." in page.locator(":target").inner_text()


def test_reviews_are_printed_in_full(live_server: LiveServer, open_page: PageOpener) -> None:
    make_everything()
    page: Page = open_page()
    page.goto(live_server.url + "/reviews/")
    page.emulate_media(media="print")
    expect(page.get_by_role("table").first).to_be_visible()
    overflow = "[...document.querySelectorAll('.scroll')].filter(box => getComputedStyle(box).overflowX != 'visible')"
    assert page.evaluate(f"{overflow}.length") == 0
