"""A researcher uploads a file, decides, reads the receipt and undoes the import, in a browser."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import Publication
from tests.accessibility import assert_accessible
from tests.conftest import PageOpener
from tests.factories import PASSWORD, make_publication, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILES = Path(__file__).parents[1] / "studies" / "citations" / "parse" / "files"
PICTURES = settings.LOCAL_DIR / "pictures" / "import"
CITED = """@article{new, author = {Rossi, Anna}, title = {Paravertebral ozone in chronic low back pain}, year = {2018}}
@article{like, author = {Kaya, E.}, title = {Intradiscal ozone for lumbar disc herniation}, year = {2012},
 journal = {Radiology}}
@article{broken, title = {Never closed, year = {2000}
"""


def log_in(page: Page, server: LiveServer) -> None:
    user = make_user(role="researcher")
    page.goto(server.url + reverse("import-list"))
    page.get_by_label("Username").fill(user.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def send(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Citation file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Read the file").click()


def check_and_screenshot(page: Page, name: str) -> None:
    """Check that the page is accessible and fits the screen, and save a screenshot."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.smoke), 390])
def test_file_from_upload_to_undo(live_server: LiveServer, open_page: PageOpener, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    known = make_publication(
        study=None, title="Intradiscal ozone for lumbar disc herniation", authors="Kaya, Ege", year=2015
    )
    log_in(page, live_server)
    check_and_screenshot(page, f"1-upload-{width}")

    send(page, "cited.bib", CITED.encode())
    expect(page.get_by_role("heading", level=1)).to_contain_text("What this file would do")
    assert Publication.objects.count() == 1
    check_and_screenshot(page, f"2-preview-{width}")

    page.get_by_role("link", name="Decide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these the same publication?")
    page.get_by_label("take Journal from the file").check()
    check_and_screenshot(page, f"3-decide-{width}")
    page.get_by_role("button", name="The same", exact=True).click()

    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")
    known.refresh_from_db()
    assert known.journal == "Radiology"
    assert Publication.objects.count() == 2
    check_and_screenshot(page, f"4-receipt-{width}")

    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("State: undone")).to_be_visible()
    known.refresh_from_db()
    assert known.journal == ""
    assert Publication.objects.get() == known
    check_and_screenshot(page, f"5-undone-{width}")


def test_broken_file_reports_the_line_and_the_remedy(live_server: LiveServer, page: Page) -> None:
    log_in(page, live_server)

    send(page, "broken.bib", (FILES / "syntax-unbalanced-quote.bib").read_bytes())

    expect(page.get_by_text("the quotation mark of the field title is never closed")).to_be_visible()
    expect(page.get_by_text("What to do: Add the")).to_be_visible()
    check_and_screenshot(page, "6-broken")


def test_screening_pages_are_accessible(live_server: LiveServer, page: Page) -> None:
    paper = make_publication(study=None, title="Ozone in horses")
    log_in(page, live_server)
    page.goto(live_server.url + reverse("screening-list"))
    check_and_screenshot(page, "7-screening")

    page.get_by_role("link", name="Ozone in horses").click()
    check_and_screenshot(page, "8-publication")
    page.get_by_label("Reason in words").fill("not in people")
    page.get_by_role("button", name="Exclude").click()

    expect(page.get_by_text("not in people")).to_be_visible()
    paper.refresh_from_db()
    assert paper.screening == "excluded"
