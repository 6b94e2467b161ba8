"""A study made of a publication: a draft, prefilled, with that publication as its main report."""

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import PublicationRole, Screening, StudyStatus
from studies.models import Publication, Study
from tests.factories import make_condition, make_publication, make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(make_user(role="curator", username="carla"))
    return client


@pytest.fixture
def paper() -> Publication:
    return make_publication(
        study=None, title="Ozone in sciatica", authors="Rossi, Anna; Verdi, Bea", year=2020, doi="10.1000/xyz"
    )


def address(paper: Publication) -> str:
    return f"{reverse('workbench-new')}?publication={paper.pk}"


def sent(**texts: object) -> dict[str, object]:
    plain = {
        "label": "Rossi 2020", "design": "rct", "kind": "primary", "blinding_code": "not-reported",
        "allocation": "parallel",
        "condition": make_condition().pk,
    } | texts  # fmt: skip
    return {"study-rows": "new1"} | {f"study-new1-{name}": text for name, text in plain.items()}


def test_form_opens_with_what_the_publication_says(curator: Client, paper: Publication) -> None:
    page = curator.get(address(paper)).content.decode()

    assert 'name="study-new1-label" value="Rossi 2020"' in page
    assert 'value="https://doi.org/10.1000/xyz"' in page
    assert "Ozone in sciatica" in page


def test_study_is_a_draft_and_its_publication_the_main_report(curator: Client, paper: Publication) -> None:
    answer = curator.post(address(paper), sent(n_randomised="60"))

    study = Study.objects.get()
    paper.refresh_from_db()
    assert answer["Location"] == reverse("workbench", args=["rossi-2020"])
    assert (study.standing, study.n_randomised, study.extracted_by.username) == (StudyStatus.DRAFT, 60, "carla")
    assert (paper.study, paper.role, paper.screening) == (study, PublicationRole.MAIN_REPORT, Screening.INCLUDED)
    assert paper.history.first().history_user.username == "carla"


def test_study_gets_an_address_that_is_free(curator: Client, paper: Publication) -> None:
    make_study(slug="rossi-2020")

    curator.post(address(paper), sent())
    curator.post(reverse("workbench-new"), sent(label="New"))

    assert {"rossi-2020-2", "new-2"} <= set(Study.objects.values_list("slug", flat=True))


def test_publication_that_reports_a_study_makes_no_second_one(curator: Client) -> None:
    paper = make_publication()

    answer = curator.post(address(paper), sent())

    assert answer.status_code == 400
    assert "already" in answer.content.decode()
    assert Study.objects.count() == 1


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"design": ""}, "Choose one"),
        ({"n_randomised": "sixty"}, "is not a number"),
        ({"n_randomised": "50", "n_analysed": "60"}, "More people analysed than randomised."),
        ({"source_url": "javascript:alert(1)"}, "begins with http"),
        ({"design": "meta-analysis"}, "“meta-analysis” is no design of a primary study. Choose the kind “review”"),
        ({"kind": "review"}, "“randomised trial” is no design of a review. Choose the kind “primary study”"),
    ],
)
def test_faulty_study_is_not_made_and_comes_back(
    curator: Client, paper: Publication, texts: dict[str, str], expected: str
) -> None:
    answer = curator.post(address(paper), sent(funding="none declared", **texts))

    assert answer.status_code == 400
    assert expected in answer.content.decode()
    assert 'value="none declared"' in answer.content.decode()
    assert not Study.objects.exists()


@pytest.mark.parametrize("asked", ["0", "999999", "x", "9" * 30])
def test_publication_that_is_not_there_is_not_found(curator: Client, asked: str) -> None:
    assert curator.get(f"{reverse('workbench-new')}?publication={asked}").status_code == 404
