"""What published reviews pooled of a question, next to the answer: which trials they share, and why the two differ."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.findings.condition_answers import answers_by_condition
from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import anchor_of
from evidence.findings.published_pools import PublishedPool, PublishedPools, read_published_pools
from studies.choices import Design, HigherIs, OutcomeDomain, PoolMeasure, Route, RouteGroup, Severity, StudyStatus
from studies.models import Condition, OutcomeMeasure, ReportedPool, ReviewTrialRow, Study
from tests.evidence.pages.html_page import read
from tests.factories import (
    make_arm,
    make_condition,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_result,
    make_review,
    make_study,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def disc() -> Condition:
    return make_condition(slug="disc", name="Disc herniation")


@pytest.fixture
def success() -> OutcomeMeasure:
    return make_measure(slug="success-macnab", name="Success", domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)


def make_trial(
    measure: OutcomeMeasure,
    condition: Condition,
    label: str,
    *,
    against: str = "sham",
    route: Route = Route.INTRADISCAL,
    weeks: float = 13.035,
    year: int = 2015,
    **values: Any,
) -> Study:
    """A trial of 20 people an arm; ozone helped 15, what it is compared with 10."""
    study = make_study(condition=condition, label=label, **values)
    make_publication(study=study, year=year)
    for name, events in (("ozone", 15), (against, 10)):
        arm = make_arm(study=study, components=[name], route=route)
        make_result(arm=arm, measure=measure, n=20, events=events, weeks=weeks, higher_is=HigherIs.BETTER)
    return study


def pool_of(measure: OutcomeMeasure, condition: Condition, trials: list[Study | None], **values: Any) -> ReportedPool:
    """A pool of 2020 with a forest plot of these trials (None: one that is not in the set)."""
    review = make_review(condition=condition, label="Pooler 2020")
    make_publication(study=review, year=2020)
    pool = make_pool(review=review, measure=measure, locator="Figure 2", **{"k": len(trials)} | values)
    for study in trials:
        label = study.label if study else "Unknown 2001"
        ReviewTrialRow.objects.create(review=review, study=study, study_label=label, pool_locator="Figure 2")
    return pool


def published(condition: Condition, comparison: str = "Against a sham injection") -> PublishedPools:
    """What reviews pooled of the condition's answer on this comparison in the short term."""
    condition_evidence = read_condition(condition.slug)
    assert condition_evidence
    [answer] = [
        answer
        for answer in answers_by_condition([condition], [condition])[condition.slug]
        if answer.question.words.heading == comparison
        and answer.question.window == "short"
        and answer.question.randomised
        and answer.question.route == RouteGroup.INTRADISCAL
    ]
    return read_published_pools(condition_evidence, [answer])[0]


def only_pool(condition: Condition) -> PublishedPool:
    [pool] = published(condition).pools
    return pool


def test_pool_of_the_same_trials_has_nothing_to_explain(disc: Condition, success: OutcomeMeasure) -> None:
    trials = [make_trial(success, disc, f"Trial {number}") for number in range(3)]
    pool_of(success, disc, trials)

    pool = only_pool(disc)
    assert pool.shared == tuple(trials)
    assert pool.differences == ()
    assert (pool.figure, pool.better) == ("risk ratio 1.5 (1.1 to 2)", "above 1 is better with ozone")


def test_every_trial_of_the_review_has_its_place(disc: Condition, success: OutcomeMeasure) -> None:
    here, doubted = make_trial(success, disc, "Here 2015"), make_trial(success, disc, "Doubted 2015")
    make_query(study=doubted, measure=success, severity=Severity.ERROR)
    trials = [
        here,
        doubted,
        make_trial(success, disc, "Steroid 2015", against="steroid"),
        make_trial(success, disc, "Epidural 2015", route=Route.EPIDURAL),
        make_trial(success, disc, "Cohort 2015", design=Design.NON_RANDOMISED_CONTROLLED),
        make_trial(success, make_condition(name="Sciatica"), "Sciatica 2015"),
        make_trial(success, disc, "Late 2015", weeks=60),
        make_trial(success, disc, "Draft 2015", standing=StudyStatus.DRAFT),
        None,
    ]
    make_trial(success, disc, "Other 2015")
    make_trial(success, disc, "New 2021", year=2021)
    pool_of(success, disc, trials)

    pool = only_pool(disc)
    assert pool.shared == (here,)
    assert pool.differences == (
        "1 of its trials is left out here (Doubted 2015): an open data query says that the printed figure cannot be "
        "used.",
        "1 of its trials is of another condition (Sciatica 2015): sciatica.",
        "1 of its trials is of another design (Cohort 2015): non-randomised controlled study.",
        "1 of its trials is of another comparison (Steroid 2015): ozone v steroid.",
        "1 of its trials is by another route (Epidural 2015): epidural.",
        "1 of its trials is without a result of this outcome and time in the text read (Late 2015).",
        "2 of its trials are not in this set.",
        "2 trials of the answer here are not among its trials, and 1 of them is as new as the review.",
    )


