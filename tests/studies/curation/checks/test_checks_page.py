"""The page of checks: who sees it, what it shows, what its form records."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.checks.registry import ALL_CHECKS
from studies.choices import Severity
from studies.models import DataQuery
from tests.factories import make_query, make_result, make_study, make_user
from tests.studies.curation.checks.wrong_counts import SOURCE, make_wrong_count

pytestmark = pytest.mark.django_db
PAGE = "/curation/checks/"


def curator(client: Client) -> User:
    user = make_user(role="curator")
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ["", "researcher", None])
def test_only_curators_have_access(client: Client, role: str | None) -> None:
    if role is not None:
        client.force_login(make_user(role=role))
    one = f"{PAGE}{make_study().slug}/"
    for response in (client.get(PAGE), client.post(PAGE), client.get(one), client.post(one)):
        if role is None:
            assert response["Location"].startswith(reverse("login"))
        else:
            assert response.status_code == 403


def test_finding_is_listed_under_its_study_with_its_arithmetic(client: Client) -> None:
    curator(client)
    result = make_wrong_count()
    html = client.get(PAGE).content.decode()
    assert f'/studies/{result.arm.study.slug}/">Bonetti &lt;2023&gt;</a>' in html
    assert "103 of 176 is not 80.5%." in html
    assert "103/176 = 58.52%" in html
    assert "Steroid, Success, 1 month" in html
    assert '<a href="#check-percent-against-events">' in html
    assert "1 error, 0 doubts" in " ".join(html.split())


def test_every_check_is_explained(client: Client) -> None:
    curator(client)
    html = client.get(PAGE).content.decode()
    assert "Nothing was found." in html
    assert all(f'id="check-{name}"' in html for name in ALL_CHECKS)


def test_notes_are_shown_on_request(client: Client) -> None:
    curator(client)
    make_result(sd=None, **SOURCE)
    assert "Means without a spread" not in client.get(PAGE).content.decode()
    assert "Means without a spread" in client.get(PAGE, {"notes": "yes"}).content.decode()


def test_ticked_finding_becomes_one_open_query(client: Client) -> None:
    user = curator(client)
    result = make_wrong_count()
    fingerprint = ticked_fingerprint(client)
    for _ in range(2):
        assert client.post(PAGE, {"finding": fingerprint}).status_code == 302
    query = DataQuery.objects.get()
    assert (query.study, query.arm, query.measure) == (result.arm.study, result.arm, result.measure)
    assert (query.severity, query.state, query.check_name) == (Severity.ERROR, "open", "percent-against-events")
    assert query.timepoint_label == "1 month"
    assert query.history.get().history_user == user
    html = client.get(PAGE).content.decode()
    assert "Recorded" in html
    assert 'name="finding"' not in html


def ticked_fingerprint(client: Client) -> str:
    """The fingerprint of the one finding on the page that is ticked."""
    html = client.get(PAGE).content.decode()
    values = [part.partition('"')[0] for part in html.split('name="finding" value="')[1:]]
    assert html.count("checked>") == len(values) == 1
    return values[0]


def test_page_of_one_study_shows_its_notes(client: Client) -> None:
    curator(client)
    result, other = make_wrong_count(), make_wrong_count(label="Other", slug="other-success")
    make_result(arm=result.arm, sd=None, **SOURCE)
    page = f"{PAGE}{result.arm.study.slug}/"
    html = client.get(page).content.decode()
    assert "Checks of the reported numbers of Bonetti &lt;2023&gt;" in html
    assert "Means without a spread" in html
    assert other.arm.study.label not in html
    fingerprints = [part.partition('"')[0] for part in html.split('name="finding" value="')[1:]]
    assert client.post(page, {"finding": fingerprints})["Location"] == page
    assert set(DataQuery.objects.values_list("study", flat=True)) == {result.arm.study.pk}
    assert client.get(f"{PAGE}nobody/").status_code == 404


def test_no_tick_records_nothing(client: Client) -> None:
    curator(client)
    make_wrong_count()
    response = client.post(PAGE, {"finding": ["", "x" * 5000, "\x00"]}, follow=True)
    assert "No query was opened." in response.content.decode()
    assert not DataQuery.objects.exists()


def test_figure_with_an_open_query_is_not_ticked(client: Client) -> None:
    curator(client)
    result = make_wrong_count()
    make_query(study=result.arm.study, measure=result.measure, field="n", problem="size does not fit")
    html = client.get(PAGE).content.decode()
    assert "checked>" not in html
    assert "Already asked about the same number" in html
    assert "size does not fit" in html


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    curator(client)
    make_wrong_count()
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    for number in range(4):
        make_wrong_count(label=f"Study {number}", slug=f"success-{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(PAGE)
    assert len(after) == len(before) <= 25
