"""Risk of bias on readers' pages: only finished assessments are used, the filter follows them, queries do not grow."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.pages.methods.appraisal_tables import agreement_tables
from studies.choices import Tool
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_arm, make_condition, make_measure, make_result, make_review, make_study, make_user
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ANCHOR = "ozone-v-sham-pain-short-intradiscal"


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker):
    with shared_records(django_db_blocker, make_records) as made:
        yield made


def make_records():
    """A condition, an instrument, and who assesses."""
    condition = make_condition(slug="sore-back", in_back_pain=True)
    curator = make_user(role="curator", first_name="Ada", last_name="Reader")
    return condition, make_measure(slug="pain-vas", name="Pain scale"), curator


@pytest.fixture
def condition(records):
    return records[0]


@pytest.fixture
def pain(records):
    return records[1]


@pytest.fixture
def curator(records):
    return records[2]


def make_trial(condition, pain, mean=3.0, **values):
    study = make_study(condition=condition, n_randomised=60, **values)
    for place, name in enumerate(("ozone", "sham")):
        make_result(arm=make_arm(study=study, components=(name,)), measure=pain, mean=mean + place)
    return study


def assess(study, by, overall="low", finished=NOW, **values):
    row = BiasAssessment.objects.create(
        study=study,
        tool=Tool.ROB_2,
        version="2019-08-22",
        assessed_by=by,
        started_at=NOW,
        finished_at=finished,
        **values,
    )
    SignallingAnswer.objects.create(assessment=row, question="1.1", answer="yes", support="a <list>, p. 3")
    for domain in ("D1", "D2", "D3", "D4", "D5", "overall"):
        BiasJudgement.objects.create(assessment=row, domain=domain, proposed=overall, judgement=overall)
    return row


def finding(client, query=""):
    return read(client.get(reverse("finding", args=["sore-back", ANCHOR]) + query))


def condition_page(client):
    return read(client.get(reverse("condition", args=["sore-back"])))


def selection_page(client, query):
    return read(client.get(reverse("condition-selection", args=["sore-back"]) + query))


class TestFinding:
    def test_lights_are_in_the_matrix_and_in_the_forest_plot(self, client, condition, pain, curator):
        for place, overall in enumerate(("low", "some-concerns", "high")):
            assess(make_trial(condition, pain, 3 + place / 10, label=f"Trial {place}"), curator, overall)
        page = finding(client)
        (matrix,) = page.tables_of("bias-matrix")
        assert matrix.texts[0][:3] == [
            "Study and result",
            "D1 Randomisation process",
            "D2 Deviations from the intended interventions",
        ]
        assert matrix.texts[3] == ["Trial 2 Pain scale, 4 weeks · one person’s assessment", *["High"] * 6]
        forest = page.tables_of("forest")[0]
        assert "D1 high. D2 high. D3 high. D4 high. D5 high. All high." in forest.text
        assert "Low 33%, Some concerns 33%, High 33%" in page.text.replace("34%", "33%")
        assert markup_errors(page) == []

    def test_page_names_missing_assessments_and_shows_no_lights(self, client, condition, pain):
        make_trial(condition, pain, label="Trial 7")
        page = finding(client)
        assert "Not assessed yet: Trial 7" in page.text
        assert page.tables_of("bias-matrix") == []
        assert "Risk of biasD1" not in page.text

    def test_unfinished_assessment_is_ignored(self, client, condition, pain, curator):
        assess(make_trial(condition, pain), curator, finished=None)
        assert finding(client).tables_of("bias-matrix") == []

    def test_assessment_with_amstar_2_does_not_count_for_a_trial(self, client, condition, pain, curator):
        row = assess(make_trial(condition, pain), curator, "critically-low")
        BiasAssessment.objects.filter(pk=row.pk).update(tool=Tool.AMSTAR_2)
        assert finding(client).tables_of("bias-matrix") == []

    def test_latest_finished_assessment_counts(self, client, condition, pain, curator):
        study = make_trial(condition, pain)
        assess(study, curator, "high", finished=NOW + timedelta(days=1))
        assess(study, curator, "low")
        (matrix,) = finding(client).tables_of("bias-matrix")
        assert set(matrix.texts[1][1:]) == {"High"}

    def test_the_drawing_carries_the_lights_without_styles(self, client, condition, pain, curator):
        assess(make_trial(condition, pain), curator, "high")
        drawing = client.get(reverse("finding-svg", args=["sore-back", ANCHOR])).content.decode()
        assert drawing.count("<title>High</title>") == 6
        assert 'fill="#a32a1f"' in drawing
        assert "Risk of bias: H high" in drawing
        assert "style" not in drawing
        assert "class=" not in drawing


class TestFilter:
    def test_low_only_keeps_results_judged_low(self, client, condition, pain, curator):
        low, high = make_trial(condition, pain, 2.0, label="Careful"), make_trial(condition, pain, 4.0, label="Hasty")
        assess(low, curator, "low")
        assess(high, curator, "high")
        assert " 60 1 trial " in selection_page(client, "?risk=low").text
        assert " 120 2 trials " in condition_page(client).text

    def test_without_assessments_the_filter_says_so(self, client, condition, pain):
        make_trial(condition, pain)
        message = "No trial of this condition has been assessed for risk of bias yet"
        assert message in selection_page(client, "?risk=low").text
        assert message not in condition_page(client).text


class TestStudy:
    def test_shows_its_assessments_in_full(self, client, condition, pain, curator):
        study = make_trial(condition, pain)
        row = assess(study, curator, "high")
        response = client.get(study.get_absolute_url())
        page = read(response)
        assert "a &lt;list&gt;, p. 3" in response.content.decode()
        assert "1.1 Was the allocation sequence random? Yes" in page.text
        assert "judged by Ada Reader on 5 January 2026" in page.text
        assert f"assessment-{row.tool}-1" in page.ids
        assert markup_errors(page) == []

    def test_older_assessment_of_the_same_scope_is_shown_as_replaced(self, client, condition, pain, curator):
        study = make_trial(condition, pain)
        assess(study, curator, "high")
        assess(study, curator, "low", finished=NOW + timedelta(days=1))
        assess(study, curator, "low", measure=pain)
        text = read(client.get(study.get_absolute_url())).text
        assert text.count("replaced by a later one") == 1

    def test_two_people_who_differ_are_both_shown_until_a_consensus(self, client, condition, pain, curator):
        study = make_trial(condition, pain)
        assess(study, curator, "high")
        assert "high (the study as a whole; one person’s assessment)" in read(client.get(study.get_absolute_url())).text
        assess(study, make_user(role="curator"), "low", finished=NOW + timedelta(days=1))
        page = read(client.get(study.get_absolute_url())).text
        assert "low and high (the study as a whole; two people differ, no consensus yet)" in page
        (table,) = agreement_tables()
        assert table.rows[-1] == ("RoB 2", "Overall risk of bias", "1", "0%", "0.00", "0.00")
        assess(study, curator, "high", finished=NOW + timedelta(days=2), is_consensus=True)
        page = read(client.get(study.get_absolute_url())).text
        assert "high (the study as a whole; consensus of two people)" in page
        assert page.count("replaced by a later one") == 2

    def test_only_curators_see_the_link_to_the_form(self, client, condition, pain, curator):
        study = make_trial(condition, pain)
        link = reverse("risk-of-bias", args=[study.slug])
        assert link not in client.get(study.get_absolute_url()).content.decode()
        client.force_login(curator)
        assert link in client.get(study.get_absolute_url()).content.decode()


# As many queries on both databases.
@pytest.mark.one_database
def test_number_of_queries_does_not_grow_with_assessments(client, condition, pain, curator):
    study = make_trial(condition, pain)
    assess(study, curator)
    finding = reverse("finding", args=["sore-back", ANCHOR])

    def queries():
        cache.clear()
        counts = []
        for where in ("/conditions/sore-back/", finding, study.get_absolute_url()):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(where).status_code == 200
            counts.append(len(captured))
        return counts

    before = queries()
    for number in range(2):
        assess(make_trial(condition, pain, 3 + number / 10), curator, "high")
        assess(study, curator, "high", finished=NOW + timedelta(days=number + 1))
    assert queries() == before


class TestReviews:
    def test_list_shows_the_latest_finished_amstar_2_assessment(self, client, curator):
        review = make_review(label="Pooler 2019")
        for number, confidence in enumerate(("low", "critically-low")):
            row = BiasAssessment.objects.create(
                study=review,
                tool=Tool.AMSTAR_2,
                assessed_by=curator,
                started_at=NOW,
                finished_at=NOW + timedelta(days=number),
            )
            BiasJudgement.objects.create(assessment=row, domain="overall", proposed=confidence, judgement=confidence)
        expected = "AMSTAR 2: critically low confidence (one person’s assessment)"
        assert expected in read(client.get(reverse("reviews"))).text
        BiasAssessment.objects.filter(pk=row.pk).update(assessed_by=make_user(role="curator"))
        expected = "AMSTAR 2: critically low and low confidence (two people differ, no consensus yet)"
        assert expected in read(client.get(reverse("reviews"))).text
        BiasAssessment.objects.filter(pk=row.pk).update(is_consensus=True)
        expected = "AMSTAR 2: critically low confidence (consensus of two people)"
        assert expected in read(client.get(reverse("reviews"))).text

    def test_reviews_without_an_assessment_are_counted(self, client):
        make_review()
        assert "Quality assessed with AMSTAR 2: 0 of 1 review." in read(client.get(reverse("reviews"))).text


def test_the_page_of_a_study_follows_its_finished_assessment(client, condition, pain, curator):
    study = make_trial(condition, pain)
    address = reverse("study", args=[study.slug])
    said = "critical risk of bias"
    assert said not in client.get(address).content.decode()

    cache.clear()
    critical = assess(study, curator, overall="critical")
    BiasAssessment.objects.filter(pk=critical.pk).update(tool=Tool.ROBINS_I)

    assert f"as judged at {said}" in client.get(address).content.decode()
