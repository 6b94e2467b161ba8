"""Which pool counts get: only arms without events change the method, and none hides how much studies differ."""

from math import exp, log

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import Model
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.pooling import random_effects
from evidence.synthesis.answers import Answer, AnswerState, pool_notes
from evidence.synthesis.event_facts import exact_odds_ratio_of, no_event_text, single_table_text
from studies.numerics.arm_values import Counts
from studies.reported.exclusion_reasons import ContrastExclusion
from tests.evidence.synthesis.build import answer_of, success_trial, two_arms
from tests.rows import POOR, a_count, a_study

# The other five trials: people of each arm, events with ozone and with the comparator.
OTHER_FIVE = [(47, 40, 22), (26, 20, 12), (59, 14, 33), (29, 28, 13), (36, 10, 11)]
HARMS = [(0, 40, 3, 40), (0, 30, 2, 30), (0, 50, 1, 52)]


def of_counts(*tables: tuple[int, int, int, int]) -> Answer:
    """The answer of trials with these events and people: ozone, then the comparator."""
    trials = []
    for a, n1, c, n2 in tables:
        ozone, comparator = two_arms()
        trials.append([a_count(ozone, measure=POOR, events=a, n=n1), a_count(comparator, measure=POOR, events=c, n=n2)])
    return answer_of(*trials)


def limits(answer: Answer) -> tuple[float, float, float]:
    assert answer.pooled
    interval = answer.pooled.reader_interval()
    return round(answer.pooled.reader(), 2), round(interval.low, 2), round(interval.high, 2)


def six(first: int) -> Answer:
    return of_counts((first, 20, 10, 20), *((a, n, c, n) for n, a, c in OTHER_FIVE))


def test_six_trials_have_the_same_method_when_everyone_of_one_arm_did_well() -> None:
    """19 of 20 against 10 of 20 in the first, then 20 of 20: common-effect tables would say 1.31 (1.09 to 1.56)."""
    before, after = six(19), six(20)
    assert before.pooled
    assert after.pooled
    assert (before.pooled.model, after.pooled.model) == (Model.RANDOM, Model.RANDOM)
    assert limits(before) == (1.33, 0.69, 2.56)
    assert before.pooled.heterogeneity.i2 == pytest.approx(0.86, abs=0.005)
    assert limits(after)[1:] == (0.69, 2.59)
    assert after.pooled.prediction is not None
    tables = [(Counts(20, 20), Counts(10, 20)), *((Counts(a, n), Counts(c, n)) for n, a, c in OTHER_FIVE)]
    hidden = mantel_haenszel(Measure.RR, tables)
    interval = hidden.reader_interval()
    assert (hidden.reader(), interval.low, interval.high) == pytest.approx((1.31, 1.09, 1.56), abs=0.005)


def test_one_trial_with_a_full_arm_has_its_plain_risk_ratio() -> None:
    answer = answer_of(success_trial(20, 10))
    assert answer.entries[0].effect.reader() == pytest.approx(2.0)


def test_no_event_on_one_side_is_pooled_by_peto_and_has_an_exact_odds_ratio() -> None:
    answer = of_counts(*HARMS)
    assert answer.pooled
    assert (answer.measure, answer.pooled.model) == (Measure.OR, Model.PETO)
    assert limits(answer) == (0.13, 0.03, 0.66)
    exact = exact_odds_ratio_of(answer.entries)
    assert exact
    assert (exact.estimate, round(exact.high or 0, 2)) == (0, 0.64)
    assert pool_notes(answer) == (
        "No one had the event with ozone in any study: odds ratio 0, at most 0.64 (exact, mid-P).",
    )


def test_the_other_side_without_events_has_a_lower_limit() -> None:
    answer = of_counts(*((c, n2, a, n1) for a, n1, c, n2 in HARMS))
    assert "with the comparator in any study: odds ratio without an upper limit, at least 1.57" in pool_notes(answer)[0]


def test_few_events_with_an_arm_without_any_are_pooled_by_mantel_haenszel() -> None:
    tables = [(0, 100, 3, 100), (2, 100, 2, 100), (1, 90, 4, 95)]
    answer = of_counts(*tables)
    expected = mantel_haenszel(Measure.RR, [(Counts(a, n1), Counts(c, n2)) for a, n1, c, n2 in tables])
    assert answer.pooled
    assert (answer.pooled.model, answer.pooled.estimate) == (Model.MANTEL_HAENSZEL, expected.estimate)


