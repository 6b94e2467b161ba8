"""A finding of the checks becomes a query, by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from studies.choices import QueryState
from studies.models import DataQuery
from tests.factories import PASSWORD, make_user
from tests.journeys.steps import check_page
from tests.studies.curation.checks.wrong_counts import make_wrong_count

PAGE = "/curation/checks/"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_curator_records_a_query_by_keyboard(live_server: LiveServer, page: Page) -> None:
    make_wrong_count()
    user = make_user(role="curator")
    page.goto(f"{live_server.url}{reverse('login')}?next={PAGE}")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Checks of the reported numbers").wait_for()
    check_page(page)
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Record the ticked findings").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 query opened.").wait_for()
    check_page(page)
    assert DataQuery.objects.get().state == QueryState.OPEN
