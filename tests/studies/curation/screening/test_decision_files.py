"""Decisions of screening as files: everybody's, but not another person's before one's own."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.choices import ExclusionReason
from studies.citations.parse.read_file import open_file
from studies.curation.screening.screen import exclude_publication, include_publication
from tests.factories import make_publication, make_user
from tests.studies.citations.import_factories import RIS, import_text

pytestmark = pytest.mark.django_db


def rows_of(client) -> list[dict[str, str]]:
    text = client.get(reverse("screening-export", args=["csv"])).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_files_hold_every_decision_but_those_that_are_still_blind(client):
    people = [make_user(role="researcher", username=name) for name in ("anna", "bruno")]
    import_text(RIS)
    paper = make_publication(study=None, title="=Ozone", doi="10.1000/a")
    make_publication(study=None, title="Nobody decided on it")
    code = ExclusionReason.NOT_OZONE
    exclude_publication(publication=paper, reason="no gas\nat all", reason_code=code, by=people[0], now=timezone.now())

    client.force_login(people[1])
    assert rows_of(client) == []
    assert client.get(reverse("screening-export", args=["ris"])).content == b""

    client.force_login(people[0])
    assert [row["person"] for row in rows_of(client)] == ["anna"]
    include_publication(publication=paper, reason="a note", by=people[1], now=timezone.now())
    client.force_login(people[1])
    rows = rows_of(client)
    assert [(row["title"], row["decision"], row["reason"], row["note"], row["person"]) for row in rows] == [
        ("'=Ozone", "excluded", "not about ozone therapy", "no gas\nat all", "anna"),
        ("'=Ozone", "included", "", "a note", "bruno"),
    ]
    ris = client.get(reverse("screening-export", args=["ris"]))
    notes = [text for tag, text in next(open_file(ris.content).entries()).parsed.fields if tag == "N1"]
    day = f"{timezone.now():%Y-%m-%d}"
    assert notes == [
        f"Screening, title and abstract: excluded (anna, {day}): no gas at all",
        f"Screening, title and abstract: included (bruno, {day}): a note",
    ]
    assert ris.content.decode().count("TY  -") == 1
    assert client.get(reverse("screening-export", args=["exe"])).status_code == 404
