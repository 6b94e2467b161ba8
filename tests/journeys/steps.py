"""Steps of journeys: log in, follow a link or a button to the page it leads to, check a page."""

import os
from pathlib import Path

from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page

from tests.accessibility import RULES, RULES_OF_LOOKS, assert_accessible
from tests.factories import PASSWORD
from tests.journeys.conftest import DESKTOP

PHONE = {"width": 390, "height": 900}


def follow(page: Page, place: Locator) -> None:
    """Press a link or a button, and wait until the page that it leads to has loaded.

    A click returns at once: what is read after it without waiting would be read from the page before.
    """
    with page.expect_navigation():
        place.click()


def press(page: Page, key: str) -> None:
    """Press a key that leads to a page, and wait until that page has loaded."""
    with page.expect_navigation():
        page.keyboard.press(key)


def log_in(page: Page, address: str, user: User) -> None:
    """Open an address that asks for a log-in, and log in."""
    page.goto(address)
    page.get_by_label("Username").fill(user.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Log in"))


def check_page(page: Page, picture: str = "") -> None:
    """Check that the page is accessible and fits the screen: a phone's in dark colours, then the wide one it is on.

    Where ``SCREENSHOTS`` names a folder, save pictures for people there, under a name such as "rating/1".
    """
    check_screens(page, picture, RULES_OF_LOOKS)


def check_state(page: Page, picture: str = "") -> None:
    """Check a state of a page that ``check_page`` sees in another one: on a phone it need only fit."""
    check_screens(page, picture, [])


def check_screens(page: Page, picture: str, rules_on_phone: list[str]) -> None:
    for screen, colours, rules in ((PHONE, "dark", rules_on_phone), (DESKTOP, "light", RULES)):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=colours)
        if rules:
            assert_accessible(page, rules)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
        if picture and (folder := os.environ.get("SCREENSHOTS")):
            # Playwright makes the folders.
            page.screenshot(path=Path(folder) / f"{picture}-{screen['width']}.png", full_page=True)
