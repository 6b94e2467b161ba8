"""Pages in a browser: accessible, as wide as the screen, the same without JavaScript."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from evidence.models import Release
from studies.models import AuthorRequest, ImportBatch, Publication, SourceDocument, SourceMark, Study, Synonym
from tests.evidence.releases.small_release import delete_releases, make_small_release
from tests.factories import (
    make_arm,
    make_harm,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, follow, log_in
from tests.studies.full_site import make_site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = ["/studies/", "/studies/?design=nonsense", "/studies/bonetti-2005/", "/glossary/", "/login/", "/nowhere/"]


def make_everything() -> Study:
    """A trial with one of everything that its page can show, some of it long."""
    study = make_study(slug="bonetti-2005", label="Bonetti 2005", cohort_group="one", note="A long remark. " * 20)
    make_study(label="Sibling 2006", cohort_group="one")
    make_publication(study=study, title="[Intraforaminal " + "oxygen-ozone " * 12 + "]", doi="10.1000/" + "x" * 90)
    ozone = make_arm(study=study, stratum="disc", concentration="20-25", volume="3 + 7")
    steroid = make_arm(study=study, stratum="disc", components=["steroid"], components_certain=False)
    for arm in (ozone, steroid):
        result = make_result(arm=arm, source_url="https://example.org/" + "y" * 120, locator="Table 2")
        make_query(study=study, measure=result.measure, problem="printed count and percentage contradict each other")
    make_reported_contrast(study=study, arm_a=ozone, arm_b=steroid)
    make_harm(study=study, arm=ozone)
    make_risk_of_bias(study=study)
    return study


def test_pages_are_accessible_and_fit_the_screen(live_server: LiveServer, page: Page) -> None:
    make_everything()
    for address in PAGES:
        page.goto(live_server.url + address)
        check_page(page)


# Letters: many times the width of a screen.
LONG = 2_000
# Names that their senders give, beside all texts without a limit.
LONG_NAMES = {"ImportBatch": "file_name", "ImportFile": "name", "SearchRecord": "database", "Publication": "journal"}
LONG_NAMES |= {"SourceDocument": "name", "SourceMark": "quote"}
# A synonym has two terms, and a release never changes.
LONG_FROM_THE_START = (Synonym, Release)
# Texts that machines read.
NOT_PROSE = {"search_text", "original", "posted"}
OF_STUDY = (
    "study",
    "study-history",
    "workbench",
    "sign-off",
    "extraction",
    "documents",
    "risk-of-bias",
    "checks-study",
)
OF_SITE = (
    "study-list",
    "reviews",
    "safety",
    "claims",
    "methods",
    "flow",
    "import-list",
    "screening-list",
    "worklist",
    "criteria",
    "release-list",
)


@pytest.fixture
def without_releases_afterwards(transactional_db: None) -> Iterator[None]:
    """The database lets nobody delete a release, so the tables could not be emptied after the test."""
    yield
    delete_releases()


def make_texts_long() -> None:
    """Give every record texts of 2,000 letters without a space, and names as long as they can be."""
    for model in (*apps.get_app_config("studies").get_models(), *apps.get_app_config("evidence").get_models()):
        texts = [
            field
            for field in model._meta.fields
            if field.name == LONG_NAMES.get(model.__name__)
            or (isinstance(field, models.TextField) and not field.choices and field.name not in NOT_PROSE)
        ]
        if texts and not hasattr(model, "history_object") and model not in LONG_FROM_THE_START:
            models.QuerySet(model).update(**{field.name: "x" * (field.max_length or LONG) for field in texts})
    Synonym.objects.create(slug="long", words=f"{'x' * LONG}; bonetti")
    make_small_release(note="x" * LONG)


@pytest.mark.usefixtures("without_releases_afterwards")
def test_no_page_is_wider_than_its_screen_however_long_a_word_is(live_server: LiveServer, page: Page) -> None:
    study = make_site()
    make_texts_long()
    unread = Publication.objects.filter(study=None).earliest("pk")
    batch = ImportBatch.objects.get()
    document = SourceDocument.objects.earliest("pk")
    document.study = study
    document.save()
    SourceMark.objects.update(study=study, document=document)
    addresses = [
        *(reverse(name, args=[study.slug]) for name in OF_STUDY),
        *(reverse(name) for name in OF_SITE),
        *(reverse(name, args=[batch.pk]) for name in ("import", "import-possible")),
        reverse("document-page", args=[document.pk, 1]) + "?table=",
        *(reverse(name, args=[study.slug]) for name in ("study-requests", "second-conditions")),
        *(reverse(name) for name in ("author-requests", "reviews-to-do")),
        *(reverse("reference-records", args=[kind]) for kind in ("claims", "registrations")),
        reverse("review-workbench", args=[study.included_in.get().review.slug]),
        reverse("author-request", args=[AuthorRequest.objects.get().pk]),
        reverse("condition", args=[study.condition.slug]),
        reverse("flow-list", args=["records"]),
        reverse("study-list") + "?q=" + "x" * 200,
        reverse("search") + "?q=bonetti",
    ]
    log_in(page, live_server.url + reverse("screening-detail", args=[unread.pk]), make_user(role="curator"))
    for address in (page.url, *(live_server.url + address for address in addresses)):
        page.goto(address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_study_is_found_and_read_without_javascript(live_server: LiveServer, open_page: PageOpener) -> None:
    make_everything()
    page = open_page(java_script_enabled=False)
    page.goto(live_server.url + "/studies/")
    page.get_by_label("Words: a title").fill("bonetti")
    follow(page, page.get_by_role("button", name="Show studies"))
    follow(page, page.get_by_role("link", name="Bonetti 2005"))
    assert page.get_by_role("heading", level=1).inner_text().startswith("Bonetti 2005")
    follow(page, page.get_by_role("link", name="Doubt a").first)
    assert "#doubt-" in page.url


def test_keyboard_reaches_the_content_first(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + "/glossary/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_dark_and_light_schemes_have_the_same_layout(live_server: LiveServer, open_page: PageOpener) -> None:
    papers = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto(live_server.url + "/glossary/")
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(252, 251, 248)", "rgb(21, 24, 27)"]


def test_printed_page_is_white_without_navigation_and_shows_link_addresses(
    live_server: LiveServer, open_page: PageOpener
) -> None:
    make_everything()
    page = open_page(color_scheme="dark", viewport={"width": 680, "height": 900})
    page.goto(live_server.url + "/studies/bonetti-2005/")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.get_by_role("navigation", name="Main").is_visible()
    shown = "getComputedStyle(document.querySelector('a[rel~=external]'), '::after').content"
    assert "https://" in page.evaluate(shown)
