"""A finding of the checks becomes a query, by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from studies.choices import QueryState
from studies.models import DataQuery
from tests.accessibility import assert_accessible
from tests.factories import PASSWORD, make_user
from tests.studies.curation.checks.wrong_counts import make_wrong_count

PAGE = "/curation/checks/"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_curator_records_a_query_by_keyboard(open_page, live_server: LiveServer, width: int) -> None:  # type: ignore[no-untyped-def]
    make_wrong_count()
    user = make_user(role="curator")
    page: Page = open_page(viewport={"width": width, "height": 800}, color_scheme="dark" if width == 390 else "light")
    page.goto(f"{live_server.url}{reverse('login')}?next={PAGE}")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Checks of the reported numbers").wait_for()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Record the ticked findings").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 query opened.").wait_for()
    assert_accessible(page)
    assert DataQuery.objects.get().state == QueryState.OPEN
