"""Every table says which page it is of, what was selected, the state of its data, its licence and its citation."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from studies.models import Study
from studies.presentation.data_licence import LICENCE_SENTENCE
from tests.evidence.releases.small_release import make_small_release
from tests.factories import make_harm
from tests.shared_records import shared_records
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def released_trial(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    with shared_records(django_db_blocker, make_released_trial) as trial:
        yield trial


def make_released_trial() -> Study:
    """A trial with a harm, after which a release was made."""
    trial = make_trial(label="Rossi 2020")
    make_harm(arm=trial.arms.earliest("pk"), event="pain", n_events=1, n_at_risk=60)
    make_small_release()
    return trial


def first_row(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == 200
    return next(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("/studies/studies.csv", "/studies/"),
        ("/studies/studies.csv?design=rct&q=rossi", "/studies/?design=rct&q=rossi"),
        ("/safety.csv", "/safety/"),
        ("/conditions/{condition}/harms.csv", "/conditions/{condition}/harms/"),
        ("/dose/ozone-v-sham.csv", "/dose/ozone-v-sham/"),
        ("/dose/ozone-v-sham.csv?window=short", "/dose/ozone-v-sham/?window=short"),
    ],
)
def test_table_says_its_page_state_licence_and_citation(
    client: Client, released_trial: Study, file: str, page: str
) -> None:
    condition = released_trial.condition.slug
    row = first_row(client, file.format(condition=condition))
    address = f"http://testserver{page.format(condition=condition)}"
    assert row["address"] == address
    assert "release 1 of 1 February 2026" in row["data_of"]
    assert row["licence"] == LICENCE_SENTENCE
    assert row["citation"].endswith(address)
    assert "Not the product of a protocol-driven search" in row["terms"]


def test_flow_of_records_says_where_it_comes_from(client: Client) -> None:
    row = first_row(client, "/flow.csv")
    assert (row["address"], row["licence"]) == ("http://testserver/flow/", LICENCE_SENTENCE)


def test_list_says_its_filters_in_words(client: Client, released_trial: Study) -> None:
    response = client.get("/studies/studies.csv?design=rct&q=rossi")
    assert 'filename="ozone-studies-selected.csv"' in response["Content-Disposition"]
    row = next(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert "rossi" in row["selection"]
    assert "andomised" in row["selection"]
    assert first_row(client, "/studies/studies.csv")["selection"] == ""
