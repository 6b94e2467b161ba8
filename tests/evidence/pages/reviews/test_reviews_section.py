"""Reviews on pages: pools as printed, compared with our own answers only where comparable."""

from typing import Any

import pytest

from evidence.figures.forest import EntryKind, ForestEntry
from evidence.findings.condition_answers import answers_by_condition
from evidence.pages.reviews.pool_plots import ComparedPool, PoolPlot
from evidence.pages.reviews.review_records import read_reviews, texts_of
from evidence.pages.reviews.reviews_page import ReviewsSection, reviews_page, reviews_section
from studies.choices import Design, HigherIs, OutcomeDomain, PoolMeasure, PositiveIs, StudyStatus, Tool
from studies.models import Condition, OutcomeMeasure, ReportedPool, Study
from studies.presentation.study_names import study_namer
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
THREE_MONTHS = {"weeks": 13.035, "timepoint_label": "3 months"}


@pytest.fixture
def disc() -> Condition:
    return make_condition(name="Disc herniation")


@pytest.fixture
def success() -> OutcomeMeasure:
    return make_measure(slug="success-macnab", name="Success", domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER)


def trial_of_success(condition: Condition, measure: OutcomeMeasure, **values: Any) -> None:
    """A randomised trial of ozone on top of steroid: 55 of 60 and 47 of 60 people with success at three months."""
    study = make_study(condition=condition, label="Yang 2023")
    for components, events in ((["ozone", "steroid"], 55), (["steroid"], 47)):
        arm = make_arm(study=study, components=components)
        plain = {"n": 60, "higher_is": HigherIs.BETTER, **THREE_MONTHS}
        make_result(arm=arm, measure=measure, events=events, **plain | values)


def pool_of_success(condition: Condition, measure: OutcomeMeasure, **values: Any) -> ReportedPool:
    return make_pool(review=make_review(condition=condition, label="Andrade 2019"), measure=measure, **values)


def only_plot() -> PoolPlot:
    (plot,) = reviews_page().plots
    return plot


def only_pool(plot: PoolPlot | None = None) -> ComparedPool:
    (pool,) = (plot or only_plot()).pools
    return pool


def entries(plot: PoolPlot) -> list[ForestEntry]:
    return [row.entry for row in plot.plot.rows]


def test_pool_is_a_diamond_with_the_printed_numbers(disc: Condition, success: OutcomeMeasure) -> None:
    printed = {"estimate": "2.20", "ci_low": "1.87", "ci_high": "2.60"}
    pool_of_success(disc, success, estimate=2.2, ci_low=1.87, ci_high=2.6, printed=printed)
    (entry,) = entries(only_plot())
    assert entry.kind is EntryKind.SUBTOTAL
    assert entry.effect_text == "2.20 (1.87 to 2.60)"
    assert (entry.estimate, entry.low, entry.high) == (2.2, 1.87, 2.6)


def test_pool_without_an_interval_is_a_square_and_says_so(disc: Condition, success: OutcomeMeasure) -> None:
    pool_of_success(disc, success, ci_low=None, ci_high=None)
    (entry,) = entries(only_plot())
    assert entry.kind is EntryKind.STUDY
    assert "interval not printed" in entry.detail


def test_comparable_answer_is_drawn_below_the_pool_on_the_same_axis(disc: Condition, success: OutcomeMeasure) -> None:
    trial_of_success(disc, success)
    pool_of_success(disc, success)
    plot = only_plot()
    review, own = entries(plot)
    assert review.label == "Andrade 2019"
    assert own.label == "Here: on top of a steroid injection"
    assert own.effect_text.startswith("1.17 (")
    comparison = only_pool(plot).comparison
    assert comparison.why_none == ""
    assert {row.aspect: row.own_value for row in comparison.differences} == {
        "Design": "randomised trials alone, by route, comparison and window",
        "Compared": "ozone on top of steroid v steroid without ozone",
        "Outcome": "Success",
        "Time": "3 months",
        "Trials": "one trial with 120 people (Yang 2023)",
    }


