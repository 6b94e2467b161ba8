"""Two people screen, disagree and settle; a second extraction is compared; the flow and the worklist are checked."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.choices import ExclusionReason, Screening
from studies.curation.screening.screen import exclude_publication
from studies.models import InclusionCriterion, Publication, PublicationAbstract, PublicationSource, ScreeningDecision
from tests.factories import (
    make_arm,
    make_condition,
    make_measure,
    make_publication,
    make_result,
    make_study,
    make_user,
)
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import PHONE, check_page, check_state, follow, log_in, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers() -> list[Publication]:
    made = [make_publication(study=None, title=f"Ozone and the spine, part {number}") for number in range(4)]
    InclusionCriterion.objects.create(kind="include", text="People with back pain", words="treated\nspine")
    InclusionCriterion.objects.create(kind="exclude", text="Too short", words="a year", reason_code="no-outcome")
    original = "TY  - JOUR\nTI  - T\nER  - "
    PublicationSource.objects.create(publication=made[0], original=original, fingerprint="f" * 64)
    PublicationAbstract.objects.create(publication=made[0], text="Sixty people were treated and followed for a year.")
    return made


def test_keyboard_alone_decides_and_moves(live_server: LiveServer, page: Page, papers: list[Publication]) -> None:
    log_in(page, live_server.url + reverse("screening-list"), make_user(role="researcher"))
    page.get_by_role("link", name="Start with the first").focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(papers[0].title)
    expect(page.get_by_text("Sixty people were treated").first).to_be_visible()
    check_page(page, "screening/1-publication")

    press(page, "ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(papers[1].title)
    press(page, "ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(papers[0].title)

    press(page, "i")
    expect(page.get_by_text(f"Included: {papers[0].title}")).to_be_visible()
    # The next of the list: its exclusion asks for a reason, which arrows choose.
    page.keyboard.press("e")
    expect(page.get_by_label("not about ozone therapy")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("not about back pain")).to_be_checked()
    press(page, "e")
    expect(page.get_by_text(f"Excluded: {papers[1].title} (not about back pain)")).to_be_visible()
    press(page, "u")
    expect(page.get_by_role("heading", level=1)).to_have_text(papers[3].title)

    kept = dict(ScreeningDecision.objects.values_list("publication", "decision"))
    assert kept == {papers[0].pk: "included", papers[1].pk: "excluded", papers[2].pk: "unscreened"}
    assert ScreeningDecision.objects.get(publication=papers[1]).reason_code == ExclusionReason.NOT_BACK_PAIN


def test_letters_in_a_reason_decide_nothing_and_keys_can_be_turned_off(
    live_server: LiveServer, page: Page, papers: list[Publication]
) -> None:
    log_in(page, live_server.url + reverse("screening-detail", args=[papers[0].pk]), make_user(role="researcher"))

    page.get_by_label("Reason in words").press_sequentially("quite unlike it")
    page.get_by_label("Keys: i includes").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("i")
    page.reload()
    page.keyboard.press("i")

    expect(page.get_by_label("Keys: i includes")).not_to_be_checked()
    assert not ScreeningDecision.objects.exists()


def test_enter_in_the_reason_excludes_and_never_includes(
    live_server: LiveServer, open_page: PageOpener, papers: list[Publication]
) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    log_in(page, live_server.url + reverse("screening-detail", args=[papers[0].pk]), make_user(role="researcher"))

    page.get_by_label("Reason in words").fill("a letter")
    press(page, "Enter")

    expect(page.get_by_text("Excluded: ")).to_be_visible()
    assert ScreeningDecision.objects.get().decision == Screening.EXCLUDED


def test_second_opinion_is_blind_and_a_difference_is_settled(
    live_server: LiveServer, page: Page, papers: list[Publication]
) -> None:
    first, second = make_user(role="researcher", username="anna"), make_user(role="curator", username="bruno")
    exclude_publication(publication=papers[0], reason="no controls", by=first, now=timezone.now())
    log_in(page, live_server.url + reverse("screening-list") + "?queue=second", second)
    follow(page, page.get_by_role("link", name=papers[0].title))
    expect(page.get_by_text("no controls")).to_have_count(0)

    follow(page, page.get_by_role("button", name="Include"))
    page.goto(live_server.url + reverse("screening-list") + "?queue=conflicts")
    follow(page, page.get_by_role("link", name=papers[0].title))
    expect(page.get_by_text("no controls")).to_be_visible()
    check_state(page, "screening/2-difference")
    follow(page, page.get_by_role("button", name="Include"))

    papers[0].refresh_from_db()
    assert papers[0].screening == Screening.INCLUDED
    page.goto(live_server.url + reverse("screening-list"))
    expect(page.get_by_text("two people decided on 1 publication and agreed on 0 (0%)")).to_be_visible()
    check_page(page, "screening/3-lists")


def test_flow_of_records_is_shown(live_server: LiveServer, page: Page, papers: list[Publication]) -> None:
    exclude_publication(publication=papers[0], reason="no controls", by=make_user(), now=timezone.now())
    make_publication(title="A report of a study")
    page.goto(live_server.url + reverse("flow"))
    check_page(page, "screening/4-flow")

    follow(page, page.get_by_role("listitem").get_by_role("link", name="Reports of total included studies"))

    expect(page.get_by_role("heading", name="A report of a study")).to_be_visible()
    check_page(page, "screening/5-flow-list")


def test_second_extraction_is_compared_and_settled(live_server: LiveServer, page: Page) -> None:
    study = make_study(label="Rossi 2015")
    result = make_result(arm=make_arm(study=study), mean=37.125, sd=11.5)
    log_in(page, live_server.url + reverse("extraction", args=[study.slug]), make_user(role="curator"))
    check_page(page, "screening/6-begin")
    follow(page, page.get_by_role("button", name="Start"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Second extraction of Rossi 2015")
    assert "37.125" not in page.content()
    check_page(page, "screening/7-reading")

    page.get_by_label("People").fill("30")
    page.get_by_label("Mean").fill("37.125")
    page.get_by_label("Standard deviation").fill("12,5")
    follow(page, page.get_by_role("button", name="Finish and compare"))
    expect(page.get_by_text("1 difference still to settle")).to_be_visible()
    check_page(page, "screening/8-compared")
    page.get_by_label("the second extraction is right").check()
    page.get_by_label("Why").fill("table 2")
    follow(page, page.get_by_role("button", name="Settle"))

    expect(page.get_by_text("1 difference, all settled")).to_be_visible()
    result.refresh_from_db()
    assert result.sd == 12.5


def test_worklist_is_shown(live_server: LiveServer, page: Page) -> None:
    condition, measure = make_condition(name="Sore back"), make_measure()
    for label, sd in (("Known", 2.0), ("Missing", None)):
        study = make_study(condition=condition, label=label)
        for place, components in enumerate((("ozone",), ("sham",))):
            make_result(arm=make_arm(study=study, components=components), measure=measure, mean=3 + place, sd=sd)
    log_in(page, live_server.url + reverse("worklist"), make_user(role="curator"))
    page.get_by_text("How this is measured").click()

    expect(page.get_by_role("link", name="Known").first).to_be_visible()
    check_page(page, "screening/9-worklist")
