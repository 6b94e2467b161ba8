"""Crossover, cluster and paired trials: their own standard error, or a place beside the pool with the reason."""

from math import sqrt
from typing import Any

import pytest

from evidence.statistics.effect_sizes import risk_ratio
from evidence.synthesis.alternatives import alternatives
from evidence.synthesis.answers import Answer
from evidence.synthesis.arithmetic import arithmetic_steps
from evidence.synthesis.study_effects import StudyEffect
from studies.choices import Allocation
from studies.numerics.arm_values import Counts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, RMDQ, a_score, a_study, an_arm

CLUSTERS = {"allocation": Allocation.CLUSTER, "cluster_size": 20, "icc": 0.02}
CROSSOVER = {"allocation": Allocation.CROSSOVER, "pair_correlation": 0.68}


def crossover(**values: Any) -> list[ResultRow]:
    """The worked example of the Handbook, 23.2.7.2: 10 people, means 7.0 and 6.5."""
    first, second = two_arms(study=a_study(**CROSSOVER | values))
    return [
        a_score(first, ODI, mean=7.0, sd=2.38, n=10),
        a_score(second, ODI, mean=6.5, sd=2.21, n=10),
    ]


def entry_of(answer: Answer) -> StudyEffect:
    (entry,) = answer.entries
    return entry


def test_a_crossover_enters_by_the_correlation_as_the_handbook_computes_it() -> None:
    answer = answer_of(crossover())
    effect = entry_of(answer).effect
    assert (round(effect.estimate, 2), round(effect.se, 3), effect.df) == (0.5, 0.583, 9)
    assert answer.people == 10


def test_a_crossover_enters_by_its_own_difference_as_the_handbook_computes_it() -> None:
    arms = two_arms(study=a_study(allocation=Allocation.CROSSOVER), n_analysed=10)
    own = a_contrast(
        *arms,
        ODI,
        effect_measure="MD",
        estimate=0.5,
        ci_low=-0.93,
        ci_high=1.93,
        ci_level=95,
        direction="no-difference",
    )
    answer = answer_of(reported=[own], arms=arms)
    effect = entry_of(answer).effect
    assert (effect.estimate, round(effect.se, 3), effect.df, answer.people) == (0.5, 0.632, 9, 10)


def test_a_crossover_without_correlation_has_values_without_an_interval_for_that_reason() -> None:
    answer = answer_of(crossover(pair_correlation=None))
    assert (answer.k, answer.unpooled) == (0, ())
    (value,) = answer.values
    assert (value.figure, value.reason) == ("7 with ozone v 6.5 of 100", ContrastExclusion.PAIRS_UNKNOWN)


def test_a_crossover_without_correlation_answers_by_its_own_difference() -> None:
    rows = crossover(pair_correlation=None)
    arms = [row.arm for row in rows]
    own = a_contrast(*arms, ODI, effect_measure="adjusted-MD", estimate=0.5, se=0.632, direction="no-difference")
    answer = answer_of(rows, reported=[own])
    assert round(entry_of(answer).effect.se, 3) == 0.632
    assert answer.unpooled == ()


def test_an_unadjusted_difference_of_a_crossover_answers_though_its_arms_are_not_pooled() -> None:
    rows = crossover(pair_correlation=None)
    own = a_contrast(
        *(row.arm for row in rows), ODI, effect_measure="MD", estimate=0.5, se=0.632, direction="not-stated"
    )
    assert round(entry_of(answer_of(rows, reported=[own])).effect.se, 3) == 0.632


@pytest.mark.parametrize("allocation", [Allocation.CROSSOVER, Allocation.PAIRED])
def test_pairs_of_counts_enter_by_their_correlation(allocation: Allocation) -> None:
    study = a_study(allocation=allocation, pair_correlation=0.5)
    apart = risk_ratio(Counts(12, 20), Counts(8, 20))
    answer = answer_of(success_trial(12, 8, arms=two_arms(study=study)))
    assert entry_of(answer).effect.estimate == pytest.approx(apart.estimate)
    assert entry_of(answer).effect.variance < apart.variance
    assert answer.people == 20


