"""Ratings on readers' pages, and the page on which curators rate."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from evidence.choices import GradeDomain
from evidence.exports import finding_json
from evidence.findings.condition_evidence import read_condition
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.models import CertaintyAssessment
from evidence.pages.condition.evidence_summary import EvidenceSummary, evidence_summary
from studies.models import Condition, OutcomeResult
from tests.evidence.exports.file_origins import ORIGIN
from tests.evidence.grading.rating_factories import ANCHOR, WHY, form_data, make_finding, page_of, rate
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_user
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db

UNRATED = "280 people of about 265 needed, for chance alone, not bias"
STATEMENT = "Ozone probably results in a large reduction in pain in the short term, compared with a sham injection."
NEEDS_REVIEW = "certainty needs review: the data changed since it was rated"
ARGS = ["sore-back", ANCHOR]
FINDING = f"/conditions/sore-back/findings/{ANCHOR}/"
RATE = f"{FINDING}rate/"


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Condition, User]]:
    """A condition with a finding, and who rates it."""
    with shared_records(django_db_blocker, make_records) as made:
        yield made


def make_records() -> tuple[Condition, User]:
    return make_finding(), make_user(role="curator", first_name="Cura", last_name="Torres")


@pytest.fixture
def condition(records: tuple[Condition, User]) -> Condition:
    return records[0]


@pytest.fixture
def curator(records: tuple[Condition, User]) -> User:
    return records[1]


@pytest.fixture
def rater(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


def change_one_number() -> None:
    result = OutcomeResult.objects.order_by("id")[0]
    result.mean = 2.4
    result.save()


def summary_of(condition: Condition) -> EvidenceSummary:
    condition_evidence = read_condition(condition.slug)
    assert condition_evidence is not None
    return evidence_summary(condition_evidence)


def page_at(client: Client, where: str) -> Page:
    response = client.get(where)
    assert response.status_code == 200
    return read(response)


# The form


def test_only_curators_and_admins_may_rate(client: Client, condition: Condition) -> None:
    assert client.get(RATE).status_code == 302
    for role, status in (("researcher", 403), ("curator", 200), ("admin", 200)):
        client.force_login(make_user(role=role))
        assert client.get(RATE).status_code == status
    assert client.post(reverse("finding-rate", args=ARGS), {}).status_code == 400


def test_link_to_rate_is_shown_only_with_permission(client: Client, condition: Condition, curator: User) -> None:
    assert "Rate its certainty" not in page_at(client, FINDING).text
    client.force_login(curator)
    assert "Rate its certainty" in page_at(client, FINDING).text


def test_page_shows_facts_and_suggestions(rater: Client, condition: Condition) -> None:
    page = page_at(rater, RATE)
    assert markup_errors(page) == []
    assert "Certainty starts high : the studies are randomised trials" in page.text
    assert "Suggested: 0 , because there is one study only, so that none can contradict it." in page.text
    assert "Cannot be suggested: a test of small-study effects needs 10 studies; this answer has 1." in page.text
    assert (
        "People: 280; optimal information size 263: 4 × (1.96 + 1.28)² × 25² / 10² (two-sided 5%, power 90%)"
        in page.text
    )
    chosen = [attributes["value"] for tag, attributes in page.elements if tag == "option" and "selected" in attributes]
    assert chosen == ["", "0", "0", "0", ""]


def test_unknown_finding_cannot_be_rated(rater: Client, condition: Condition) -> None:
    assert rater.get(RATE.replace("sham", "steroid")).status_code == 404
    assert rater.get(RATE.replace("sore-back", "other")).status_code == 404


def test_saved_rating_redirects_to_the_finding_with_grade_wording(rater: Client, condition: Condition) -> None:
    data = form_data(page_of(condition), risk_of_bias__levels="1", risk_of_bias__reason=WHY)
    response = rater.post(RATE, data, follow=True)
    assert response.redirect_chain == [(FINDING, 302)]
    page = read(response)
    assert markup_errors(page) == []
    assert STATEMENT in page.text
    assert "●●●○ Moderate certainty" in page.text
    assert f"One level lost {WHY}" in page.text
    assert "Rated by Cura Torres" in page.text


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"risk_of_bias__levels": ""}, "Decide: how many levels does it cost?"),
        ({"risk_of_bias__levels": "4"}, "4 is not one of the available choices"),
        ({"risk_of_bias__reason": ""}, "Nothing could be suggested here: give a reason for your decision."),
        (
            {"imprecision__levels": "1", "imprecision__reason": ""},
            "This differs from the suggestion (0): give a reason.",
        ),
        ({"fingerprint": "0" * 64}, "The data of this finding changed while your page was open."),
        ({"replaces": "77"}, "Another person rated this finding"),
    ],
)
def test_invalid_form_shows_its_errors_and_keeps_the_input(
    rater: Client, condition: Condition, values: dict[str, str], error: str
) -> None:
    shown = page_of(condition)
    data = form_data(shown, indirectness__reason="<b>Typed</b> at length") | {
        name.replace("__", "-").replace("_", "-"): value for name, value in values.items()
    }
    response = rater.post(RATE, data)
    assert response.status_code == 400
    page = read(response)
    assert markup_errors(page) == []
    assert error in page.text
    assert "&lt;b&gt;Typed&lt;/b&gt; at length" in page.html
    assert f'name="fingerprint" value="{shown.fingerprint}"' in page.html
    assert not CertaintyAssessment.objects.exists()


# What readers see


def test_table_has_circles_certainty_label_and_lettered_footnotes(
    client: Client, condition: Condition, curator: User
) -> None:
    rate(condition, by=curator, decided={GradeDomain.RISK_OF_BIAS: 1, GradeDomain.INDIRECTNESS: 2})
    page = page_at(client, "/conditions/sore-back/")
    assert markup_errors(page) == []
    (row,) = [row for row in page.tables_of("answers")[0].texts if row[-1].endswith("●○○○ Very low certainty")]
    assert "Remark a Remark b Remark c" in row[-8]
    assert f"b Risk of bias, one level lost: {WHY}" in page.text
    assert f"c Indirectness, two levels lost: {WHY}" in page.text


def test_answer_table_and_handout_use_grade_wording(client: Client, condition: Condition, curator: User) -> None:
    rate(condition, by=curator)
    for where in ("/conditions/sore-back/", "/conditions/sore-back/handout/"):
        text = page_at(client, where).text
        assert STATEMENT in text
        assert "Moderate certainty" in text
        assert text.count(UNRATED) == 0


def test_exports_include_the_rating(client: Client, condition: Condition, curator: User) -> None:
    rate(condition, by=curator)
    note = f"Risk of bias, one level lost: {WHY}"
    (row,) = csv.DictReader(io.StringIO(client.get(reverse("finding-csv", args=ARGS)).content.decode()))
    assert (row["certainty"], row["certainty_notes"]) == ("Moderate certainty", note)
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("condition-csv", args=ARGS[:1])).content.decode())))
    assert [row["certainty"] for row in rows if row["certainty"]] == ["Moderate certainty"]
    assert [row["value"] for row in rows if row["what"].endswith("certainty")] == [
        *("Moderate certainty", "Moderate certainty", note),
    ]
    data = json.loads(client.get(reverse("condition-json", args=ARGS[:1])).content)
    (finding,) = data["findings"]
    assert finding["certainty"] == "Moderate certainty"
    assert finding["sentence"].startswith(STATEMENT)
    assert finding["rating"]["level"] == "moderate"
    assert finding["rating"]["domains"][0] == {
        "domain": "risk-of-bias",
        "levels": 1,
        "suggested": None,
        "why": WHY,
    }


def test_own_selection_is_not_rated(client: Client, condition: Condition, curator: User) -> None:
    rate(condition, by=curator)
    for where in ("/conditions/sore-back/selection/", FINDING):
        page = page_at(client, f"{where}?model=common")
        own = page.html[page.html.index('id="selection"') :]
        assert "certainty was rated for the default selection only" in own
        assert STATEMENT not in own or where == FINDING


def test_unrated_finding_in_a_selection_is_not_yet_rated(client: Client, condition: Condition) -> None:
    assert "certainty was rated" not in page_at(client, "/conditions/sore-back/selection/?model=common").text


# A change of the data, and its review


def test_changed_data_removes_grade_wording_from_every_page(
    client: Client, condition: Condition, curator: User
) -> None:
    rate(condition, by=curator)
    change_one_number()
    for where in ("/conditions/sore-back/", "/conditions/sore-back/handout/", FINDING):
        page = page_at(client, where)
        assert markup_errors(page) == []
        assert NEEDS_REVIEW in page.text
        assert "probably" not in page.text
        assert "Moderate" not in page.text
    finding = summary_of(condition).default.findings[0]
    assert finding_json(finding, ORIGIN)["certainty"] == NEEDS_REVIEW
    assert finding_json(finding, ORIGIN)["rating"] is None


def test_data_changed_back_need_no_review(client: Client, condition: Condition, curator: User) -> None:
    rate(condition, by=curator)
    result = OutcomeResult.objects.order_by("id")[0]
    before = result.mean
    change_one_number()
    OutcomeResult.objects.filter(pk=result.pk).update(mean=before)
    assert STATEMENT in page_at(client, FINDING).text


def test_review_starts_from_the_earlier_decisions_and_requires_a_reason(
    rater: Client, condition: Condition, curator: User
) -> None:
    first = rate(condition, by=curator)
    change_one_number()
    page = page_at(rater, RATE)
    assert "This rating needs review." in page.text
    assert "When it was rated: Interval −33.5 to −26.5; published limits" in page.text
    assert page.text.count("When it was rated") == 1
    chosen = [attributes["value"] for tag, attributes in page.elements if tag == "option" and "selected" in attributes]
    assert chosen == ["1", "0", "0", "0", "0"]
    data = form_data(page_of(condition), risk_of_bias__levels="1")
    assert "This field is required" in read(rater.post(RATE, data)).text
    response = rater.post(RATE, data | {"reason": "One mean was corrected; nothing else."}, follow=True)
    assert STATEMENT in read(response).text
    assert "Reviewed: One mean was corrected; nothing else." in read(response).text
    first.refresh_from_db()
    assert first.ending == "replaced"
    assert "Replaced by a later rating" in page_at(rater, RATE).text


def test_withdrawn_rating_leaves_the_page_and_stays_in_the_history(
    rater: Client, condition: Condition, curator: User
) -> None:
    rating = rate(condition, by=curator)
    where = reverse("finding-rating-withdraw", args=[*ARGS, rating.pk])
    assert "The rating was not withdrawn: give a reason." in read(rater.post(where, {"because": " "}, follow=True)).text
    page = read(rater.post(where, {"because": "Rated the wrong <finding>."}, follow=True))
    assert "Rated the wrong &lt;finding&gt;." in page.html
    assert UNRATED in page_at(rater, FINDING).text
    assert rater.get(where).status_code == 405
    assert "while your page was open" in read(rater.post(where, {"because": "Again."}, follow=True)).text


def test_only_raters_can_withdraw_and_only_the_named_finding(
    client: Client, condition: Condition, curator: User
) -> None:
    rating = rate(condition, by=curator)
    assert client.post(reverse("finding-rating-withdraw", args=[*ARGS, rating.pk]), {"because": "x"}).status_code == 403
    client.force_login(curator)
    elsewhere = reverse("finding-rating-withdraw", args=["sore-back", "other-finding", rating.pk])
    assert client.post(elsewhere, {"because": "x"}).status_code == 404
    assert CertaintyAssessment.objects.current().get() == rating


# How often pages ask


# As many queries on both databases.
@pytest.mark.one_database
def test_ratings_need_one_query_for_any_number(client: Client, condition: Condition, curator: User) -> None:
    def rating_queries() -> list[int]:
        counts = []
        for where in ("/conditions/sore-back/", FINDING):
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            counts.append(sum("evidence_certainty" in query["sql"] for query in queries))
        return counts

    assert rating_queries() == [1, 1]
    rate(condition, by=curator)
    other = make_finding(condition=Condition.objects.create(slug="other", name="Other", plain_name="other"))
    rate(other, by=curator)
    assert rating_queries() == [1, 1]


def test_finding_has_one_fingerprint_on_both_of_its_pages(condition: Condition) -> None:
    (finding,) = summary_of(condition).default.findings
    assert fingerprint_of(finding.answer) == page_of(condition).fingerprint


# The admin pages


def test_admin_shows_ratings_read_only(rater: Client, condition: Condition, curator: User) -> None:
    rating = rate(condition, by=curator)
    detail = reverse("admin:evidence_certaintyassessment_change", args=[rating.pk])
    for where in (reverse("admin:evidence_certaintyassessment_changelist"), detail):
        assert "Pain, against a sham injection" in rater.get(where).content.decode()
    assert rater.post(detail, {"level": "high"}).status_code == 403
    assert rater.get(reverse("admin:evidence_certaintyassessment_add")).status_code == 403
    assert rater.get(reverse("admin:evidence_certaintyassessment_delete", args=[rating.pk])).status_code == 403
    rating.refresh_from_db()
    assert rating.level == "moderate"
