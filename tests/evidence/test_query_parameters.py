"""Query parameters that a page does not know are refused; those of advertising are dropped."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from studies.presentation.query_parameters import is_tracking
from tests.evidence.pages.html_page import read
from tests.factories import make_study
from tests.shared_records import shared_records
from tests.studies.full_site import make_site
from tests.studies.test_permission_matrix import EXPECTED, OPEN, address_of

pytestmark = pytest.mark.django_db
OPEN_PAGES = sorted(name for name, group in EXPECTED.items() if group == OPEN)


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Every open address by its name, of a site that is made once."""
    with shared_records(django_db_blocker, open_places) as made:
        yield made


def open_places() -> dict[str, str]:
    study = make_site()
    return {name: address_of(name, study) for name in OPEN_PAGES}


# What is refused is decided in Python, before any row is read.
@pytest.mark.one_database
def test_every_open_address_refuses_a_parameter_that_it_does_not_know(client: Client, places: dict[str, str]) -> None:
    addresses = list(places.values())

    assert len(addresses) > 20
    answers = {where: client.get(f"{where}?colour=red") for where in addresses}
    assert {where: response.status_code for where, response in answers.items()} == dict.fromkeys(addresses, 400)
    # Pages and files alike say which.
    assert [where for where, response in answers.items() if "“colour”" not in response.content.decode()] == []


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        *(
            (name, "page=99", "“page” is “99”. This list does not have that page. It has one page.")
            for name in ("condition-findings", "condition-unused", "condition-studies", "study-history", "flow-list")
        ),
        ("condition-findings", "page=x", "“page” is “x”."),
        ("condition-findings", "page=0", "“page” is “0”."),
        ("condition-findings", "page=%F0%9F%99%82", "does not have that page"),
        ("condition-selection", "all_routes=perhaps", "“perhaps” is no choice. Expected: “on”"),
        ("condition-csv", "all_routes=perhaps", "“perhaps” is no choice. Expected: “on”"),
        ("finding", "all_routes=perhaps", "“perhaps” is no choice. Expected: “on”"),
        ("finding", "ug_from=-1", "Ensure this value is greater than or equal to 0"),
        ("finding", "sessions_to=100000", "Ensure this value is less than or equal to 1000"),
        ("finding", "exclude=nobody", "“nobody” is no study of this condition"),
        ("study-list", "condition=nowhere", "“nowhere” is no condition here"),
        ("condition-uncontrolled", "correlation=2", "correlation"),
        ("condition-studies", "map=moons", "The rows of the map are conditions or routes"),
        ("dose", "window=tomorrow", "tomorrow"),
        ("dose-csv", "window=tomorrow", "There is no such time. Expected: one of"),
        ("dose-json", "window=tomorrow", "There is no such time. Expected: one of"),
        ("finding-explore", "tau_scale=-1", "This is a number above 0."),
        ("finding-explore-json", "tau_scale=-1", "This is a number above 0."),
        ("condition-json", "after=%00", "is not the end of a part of this file"),
    ],
)
def test_a_value_that_a_page_does_not_take_is_refused_with_a_sentence(
    client: Client, places: dict[str, str], name: str, query: str, sentence: str
) -> None:
    response = client.get(f"{places[name]}?{query}")
    assert response.status_code == 400
    assert sentence in unescape(response.content.decode())


def test_refusal_names_the_parameter_and_those_that_the_page_knows(client: Client) -> None:
    where = "/conditions/nowhere/studies/"
    page = read(client.get(f"{where}?colour=red&size=2&map=routes"))
    assert "This page does not know the parameters “colour”, “size”. It knows: map, page." in page.text
    assert any(link["href"] == where for link in page.links)
    assert (
        "This page does not know the parameter “page”. It takes no parameters."
        in read(client.get("/glossary/?page=2")).text
    )


def test_name_of_an_unknown_parameter_is_escaped(client: Client) -> None:
    response = client.get("/?%3Cscript%3E=1")
    assert response.status_code == 400
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("/?utm_source=mail&utm_medium=x", "/"),
        ("/studies/?fbclid=a1&design=rct&page=1", "/studies/?design=rct&page=1"),
        ("/methods/?gclid=1&msclkid=2&mc_cid=3&mc_eid=4", "/methods/"),
        ("/conditions/nowhere/?utm_source=x&window=short&window=long", "/conditions/nowhere/?window=short&window=long"),
    ],
)
def test_parameters_of_advertising_are_dropped_by_a_redirect(client: Client, address: str, clean: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, clean)


def test_only_whole_names_of_advertising_are_dropped() -> None:
    assert not any(map(is_tracking, ("gclid2", "utm", "my_utm_source", "mcq", "")))


def test_pages_of_django_and_sent_forms_know_their_own_parameters(client: Client) -> None:
    make_study()
    assert client.get("/login/?next=/import/").status_code == 200
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/login/?next=/admin/"
    assert client.post("/?colour=red").status_code == 405


def test_list_of_studies_knows_its_facets_and_its_pages(client: Client) -> None:
    query = "?q=&condition=&comparison=&design=rct&kind=&route=&year_from=2000&year_to=&has_results=yes&page=1"
    for address in ("/studies/", "/studies/studies.csv", "/studies/publications.bib"):
        assert client.get(address + query).status_code == 200
