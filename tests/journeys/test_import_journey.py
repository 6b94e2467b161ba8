"""A researcher sends files, decides, reads the receipt and undoes the import, in a browser."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import Publication
from tests.factories import make_condition, make_publication, make_user
from tests.journeys.steps import check_page, check_state, follow, log_in, press
from tests.studies.full_site import make_trial

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILES = Path(__file__).parents[1] / "studies" / "citations" / "parse" / "files"
BIBTEX = """@article{new, author = {Rossi, Anna}, title = {Paravertebral ozone in chronic low back pain}, year = {2018}}
@article{like, author = {Kaya, E.}, title = {Intradiscal ozone for lumbar disc herniation}, year = {2012},
 journal = {Radiology}}
@article{broken, title = {Never closed, year = {2000}
"""
RIS = """TY  - JOUR
TI  - Paravertebral ozone in chronic low back pain
AU  - Rossi, Anna
PY  - 2018
JO  - Pain Physician
ER  -
"""
MEDLINE = """PMID- 31234567
TI  - Epidural ozone after failed back surgery.
FAU - Bianchi, Bruno
DP  - 2019 May
TA  - Spine
"""


def send(page: Page, files: dict[str, str], **search: str) -> None:
    """Send files by their names, with values of the search by the labels of their fields."""
    page.get_by_label("Citation files").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files.items()]
    )
    for label, value in search.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    follow(page, page.get_by_role("button", name="Read them"))


@pytest.mark.smoke
def test_files_from_upload_to_undo(live_server: LiveServer, page: Page) -> None:
    condition = make_trial(condition=make_condition(in_back_pain=True)).condition
    known = make_publication(
        study=None, title="Intradiscal ozone for lumbar disc herniation", authors="Kaya, Ege", year=2015, journal=""
    )
    log_in(page, live_server.url + reverse("import-list"), make_user(role="researcher"))
    check_page(page, "import/1-upload")

    # A long name without a space must fit too.
    files = {f"cited-{'x' * 180}.bib": BIBTEX, "more.ris": RIS, "pubmed.nbib": MEDLINE}
    send(page, files, Database="PubMed", Date_of_the_search="2026-05-12", Search_as_it_was_sent="ozone AND back")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What would happen")
    expect(page.get_by_role("cell", name="PubMed, 12 May 2026")).to_have_count(3)
    assert Publication.objects.filter(study=None).count() == 1
    check_page(page, "import/2-preview")

    follow(page, page.get_by_role("link", name="Decide on them"))
    expect(page.get_by_label("take Journal of Entry 2")).to_be_checked()
    check_page(page, "import/3-groups")
    decide_by_keyboard(page)
    expect(page.get_by_text("2 decisions saved.")).to_be_visible()
    follow(page, page.get_by_role("link", name="Back to the import"))

    follow(page, page.get_by_role("button", name="Apply"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")
    expect(page.locator("main")).to_contain_text("5 entries = 2 added as publications + 2 merged with known ones")
    known.refresh_from_db()
    assert known.journal == "Radiology"
    check_state(page, "import/4-receipt")

    receipt = page.url
    assert_search_is_told(page, live_server.url, reverse("condition", args=[condition.slug]))
    page.goto(receipt)
    follow(page, page.get_by_role("button", name="Undo this import"))
    expect(page.get_by_text("State: undone")).to_be_visible()
    expect(page.get_by_text("No search of a database is on record.").first).to_be_visible()
    known.refresh_from_db()
    assert known.journal == ""
    assert Publication.objects.get(study=None) == known


def decide_by_keyboard(page: Page) -> None:
    """Choose “the same” in both groups and save the page, without a mouse."""
    for later in page.get_by_label("Later").all():
        later.focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
    expect(page.get_by_label("The same as").and_(page.locator(":checked"))).to_have_count(2)
    press(page, "Enter")


def assert_search_is_told(page: Page, site: str, condition: str) -> None:
    """The flow counts the records of the search, and a page of evidence says when it was."""
    page.goto(site + reverse("flow"))
    expect(page.get_by_role("listitem").get_by_text("PubMed, 12 May 2026 (n = 5)")).to_be_visible()
    page.goto(site + condition)
    expect(page.get_by_text("Last search: PubMed, 12 May 2026.").first).to_be_visible()


def test_broken_file_reports_the_line_and_the_remedy(live_server: LiveServer, page: Page) -> None:
    log_in(page, live_server.url + reverse("import-list"), make_user(role="researcher"))

    send(page, {"broken.bib": (FILES / "syntax-unbalanced-quote.bib").read_text()})

    expect(page.get_by_text("the quotation mark of the field title is never closed")).to_be_visible()
    expect(page.get_by_text("What to do: Add the")).to_be_visible()
    check_state(page, "import/5-broken")
