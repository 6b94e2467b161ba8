"""Downloads answer for the selection of their address, and say it in their names and notices."""

import csv
import io
import json
import zipfile

import pytest
from django.http import HttpResponse
from django.test import Client

from evidence.exports.conditions import ROWS

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
DISC = "/conditions/lumbar-disc-herniation"
PAIN = "add-on-to-steroid-pain-short-epidural"
NOTICE = "This is a reader's own selection, not the default answer: time: short term."


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def name_of(response: HttpResponse) -> str:
    return str(response.headers["Content-Disposition"].partition("filename=")[2].strip('"'))


def test_csv_of_a_condition_holds_the_rows_of_the_selection(client: Client) -> None:
    default, chosen = client.get(f"{DISC}.csv"), client.get(f"{DISC}.csv?window=short")
    assert (name_of(default), name_of(chosen)) == (
        "lumbar-disc-herniation.csv",
        "lumbar-disc-herniation-time-short-term.csv",
    )
    numbers = [[row for row in rows_of(one) if row["section"] == ROWS] for one in (default, chosen)]
    assert 0 < len(numbers[1]) < len(numbers[0])
    (notice,) = {row["selection"] for row in numbers[1]}
    assert notice.startswith(NOTICE)
    assert {row["selection"] for row in numbers[0]} == {""}
    assert all("-short-" in row["heading"] for row in numbers[1])
    said = [row["value"] for row in rows_of(chosen) if row["section"] == "Your own selection"]
    assert said[0] == "time: short term"
    # What is left out for want of data stands in the notice as in the lines.
    assert notice == " ".join((NOTICE, *said[1:]))


def test_json_of_a_condition_holds_the_findings_of_the_selection(client: Client) -> None:
    default, response = client.get(f"{DISC}.json").json(), client.get(f"{DISC}.json?window=short")
    chosen = response.json()
    assert name_of(response) == "lumbar-disc-herniation-time-short-term.json"
    assert chosen["selection"]["notice"].startswith(NOTICE)
    assert chosen["selection"]["query"] == "window=short"
    assert {finding["window"] for finding in chosen["findings"]} == {"short"}
    assert len({finding["window"] for finding in default["findings"]}) > 1


def test_files_of_a_finding_say_the_selection(client: Client) -> None:
    where = f"{DISC}/findings/{PAIN}"
    files = {ending: client.get(f"{where}.{ending}?window=short") for ending in ("csv", "svg", "zip")}
    assert {ending: name_of(file) for ending, file in files.items()} == {
        ending: f"{PAIN}-time-short-term.{ending}" for ending in files
    }
    assert {row["selection"] for row in rows_of(files["csv"])} == {NOTICE}
    drawing = files["svg"].content.decode()
    # Once in words that are seen, once in the description.
    assert drawing.count("own selection, not the default answer: time: short term.") == 2
    assert f"http://testserver{where}/?window=short" in drawing
    bundle = zipfile.ZipFile(io.BytesIO(files["zip"].content))
    assert NOTICE in bundle.read("README.txt").decode()
    assert f"# {NOTICE}" in bundle.read("analysis.R").decode().splitlines()
    assert json.loads(bundle.read("finding.json"))["selection"]["notice"] == NOTICE


def test_finding_pooled_by_the_rules_of_the_selection_is_downloaded_so(client: Client) -> None:
    where = f"{DISC}/findings/{PAIN}.csv"
    assert rows_of(client.get(f"{where}?all_routes=on"))[0]["selection"].endswith("all routes together.")
    assert rows_of(client.get(where))[0]["selection"] == ""


@pytest.mark.parametrize("ending", ["csv", "svg", "zip"])
def test_selection_that_answers_nothing_gives_no_file(client: Client, ending: str) -> None:
    assert client.get(f"{DISC}/findings/{PAIN}.{ending}?window=long").status_code == 404


@pytest.mark.parametrize("path", [".csv", ".json", f"/findings/{PAIN}.csv", f"/findings/{PAIN}/explore.json"])
def test_file_of_a_selection_that_is_not_known_is_refused(client: Client, path: str) -> None:
    for query in ("window=yesterday", "year_from=2020&year_to=2010", "windo=short"):
        assert client.get(f"{DISC}{path}?{query}").status_code == 400