def test_another_measure_time_outcome_and_condition_are_reasons(disc: Condition, success: OutcomeMeasure) -> None:
    trial = make_trial(success, disc, "Here 2015")
    parent = make_condition(name="Back pain")
    Condition.objects.filter(pk=disc.pk).update(parent=parent)
    other = {"effect_measure": PoolMeasure.OR, "weeks": 60, "timepoint_label": "14 months", "outcome_name": "Relief"}
    pool_of(success, parent, [trial], **other)

    assert only_pool(disc).differences == (
        "It pools back pain; here disc herniation.",
        "Its outcome is relief; here success.",
        "Its time is 14 months; here short term.",
        "It is an odds ratio; here a risk ratio.",
    )


def test_review_that_does_not_say_its_trials_is_shown_with_that_reason(
    disc: Condition, success: OutcomeMeasure
) -> None:
    make_trial(success, disc, "Here 2015")
    pool_of(success, disc, [], k=None, timepoint_label="not stated", weeks=None)

    assert only_pool(disc).differences == (
        "It prints no one time; here short term.",
        "Which trials it pooled is not in the text read.",
    )
    assert only_pool(disc).time == "time not stated"


def test_list_of_included_studies_stands_in_for_a_forest_plot_but_is_not_all_that_was_pooled(
    disc: Condition, success: OutcomeMeasure
) -> None:
    here = make_trial(success, disc, "Here 2015")
    make_trial(success, disc, "Other 2015")
    make_inclusion(review=pool_of(success, disc, [], k=None).review, study=here, list_complete=True)

    assert only_pool(disc).shared == (here,)
    assert only_pool(disc).differences == ()


def test_pool_of_other_comparisons_alone_is_counted_and_not_listed(disc: Condition, success: OutcomeMeasure) -> None:
    make_trial(success, disc, "Here 2015")
    pool_of(success, disc, [make_trial(success, disc, "Steroid 2015", against="steroid")])
    pool_of(make_measure(slug="pain-vas"), disc, [])

    assert published(disc) == PublishedPools((), 1)


def test_pool_without_two_sides_or_of_a_draft_is_not_shown(disc: Condition, success: OutcomeMeasure) -> None:
    trial = make_trial(success, disc, "Here 2015")
    pool_of(success, disc, [trial], controlled=False)
    hidden = pool_of(success, disc, [trial])
    Study.objects.filter(pk=hidden.review_id).update(standing=StudyStatus.DRAFT)

    assert published(disc) == PublishedPools()


def test_pools_that_share_more_trials_come_first(disc: Condition, success: OutcomeMeasure) -> None:
    trials = [make_trial(success, disc, f"Trial {number}") for number in range(3)]
    fewer, more = pool_of(success, disc, trials[:1]), pool_of(success, disc, trials)

    assert [pool.record.pool for pool in published(disc).pools] == [more, fewer]


def test_finding_page_shows_it_in_three_queries(client: Client, disc: Condition, success: OutcomeMeasure) -> None:
    trial = make_trial(success, disc, "Here 2015")
    pool_of(success, disc, [trial, None])
    condition_evidence = read_condition(disc.slug)
    assert condition_evidence
    answers = answers_by_condition([disc], [disc])[disc.slug]
    with CaptureQueriesContext(connection) as queries:
        read_published_pools(condition_evidence, answers)
    assert len(queries) == 3

    page = read(client.get(reverse("finding", args=[disc.slug, anchor_of(answers[0])])))
    assert "What published reviews pooled" in page.text
    assert "Pooler 2020" in page.text
    assert "1 of its trials is not in this set." in page.text


def test_reviews_of_a_condition_stand_next_to_the_rows_of_its_answer(
    client: Client, disc: Condition, success: OutcomeMeasure
) -> None:
    trial = make_trial(success, disc, "Here 2015")
    make_trial(success, disc, "Steroid 2015", against="steroid")
    pool_of(success, disc, [trial, None])

    [table] = read(client.get(reverse("condition-reviews", args=[disc.slug]))).tables_of("row-pools")
    [_, row] = table.texts
    assert row[0] == "Against a sham injection Success, 3 months · intradiscal"
    assert row[1].startswith("25 more (")
    assert row[2] == (
        "Pooler 2020: risk ratio 1.5 (1.1 to 2) ozone vs other therapies · "
        "above 1 is better with ozone · three months · 2 trials"
    )
    assert row[3] == "In both: Here 2015. 1 of its trials is not in this set."


def test_page_without_any_review_has_no_such_section(client: Client, disc: Condition, success: OutcomeMeasure) -> None:
    make_trial(success, disc, "Here 2015")
    [answer] = answers_by_condition([disc], [disc])[disc.slug]

    page = client.get(reverse("finding", args=[disc.slug, anchor_of(answer)]))
    assert "What published reviews pooled" not in page.text