def test_clusters_multiply_the_variance_of_means_by_the_design_effect() -> None:
    apart = entry_of(answer_of(pain_trial())).effect
    clusters = entry_of(answer_of(pain_trial(arms=two_arms(study=a_study(**CLUSTERS))))).effect
    assert clusters.estimate == apart.estimate
    assert clusters.variance == pytest.approx(1.38 * apart.variance)
    assert "design effect of 1.38" in clusters.rule


def test_clusters_multiply_the_variance_of_counts_by_the_design_effect() -> None:
    apart = entry_of(answer_of(success_trial())).effect
    clusters = entry_of(answer_of(success_trial(arms=two_arms(study=a_study(**CLUSTERS))))).effect
    assert clusters.variance == pytest.approx(1.38 * apart.variance)


def test_clusters_are_pooled_as_tables_of_so_many_people_apart() -> None:
    arms = two_arms(study=a_study(**CLUSTERS))
    answer = answer_of(success_trial(0, 2), success_trial(1, 2), success_trial(1, 3, arms=arms))
    table = answer.entries[-1].lines[0].table
    assert table is not None
    assert [round(arm.n, 2) for arm in table] == [14.49, 14.49]
    assert answer.people == 120


def test_a_printed_difference_of_clusters_takes_the_design_effect_too() -> None:
    arms = two_arms(study=a_study(**CLUSTERS))
    own = a_contrast(*arms, ODI, effect_measure="MD", estimate=-5, se=2)
    assert entry_of(answer_of(reported=[own], arms=arms)).effect.se == pytest.approx(2 * sqrt(1.38))


@pytest.mark.parametrize("missing", ["cluster_size", "icc"])
def test_clusters_that_are_not_known_are_not_pooled_for_that_reason(missing: str) -> None:
    arms = two_arms(study=a_study(**CLUSTERS | {missing: None}))
    answer = answer_of(pain_trial(arms=arms))
    assert (answer.k, answer.unpooled) == (0, ())
    (value,) = answer.values
    assert (value.figure, value.reason) == ("3 with ozone v 4 of 10", ContrastExclusion.CLUSTERS_UNKNOWN)
    own = a_contrast(*arms, ODI, effect_measure="adjusted-MD", estimate=-5, se=2)
    beside = answer_of(reported=[own], arms=arms).unpooled
    assert [entry.pool_exclusion for entry in beside] == [ContrastExclusion.CLUSTERS_UNKNOWN]


def test_pairs_are_standardised_by_the_spread_between_people() -> None:
    answer = answer_of(crossover(), pain_trial(measure=RMDQ))
    first = answer.entries[0].effect
    spread = sqrt((2.38**2 + 2.21**2) / 2)
    assert (answer.measure, first.estimate) == ("SMD", pytest.approx(0.5 / spread))
    assert first.variance == pytest.approx((1 / 10 + (0.5 / spread) ** 2 / 20) * 2 * 0.32)


def test_arms_of_a_crossover_are_not_combined_for_their_people_are_the_same() -> None:
    study = a_study(**CROSSOVER)
    low, high, sham = (
        an_arm(name, study=study, label=label)
        for name, label in (("ozone", "low"), ("ozone", "high"), ("sham", "sham"))
    )
    rows = [a_score(low, n=10), a_score(high, n=12), a_score(sham, n=12)]
    answer = answer_of(rows)
    assert answer.people == 12
    assert ContrastExclusion.PEOPLE_IN_ANSWER in {item.reason for item in answer.left_out}


def test_steps_of_clusters_name_the_design_effect() -> None:
    line = entry_of(answer_of(pain_trial(arms=two_arms(study=a_study(**CLUSTERS))))).lines[0]
    assert "variance times a design effect of 1.38" in arithmetic_steps(line)[0]


def test_other_measures_of_clusters_take_the_design_effect_and_pairs_have_none() -> None:
    clusters = answer_of(success_trial(arms=two_arms(study=a_study(**CLUSTERS))))
    plain = {item.name: item for item in alternatives(answer_of(success_trial()))}
    wider = {item.name: item for item in alternatives(clusters)}
    for name, item in plain.items():
        assert item.interval is not None
        assert wider[name].interval is not None
        assert wider[name].interval.width > item.interval.width, name
    pairs = answer_of(success_trial(arms=two_arms(study=a_study(allocation=Allocation.PAIRED, pair_correlation=0.5))))
    assert all("with themselves" in item.refusal for item in alternatives(pairs))