def test_rare_events_in_balanced_arms_are_pooled_by_peto() -> None:
    tables = [(0, 300, 2, 300), (1, 300, 2, 300), (1, 300, 1, 300)]
    answer = of_counts(*tables)
    assert answer.pooled
    assert (answer.measure, answer.pooled.model) == (Measure.OR, Model.PETO)
    assert answer.pooled.estimate == peto([(Counts(a, n1), Counts(c, n2)) for a, n1, c, n2 in tables]).estimate
    assert exact_odds_ratio_of(answer.entries) is None


def test_frequent_events_with_an_arm_without_any_are_pooled_by_random_effects() -> None:
    """0.5 is added to the study that needs it, and to no other."""
    answer = of_counts((0, 20, 4, 20), (5, 20, 6, 20), (7, 20, 9, 20))
    assert answer.pooled
    assert answer.pooled.model is Model.RANDOM
    ratios = [exp(entry.effect.estimate) for entry in answer.entries]
    assert ratios == pytest.approx([0.5 / 4.5, 5 / 6, 7 / 9])


@pytest.mark.parametrize("tables", [HARMS, [(0, 100, 3, 100), (2, 100, 2, 100), (9, 90, 1, 95)]])
def test_whatever_the_method_heterogeneity_is_that_of_the_effects(tables: list[tuple[int, int, int, int]]) -> None:
    answer = of_counts(*tables)
    assert answer.pooled
    assert answer.pooled.model is not Model.RANDOM
    by_inverse_variance = random_effects([entry.effect for entry in answer.entries])
    assert answer.pooled.heterogeneity == by_inverse_variance.heterogeneity


def test_a_study_that_dominates_by_a_full_arm_is_named() -> None:
    """198 of 200 and 200 of 200 leave almost no error."""
    ozone, comparator = two_arms(study=a_study(label="Full 2020"))
    large = [a_count(ozone, events=200, n=200), a_count(comparator, events=198, n=200)]
    answer = answer_of(large, success_trial(12, 8), success_trial(11, 9))
    assert answer.pooled
    (note,) = pool_notes(answer)
    assert note.startswith("Full 2020 holds ")
    assert note.endswith("% of the weight: everyone in one of its arms had the event.")
    assert pool_notes(answer_of(success_trial(20, 8), success_trial(12, 8), success_trial(11, 9))) == ()


def test_studies_that_say_nothing_about_a_ratio_are_listed_with_what_they_show() -> None:
    answer = answer_of(success_trial(0, 0), success_trial(20, 20), success_trial(5, 6))
    assert answer.k == 1
    assert [(item.reason, item.detail) for item in answer.left_out] == [
        (ContrastExclusion.IMPOSSIBLE, "no one had the event: 0 of 20 and 0 of 20; up to 17 in 100 not excluded"),
        (ContrastExclusion.IMPOSSIBLE, "everyone had the event: 20 of 20 v 20 of 20"),
    ]


def test_one_trial_without_an_event_in_one_arm_has_its_counts_and_the_bound() -> None:
    (entry,) = of_counts((0, 40, 3, 40)).entries
    assert single_table_text(entry) == "0 of 40 v 3 of 40; odds ratio 0, at most 1.68 (exact, mid-P)"
    (other,) = answer_of(success_trial(12, 8)).entries
    assert single_table_text(other) == ""


def test_the_measure_follows_the_studies_that_are_in() -> None:
    """The study with events may share patients with a larger one: without it, no arm of ozone has an event."""
    studies = [a_study(cohort_group="clinic", year=2020), a_study(cohort_group="clinic", year=2015)]
    large = success_trial(0, 5, n=60, arms=two_arms(study=studies[0]), measure=POOR)
    small = success_trial(2, 3, n=20, arms=two_arms(study=studies[1]), measure=POOR)
    answer = answer_of(large, small)
    assert (answer.measure, answer.state) == (Measure.OR, AnswerState.SINGLE)


def test_a_study_with_strata_is_one_study_in_a_pool_of_tables() -> None:
    study = a_study()
    strata = [success_trial(0, 3, arms=two_arms(study=study, stratum=name)) for name in ("disc", "non-disc")]
    answer = answer_of(*strata, success_trial(0, 6), success_trial(0, 9))
    assert answer.pooled
    assert answer.pooled.model is Model.PETO
    assert (answer.k, answer.pooled.k, len(answer.pooled.weights)) == (3, 3, 3)
    assert sum(answer.pooled.weights) == pytest.approx(1)


def test_bounds_of_two_empty_arms_are_those_of_their_sizes() -> None:
    """The upper limit p of 0 of n solves (1 - p)^n = 0.025."""
    assert no_event_text(Counts(0, 40), Counts(0, 400)) == "0 of 40 and 0 of 400; up to 9 and 1 in 100 not excluded"
    assert 1 - exp(log(0.025) / 40) == pytest.approx(0.0881, abs=1e-4)
