"""A trial of two arms, three outcomes and four times is entered from a PDF, by pasting and by typing: how many actions.

An action is a click, a key with its modifiers, a choice, a dragged selection, or a field that is filled.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from studies.choices import OutcomeDomain, StudyStatus
from studies.documents.read_document import read_document
from studies.models import DocumentContent, NumberConfirmation, OutcomeResult, SourceMark, Study, WorkbenchDraft
from tests import pdf
from tests.factories import make_condition, make_measure, make_study, make_user
from tests.journeys.conftest import PageOpener
from tests.journeys.steps import follow, log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
# From the source to the sign-off by a second person.
MOST_BY_PDF, MOST_BY_TYPING = 34, 40
TIMES = ("Baseline", "3 months")
PRINTED = {
    "VAS (0-10)": ("7.1 1.2 7.0 1.3", "3.1 1.6 4.6 1.9"),
    "ODI (0-100)": ("42.3 9.8 41.7 10.1", "24.6 12.0 33.1 12.9"),
}
# Mean and SD of both arms, time by time.
OUTCOMES = {name: [line.split() for line in lines] for name, lines in PRINTED.items()}
ROWS = len(OUTCOMES) * len(TIMES) * 2
COLUMNS = (60, 160, 210, 280, 330)


def table_lines() -> Iterator[list[str]]:
    """The table of the paper: a caption, two lines of headings, a line for each outcome, ragged."""
    yield ["Table 2. Outcomes at each visit"]
    yield ["Outcome", "Ozone (n=60)", "", "Sham (n=60)"]
    yield ["", "Mean", "SD", "Mean", "SD"]
    for outcome, rows in OUTCOMES.items():
        yield [outcome]
        for time, cells in zip(TIMES, rows, strict=True):
            yield [time, *cells]


@dataclass
class Stopwatch:
    """A person at a page, whose actions are counted."""

    page: Page
    actions: int = 0
    started: float = 0

    def click(self, place: Locator, *, shift: bool = False) -> None:
        self.actions += 1
        place.click(modifiers=["Shift"] if shift else [])

    def follow(self, place: Locator) -> None:
        self.actions += 1
        follow(self.page, place)

    def fill(self, place: Locator, text: str) -> None:
        self.actions += 1
        place.fill(text)

    def choose(self, place: Locator, *labels: str) -> None:
        self.actions += len(labels)
        place.select_option(label=list(labels))

    def key(self, chord: str) -> None:
        self.actions += 1
        self.page.keyboard.press(chord)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.actions += 1
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()

    def save(self, why: str) -> None:
        self.fill(self.page.get_by_label("Why (kept"), why)
        self.follow(self.page.get_by_role("button", name="Save").first)
        expect(self.page.locator(".messages")).to_contain_text("Saved")


@pytest.fixture
def trial() -> Study:
    """A draft without arms, as it is made of a publication."""
    condition = make_condition(name="Sciatica", slug="sciatica", plain_name="leg pain from the back")
    make_measure(name="Pain, visual analogue scale", slug="pain-vas", short_names="vas", is_line=True)
    scale = {"range_min": 0, "range_max": 100}
    make_measure(name="Oswestry", slug="disability-odi", short_names="odi", domain=OutcomeDomain.DISABILITY, **scale)
    return make_study(
        label="Rossi 2020", slug="rossi-2020", condition=condition, standing=StudyStatus.DRAFT,
        source_url="https://example.org/rossi", locator="",
    )  # fmt: skip


@pytest.fixture
def watch(live_server: LiveServer, page: Page, trial: Study) -> Stopwatch:
    """A curator at the workbench of the trial."""
    log_in(page, live_server.url + reverse("workbench", args=[trial.slug]), make_user(role="curator", username="carla"))
    return Stopwatch(page, started=perf_counter())


def add_arms(watch: Stopwatch) -> None:
    for place, (label, component) in enumerate((("Ozone", "ozone"), ("Sham", "sham injection"))):
        arm = watch.page.locator("details.record[data-record=arms]").nth(place)
        watch.fill(arm.get_by_label("Name", exact=True), label)
        watch.click(arm.get_by_role("checkbox", name=component, exact=True))
        watch.choose(arm.get_by_label("Route"), "into the disc (intradiscal)")
    watch.save("arms from the methods")


def assert_entered(watch: Stopwatch, *, most_actions: int) -> None:
    """Every number of the table is stored as printed, and it took no more actions."""
    printed = {
        (arm, float(mean), float(sd), n)
        for rows in OUTCOMES.values()
        for cells in rows
        for arm, mean, sd, n in (("Ozone", *cells[:2], 60), ("Sham", *cells[2:], 60))
    }
    stored = OutcomeResult.objects.values_list("arm__label", "mean", "sd", "n")
    assert len(stored) == ROWS
    assert set(stored) == printed
    weeks = OutcomeResult.objects.order_by("weeks").values_list("weeks", flat=True).distinct()
    assert list(weeks) == [0, 13.035]
    assert watch.actions < most_actions
    logger.info("%s actions, %.0f seconds of the machine", watch.actions, perf_counter() - watch.started)


def sign_off(watch: Stopwatch, dora: Page) -> None:
    """The first person publishes the draft; the second confirms line by line beside the marks, and signs off."""
    watch.follow(watch.page.get_by_role("link", name="Verify or sign off"))
    watch.follow(watch.page.get_by_role("button", name="Show it to readers"))
    log_in(dora, watch.page.url, make_user(role="curator", username="dora"))
    dora_watch, share = Stopwatch(dora), dora.locator("#share")
    while dora.locator("input[name=confirm]").count():
        before = share.inner_text()
        dora_watch.key("Shift+Enter")
        expect(share).not_to_have_text(before)
    expect(dora.locator("[data-source-panel] svg")).to_be_visible()
    for key in ("f", "Tab", "Tab"):
        dora_watch.key(key)
    dora_watch.follow(dora.get_by_role("button", name="Sign off", exact=True))
    expect(dora.get_by_text("Signed off by dora")).to_be_visible()
    watch.actions += dora_watch.actions


def test_table_of_a_pdf_is_entered_with_a_mark_for_every_number_and_signed_off(
    watch: Stopwatch, trial: Study, open_page: PageOpener
) -> None:
    page = watch.page
    paper = pdf.pdf([[("A trial of ozone in sciatica", 60, 60)], pdf.table(list(table_lines()), columns=COLUMNS)])
    watch.follow(page.get_by_role("link", name="Source documents"))
    watch.actions += 1
    page.locator("input[type=file]").set_input_files(
        {"name": "rossi.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    watch.follow(page.get_by_role("button", name="Attach"))
    read_document.call(content_id=DocumentContent.objects.get().pk)
    watch.follow(page.get_by_role("link", name="Workbench").first)
    add_arms(watch)

    watch.click(page.locator("aside.source").get_by_role("link", name="Next", exact=True))
    viewer = page.locator("aside.source [data-viewer][data-page='2'][data-ready]")
    expect(viewer.locator("[data-selection]")).to_contain_text("Drag over words")
    # The cursor stands in a cell: what is taken as a table fills none.
    quote = page.locator("[name=results-new1-quote]")
    watch.click(page.locator("[name=results-new1-mean]"))
    viewer.locator("svg").evaluate("picture => picture.scrollIntoView({ block: 'start' })")
    box = viewer.locator("svg").bounding_box()
    assert box is not None
    scale = box["width"] / pdf.A4[0]
    watch.drag((box["x"] + 50 * scale, box["y"] + 85 * scale), (box["x"] + 400 * scale, box["y"] + 380 * scale))
    watch.click(viewer.get_by_role("button", name="Take as a table"))
    expect(page.get_by_label("Place in the source, such as")).to_have_value("page 2")
    expect(quote).to_have_value("")
    watch.follow(page.get_by_role("button", name="Read the table"))
    watch.follow(page.get_by_role("button", name=f"Take {ROWS} rows into the grid"))
    watch.save("Table 2")

    assert_entered(watch, most_actions=MOST_BY_PDF)
    marks = SourceMark.objects.filter(study=trial, page=2)
    for field in ("mean", "sd", "n"):
        assert marks.filter(field=field).values("result").distinct().count() == ROWS
    own = marks.filter(field="mean", quote="24.6").get()
    assert (own.result.arm.label, own.result.weeks, own.right - own.left < 40) == ("Ozone", 13.035, True)

    sign_off(watch, open_page())
    assert NumberConfirmation.objects.filter(result__isnull=False).count() == 3 * ROWS
    logger.info("%s actions to the sign-off, %.0f seconds", watch.actions, perf_counter() - watch.started)
    assert watch.actions < MOST_BY_PDF


def test_table_is_typed_with_a_series_and_fill_down(watch: Stopwatch, trial: Study) -> None:
    page = watch.page
    add_arms(watch)
    first = {
        name: page.locator(f"[name=results-new1-{name}]") for name in ("arm", "measure", "timepoint_label", "locator")
    }
    watch.choose(first["arm"], "Ozone")
    watch.choose(first["measure"], "Pain, visual analogue scale")
    watch.fill(first["timepoint_label"], "baseline")
    watch.fill(first["locator"], "Table 2, page 5")
    watch.click(page.get_by_text("New rows like the ticked one"))
    watch.choose(page.get_by_label("For these arms"), "Sham")
    watch.choose(page.get_by_label("For these outcomes"), "Oswestry")
    watch.fill(page.get_by_label("At these times"), "3 months")
    # The row with the focus is the one that is meant.
    watch.follow(page.get_by_role("button", name="Add the rows"))
    expect(page.locator(".messages")).to_contain_text(f"Added: {ROWS - 1} new rows")

    watch.choose(page.get_by_label("typed into a cell as in 3.1 ± 1.6"), "the SD")
    n = page.locator("[data-grid=results] [name$='-n']")
    watch.fill(n.first, "60")
    watch.click(n.last, shift=True)
    watch.key("Control+d")
    expect(n.last).to_have_value("60")
    means = page.locator("[data-grid=results] [name$='-mean']")
    cells = [rows[time][arm : arm + 2] for rows, arm, time in product(OUTCOMES.values(), (0, 2), range(len(TIMES)))]
    for place, (mean, sd) in enumerate(cells):
        watch.fill(means.nth(place), f"{mean} ± {sd}")
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft kept at")
    assert WorkbenchDraft.objects.count() == 1
    watch.click(page.get_by_role("button", name="Show the effects"))
    expect(page.locator("[data-effects]")).to_contain_text("MD −15.0")
    watch.save("Table 2")

    assert_entered(watch, most_actions=MOST_BY_TYPING)
    assert not WorkbenchDraft.objects.exists()