def test_trials_of_a_pool_are_named_and_answers_that_share_them_come_first(
    disc: Condition, success: OutcomeMeasure
) -> None:
    trial_of_success(disc, success)
    steroid = make_study(condition=disc, label="Zambello 2006")
    for name, events in (("ozone", 30), ("sham", 20)):
        arm = make_arm(study=steroid, components=[name])
        make_result(arm=arm, measure=success, events=events, n=60, higher_is=HigherIs.BETTER, **THREE_MONTHS)
    pool = pool_of_success(disc, success, k=3)
    make_inclusion(review=pool.review, study=Study.objects.get(label="Yang 2023"))
    make_inclusion(review=pool.review, study=make_study(label="Elsewhere 2001"))
    comparison = only_pool().comparison
    studies = [row.detail.split(" · ")[0] for own in comparison.own_answers for row in own.rows]
    assert studies == ["Yang 2023", "Zambello 2006"]
    [row] = [row for row in comparison.differences if row.aspect == "Trials"]
    assert row.review_value == (
        "3 trials; in this set, as far as is known: Yang 2023 and Elsewhere 2001, of which 1 in the answers here"
    )


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"weeks": 26.07, "timepoint_label": "six months"}, "No answer here is of the intermediate term"),
        ({"weeks": None, "timepoint_label": "all follow-ups"}, "It prints no one time, while each answer here is of"),
        ({"effect_measure": PoolMeasure.OR}, "Answered here as risk ratio, which cannot share an axis with odds"),
        ({"positive_is": PositiveIs.FAVOURS_COMPARATOR}, "The answers here count the opposite event"),
    ],
)
def test_incomparable_answer_is_not_drawn_and_has_a_reason(
    disc: Condition, success: OutcomeMeasure, values: dict[str, Any], why: str
) -> None:
    trial_of_success(disc, success)
    pool_of_success(disc, success, **values)
    plot = only_plot()
    comparison = only_pool(plot).comparison
    assert comparison.why_none.startswith(why)
    assert comparison.differences
    assert len(entries(plot)) == 1


def test_outcome_without_a_usable_answer_has_a_reason(disc: Condition, success: OutcomeMeasure) -> None:
    trial_of_success(disc, success)
    pool_of_success(disc, make_measure(domain=OutcomeDomain.PAIN))
    comparison = only_pool().comparison
    assert comparison.why_none == "No randomised trial that isolates ozone gives a usable figure here on pain"
    assert not comparison.differences


def test_unknown_scale_is_not_compared_with_our_answer(disc: Condition) -> None:
    pain = make_measure()
    study = make_study(condition=disc)
    for components in (["ozone"], ["sham"]):
        arm = make_arm(study=study, components=components)
        make_result(arm=arm, measure=pain, higher_is=HigherIs.WORSE, scale_min=0, scale_max=10, **THREE_MONTHS)
    values = {"effect_measure": PoolMeasure.MD, "positive_is": PositiveIs.FAVOURS_COMPARATOR}
    pool_of_success(disc, pain, estimate=-1.2, ci_low=-2, ci_high=-0.4, **values)
    assert only_pool().comparison.why_none == "Of which scale its points are was not in the text read"


def test_better_side_follows_the_direction_of_the_scale(disc: Condition) -> None:
    values = {"effect_measure": PoolMeasure.SMD, "positive_is": PositiveIs.FAVOURS_COMPARATOR}
    pool_of_success(disc, make_measure(), estimate=-0.12, ci_low=-0.24, ci_high=-0.01, **values)
    plot = only_plot().plot
    assert (plot.left_label, plot.right_label) == ("ozone better", "comparator better")
    (row,) = plot.rows
    assert row.mark
    assert row.mark.x_high < plot.null
    assert "higher is worse" in row.entry.detail


def test_rows_with_opposite_directions_get_neutral_side_labels(disc: Condition) -> None:
    odds = {"effect_measure": PoolMeasure.OR}
    pool_of_success(disc, make_measure(domain=OutcomeDomain.SUCCESS), **odds)
    pool_of_success(disc, make_measure(domain=OutcomeDomain.SUCCESS), positive_is=PositiveIs.FAVOURS_COMPARATOR, **odds)
    plot = only_plot().plot
    assert (plot.left_label, plot.right_label) == ("less often with ozone", "more often with ozone")
    assert {row.entry.detail.split(" · ")[-1] for row in plot.rows} == {"more is better", "more is worse"}


