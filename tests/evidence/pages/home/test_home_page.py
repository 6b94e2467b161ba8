"""The first page in the real evidence: its matrix of marks, read from the files, and what stands around it."""

import re
from collections.abc import Iterable

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from studies.choices import StudyStatus
from studies.models import Condition, Study
from tests.evidence.expected_evidence import Row, expected_rows
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.shares import A_SHARE, drawn
from tests.studies.dataset.csv_copy import read as read_file
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

# They compare something else, or nothing that is known.
SILENT_ABOUT_OZONE = {"comparator-not-stated", "confounded", "ozone-both-arms"}
USABLE_SHAPES = {"better", "worse", "borderline", "not-clear", "no-word"}
OUTCOMES = ["Pain", "Disability", "Treatment success", "Serious harm", "Surgery", "Quality of life", "Analgesic use"]
CONDITIONS = read_file("conditions.csv")
GATHERING = {row["parent"] for row in CONDITIONS}
LEAVES = [row["slug"] for row in CONDITIONS if row["slug"] not in GATHERING]
# Outcomes of the files that computed effects apart, and the column in which they are told.
COLUMN_OF = {"pain": "Pain", "disability": "Disability", "success": "Treatment success", "poor": "Treatment success"}


@pytest.fixture
def page(client: Client) -> Page:
    return read(client.get("/"))


def rows_of(page: Page) -> dict[str, str]:
    """The HTML of each row of the matrix, by the slug of its condition."""
    table = re.search(r'<table class="matrix".*?</table>', page.html, re.DOTALL)
    assert table
    rows = re.findall(r'<tr[^>]*>\s*<th scope="row".*?</tr>', table[0], re.DOTALL)
    return {re.search(r"/conditions/([\w-]+)/", row)[1]: row for row in rows}


def shapes_of(row: str) -> dict[str, list[str]]:
    """The shape of each comparison of a row, by its column."""
    found = {}
    for label, cell in re.findall(r'<td role="cell" class="cell[^"]*" data-label="([^"]+)">(.*?)</td>', row, re.DOTALL):
        links = re.findall(r'class="shape-link ([\w-]+)".*?</svg>\s*(?:<span[^>]*>(\d+)</span>)?', cell, re.DOTALL)
        found[label] = [shape for shape, number in links for _ in range(int(number or 1))]
    return found


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def randomised(name: str, slug: str) -> list[Row]:
    return [row for row in expected_rows(name) if row["design"] == "rct" and row["condition"] == slug]


def trials_of(slug: str) -> set[str]:
    return {row["study"] for row in randomised("classes", slug) if row["class"] not in SILENT_ABOUT_OZONE}


def deaths_in(slug: str) -> int:
    arms = {(row["study"], row["arm"]): row for row in read_file("arms.csv")}
    rows = [(row, arms[row["study"], row["arm"]]) for row in read_file("adverse_events.csv") if row["fatal"] == "yes"]
    with_ozone = [row for row, arm in rows if arm["condition"] == slug and "ozone" in arm["components"].split(";")]
    return sum(int(row["n_events"]) for row in with_ozone)


def test_rows_are_the_conditions_with_a_randomised_trial_and_no_condition_below(page: Page) -> None:
    assert set(rows_of(page)) == {slug for slug in LEAVES if trials_of(slug)}


def test_each_row_tells_its_trials_and_those_with_a_usable_figure(page: Page) -> None:
    cohorts = {row["key"]: row["cohort_group"] or row["key"] for row in read_file("studies.csv")}
    for slug, row in rows_of(page).items():
        asked = [item for item in randomised("effects", slug) if item["state"] == "in"]
        usable = len({cohorts[item["study"]] for item in asked})
        trials = len(trials_of(slug))
        if trials == 1:
            expected = f"Its one trial gave {'a' if usable else 'no'} usable figure"
        else:
            expected = f"{usable or 'None'} of {trials} trials gave a usable figure"
        assert expected in text_of(row), slug


def test_deaths_are_those_that_the_records_call_fatal(page: Page) -> None:
    for slug, row in rows_of(page).items():
        told = re.search(r"(\d+) died", text_of(row))
        assert int(told[1] if told else 0) == deaths_in(slug), slug
    assert sum(map(deaths_in, rows_of(page))) == 2


def test_usable_marks_are_the_comparisons_with_a_usable_figure_and_no_other(page: Page) -> None:
    """A doubted figure, one without a time, and one that was left out never look like one that can be used."""
    for slug, row in rows_of(page).items():
        asked: dict[str, set[tuple[str, str]]] = {label: set() for label in OUTCOMES}
        for item in randomised("effects", slug):
            column = COLUMN_OF.get(item["outcome"].split("-")[0])
            if column and item["state"] == "in":
                # No two trials have the same procedure or mixture.
                base = item["study"] if re.search("procedure|mixture", item["class"]) else ""
                asked[column].add((item["class"], base))
        shapes = shapes_of(row)
        drawn = {label: sum(shape in USABLE_SHAPES for shape in shapes[label]) for label in OUTCOMES}
        assert drawn == {label: len(classes) for label, classes in asked.items()}, slug


