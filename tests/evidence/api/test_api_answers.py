"""How the API answers: errors as problems in JSON, leave for other sites, names of states, pages by keys."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from evidence.api import site_api
from evidence.api.data_answers import KeyedItem, page_answer
from evidence.api.problems import as_problem, problem
from evidence.middleware.api_answers import ApiAnswersMiddleware
from evidence.pages.server_error import failure_page
from studies.models import Study
from studies.permissions import CURATOR
from tests.factories import make_condition, make_publication, make_study, make_user
from tests.studies.revisions.versions import Rows

PROBLEM = "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/api/v1/studies/?dose=1", 400, "This page does not know the parameter “dose”. It knows: after, comparison"),
        ("/api/v1/?x=1", 400, "This page does not know the parameter “x”. It takes no parameters."),
        ("/api/v1/openapi.json?x=1", 400, "It takes no parameters."),
        ("/api/v1/studies/?design=x", 400, "“design” is “x”. Expected: one of rct, quasi-rct"),
        ("/api/v1/studies/?condition=x", 400, "“condition”: "),
        ("/api/v1/studies/?year_from=2010&year_to=2000", 400, "The years run from 2010 to 2000"),
        ("/api/v1/studies/?after=%00", 400, "“after” is “\\u0000”. Expected: The id after which the page begins"),
        ("/api/v1/results/?study=nobody", 404, "There is no study “nobody”. /api/v1/studies/ lists all."),
        ("/api/v1/studies/nobody/", 404, "There is no study “nobody”."),
        ("/api/v1/conditions/nowhere/findings/", 404, "There is no such condition."),
        ("/api/v1/nothing/", 404, "There is nothing at this address. /api/v1/ lists what there is."),
        ("/api/v1/studies/a%20b/", 404, "There is nothing at this address."),
        ("/api/v2/", 404, "There is nothing at this address."),
    ],
)
def test_a_fault_is_a_problem_with_a_sentence(client: Client, address: str, status: int, sentence: str) -> None:
    response = client.get(address)
    found = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    assert sentence in found["detail"]
    assert (found["status"], found["errors"]) == (status, [found["detail"]])
    assert found["request"] == response["X-Request-ID"]
    assert "no-store" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_can_be_written(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/api/v1/", "/api/v1/studies/", "/api/v1/openapi.json"):
        response = getattr(client, method)(address)
        assert (response.status_code, response["Allow"], response["Content-Type"]) == (405, "GET, HEAD", PROBLEM)
        assert "answers GET and HEAD only" in response.json()["detail"]
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.django_db
def test_endpoints_are_described_once_and_conditions_each_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/api/v1/openapi.json")
    monkeypatch.setattr(site_api.api, "get_openapi_schema", None)
    make_condition(slug="new-back")
    described = client.get("/api/v1/openapi.json").json()
    [slug, *_] = described["paths"]["/api/v1/conditions/{slug}/"]["get"]["parameters"]
    assert slug["schema"]["enum"] == ["new-back"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/*;q=0.1", "", "text/html, */*;q=0.1", PROBLEM, "x, */*"]
)
def test_who_takes_json_gets_it(client: Client, accept: str) -> None:
    assert client.get("/api/v1/measures/", headers={"Accept": accept}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0", "json", ";;;", "\x00"])
def test_who_takes_no_json_is_told(client: Client, accept: str) -> None:
    response = client.get("/api/v1/measures/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (406, PROBLEM)
    assert "answers in JSON, and lists with format=csv as a table" in response.json()["detail"]
    assert client.get("/glossary/", headers={"Accept": accept}).status_code == 200


def test_a_page_of_an_error_becomes_the_same_as_a_problem() -> None:
    def answer(request: Any) -> HttpResponse:
        return failure_page(status=429, title="Too many pages", sentences=("Wait.", "Then ask."), retry_after=7)

    request = RequestFactory().get("/api/v1/studies/")
    response = ApiAnswersMiddleware(answer)(request)
    assert (response.status_code, response["Retry-After"], response["Content-Type"]) == (429, "7", PROBLEM)
    assert b'"title": "Too many pages"' in response.content
    assert b'"errors": ["Wait.", "Then ask."]' in response.content
    page = ApiAnswersMiddleware(answer)(RequestFactory().get("/studies/"))
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("status", [400, 404, 405, 406, 413, 429, 500, 503, 507])
def test_every_error_says_something(status: int) -> None:
    response = as_problem(HttpResponse("<html>", status=status))
    assert response.status_code == status
    assert b'"detail": ""' not in response.content
    assert b"<html>" not in response.content
    assert as_problem(problem(status, ["So."])).content == problem(status, ["So."]).content


@pytest.mark.django_db
def test_a_fault_of_ours_is_a_problem_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("evidence.api.reference_items.claims_page", fail)
    client.raise_request_exception = False
    response = client.get("/api/v1/claims/")
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "Something broke on our side" in response.json()["detail"]


@pytest.mark.django_db
def test_the_tag_is_the_version_of_the_data(client: Client, rows: Rows) -> None:
    first = client.get("/api/v1/measures/")
    tag = first["ETag"]
    assert tag.startswith(f'W/"{rows.version}-')
    assert first.json()["about"]["data_version"] == rows.version
    assert client.get("/api/v1/studies/")["ETag"] == tag
    same = client.get("/api/v1/measures/", headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert same["Access-Control-Allow-Origin"] == "*"
    assert first["Access-Control-Expose-Headers"] == same["Access-Control-Expose-Headers"]

    rows.version = 2
    assert client.get("/api/v1/measures/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_head_is_the_same_without_the_body(client: Client, rows: Rows) -> None:
    head, whole = client.head("/api/v1/measures/"), client.get("/api/v1/measures/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert head["Content-Length"] == str(len(whole.content))


@pytest.mark.django_db
def test_who_is_logged_in_gets_the_same_and_it_is_stored_nowhere(client: Client) -> None:
    make_publication(study=make_study(standing="draft", slug="hidden-2020"))
    make_study(slug="open-2020")
    anonymous = client.get("/api/v1/studies/").json()
    client.force_login(make_user(role=CURATOR))
    response = client.get("/api/v1/studies/")
    assert response.json() == anonymous
    assert [row["id"] for row in anonymous["data"]] == ["open-2020"]
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/studies/hidden-2020/").status_code == 404


@pytest.mark.django_db
def test_a_list_is_a_table_for_programs_without_json(client: Client) -> None:
    for number in range(1, 4):
        make_study(slug=f"study-{number}", country="=1+1")
    address = "/api/v1/studies/?limit=2&format=csv"
    response = client.get(address, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["id"] for row in rows] == ["study-1", "study-2"]
    assert list(rows[0])[:2] == ["id", "standing"]
    assert list(rows[0])[-5:] == ["address", "data_of", "licence", "citation", "next_part"]
    assert rows[0]["address"] == f"http://testserver{address}"
    assert "CC-BY-4.0" in rows[0]["licence"]
    assert (rows[0]["has_results"], rows[0]["country"], rows[0]["next_part"]) == ("FALSE", "'=1+1", "")
    assert response["Link"] == f'<{rows[1]["next_part"]}>; rel="next"'
    [last] = csv.DictReader(StringIO(client.get(rows[1]["next_part"]).content.decode()))
    assert (last["id"], last["next_part"]) == ("study-3", "")
    assert client.get(address, headers={"Accept": "application/json"}).status_code == 406
    assert client.get("/api/v1/studies/", headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/api/v1/studies/study-1/?format=csv").status_code == 400


@pytest.mark.django_db
def test_pages_hold_every_row_once_though_rows_come_and_go_between_them(client: Client) -> None:
    for number in range(1, 8):
        make_study(slug=f"study-{number}")
    page = client.get("/api/v1/studies/?limit=3")
    assert [row["id"] for row in page.json()["data"]] == ["study-1", "study-2", "study-3"]
    assert page["Link"] == f'<{page.json()["next"]}>; rel="next"'
    # The last one of the page goes, and one comes before it.
    Study.objects.filter(slug="study-3").delete()
    make_study(slug="study-0")
    page = client.get(page.json()["next"])
    assert [row["id"] for row in page.json()["data"]] == ["study-4", "study-5", "study-6"]
    last = client.get(page.json()["next"])
    assert ([row["id"] for row in last.json()["data"]], last.json()["next"]) == (["study-7"], None)
    assert "Link" not in last.headers


@pytest.mark.django_db
def test_publications_have_names_of_their_own_wherever_they_come_from(client: Client) -> None:
    study = make_study(slug="study-1")
    loaded = make_publication(study=study, title="Loaded", row_key="loaded2020")
    imported = make_publication(study=study, title="Imported")
    imported.sources.create(original="@misc{x}", fingerprint="0123456789abcdef" * 4)
    for title in ("Typed", "Typed too"):
        make_publication(study=study, title=title)

    address, found = "/api/v1/publications/?limit=1", []
    while address:
        page = client.get(address).json()
        found += [row["id"] for row in page["data"]]
        address = page["next"]
    assert len(set(found)) == len(found) == 4
    assert {loaded.row_key, "entry-0123456789abcdef"} < set(found)


@pytest.mark.django_db
def test_a_page_ends_before_five_megabytes_and_the_next_goes_on() -> None:
    request = RequestFactory().get("/api/v1/studies/", {"q": "a b"})
    long = "x" * 1_000_000
    items = [KeyedItem(f"key-{number}", {"text": long}) for number in range(12)]
    response = page_answer(request, items, 100)
    assert 3_500_000 < len(response.content) < 5_000_000
    found = response.content.decode()
    assert '"next": "http://testserver/api/v1/studies/?q=a+b&after=key-3"' in found
    assert '"after=key-9' not in page_answer(request, items[4:6], 100).content.decode()
