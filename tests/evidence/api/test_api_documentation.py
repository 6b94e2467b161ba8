"""The examples of ``docs/api.md`` run as they are printed, against the real evidence."""

import io
import re
import shlex
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from django.conf import settings
from django.test import Client

from evidence.api.contrast_schema import ContrastSchema
from evidence.api.endpoint import list_endpoints
from evidence.exports.findings import ROW_COLUMNS
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
SITE = "http://127.0.0.1:8000"
TEXT = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    """The examples in a language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


class _Opened(io.BytesIO):
    headers: Any


@pytest.fixture
def opened(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """``urlopen`` asks this site; the statuses that it gave."""
    statuses: list[int] = []

    def urlopen(asked: str | Request) -> _Opened:
        request = asked if isinstance(asked, Request) else Request(asked)  # noqa: S310 - asked of the test client
        address = request.full_url.removeprefix(SITE).removeprefix("http://127.0.0.1")
        response = client.get(address, headers=dict(request.header_items()), SERVER_NAME="127.0.0.1")
        statuses.append(response.status_code)
        if response.status_code >= 300:
            raise HTTPError(request.full_url, response.status_code, "", Message(), None)
        answer = _Opened(response.content)
        answer.headers = response.headers
        return answer

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    return statuses


def test_every_column_of_the_files_has_its_field_named() -> None:
    table = TEXT.partition("| column of the files |")[2].partition("## ")[0]
    lines = [[re.findall(r"`(\w+)`", cell) for cell in line.split("|")[1:3]] for line in table.splitlines()[2:]]
    named = dict(pair for cells in lines if len(cells) == 2 for pair in zip(*cells, strict=True))
    of_finding = set(re.findall(r"`(\w+)`", table.rpartition("|")[2])) - {"finding"}
    fields = set(ContrastSchema.model_fields)
    assert set(named.values()) <= fields
    # Those of one name mean something else in the two.
    assert named.keys() - {"study", "condition"} == set(ROW_COLUMNS) - fields - of_finding
    assert of_finding <= set(ROW_COLUMNS)


def test_curl_examples_are_answered(client: Client) -> None:
    commands = [shlex.split(line) for text in examples("sh") for line in text.splitlines() if line]
    assert all(command[:2] == ["curl", "-s"] and command[2].startswith(SITE) for command in commands)
    answers = [client.get(command[2].removeprefix(SITE)) for command in commands]
    assert [response.status_code for response in answers] == [200, 200, 200, 400, 200]
    assert "sentence" in answers[0].json()["data"]["answer"]
    assert len(answers[1].json()["data"]) > 1
    assert len(answers[2].json()["data"]) == 5
    assert "does not know the parameter “dose_from”" in answers[3].json()["detail"]


def test_python_examples_run(opened: list[int], rows: Rows, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = examples("python")
    exec(compile(first, "api.md", "exec"), {})  # noqa: S102 - the documentation of this project
    total, pain, mean, *source = capsys.readouterr().out.split()
    assert int(total) >= int(pain) > 0
    assert float(mean) > 0
    assert source[-1].startswith("https://")

    exec(compile(second, "api.md", "exec"), {})  # noqa: S102 - as above
    assert capsys.readouterr().out == "304\n"
    assert opened[-2:] == [200, 304]


def test_r_examples_ask_what_is_there_and_use_columns_that_it_has(client: Client) -> None:
    [text] = examples("r")
    [pieces] = re.findall(r"read\.csv\(paste0\(site, (.*?)\)\)", text, flags=re.DOTALL)
    response = client.get("".join(re.findall(r'"([^"]*)"', pieces)))
    header, *rows = response.content.decode().splitlines()
    columns = set(header.split(","))
    used = set(re.findall(r"\w+\$(\w+)", text)) | set(
        re.findall(r'"(\w+)"', text.partition("used[, c(")[2].partition(")")[0])
    )
    used |= set(re.findall(r"rma\((\w+), (\w+), data = pain, slab = (\w+)\)", text)[0])
    assert len(used) > 8
    assert used <= columns
    assert any("in the answer" in row for row in rows)


def test_every_list_and_object_is_named() -> None:
    named = " ".join(re.findall(r"`(/[^`]*)`", TEXT))
    for each in list_endpoints():
        address = re.sub(r"\{slug:slug\}", "back-pain" if "conditions" in each.where else "davidovic-2023", each.where)
        assert address.replace("{slug:anchor}/", "") in f"/ {named}", each


def test_what_the_document_says_of_answers_is_so(client: Client) -> None:
    found = client.get("/api/v1/results/?limit=1").json()
    assert {"data", "next", "units", "about"} == set(found)
    assert {"id", "page", "standing", "numbers_confirmed", "doubts"} <= set(found["data"][0])
    assert set(found["about"]) >= {"data_version", "licence", "notice"}
