"""A curator assesses a trial; its lights appear on the finding; a second person differs. In a browser, by keyboard."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import BiasAssessment, Study
from tests.factories import make_arm, make_condition, make_measure, make_result, make_study, make_user
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, check_state, follow, log_in, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FINDING = "ozone-v-sham-pain-short-intradiscal"
YES = ("1.1", "2.6", "3.1", "5.1")
NO = ("1.3", "2.1", "2.2", "4.1", "4.2", "4.3", "5.2", "5.3")
# More than the fields and links of any of these pages.
MOST_TABS = 250


def make_trial() -> Study:
    study = make_study(slug="careful", label="Careful 2020", condition=make_condition(slug="sore-back"))
    pain = make_measure(slug="pain-vas", name="Pain scale")
    for name in ("ozone", "sham"):
        make_result(arm=make_arm(study=study, components=(name,)), measure=pain)
    return study


def make_assessor() -> User:
    return make_user(role="curator", first_name="Cura", last_name="Torres")


def answer(page: Page, number: str, value: str) -> None:
    page.locator(f"[name='answer-{number}'][value='{value}']").check()


def assess_differently(first: BiasAssessment) -> None:
    """A second person's assessment of the same, with another answer and judgement in the first domain."""
    second = BiasAssessment.objects.get(pk=first.pk)
    second.pk, second.assessed_by = None, make_user(role="curator", first_name="Ben", last_name="Second")
    second.save()
    for row in first.answers.all():
        second.answers.create(question=row.question, answer="yes" if row.question == "1.2" else row.answer)
    for judged in first.judgements.all():
        level = "low" if judged.domain == "D1" else judged.judgement
        second.judgements.create(domain=judged.domain, proposed=level, judgement=level, reason=judged.reason)


def test_assessment_from_start_to_the_lights_of_a_finding(live_server: LiveServer, page: Page) -> None:
    study = make_trial()
    log_in(page, live_server.url + reverse("risk-of-bias", args=[study.slug]), make_assessor())
    page.get_by_label("Of what").select_option(label="Pain scale, every time")
    check_page(page, "risk-of-bias/1-begin")
    follow(page, page.get_by_role("button", name="Start"))
    for number in YES:
        answer(page, number, "yes")
    for number in NO:
        answer(page, number, "no")
    answer(page, "1.2", "no-information")
    follow(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("#proposal-D1")).to_have_text("Proposed from the answers: Some concerns.")

    page.locator("[name='level-D2'][value='high']").check()
    follow(page, page.get_by_role("button", name="Save and sign"))
    expect(page.get_by_role("alert")).to_contain_text("low is proposed. A different judgement needs a reason.")
    check_page(page, "risk-of-bias/2-reason-wanted")
    page.get_by_label("Reason, where it differs from the proposal (D2 Dev").fill("One in five crossed over.")
    follow(page, page.get_by_role("button", name="Save and sign"))
    # The overall proposal follows the domain: it has no judgement yet, so it is not signed.
    expect(page.get_by_text("Not judged yet: Overall risk of bias.")).to_be_visible()
    expect(page.locator("#proposal-overall")).to_have_text("Proposed from the answers: High.")
    follow(page, page.get_by_role("button", name="Save and sign"))
    expect(page.get_by_text("Signed: the assessment counts from now on.")).to_be_visible()
    assert BiasAssessment.objects.get().finished_at
    check_state(page, "risk-of-bias/3-signed")

    page.goto(live_server.url + reverse("finding", args=["sore-back", FINDING]))
    lights = page.locator("table.bias-matrix tbody td .vh")
    assert [words.strip() for words in lights.all_inner_texts()] == [
        "Some concerns",
        "High",
        "Low",
        "Low",
        "Low",
        "High",
    ]
    check_page(page, "risk-of-bias/4-finding")
    page.goto(live_server.url + study.get_absolute_url())
    expect(page.get_by_text("One in five crossed over.")).to_be_visible()

    assess_differently(BiasAssessment.objects.get())
    page.goto(live_server.url + reverse("risk-of-bias", args=[study.slug]))
    check_state(page, "risk-of-bias/5-two-people")
    follow(page, page.get_by_role("button", name="Write the consensus"))
    expect(page.get_by_text("The two people differ in 1 section, which comes first.")).to_be_visible()
    check_page(page, "risk-of-bias/6-consensus")


def test_a_question_is_answered_by_keyboard_alone(live_server: LiveServer, open_page: PageOpener) -> None:
    page = open_page()
    study = make_trial()
    log_in(page, live_server.url + reverse("risk-of-bias", args=[study.slug]), make_assessor())
    tab_to_button(page, "Start")
    press(page, "Enter")
    page.locator("[name='answer-1.1'][value='yes']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("drawn by lot, p. 2")
    tab_to_button(page, "Save")
    press(page, "Enter")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    kept = BiasAssessment.objects.get().answers.get()
    assert (kept.question, kept.answer, kept.support) == ("1.1", "probably-yes", "drawn by lot, p. 2")


def tab_to_button(page: Page, button: str) -> None:
    """Press Tab until that button has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.tagName + document.activeElement.textContent.trim()")
            == f"BUTTON{button}"
        ):
            return
    raise AssertionError(f"no button {button} by keyboard")
