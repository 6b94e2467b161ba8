"""A second person confirms the 24 numbers of a study by keys alone, signs it off, and readers see it.

The numbers of the first row one by one, then those of each outcome and time together.
"""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.choices import DocumentKind, DocumentState
from studies.curation.source_marks import NewMark, RowField, write_marks
from studies.models import DocumentContent, DocumentPage, SourceDocument, Study
from tests.factories import make_arm, make_condition, make_measure, make_result, make_study, make_user
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, check_state, log_in, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NUMBERS, IN_A_ROW = 24, 3
TABLE = "Table 2. Pain and disability\nPain at 1 month 3.1 (1.2) 4.6 (1.9)"


@pytest.fixture
def typist() -> User:
    return make_user(role="curator", username="carla")


@pytest.fixture
def study(typist: User) -> Study:
    """Two arms, four times, wider than a phone: people, mean and deviation of each; a source with one marked number."""
    condition = make_condition(name="Sciatica", slug="sciatica", plain_name="leg pain from the back")
    study = make_study(label="Rossi 2020", slug="rossi-2020", condition=condition, extracted_by=typist)
    measure = make_measure(slug="pain-vas")
    for components, mean in ((("ozone",), 3.1), (("sham",), 4.6)):
        arm = make_arm(study=study, components=components)
        for weeks in (4, 12, 26, 52):
            label = {"weeks": weeks, "timepoint_label": f"{weeks} weeks", "locator": "Table 2, page 5"}
            make_result(arm=arm, measure=measure, n=60, mean=mean, sd=1.2, extracted_by=typist, **label)
    attach_source(study, typist)
    return study


def attach_source(study: Study, by: User) -> None:
    content = DocumentContent.objects.create(
        sha256="0" * 64, size=len(TABLE), kind=DocumentKind.TEXT, state=DocumentState.READY, n_pages=1
    )
    DocumentPage.objects.create(content=content, number=1, text=TABLE)
    document = SourceDocument.objects.create(
        study=study, content=content, name="rossi.txt", added_by=by, added_at=timezone.now()
    )
    result = study.arms.first().results.first()
    at = RowField("result", result.pk, "mean")
    mark = NewMark(at, document.pk, 1, "3.1 (1.2)", letters=(TABLE.index("3.1"), TABLE.index("3.1") + 9))
    write_marks(study=study, marks=[mark], by=by, now=timezone.now())


def confirm_all_by_keys(page: Page) -> int:
    """Confirm number after number, then line after line; how many keys it took."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/numbers/") else None)
    steps = [*range(1, IN_A_ROW + 1), *range(2 * IN_A_ROW, NUMBERS + 1, 2 * IN_A_ROW)]
    for confirmed in steps:
        key = "Enter" if confirmed <= IN_A_ROW else "Shift+Enter"
        if confirmed == 1:
            page.keyboard.down(key)
        else:
            page.keyboard.press(key)
        expect(page.locator("#share")).to_have_text(f"{confirmed} of {NUMBERS} numbers confirmed.")
        if confirmed == 1:
            # The next number is the marked one; its page stands beside it.
            expect(page.locator("[data-source-panel]")).to_contain_text("Pain at 1 month 3.1 (1.2)")
            # Held down, the key repeats: it sends no second number.
            page.keyboard.down(key)
            check_page(page, "second-person/1-numbers")
            assert len(sent) == 1
            page.keyboard.up(key)
    return len(steps)


def test_numbers_are_confirmed_by_keys_and_the_study_is_signed_off(
    live_server: LiveServer, open_page: PageOpener, study: Study
) -> None:
    dora = open_page()
    log_in(dora, live_server.url + reverse("sign-off", args=[study.slug]), make_user(role="curator", username="dora"))

    keys = confirm_all_by_keys(dora)
    expect(dora.get_by_label("What you read")).to_be_focused()
    for key in ("f", "Tab", "Tab"):
        dora.keyboard.press(key)
    expect(dora.get_by_role("button", name="Sign off", exact=True)).to_be_focused()
    press(dora, "Enter")
    # Three numbers, the rest of their line, three lines, and the four keys above.
    assert keys + 4 == 11
    expect(dora.get_by_text("Signed off by dora")).to_be_visible()

    reader = open_page()
    reader.goto(live_server.url + study.get_absolute_url())
    expect(reader.get_by_text("24 of 24 numbers confirmed by a second person")).to_be_visible()
    check_state(reader, "second-person/2-study")
    reader.goto(live_server.url + reverse("condition", args=["sciatica"]))
    assert "A second person confirmed all 18 numbers behind these figures." in reader.locator("main").inner_text()
