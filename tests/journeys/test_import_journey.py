"""A researcher uploads a file, decides, reads the receipt and undoes the import, in a browser."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import Publication
from tests.conftest import PageOpener
from tests.factories import make_publication, make_user
from tests.journeys.steps import check_and_screenshot, follow, log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILES = Path(__file__).parents[1] / "studies" / "citations" / "parse" / "files"
CITED = """@article{new, author = {Rossi, Anna}, title = {Paravertebral ozone in chronic low back pain}, year = {2018}}
@article{like, author = {Kaya, E.}, title = {Intradiscal ozone for lumbar disc herniation}, year = {2012},
 journal = {Radiology}}
@article{broken, title = {Never closed, year = {2000}
"""


def send(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Citation files").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    follow(page, page.get_by_role("button", name="Read them"))


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.smoke), 390])
def test_file_from_upload_to_undo(live_server: LiveServer, open_page: PageOpener, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    known = make_publication(
        study=None, title="Intradiscal ozone for lumbar disc herniation", authors="Kaya, Ege", year=2015
    )
    log_in(page, live_server.url + reverse("import-list"), make_user(role="researcher"))
    check_and_screenshot(page, f"import/1-upload-{width}")

    send(page, "cited.bib", CITED.encode())
    expect(page.get_by_role("heading", level=1)).to_contain_text("What would happen")
    assert Publication.objects.count() == 1
    check_and_screenshot(page, f"import/2-preview-{width}")

    follow(page, page.get_by_role("link", name="Decide"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these the same publication?")
    page.get_by_label("take Journal from the file").check()
    check_and_screenshot(page, f"import/3-decide-{width}")
    follow(page, page.get_by_role("button", name="The same", exact=True))

    follow(page, page.get_by_role("button", name="Apply"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")
    known.refresh_from_db()
    assert known.journal == "Radiology"
    assert Publication.objects.count() == 2
    check_and_screenshot(page, f"import/4-receipt-{width}")

    follow(page, page.get_by_role("button", name="Undo this import"))
    expect(page.get_by_text("State: undone")).to_be_visible()
    known.refresh_from_db()
    assert known.journal == ""
    assert Publication.objects.get() == known
    check_and_screenshot(page, f"import/5-undone-{width}")


def test_broken_file_reports_the_line_and_the_remedy(live_server: LiveServer, page: Page) -> None:
    log_in(page, live_server.url + reverse("import-list"), make_user(role="researcher"))

    send(page, "broken.bib", (FILES / "syntax-unbalanced-quote.bib").read_bytes())

    expect(page.get_by_text("the quotation mark of the field title is never closed")).to_be_visible()
    expect(page.get_by_text("What to do: Add the")).to_be_visible()
    check_and_screenshot(page, "import/6-broken")


def test_screening_pages_are_accessible(live_server: LiveServer, page: Page) -> None:
    paper = make_publication(study=None, title="Ozone in horses")
    log_in(page, live_server.url + reverse("import-list"), make_user(role="researcher"))
    page.goto(live_server.url + reverse("screening-list"))
    check_and_screenshot(page, "import/7-screening")

    follow(page, page.get_by_role("link", name="Ozone in horses"))
    check_and_screenshot(page, "import/8-publication")
    page.get_by_label("Reason in words").fill("not in people")
    follow(page, page.get_by_role("button", name="Exclude"))

    expect(page.get_by_text("not in people")).to_be_visible()
    paper.refresh_from_db()
    assert paper.screening == "excluded"
