"""The article of the mission: what its table says today, read from the files and from effects computed apart."""

import re

import pytest
from django.test import Client

from tests.evidence.expected_evidence import expected_rows
from tests.evidence.pages.html_page import markup_errors, read
from tests.studies.dataset.csv_copy import read as read_file

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

USABLE = "better with ozone|worse with ozone|borderline|not clear which is better|a figure that gets no word"


@pytest.fixture
def table(client: Client) -> dict[str, str]:
    """The text of each row, by the key of its claim."""
    page = read(client.get("/claims/"))
    assert markup_errors(page) == []
    body = page.html.partition('<table class="claim-table"')[2].partition("<tbody")[2].partition("</table>")[0]
    rows = {re.search(r'href="#([\w-]+)"', row)[1]: row for row in body.split("</tr>")[:-1]}
    return {slug: " ".join(re.sub(r"<[^>]+>", " ", row).split()) for slug, row in rows.items()}


def test_every_claim_has_a_row_with_its_text_and_its_verdict(table: dict[str, str]) -> None:
    claims = read_file("claims.csv")
    assert list(table) == [row["claim_key"] for row in claims]
    for row in claims:
        text = table[row["claim_key"]]
        assert row["claim"] in text
        assert text.endswith(row["verdict"].replace("-", " ").replace("plausible untested", "plausible, untested"))


def test_comparisons_with_a_usable_figure_are_those_of_the_files(table: dict[str, str]) -> None:
    on_outcomes = [row for row in read_file("claims.csv") if row["outcome"] in ("pain-vas", "disability-odi")]
    assert len(on_outcomes) == 3
    for claim in on_outcomes:
        domain = claim["outcome"].partition("-")[0]
        asked = {
            row["class"]
            for row in expected_rows("effects")
            if (row["design"], row["condition"], row["state"]) == ("rct", claim["condition"], "in")
            and row["outcome"].startswith(domain)
        }
        told = [int(number) for number in re.findall(rf"(\d+) (?:{USABLE})", table[claim["claim_key"]])]
        assert sum(told) == len(asked)


def test_deaths_are_those_that_the_records_call_fatal(table: dict[str, str]) -> None:
    (safety,) = [row["claim_key"] for row in read_file("claims.csv") if row["kind"] == "safety"]
    arms = {(row["study"], row["arm"]): row for row in read_file("arms.csv")}
    back = {row["slug"] for row in read_file("conditions.csv") if row["in_back_pain"] == "yes"}
    deaths = [
        int(row["n_events"])
        for row in read_file("adverse_events.csv")
        if row["fatal"] == "yes"
        and arms[row["study"], row["arm"]]["condition"] in back
        and "ozone" in arms[row["study"], row["arm"]]["components"].split(";")
    ]
    assert f"Serious harm, Back pain : {sum(deaths)} died and serious harm of" in table[safety]


def test_claim_outside_every_comparison_names_the_works_considered(table: dict[str, str]) -> None:
    for row in read_file("claims.csv"):
        if row["kind"] in ("mechanism", "citation", "practice"):
            works = [int(number) for number in re.findall(r"(\d+) × ", table[row["claim_key"]])]
            assert sum(works) == len(row["verdict_evidence"].split(";"))
