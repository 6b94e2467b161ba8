"""A curator rates a finding; a number changes and the statement is hidden; after review it is shown again."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import OutcomeResult
from tests.evidence.grading.rating_factories import ANCHOR, make_finding
from tests.factories import make_user
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, check_state, follow, log_in, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STATEMENT = "Ozone may result in a large reduction in pain in the short term, compared with a sham injection."
# More than the fields and links of any of these pages.
MOST_TABS = 120


def make_rater() -> User:
    return make_user(role="curator", first_name="Cura", last_name="Torres", is_superuser=True)


def decide(page: Page, domain: str, levels: str, reason: str) -> None:
    page.get_by_label(f"Decision on {domain}", exact=True).select_option(levels)
    page.get_by_label(f"Reason of the decision on {domain}").fill(reason)


def correct_mean(page: Page, server: LiveServer, result: OutcomeResult, mean: str) -> None:
    page.goto(server.url + reverse("workbench", args=[result.arm.study.slug]))
    for name, text in (("mean", mean), ("locator", "Table 2"), ("quote", mean)):
        page.locator(f"[name=results-{result.pk}-{name}]").fill(text)
    page.get_by_label("Why (kept").fill(f"Misread: table 2 prints {mean}.")
    follow(page, page.get_by_role("button", name="Save").first)
    expect(page.locator(".messages")).to_contain_text("Saved")


def test_rating_is_shown_hidden_when_a_number_changes_and_shown_again_after_review(
    live_server: LiveServer, page: Page
) -> None:
    condition = make_finding()
    finding = live_server.url + reverse("finding", args=[condition.slug, ANCHOR])
    log_in(page, live_server.url + reverse("finding-rate", args=[condition.slug, ANCHOR]), make_rater())

    follow(page, page.get_by_role("button", name="Save the rating"))
    expect(page.get_by_role("alert")).to_contain_text("The rating was not saved.")
    check_page(page, "rating/1-refused")
    decide(page, "risk of bias", "2", "Open label, and how people were assigned is not described.")
    decide(page, "publication bias", "0", "One registered trial; nothing speaks for more.")
    follow(page, page.get_by_role("button", name="Save the rating"))
    expect(page.get_by_text(STATEMENT)).to_be_visible()
    expect(page.locator(".grade").first).to_contain_text("Low certainty")
    check_state(page, "rating/2-rated")
    page.goto(live_server.url + reverse("condition", args=[condition.slug]))
    expect(page.get_by_text(STATEMENT).first).to_be_visible()
    check_state(page, "rating/3-condition")

    result = OutcomeResult.objects.order_by("id")[0]
    correct_mean(page, live_server, result, "2.1")
    result.refresh_from_db()
    assert result.mean == 2.1
    page.goto(finding)
    expect(page.get_by_text("certainty needs review")).to_be_visible()
    expect(page.get_by_text("may result in")).to_have_count(0)
    check_state(page, "rating/4-silent")

    follow(page, page.get_by_role("link", name="Review its rating"))
    expect(page.get_by_text("This rating needs review.")).to_be_visible()
    check_state(page, "rating/5-review")
    page.get_by_label("Reason for rating the finding again").fill("A mean was corrected; it changes no judgement.")
    follow(page, page.get_by_role("button", name="Save the review"))
    expect(page.get_by_text(STATEMENT)).to_be_visible()


def test_a_finding_is_rated_by_keyboard_alone_and_without_javascript(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    page = open_page(java_script_enabled=False)
    condition = make_finding()
    log_in(page, live_server.url + reverse("finding-rate", args=[condition.slug, ANCHOR]), make_rater())

    for place in ("risk-of-bias", "publication-bias"):
        tab_to(page, f"id_{place}-levels")
        page.keyboard.press("ArrowDown")
        tab_to(page, f"id_{place}-reason")
        page.keyboard.type("Judged by keyboard.")
    page.keyboard.press("Tab")
    press(page, "Enter")

    expect(page.get_by_text("Judged by keyboard.").first).to_be_visible()
    expect(page.locator(".grade").first).to_contain_text("High certainty")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field with this id has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"[id='{name}']:focus").count():
            return
    pytest.fail(f"{name} is not reached by keyboard")
