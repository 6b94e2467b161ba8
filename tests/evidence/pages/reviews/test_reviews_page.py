"""The page /reviews/ as readers see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studies.choices import HigherIs, OutcomeDomain, StudyStatus
from studies.models import Condition, OutcomeMeasure, ReportedPool, Study
from tests.factories import (
    make_arm,
    make_condition,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
)

pytestmark = pytest.mark.django_db
PAGE = "/reviews/"


def html_of(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def make_everything(condition: Condition, success: OutcomeMeasure) -> None:
    """A review with pools, inclusions and a judgement, and a trial whose answer is compared with its pool."""
    review = make_review(condition=condition, secondary_conditions=[make_condition()])
    make_publication(study=review, year=2020)
    pool = make_pool(review=review, measure=success)
    make_pool(review=review, measure=success, controlled=False)
    make_inclusion(review=review, list_complete=True)
    make_inclusion(review=review, study=None, citation="one more", list_complete=True)
    make_risk_of_bias(study=review, judged_by=make_review())
    study = make_study(condition=condition)
    for components in (["ozone"], ["sham"]):
        arm = make_arm(study=study, components=components)
        values = {"weeks": 13.035, "higher_is": HigherIs.BETTER}
        make_result(arm=arm, measure=success, events=10 if "ozone" in components else 5, **values)
    plot_row(pool, study, 10, 4)


def plot_row(pool: ReportedPool, study: Study, first: int, second: int) -> None:
    """A row of the forest plot of a pool: events among 30 people of each arm."""
    counts = {"arm_a_n": 30, "arm_a_events": first, "arm_b_n": 30, "arm_b_events": second}
    row = {"pool_locator": "Figure 2", "study_label": study.label, "study": study}
    pool.review.trial_rows.create(pool=pool, **row, **counts)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        html_of(client)
    return len(captured)


# As many queries on both databases.
@pytest.mark.one_database
def test_number_of_queries_does_not_grow_with_the_data(client: Client) -> None:
    success = make_measure(domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)
    for _ in range(2):
        make_everything(make_condition(), success)
    few = queries_of(client)
    make_everything(make_condition(), success)
    assert queries_of(client) == few


def test_page_without_any_review_says_so(client: Client) -> None:
    assert "No review" in html_of(client)


def test_draft_is_never_shown(client: Client) -> None:
    secret = make_review(label="Secret 2024", standing=StudyStatus.DRAFT)
    make_pool(review=secret)
    make_inclusion(study=make_study(label="Secret trial", standing=StudyStatus.DRAFT), citation="a trial")
    assert "Secret" not in html_of(client)


def test_uncontrolled_pool_is_labelled_next_to_its_number(client: Client) -> None:
    make_pool(controlled=False, estimate=79.7, ci_low=None, ci_high=None)
    html = html_of(client)
    cell = html.partition("<b>79.7</b>")[2].partition("</td>")[0]
    assert "nothing was compared" in cell
    assert '<table class="forest"' not in html


def test_a_pool_is_computed_again_beside_the_printed_one_and_the_first_other_cell_is_named(client: Client) -> None:
    success = make_measure(domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)
    review = make_review(label="Review 2020")
    pool = make_pool(review=review, measure=success, estimate=2.5, ci_low=0.88, ci_high=7.1, k=2)
    for label, status in (("Shown 2001", StudyStatus.UNVERIFIED), ("Hidden 2002", StudyStatus.DRAFT)):
        study = make_study(label=label, standing=status)
        for components, events in ((["ozone"], 10), (["sham"], 5)):
            arm = make_arm(study=study, components=components, label=components[0])
            make_result(arm=arm, measure=success, n=30, events=events, weeks=13.035, higher_is=HigherIs.BETTER)
        plot_row(pool, study, 10, 4)

    html = " ".join(html_of(client).split())

    assert "Computed again from 2 rows of its forest plot, by random effects, DerSimonian and Laird" in html
    assert "RR 2.50 (1.20 to 5.23)." in html
    assert "The printed estimate is the same; its interval is another." in html
    assert "Shown 2001</a>, events of the second arm: 4 there, 5 here (sham)" in html
    # A draft is compared only where curators see it.
    assert "Hidden 2002</a>" not in html
