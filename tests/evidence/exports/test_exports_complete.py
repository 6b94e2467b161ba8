"""The pages of a condition, its CSV and its JSON hold the same facts, section by section."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evidence.exports.condition_facts import facts_of
from evidence.exports.conditions import RECORDS, ROWS
from evidence.exports.findings import ROW_COLUMNS, finding_rows
from evidence.exports.further_findings import findings_after
from evidence.exports.table_facts import Fact
from studies.presentation import download_parts
from tests.evidence.pages.html_page import Page, collapse_whitespace, read
from tests.evidence.real_conditions import summary_of, synthesised
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
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
    "Compared, but silent about ozone itself",
    "Measured, and no number could be used",
)


def facts_of_condition(slug: str) -> tuple[Fact, ...]:
    return facts_of(summary_of(slug))


def pages_of(client: Client, slug: str) -> list[Page]:
    """The page of the answer and those of the other parts."""
    return [read(client.get(reverse(name, args=[slug]))) for name in PARTS]


def normalised(text: str) -> str:
    """The text without differences in capitals, white space and space before full stops."""
    return collapse_whitespace(text).casefold().replace(" .", ".")


def facts_said(finding: dict[str, Any]) -> list[tuple[str, ...]]:
    """What a finding of the JSON says as facts of the CSV."""
    about = " · ".join(finding["facts"])
    values = [
        ("", finding["effect"], finding["effect_source"]),
        (", in a word", finding["word_label"], finding["effect_source"]),
        (", people of 1,000", finding["per_thousand"], finding["effect_source"]),
        (", in words", finding["sentence"], finding["effect_source"]),
        *((", without an interval", note["text"], note["href"]) for note in finding["values_in_words"]),
        *((", printed in another direction", note["text"], note["href"]) for note in finding["directions_in_words"]),
        *((", certainty", text, "") for text in (finding["certainty"], *finding["certainty_notes"])),
    ]
    given = [value for value in values if value[1] or value[0] not in (", in a word", ", people of 1,000")]
    return [("Findings", finding["compared"], finding["outcome"], about + what, *rest) for what, *rest in given]


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_page_section_is_in_the_facts(slug: str) -> None:
    assert tuple(dict.fromkeys(fact.section for fact in facts_of_condition(slug))) == SECTIONS


@pytest.mark.parametrize("slug", CONDITIONS)
def test_csv_and_json_hold_the_facts_of_the_page(client: Client, slug: str) -> None:
    expected = [tuple(fact) for fact in facts_of_condition(slug)]
    data = json.loads(client.get(reverse("condition-json", args=[slug])).content)
    facts = [tuple(fact.values()) for section in data["sections"].values() for fact in section]
    # A finding says its facts itself.
    assert facts == [fact for fact in expected if fact[0] != "Findings"]
    said = [fact for finding in data["findings"] for fact in facts_said(finding)]
    assert said == [fact for fact in expected if fact[0] == "Findings"]
    text = client.get(reverse("condition-csv", args=[slug])).content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["section"] not in (RECORDS, ROWS)]
    # An apostrophe before a cell keeps a spreadsheet from running it.
    assert [tuple(row[name].removeprefix("'") for name in Fact._fields) for row in rows] == [
        tuple(cell.removeprefix("'") for cell in fact) for fact in expected
    ]


# Words of pages: the files hold the same facts on both databases by the test above.
@pytest.mark.one_database
def test_some_page_shows_every_fact(client: Client) -> None:
    slug = CONDITIONS[0]
    text = normalised(" ".join(page.text for page in pages_of(client, slug)))
    # What a finding says is on its own page, and trials without a usable figure have theirs row by row.
    elsewhere = ("Findings", "Measured, and no number could be used")
    for fact in (fact for fact in facts_of_condition(slug) if fact.section not in elsewhere):
        # A remark and its detail, or a number and its people, may be separated in a cell.
        for part in (fact.subject, *re.split(r"; |: ", fact.value)):
            assert normalised(part) in text, fact


# Words of pages: the files hold the same facts on both databases by the test above.
@pytest.mark.one_database
def test_no_page_row_is_missing_from_the_facts(client: Client) -> None:
    slug = CONDITIONS[0]
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


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_parts_hold_what_one_file_holds(
    client: Client, kept_real_pages: Rows, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    address = reverse(f"condition-{kind}", args=[CONDITIONS[0]])
    whole = client.get(address).content
    kept_real_pages.version, longest = None, 50_000
    monkeypatch.setattr(download_parts, "LONGEST_PART", longest)
    parts = []
    while address:
        response = client.get(address)
        parts.append(response.content)
        link = response.get("Link", "")
        address = link.removeprefix("<").removesuffix('>; rel="next"')
    assert len(parts) > 2
    assert all(len(part) <= longest for part in parts[1:])
    read = rows_of_csv if kind == "csv" else findings_of_json
    assert sorted(str(row) for part in parts for row in read(part)) == sorted(str(row) for row in read(whole))


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    """The lines, without the address of the next part and without what every part repeats."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row.pop("next_part") for row in rows[:-1]] == [""] * (len(rows) - 1)
    rows[-1].pop("next_part")
    return [row for row in rows if row["section"] != RECORDS]


def findings_of_json(content: bytes) -> list[Any]:
    """The findings and the facts."""
    data = json.loads(content)
    return [*data["findings"], *(fact for section in data["sections"].values() for fact in section)]


def test_later_parts_answer_as_the_whole_does() -> None:
    whole = summary_of("back-pain").default.all_by_anchor
    later = list(findings_after(synthesised("back-pain").judged, whole[20].anchor))
    assert [finding.anchor for finding in later] == [finding.anchor for finding in whole[21:]]
    assert [str(finding.sentence) for finding in later] == [str(finding.sentence) for finding in whole[21:]]


def test_rows_have_the_columns_of_the_table() -> None:
    findings = summary_of("back-pain").default.findings
    assert {tuple(row) for finding in findings for row in finding_rows(finding)} == {ROW_COLUMNS}
