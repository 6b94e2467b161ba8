"""A curator makes a study of a paper, a second one signs it off, and readers see the result."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.models import Condition, OutcomeMeasure, OutcomeResult, Study
from tests.factories import (
    make_arm,
    make_condition,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_study,
    make_user,
)
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import check_page, check_state, follow, log_in, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TABLE = """Outcome\tOzone (n=60)\tSham (n=60)\tP
VAS (0-10)
Baseline\t7,1 ± 1,2\t7,0 ± 1,3\t0.70
3 months\t3,1 ± 1,6\t4,6 ± 1,9\t<0.001
"""
# More than the fields and links of the page of a new study.
MOST_TABS = 600


@pytest.fixture
def sciatica() -> Condition:
    """A condition and a pain scale for a study."""
    make_measure(slug="pain-vas", name="Pain, visual analogue scale", short_names="vas", is_line=True)
    return make_condition(name="Sciatica", slug="sciatica", plain_name="leg pain from the back")


def save(page: Page, why: str) -> None:
    page.get_by_label("Why (kept").fill(why)
    follow(page, page.get_by_role("button", name="Save").first)
    expect(page.locator(".messages")).to_contain_text("Saved")


def make_study_of_a_paper(page: Page, server: LiveServer) -> Study:
    follow(page, page.get_by_role("link", name="Make a study from it"))
    expect(page.get_by_label("Name")).to_have_value("Rossi 2020")
    page.get_by_label("Design").select_option("randomised trial")
    page.get_by_label("Condition").select_option("Sciatica")
    follow(page, page.get_by_role("button", name="Make the study"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Rossi 2020")
    return Study.objects.get()


def add_arms(page: Page) -> None:
    for place, (label, component) in enumerate((("Ozone", "ozone"), ("Sham", "sham injection")), 1):
        arm = page.locator("details.record[data-record=arms]").nth(place - 1)
        arm.get_by_label("Name", exact=True).fill(label)
        arm.get_by_role("checkbox", name=component, exact=True).check()
        arm.get_by_label("Route").select_option("into the disc (intradiscal)")
        arm.get_by_label("People randomised").fill("60")
        arm.get_by_label("Place in the source").fill("Methods, page 2")
    # Shown while it is ticked, before anything is saved.
    expect(page.locator("[data-pairs]")).to_contain_text("Ozone v Sham: ozone v sham")


def paste(page: Page) -> None:
    page.get_by_text("Paste a table").click()
    page.get_by_label("The table").fill(TABLE)
    page.get_by_label("Place in the source, such as").fill("Table 2, page 5")
    page.get_by_label("A number after ± or in brackets is").select_option("the SD")
    follow(page, page.get_by_role("button", name="Read the table"))
    expect(page.locator("#paste-read")).to_contain_text("4 results, 2 printed differences; 0 cells left unread.")


def take_pasted(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Take 6 rows into the grid"))


def cell(page: Page, result: OutcomeResult, name: str) -> Locator:
    return page.locator(f"[name=results-{result.pk}-{name}]")


def findings_text(page: Page, server: LiveServer, condition: Condition) -> str:
    """The text of the table of all findings of the condition."""
    page.goto(server.url + reverse("condition-findings", args=[condition.slug]))
    return "\n".join(page.locator("table.findings").all_inner_texts())


def test_study_goes_from_paper_to_readers_and_a_change_is_reverted(
    live_server: LiveServer, open_page: PageOpener, sciatica: Condition
) -> None:
    paper = make_publication(study=None, title="Ozone in sciatica", authors="Rossi, Anna", year=2020, doi="10.1000/x")
    carla, dora, reader = open_page(), open_page(), open_page()

    log_in(
        carla,
        live_server.url + reverse("screening-detail", args=[paper.pk]),
        make_user(role="curator", username="carla"),
    )
    study = make_study_of_a_paper(carla, live_server)
    add_arms(carla)
    save(carla, "arms from the methods")
    paste(carla)
    check_state(carla, "curation/1-read")
    take_pasted(carla)
    save(carla, "results from Table 2")
    check_page(carla, "curation/2-saved")

    query = make_query(study=study, measure=OutcomeMeasure.objects.get(slug="pain-vas"), problem="SD looks like an SE")
    carla.reload()
    carla.get_by_text("Reply to: SD looks").click()
    carla.get_by_label("What the source says").fill("Table 2 says SD in its footnote.")
    follow(carla, carla.get_by_role("button", name="Resolve"))
    query.refresh_from_db()
    assert query.state == "resolved"
    assert "Rossi" not in findings_text(reader, live_server, sciatica)

    follow(carla, carla.get_by_role("link", name="Verify or sign off"))
    follow(carla, carla.get_by_role("button", name="Show it to readers"))
    log_in(dora, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="dora"))
    follow(dora, dora.get_by_role("link", name="Verify or sign off"))
    for tick in dora.locator("[name=confirm]").all():
        tick.check()
    follow(dora, dora.get_by_role("button", name="Confirm the ticked numbers"))
    dora.get_by_label("What you read").select_option("full text")
    follow(dora, dora.get_by_role("button", name="Sign off", exact=True))
    expect(dora.get_by_text("Signed off by dora")).to_be_visible()
    check_state(dora, "curation/3-signed-off")
    before = findings_text(reader, live_server, sciatica)
    assert "15.0 lower" in before

    result = OutcomeResult.objects.get(arm__label="Ozone", weeks=13.035)
    carla.goto(live_server.url + reverse("workbench", args=[study.slug]))
    cell(carla, result, "mean").fill("4,1")
    save(carla, "misread")
    expect(carla.locator(".tag", has_text="15 of 16 numbers confirmed")).to_be_visible()
    expect(carla.get_by_text("Was signed off by dora")).to_be_visible()
    changed = findings_text(reader, live_server, sciatica)
    assert ("15.0 lower" in changed, "5.0 lower" in changed) == (False, True)

    follow(carla, carla.get_by_role("link", name="History"))
    expect(carla.get_by_text("misread")).to_be_visible()
    check_page(carla, "curation/4-history")
    carla.locator("summary", has_text="Undo").first.click()
    carla.get_by_label("Why").first.fill("it was right before")
    follow(carla, carla.get_by_role("button", name="Restore the earlier values").first)
    expect(carla.locator(".messages")).to_contain_text("Reverted")
    assert findings_text(reader, live_server, sciatica) == before


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    # It is looked for once: among so many fields that takes longer than a key.
    target.evaluate("element => { window.target = element }")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === window.target"):
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def test_table_is_pasted_compared_and_saved_by_keyboard_alone(
    live_server: LiveServer, page: Page, sciatica: Condition
) -> None:
    study = make_study(condition=sciatica)
    for label, component in (("Ozone", "ozone"), ("Sham", "sham")):
        make_arm(study=study, label=label, slug=label.lower(), components=[component])
    log_in(page, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="carla"))

    tab_to(page, page.get_by_text("Paste a table"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("The table"))
    page.keyboard.insert_text(TABLE)
    tab_to(page, page.get_by_label("Place in the source, such as"))
    page.keyboard.type("Table 2")
    tab_to(page, page.get_by_label("A number after ± or in brackets is"))
    page.keyboard.type("the SD")
    tab_to(page, page.get_by_role("button", name="Read the table"))
    press(page, "Enter")
    tab_to(page, page.get_by_role("button", name="Take 6 rows into the grid"))
    press(page, "Enter")
    expect(page.locator(".messages")).to_contain_text("Taken: 4 results")
    tab_to(page, page.get_by_label("Why (kept"))
    page.keyboard.type("Table 2")
    tab_to(page, page.get_by_role("button", name="Save").first)
    press(page, "Enter")

    expect(page.locator(".messages")).to_contain_text("Saved: 6 rows.")
    assert OutcomeResult.objects.filter(arm__study=study).count() == 4


def test_table_is_pasted_and_saved_without_javascript(
    live_server: LiveServer, open_page: PageOpener, sciatica: Condition
) -> None:
    study = make_study(condition=sciatica)
    for label, component in (("Ozone", "ozone"), ("Sham", "sham")):
        make_arm(study=study, label=label, slug=label.lower(), components=[component])
    page = open_page(java_script_enabled=False)
    log_in(page, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="carla"))

    paste(page)
    take_pasted(page)
    save(page, "Table 2")

    assert OutcomeResult.objects.filter(arm__study=study).count() == 4


@pytest.mark.smoke
def test_second_of_two_curators_gets_a_conflict_message_and_loses_nothing(
    live_server: LiveServer, open_page: PageOpener, sciatica: Condition
) -> None:
    study = make_study(condition=sciatica)
    result = make_result(
        arm=make_arm(study=study), measure=OutcomeMeasure.objects.get(), locator="Table 2", quote="3.0 ± 1.5"
    )
    carla, dora = open_page(), open_page()
    log_in(
        carla, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="carla")
    )
    log_in(dora, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="dora"))

    cell(dora, result, "mean").fill("2,8")
    save(dora, "erratum")
    cell(carla, result, "mean").fill("2,5")
    carla.get_by_label("Why (kept").fill("misread")
    follow(carla, carla.get_by_role("button", name="Save").first)

    expect(carla.get_by_role("heading", name="Changed in the meantime")).to_be_visible()
    expect(carla.locator("#meanwhile")).to_contain_text("dora: erratum")
    expect(cell(carla, result, "mean")).to_have_value("2,5")
    check_state(carla, "curation/5-meanwhile")
    follow(carla, carla.get_by_role("button", name="Save").first)
    expect(carla.locator(".messages")).to_contain_text("Saved: 1 row.")
    result.refresh_from_db()
    assert result.mean == 2.5


def test_inconsistent_values_are_reported_while_typing(
    live_server: LiveServer, page: Page, sciatica: Condition
) -> None:
    study = make_study(condition=sciatica)
    result = make_result(arm=make_arm(study=study), measure=OutcomeMeasure.objects.get())
    log_in(page, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="carla"))

    cell(page, result, "mean").fill("31")
    page.keyboard.press("Tab")

    expect(page.locator(f"#notes-results-{result.pk}")).to_contain_text("outside the scale of 0 to 10")
    result.refresh_from_db()
    assert result.mean == 3.0


def test_spread_follows_from_the_printed_p_while_the_means_are_typed(
    live_server: LiveServer, page: Page, sciatica: Condition
) -> None:
    study, pain = make_study(condition=sciatica), OutcomeMeasure.objects.get()
    arms = [make_arm(study=study, label=name, slug=name, components=[name]) for name in ("ozone", "sham")]
    first, _ = (
        make_result(arm=arm, measure=pain, mean=mean, sd=None, scale_min=0, scale_max=100)
        for arm, mean in zip(arms, (50, 40), strict=True)
    )
    make_reported_contrast(
        arm_a=arms[0], arm_b=arms[1], measure=pain, weeks=4, p_relation="=", p_value=0.04, compares_means=True
    )
    log_in(page, live_server.url + reverse("workbench", args=[study.slug]), make_user(role="curator", username="carla"))

    cell(page, first, "mean").fill("30")
    page.keyboard.press("Tab")

    expect(page.locator(f"#notes-results-{first.pk}")).to_contain_text("mean 30.00, SD 18.43 (SD from exact P")