def test_two_instruments_never_share_an_axis(disc: Condition) -> None:
    values = {"effect_measure": PoolMeasure.MD, "positive_is": PositiveIs.FAVOURS_COMPARATOR}
    pool_of_success(disc, make_measure(name="VAS"), **values)
    pool_of_success(disc, make_measure(name="ODI", domain=OutcomeDomain.DISABILITY), **values)
    assert {plot.title for plot in reviews_page().plots} == {"Mean difference, VAS", "Mean difference, ODI"}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            {"controlled": False, "effect_measure": PoolMeasure.MEAN_CHANGE, "positive_is": PositiveIs.IMPROVEMENT},
            "nothing was compared",
        ),
        (
            {"controlled": False, "effect_measure": PoolMeasure.PROPORTION, "positive_is": PositiveIs.NA},
            "nothing was compared",
        ),
        ({"controlled": False}, "nothing was compared"),
        ({"positive_is": PositiveIs.NA}, "the record gives no direction"),
    ],
)
def test_pool_without_comparison_or_direction_is_not_drawn(disc: Condition, values: dict[str, Any], why: str) -> None:
    pool_of_success(disc, make_measure(), **values)
    page = reviews_page()
    assert not page.plots
    assert [pool.why for pool in page.uncontrolled] == [why]


def test_reviews_are_listed_with_or_without_pooled_numbers(disc: Condition, success: OutcomeMeasure) -> None:
    pool_of_success(disc, success)
    narrative = make_review(condition=disc, label="Story 2024", design=Design.NARRATIVE_REVIEW)
    make_publication(study=narrative, title="[A story]", year=2024)
    make_review(standing=StudyStatus.DRAFT)
    page = reviews_page()
    assert [(review.label, review.pools) for review in page.reviews] == [("Andrade 2019", 1), ("Story 2024", 0)]
    assert [review.label for review in page.without_pools] == ["Story 2024"]
    assert page.reviews[1].title.is_description
    assert page.reviews[1].year == 2024


def test_pool_of_a_draft_review_is_hidden(disc: Condition, success: OutcomeMeasure) -> None:
    make_pool(review=make_review(condition=disc, standing=StudyStatus.DRAFT), measure=success)
    assert not reviews_page().plots
    assert not reviews_page().reviews


def test_judgement_about_a_review_is_shown_unless_its_source_is_a_draft(disc: Condition) -> None:
    review, judge = make_review(condition=disc, label="Judged 2012"), make_review(label="Judge 2016")
    make_risk_of_bias(study=review, judged_by=judge, domain="overall", judgement="high quality", tool=Tool.NOT_STATED)
    make_risk_of_bias(study=review, judged_by=make_review(standing=StudyStatus.DRAFT))
    (line,) = reviews_page().appraisals
    assert (line.about, line.judgement, line.judged_by) == ("Judged 2012", "high quality", "Judge 2016")


def section_of(condition: Condition, *others: Condition) -> ReviewsSection:
    slugs = [condition.slug, *(item.slug for item in others)]
    reviews = read_reviews(slugs)
    answers = answers_by_condition([condition], list(Condition.objects.all()))
    return reviews_section(reviews, slugs, answers, study_namer(texts_of(reviews)))


def test_condition_shows_its_reviews_and_those_of_its_ancestors(success: OutcomeMeasure) -> None:
    back = make_condition(name="Back pain")
    disc = make_condition(name="Disc", parent=back)
    pool_of_success(back, success)
    make_review(condition=make_condition(name="Neck"))
    section = section_of(disc, back)
    assert [review.label for review in section.reviews] == ["Andrade 2019"]
    (pool,) = section.plots[0].pools
    assert pool.comparison.why_none == "It pools back pain, which is not what this page answers"
    assert pool.comparison.is_elsewhere


def test_review_that_pooled_a_condition_is_shown_even_when_about_another(
    disc: Condition, success: OutcomeMeasure
) -> None:
    make_pool(review=make_review(label="Wide 2022"), condition=disc, measure=success)
    make_review(label="Other 2021")
    assert [(review.label, review.pools) for review in section_of(disc).reviews] == [("Wide 2022", 1)]


def test_review_with_a_further_condition_is_shown_there_too(disc: Condition) -> None:
    make_review(label="Both 2020", secondary_conditions=[disc])
    assert [review.label for review in section_of(disc).reviews] == ["Both 2020"]


def test_uncontrolled_pools_are_linked_and_not_repeated(disc: Condition) -> None:
    pool_of_success(disc, make_measure(), controlled=False)
    section = section_of(disc)
    assert (section.uncontrolled, section.pools_elsewhere) == ((), 1)
