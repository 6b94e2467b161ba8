"""The pages of a condition, its CSV and its JSON hold the same facts, section by section."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from evidence.exports.conditions import RECORDS, ROWS, facts_of
from evidence.exports.table_facts import Fact
from evidence.findings.condition_evidence import read_condition
from evidence.pages.condition.evidence_summary import evidence_summary
from tests.evidence.pages.html_page import Page, collapse_whitespace, read

pytestmark = pytest.mark.usefixtures("real_evidence", "db")
CONDITIONS = ("lumbar-disc-herniation", "back-pain")
PARTS = (
    *("condition", "condition-harms", "condition-uncontrolled", "condition-reviews"),
    *("condition-studies", "condition-unused"),
)
SECTIONS = (
    "What is known",
    "Findings",
    "Safety",
    "People who had ozone, without a comparison group",
    "Published reviews",
    "What was measured, as far as the texts read say",
    "All studies of this condition",
    "Measured, and no number could be used",
    "Compared, but silent about ozone itself",
)


def facts_of_condition(slug: str) -> tuple[Fact, ...]:
    condition_evidence = read_condition(slug)
    assert condition_evidence
    return facts_of(evidence_summary(condition_evidence))


def pages_of(client: Client, slug: str) -> list[Page]:
    """The page of the answer and those of the other parts."""
    return [read(client.get(reverse(name, args=[slug]))) for name in PARTS]


def normalised(text: str) -> str:
    """The text without differences in capitals, white space and space before full stops."""
    return collapse_whitespace(text).casefold().replace(" .", ".")


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_page_section_is_in_the_facts(slug: str) -> None:
    assert tuple(dict.fromkeys(fact.section for fact in facts_of_condition(slug))) == SECTIONS


@pytest.mark.parametrize("slug", CONDITIONS)
def test_csv_and_json_hold_the_facts_of_the_page(client: Client, slug: str) -> None:
    expected = [tuple(fact) for fact in facts_of_condition(slug)]
    data = json.loads(client.get(reverse("condition-json", args=[slug])).content)
    assert [tuple(fact.values()) for section in data["sections"].values() for fact in section] == expected
    text = client.get(reverse("condition-csv", args=[slug])).content.decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["section"] not in (RECORDS, ROWS)]
    # An apostrophe before a cell keeps a spreadsheet from running it.
    assert [tuple(row[name].removeprefix("'") for name in Fact._fields) for row in rows] == [
        tuple(cell.removeprefix("'") for cell in fact) for fact in expected
    ]


@pytest.mark.parametrize("slug", CONDITIONS)
def test_some_page_shows_every_fact(client: Client, slug: str) -> None:
    text = normalised(" ".join(page.text for page in pages_of(client, slug)))
    # What a finding says is on its own page, and trials without a usable figure have theirs row by row.
    elsewhere = ("Findings", "Measured, and no number could be used")
    for fact in (fact for fact in facts_of_condition(slug) if fact.section not in elsewhere):
        # A remark and its detail, or a number and its people, may be separated in a cell.
        for part in (fact.subject, *re.split(r"; |: ", fact.value)):
            assert normalised(part) in text, fact


@pytest.mark.parametrize("slug", CONDITIONS)
def test_no_page_row_is_missing_from_the_facts(client: Client, slug: str) -> None:
    labels = {normalised(word) for fact in facts_of_condition(slug) for word in (fact.subject, fact.what) if word}
    for table in (table for page in pages_of(client, slug) for table in page.tables):
        for row in table.rows:
            for cell in row:
                if cell.tag == "th" and cell.attributes.get("scope") == "row":
                    assert any(word in normalised(cell.text) for word in labels), (table.kind, cell.text)


def test_json_holds_the_rows_of_the_table(client: Client) -> None:
    table = json.loads(client.get(reverse("condition-json", args=[CONDITIONS[0]])).content)["table"]
    assert [(row["outcome"], row["word"], row["side"]) for row in table["rows"]][-1] == ("Pain", "higher", "worse")
    (figure,) = table["rows"][-1]["figures"]
    assert (figure["without_ozone"], figure["with_ozone"]) == ("61.0", "75.0")
    assert (figure["difference"], figure["interval"]) == ("14.0 higher", "4.4 to 23.6 higher")
    assert {letter for row in table["rows"] for letter in row["remarks"]} == set(table["remarks"])
