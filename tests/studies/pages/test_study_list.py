"""The list of studies for readers: page, filters, pagination, file."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from evidence.exports import study_table
from studies.choices import ReadAs
from studies.models import Study
from studies.presentation import download_parts
from studies.search.study_texts import study_texts
from tests.factories import make_arm, make_publication, make_result, make_study
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db
PAGE, FILE = "/studies/", "/studies/studies.csv"
PAGE_SIZE = 4


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studies.pages.study_list.PAGE_SIZE", PAGE_SIZE)


def rows_of(client: Client, **given: str) -> list[dict[str, str]]:
    response = client.get(FILE, given)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def make_trial(number: int) -> Study:
    study = make_study(slug=f"trial-{number:03}", label=f"Trial {number:03}")
    make_publication(study=study, title=f"Ozone trial {number}", year=2000 + number % 20)
    make_result(arm=make_arm(study=study))
    make_result(arm=make_arm(study=study, components=["steroid"]))
    return study


@pytest.fixture(scope="class")
def one_trial(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    """A trial that readers see, with a result of each arm: made once."""
    with shared_records(django_db_blocker, lambda: make_trial(1)) as made:
        yield made


@pytest.mark.usefixtures("one_trial")
class TestOneTrial:
    def test_page_shows_each_study_with_status_and_comparison(self, client: Client) -> None:
        html = client.get(PAGE).content.decode()
        assert '<a href="/studies/trial-001/">Trial 001</a>' in html
        assert "Ozone trial 1" in html
        assert ">unverified<" in html
        assert "Ozone v steroid" in html
        assert "<b>1 study</b>" in html

    @pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
    def test_missing_page_number_is_not_found(self, client: Client, page: str) -> None:
        assert client.get(PAGE, {"page": page}).status_code == 404

    def test_unknown_value_is_refused_with_a_message_and_lists_nothing(self, client: Client) -> None:
        for address in (PAGE, FILE):
            response = client.get(address, {"design": "nonsense", "page": "7"})
            assert response.status_code == 400
            assert "nonsense is not one of the available choices" in response.content.decode()
            assert "Trial 001" not in response.content.decode()

    def test_empty_result_suggests_what_to_do(self, client: Client) -> None:
        assert "No study fits all of these filters" in client.get(PAGE, {"q": "unheard"}).content.decode()

    def test_file_has_status_comparison_and_terms_in_every_line(self, client: Client) -> None:
        (row,) = rows_of(client)
        assert row["standing"] == "unverified"
        assert row["compared"] == "ozone v steroid"
        assert row["page"] == "http://testserver/studies/trial-001/"
        assert "Not the product of a protocol-driven search" in row["terms"]
        assert row["people_randomised"] == ""

    def test_what_readers_see_is_counted_once_where_no_filter_is_set(self, client: Client) -> None:
        for given, times in (({}, 1), ({"page": "1", "q": ""}, 1), ({"q": " "}, 2), ({"design": "rct"}, 2)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(PAGE, given).status_code == 200
            assert sum(each["sql"].startswith("SELECT COUNT(") for each in captured) == times

    def test_page_makes_no_records_of_what_it_lists(self, client: Client) -> None:
        made: list[str] = []

        def record(sender: type[Model], **_: object) -> None:
            made.append(sender.__name__)

        post_init.connect(record)
        try:
            assert "Trial 001" in client.get(PAGE, {"comparison": "ozone-v-steroid"}).content.decode()
        finally:
            post_init.disconnect(record)
        assert not {"Study", "Publication", "Arm", "Component"} & set(made)


def test_studies_read_from_abstracts_are_counted(client: Client) -> None:
    for read_as in (ReadAs.ABSTRACT, ReadAs.ABSTRACT, ReadAs.FULL_TEXT):
        make_study(read_as=read_as)
    text = " ".join(client.get(PAGE).content.decode().split())
    assert "3 records: trials" in text
    assert "2 of them were read from the abstract." in text


def test_title_in_brackets_is_shown_as_a_description(client: Client) -> None:
    make_publication(title="[Letter on adhesions after ozone]")
    html = client.get(PAGE).content.decode()
    assert "Description (no title seen):</span> Letter on adhesions after ozone</p>" in html
    assert "[Letter" not in html


def test_missing_number_of_people_is_shown_as_not_reported(client: Client) -> None:
    make_study(n_randomised=None)
    assert "<dd>Not reported</dd>" in client.get(PAGE).content.decode()


def test_people_are_the_sum_of_the_arms_where_the_study_has_no_number_of_its_own(client: Client) -> None:
    study = make_study(n_randomised=None)
    whole = make_arm(study=study, n_randomised=30)
    make_arm(study=study, n_randomised=40, n_analysed=37)
    make_arm(study=study, n_randomised=10, part_of=whole)
    assert "<dd>67 people</dd>" in client.get(PAGE).content.decode()
    assert "67 in its arms" in client.get(study.get_absolute_url()).content.decode()
    assert "67 people" in client.get("/search/", {"q": study.label}).content.decode()
    assert [texts.people for texts in study_texts(Study.objects.all())] == [67]

    make_arm(study=study)
    assert "<dd>Not reported</dd>" in client.get(PAGE).content.decode()


def make_listed(number: int) -> Study:
    """A study with its publication and nothing else."""
    study = make_study(slug=f"trial-{number:03}", label=f"Trial {number:03}")
    make_publication(study=study)
    return study


def test_pages_list_every_study_once_and_keep_the_filter(client: Client) -> None:
    for number in range(PAGE_SIZE + 2):
        make_listed(number)
    first = client.get(PAGE, {"design": "rct"})
    second = client.get(PAGE, {"design": "rct", "page": "2"})
    listed = [row.slug for response in (first, second) for row in response.context["page"].rows]
    assert listed == sorted(Study.objects.values_list("slug", flat=True))
    assert "?design=rct&amp;page=2" in first.content.decode()
    assert f"{PAGE_SIZE + 1} to {PAGE_SIZE + 2} on this page" in second.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "a\x00b", "%", "'"])
def test_any_search_text_is_answered_and_escaped(client: Client, text: str) -> None:
    response = client.get(PAGE, {"q": text})
    assert response.status_code in {200, 400}
    assert "<script>alert" not in response.content.decode()
    assert "<img src=x" not in response.content.decode()


def test_read_only_page_refuses_post(client: Client) -> None:
    assert client.post(PAGE).status_code == 405
    assert client.head(PAGE).status_code == 200


def test_file_has_all_matching_studies_of_every_page(client: Client) -> None:
    for number in range(PAGE_SIZE + 2):
        make_listed(number)
    assert len(rows_of(client)) == PAGE_SIZE + 2
    assert [row["study"] for row in rows_of(client, q="Trial 005")] == ["Trial 005"]


def test_long_file_comes_in_parts_that_lose_and_repeat_no_study(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(0, 8, 2):
        make_listed(number)
    monkeypatch.setattr(download_parts, "LONGEST_PART", 8_000)
    monkeypatch.setattr(study_table, "_BATCH", 3)
    here, parts, address = set(Study.objects.values_list("slug", flat=True)), [], f"{FILE}?design=rct"
    while address:
        response = client.get(address)
        assert len(response.content) <= 8_000
        rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))
        assert [row["next_part"] for row in rows[:-1]] == [""] * (len(rows) - 1)
        address = rows[-1]["next_part"]
        assert response.get("Link", "") == (f'<{address}>; rel="next"' if address else "")
        assert "design=rct" in address or not address
        parts.append([row["page"].split("/")[-2] for row in rows])
        # One before what was read and one after: neither moves another.
        make_listed(2 * len(parts) - 1)
        make_listed(100 + len(parts))
    listed = [slug for part in parts for slug in part]
    assert len(parts) > 2
    assert listed == sorted(set(listed))
    assert here <= set(listed)


def test_part_that_no_file_ends_with_is_refused(client: Client) -> None:
    response = client.get(FILE, {"after": "<script>"})
    assert response.status_code == 400
    assert "is not the end of a part of this file" in response.content.decode()


def test_file_escapes_spreadsheet_formulas_in_titles(client: Client) -> None:
    make_publication(title='=HYPERLINK("http://evil.example","x")')
    (row,) = rows_of(client)
    assert row["title"].startswith("'=HYPERLINK")


def test_drafts_are_on_no_page_in_no_search_and_in_no_file(client: Client) -> None:
    draft = make_trial(1)
    Study.objects.filter(pk=draft.pk).update(standing="draft")
    make_trial(2)
    for given in ({}, {"q": "Ozone trial 1"}, {"comparison": "ozone-v-steroid"}):
        assert "Trial 001" not in client.get(PAGE, given).content.decode()
        assert "Trial 001" not in [row["study"] for row in rows_of(client, **given)]
    assert "<b>1 study</b>" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("given", [{}, {"comparison": "ozone-v-steroid", "q": "ozone", "has_results": "yes"}])
def test_queries_do_not_grow_with_the_studies(client: Client, given: dict[str, str]) -> None:
    counts = []
    for numbers in (range(1), range(1, 3)):
        for number in numbers:
            make_trial(number)
        for address in (PAGE, FILE):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address, given).status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_addresses_have_names() -> None:
    assert (reverse("study-list"), reverse("study-list-csv")) == (PAGE, FILE)
