"""The summary of findings and the ZIP of all findings hold what the page holds, and say where they come from."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from evidence.exports import findings_zip
from evidence.exports.moderators import MODERATOR_COLUMNS
from evidence.exports.summary_of_findings import COLUMNS
from evidence.pages.condition.condition_page import condition_page
from studies.models import Publication, Study
from studies.presentation.data_licence import LICENCE_SENTENCE
from tests.evidence.real_conditions import synthesised
from tests.shares import A_SHARE, drawn
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

SLUG = "lumbar-disc-herniation"
SELECTION = "?all_routes=on"
CHOSEN = f"http://testserver/conditions/{SLUG}/selection/{SELECTION}"


def content_of(client: Client, name: str, query: str = "") -> bytes:
    return client.get(reverse(name, args=[SLUG]) + query).content


def texts_of(document: bytes) -> str:
    """Every text of a DOCX file."""
    opened = Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_document_is_a_table_in_landscape_whose_head_is_on_every_page(client: Client) -> None:
    content = content_of(client, "condition-docx")
    document, page = Document(io.BytesIO(content)), condition_page(synthesised(SLUG))
    (table,) = document.tables
    head = table.rows[0]

    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert [cell.text for cell in head.cells] == [*COLUMNS]
    properties = [row._tr.trPr for row in table.rows]  # noqa: SLF001 - the library has no other door
    assert properties[0].find(qn("w:tblHeader")) is not None
    assert all(each.find(qn("w:cantSplit")) is not None for each in properties)
    assert len(table.rows) == 1 + len(page.table.groups) + len(page.table.rows)
    texts = texts_of(content)
    for row in page.table.rows:
        assert row.word.word in texts
        for figure in row.figures:
            assert f"{figure.difference} ({figure.interval})" in texts
    for mark in page.table.marks:
        assert f"{mark.letter}  {mark.text}" in texts
    assert content == content_of(client, "condition-docx")
    assert document.core_properties.author == "The Ozone Evidence contributors"


def test_markdown_has_a_cell_for_every_column_and_a_link_for_every_row(client: Client) -> None:
    text = content_of(client, "condition-md").decode()
    page = condition_page(synthesised(SLUG))

    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {len(COLUMNS) + 1}
    addresses = re.findall(r"\]\(<http://testserver(/\S+)>\)", text)
    # Where the rows of the page lead, whose links have a target.
    assert addresses == [row.href for row in page.table.rows]


@pytest.mark.parametrize("name", ["condition-docx", "condition-md", "condition-zip", "condition-csv", "condition-json"])
def test_every_file_says_the_selection_its_address_the_licence_and_how_to_cite(client: Client, name: str) -> None:
    content = content_of(client, name, SELECTION)
    if name == "condition-docx":
        text = texts_of(content)
    else:
        text = unzipped(content)["README.txt"] if name == "condition-zip" else content.decode()
    plain = json.dumps(json.loads(text), ensure_ascii=False) if name == "condition-json" else text.replace("\\", "")

    assert CHOSEN in plain
    assert "a reader's own selection, not the default answer: all routes" in plain
    assert "Ozone for back pain: the evidence" in plain
    assert "Creative Commons Attribution 4.0 International" in plain
    assert "Last search" in plain or "No search of a database" in plain


def test_rows_of_a_finding_say_what_its_studies_differ_in(client: Client) -> None:
    files = unzipped(content_of(client, "condition-zip"))
    rows = rows_of(files["findings.csv"])

    for row in rows:
        study = Study.objects.get(slug=row["slug"])
        paper = Publication.objects.filter(study=study).main_report_first().first()
        assert (row["study"], row["design"], row["doi"], row["pmid"]) == (
            study.label,
            study.design,
            paper.doi,
            paper.pmid,
        )
        arm = study.arms.filter(concentration_low__isnull=False).first()
        assert bool(row["ozone_ug_per_ml_low"]) <= (arm is not None)
        assert row["route"] in set(study.arms.values_list("route", flat=True))
    assert any(row["doi"] for row in rows)
    assert any(row["ozone_ug_per_ml_low"] for row in rows)
    assert set(MODERATOR_COLUMNS) <= set(rows[0])


@A_SHARE
def test_zip_of_all_findings_holds_the_file_of_each(client: Client, share: float) -> None:
    files = unzipped(content_of(client, "condition-zip"))
    rows, estimates = rows_of(files["findings.csv"]), rows_of(files["estimates.csv"])
    whole = json.loads(content_of(client, "condition-json"))

    assert {row["finding"] for row in estimates} == {finding["finding"] for finding in whole["findings"]}
    for finding in whole["findings"]:
        ours = [row["yi"] for row in rows if row["finding"] == finding["finding"]]
        assert [float(each) for each in ours] == pytest.approx([row["yi"] for row in finding["rows"]])
    for finding in drawn(whole["findings"], share):
        file = client.get(reverse("finding-csv", args=[SLUG, finding["finding"]])).content.decode("utf-8-sig")
        assert files[f"{finding['finding']}/data.csv"].splitlines()[0] == file.splitlines()[0]
    pooled = {finding["finding"]: finding["pooled"] for finding in whole["findings"] if finding["pooled"]}
    for row in estimates:
        if row["finding"] in pooled:
            assert float(row["estimate"]) == pytest.approx(pooled[row["finding"]]["estimate"])


def test_long_zip_comes_in_parts_that_hold_every_finding_once(
    client: Client, kept_real_pages: Rows, monkeypatch
) -> None:
    kept_real_pages.version = None
    monkeypatch.setattr(findings_zip, "LONGEST_PART", 20_000)
    whole = json.loads(content_of(client, "condition-json"))
    address, found = reverse("condition-zip", args=[SLUG]), []

    while address:
        response = client.get(address)
        files = unzipped(response.content)
        found += [row["finding"] for row in rows_of(files["estimates.csv"])]
        link = response.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0].removeprefix("http://testserver")
        assert (address in files["README.txt"]) if address else "next part" not in files["README.txt"]

    assert found == sorted(finding["finding"] for finding in whole["findings"])


def test_file_of_one_finding_says_where_it_comes_from(client: Client) -> None:
    anchor = json.loads(content_of(client, "condition-json"))["findings"][0]["finding"]
    rows = rows_of(client.get(reverse("finding-csv", args=[SLUG, anchor])).content.decode("utf-8-sig"))
    files = unzipped(client.get(reverse("finding-zip", args=[SLUG, anchor])).content)

    address = f"http://testserver{reverse('finding', args=[SLUG, anchor])}"
    assert {(row["address"], row["licence"]) for row in rows} == {(address, LICENCE_SENTENCE)}
    assert json.loads(files["finding.json"])["source"]["address"] == address
    assert json.loads(files["finding.json"])["source"]["licence"]["spdx"] == "CC-BY-4.0"
    assert LICENCE_SENTENCE in files["README.txt"]
