"""A browser for the journeys. Other parts of the suite need not load what drives it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.harness.chromium import launch

PageOpener = Callable[..., Page]
DESKTOP = {"width": 1280, "height": 900}
# Pages of these tests are local and load in milliseconds, but a busy machine is not a fault of the page.
MILLISECONDS_TO_WAIT = 30_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        # The default of `expect` is 5 seconds, even when a page has another timeout.
        expect.set_options(timeout=MILLISECONDS_TO_WAIT)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[PageOpener]:
    """Opens pages, each in a separate context: `open_page(color_scheme="dark", java_script_enabled=False)`.

    Every violation of the content security policy and every uncaught script error fails the test at its end.
    """
    contexts = []
    faults: list[str] = []

    def record_policy_violation(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"{message.text} ({message.location.get('url')})")

    def open_new_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS_TO_WAIT)
        page.on("console", record_policy_violation)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_new_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: PageOpener) -> Page:
    """A page of a desktop's size in a fresh context."""
    return open_page()