def test_row_of_herniation_has_its_marks_in_words(page: Page) -> None:
    row = rows_of(page)["lumbar-disc-herniation"]
    assert shapes_of(row)["Pain"] == ["worse", "not-clear", "not-clear", *["direction"] * 6]
    assert "Instead of physiotherapy: worse with ozone (one trial, 40 people)" in text_of(row)
    assert "6 comparisons: a printed direction only" in text_of(row)
    assert "1 died and serious harm of 4 others on record after ozone; whether any of the others died" in text_of(row)
    assert "1,949+ people." in text_of(row)


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_SHARE
def test_mark_with_a_number_leads_to_its_finding_and_every_address_is_there(
    client: Client, page: Page, share: float
) -> None:
    links = {link["href"] for link in page.links if "/findings/" in link["href"]}
    assert len(links) > 10
    assert {client.get(href).status_code for href in drawn(sorted(links), share)} == {200}


def test_empty_cell_has_words_for_screen_readers(page: Page) -> None:
    row = rows_of(page)["sciatica"]
    assert text_of(row).count("no result") == len(OUTCOMES) - 1
    assert "none on record, which is not safety" in text_of(row)
    assert page.text.count("the text read") == 1


def test_what_every_condition_shares_is_said_once(page: Page) -> None:
    assert page.text.count("Too little is known to say whether ozone helps in any of these conditions.") == 1
    sentences = [item.strip() for item in re.split(r"(?<=[.]) ", page.text) if len(item.split()) > 7]
    assert len(sentences) == len(set(sentences))


def test_a_parent_is_a_line_without_marks(page: Page) -> None:
    text = page.text
    assert (
        "Back pain 31 randomised trials, 3,143+ people. One question (poor outcome, instead of a steroid injection) has"
        in text
    )
    gave = "10 of 31 trials gave a usable figure (1 more may be of the same people), each for a question of its own."
    assert gave in text
    assert "2 died and serious harm of 5 others on record after ozone" in text
    assert "In none of the conditions below it" not in text


def test_conditions_without_a_randomised_trial_stand_in_a_list(page: Page) -> None:
    listed = page.text.partition("No randomised trial isolates ozone ")[2]
    assert "Spondylolisthesis 2 other studies." in listed
    assert "No study of ozone is in the set: Sacroiliac joint pain" in listed
    assert "Cervical disc herniation Not of the back; 9 other studies; serious harm of 4 people on record" in listed


def test_neck_stands_apart_and_is_not_counted_for_the_back(page: Page) -> None:
    assert "31 randomised trials isolate ozone in the back, with 3,143 people" in page.text
    assert page.text.index("not counted above") < page.text.index(" Neck pain ")


def test_people_of_trials_that_may_share_patients_are_counted_once(kept_real_pages: Rows) -> None:
    # Perri 2016 (517) and Perri 2015 (154) may share patients; the smaller is counted when the larger is hidden.
    kept_real_pages.version = None
    Study.objects.filter(row_key="perri2016").update(standing=StudyStatus.DRAFT)
    assert "30 randomised trials isolate ozone in the back, with 2,780 people" in read(Client().get("/")).text
    assert 3143 - 517 + 154 == 2780


def test_draft_has_no_mark_and_is_not_counted(client: Client, page: Page, kept_real_pages: Rows) -> None:
    before = shapes_of(rows_of(page)["lumbar-disc-herniation"])["Pain"]
    kept_real_pages.version = None
    Study.objects.filter(row_key__in=["espahbodind", "jostdiscopathynd"]).update(standing=StudyStatus.DRAFT)
    page = read(client.get("/"))
    assert "29 randomised trials isolate ozone in the back" in page.text
    after = shapes_of(rows_of(page)["lumbar-disc-herniation"])["Pain"]
    assert "worse" in before
    assert "worse" not in after


def test_every_back_condition_and_every_condition_with_studies_is_linked(page: Page) -> None:
    places = conditions_linked(link["href"] for link in page.links)
    shown = Condition.objects.filter(Q(in_back_pain=True) | Q(arms__isnull=False)).distinct()
    assert places == {reverse("condition", args=[condition.slug]) for condition in shown}


def conditions_linked(hrefs: Iterable[str]) -> set[str]:
    found = (re.match(r"/conditions/[\w-]+/", href) for href in hrefs)
    return {match[0] for match in found if match}


def test_legend_names_every_shape_that_is_drawn_and_no_other(page: Page) -> None:
    drawn = {shape for row in rows_of(page).values() for shapes in shapes_of(row).values() for shape in shapes}
    key = re.search(r'<ul class="shape-key".*?</ul>', page.html, re.DOTALL)
    assert key
    assert set(re.findall(r'class="shape ([\w-]+)"', key[0])) - {"death"} == drawn - {"harm"}
    symbols = set(re.findall(r'<symbol id="shape-([\w-]+)"', page.html))
    assert drawn - {"harm"} <= symbols


def test_page_is_valid_answers_head_and_refuses_post(client: Client, page: Page) -> None:
    assert markup_errors(page) == []
    assert (client.head("/").status_code, client.post("/").status_code) == (200, 405)
