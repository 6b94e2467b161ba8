"""Django's admin in a browser under the site's own content security policy: nothing refused, everything works."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_condition, make_study

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("a long enough word")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", password="a long enough word")


def test_two_column_choices_work(page: Page, live_server: LiveServer, editor: User):
    Group.objects.create(name="readers of everything")
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/auth/user/{editor.pk}/change/")

    page.get_by_label("Choose groups").first.select_option(label="readers of everything")
    page.get_by_role("button", name="Choose selected groups").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert [group.name for group in editor.groups.all()] == ["readers of everything"]


@pytest.mark.usefixtures("editor")
def test_date_shortcuts_work(page: Page, live_server: LiveServer):
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/studies/publication/add/")

    page.get_by_role("link", name="Today").first.click()

    expect(page.get_by_label("Retraction checked on")).not_to_have_value("")


@pytest.mark.usefixtures("editor")
def test_further_condition_is_found_by_autocomplete(page: Page, live_server: LiveServer):
    make_condition(name="Sciatica", slug="sciatica")
    study = make_study()
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/studies/study/{study.pk}/change/")

    conditions = page.locator(".field-secondary_conditions")
    conditions.locator(".select2-selection").click()
    page.keyboard.type("sciat")
    page.locator(".select2-results__option", has_text="Sciatica").click()

    expect(conditions.locator(".select2-selection__choice")).to_contain_text("Sciatica")
