"""The public set: every record that readers see, described, and the same bytes for the same records."""

import csv
import io
import json
import zipfile
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from evidence.exports.data_origin import DataOrigin
from evidence.exports.public_data import write_public_data
from evidence.exports.public_tables import public_tables
from evidence.exports.public_workbook import LONGEST_CELL, write_public_workbook
from studies.models import Condition, OutcomeMeasure, Publication, Study
from tests.factories import make_arm, make_condition, make_measure, make_publication, make_result, make_study
from tests.studies.dataset.csv_copy import read
from tests.studies.full_site import make_site

ORIGIN = DataOrigin("https://example.org/data/", "release 1", "No search.", "The evidence, release 1.")
LISTS = {"components", "secondary_conditions", "verdict_evidence"}
ODD = ["=1+1", "+cmd", "-2 points", "@SUM(A1)", 'a "quote", and\nline', "臭氧 é", "#N/A"]


def tables_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of every CSV file of a set."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist() if name.endswith(".csv")}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def text_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return bundle.read(name).decode()


def plain(column: str, cell: str) -> str:
    """A cell without the apostrophe before a text that a spreadsheet would run; the order of keys is free."""
    return ";".join(sorted(cell.split(";"))) if column in LISTS else cell.removeprefix("'")


@cache
def real_set() -> bytes:
    """The set of the real data, which no test changes, made by the first that asks for it."""
    return write_public_data(ORIGIN)


@pytest.mark.usefixtures("real_evidence", "db")
def test_real_set_holds_every_cell_of_its_files() -> None:
    tables = tables_of(real_set())

    for table in public_tables():
        if table.spec is None:
            continue
        listed = {column.name for column in table.columns}
        ours = {tuple(row[name] for name in table.key): row for row in tables[table.file]}
        for row in read(table.file):
            found = ours[tuple(row[name] for name in table.key)]
            assert {name: plain(name, cell) for name, cell in found.items() if name in row} == {
                name: plain(name, cell) for name, cell in row.items() if name in listed
            }
        assert len(ours) == len(tables[table.file]) == len(read(table.file))


def value_of(field: dict[str, Any], text: str) -> None:
    """Read a cell as the description says. Raises where it is not what is described."""
    if not text:
        return
    if field["type"] in ("integer", "number"):
        {"integer": int, "number": float}[field["type"]](text)
    if field["type"] == "boolean":
        assert text in (*field["trueValues"], *field["falseValues"])
    if "constraints" in field:
        assert text in field["constraints"]["enum"]


@pytest.mark.usefixtures("real_evidence", "db")
def test_description_for_programs_fits_every_cell_and_every_name_leads_to_a_row() -> None:
    content = real_set()
    tables, package = tables_of(content), json.loads(text_of(content, "datapackage.json"))
    rows_of = {resource["name"]: tables[resource["path"]] for resource in package["resources"]}

    for resource in package["resources"]:
        schema, rows = resource["schema"], rows_of[resource["name"]]
        for row in rows:
            assert list(row) == [field["name"] for field in schema["fields"]]
            for field in schema["fields"]:
                value_of(field, row[field["name"]])
        for key in schema.get("foreignKeys", ()):
            reference = key["reference"]
            there = {row[reference["fields"]] for row in rows_of[reference["resource"] or resource["name"]]}
            assert {row[key["fields"]] for row in rows} - {""} <= there, (resource["name"], key)
    assert {row["file"] for row in tables["dictionary.csv"]} == {table.file for table in public_tables()}
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def make_records(labels: list[str], condition: Condition, measure: OutcomeMeasure) -> None:
    """Studies with a result each, made in this order."""
    for label in labels:
        study = make_study(slug=label, label=label, condition=condition)
        make_publication(study=study, title=f"About {label}", authors="Anna, A.", doi=f"10.1000/{label}")
        components = ("steroid", "ozone") if label == labels[0] else ("ozone", "steroid")
        arm = make_arm(study=study, slug="ozone", components=components)
        make_result(arm=arm, measure=measure, mean=4.5)


@pytest.mark.django_db
def test_order_in_which_records_were_made_changes_no_byte() -> None:
    condition, measure = make_condition(), make_measure()
    contents = []
    for labels in (["anna2020", "berta2021"], ["berta2021", "anna2020"]):
        make_records(labels, condition, measure)
        contents.append((write_public_data(ORIGIN), write_public_workbook(ORIGIN)))
        Publication.objects.all().delete()
        Study.objects.all().delete()

    assert contents[0] == contents[1]
    assert contents[0][0] != write_public_data(ORIGIN)


@pytest.mark.django_db
def test_no_text_becomes_a_formula_and_none_is_lost() -> None:
    study = make_study(slug="odd", label="Odd 2020")
    make_publication(study=study, title="Odd", row_key="odd")
    for place, text in enumerate(ODD):
        make_arm(study=study, slug=f"arm-{place}", note=text)
    make_arm(study=study, slug="arm-long", note="x" * (LONGEST_CELL + 1), co_interventions="bell \x07")

    rows = {row["arm"]: row for row in tables_of(write_public_data(ORIGIN))["arms.csv"]}
    sheet = load_workbook(io.BytesIO(write_public_workbook(ORIGIN)))["arms"]
    names, *cells = sheet.iter_rows()
    at = {cell.value: place for place, cell in enumerate(names)}
    notes = {row[at["arm"]].value: row[at["note"]] for row in cells}

    for place, text in enumerate(ODD):
        assert rows[f"arm-{place}"]["note"] in (text, f"'{text}")
        assert (notes[f"arm-{place}"].value, notes[f"arm-{place}"].data_type) == (text, "s")
    assert [rows[f"arm-{place}"]["note"][0] for place in range(4)] == ["'"] * 4
    assert len(notes["arm-long"].value) == LONGEST_CELL
    assert len(rows["arm-long"]["note"]) == LONGEST_CELL + 1


@pytest.mark.django_db
def test_page_counts_the_rows_of_its_files(client: Client) -> None:
    make_site()
    page = client.get(reverse("data")).context["page"]
    tables = tables_of(client.get(reverse("data-zip")).content)
    book = load_workbook(io.BytesIO(client.get(reverse("data-xlsx")).content), read_only=True)

    assert {line.name: line.rows for line in page.tables} == {
        name.removesuffix(".csv"): len(rows) for name, rows in tables.items() if name != "dictionary.csv"
    }
    assert {line.name: line.rows + 1 for line in page.tables} == {
        name: sum(1 for _ in book[name].iter_rows()) for name in book.sheetnames if name not in ("README", "dictionary")
    }
