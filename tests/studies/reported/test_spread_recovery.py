"""From what an arm printed to a value with its spread: one order of rules, nothing borrowed."""

from math import sqrt

import pytest

from studies.choices import Relation
from studies.numerics.arm_values import Counts, Means
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from studies.reported.spread_recovery import SPREAD_RULES, ArmValue, arm_values, count_of, mean_of, recover
from tests.evidence.synthesis.build import a_contrast, contrast_of, pain_trial, two_arms
from tests.rows import NOT_OPERATED, ODI, OPERATED, OTHER, POOR, VAS, a_count, a_score

BARE = {"sd": None}


def means(result: ResultRow) -> tuple[Means, str]:
    """The value of a score and the rules by which it came."""
    arm = mean_of(result)
    assert isinstance(arm, ArmValue)
    assert isinstance(arm.value, Means)
    return arm.value, "; ".join(arm.rules)


def test_a_printed_deviation_is_used_unchanged() -> None:
    value, rule = means(a_score(measure=ODI, mean=30, sd=12))
    assert (value.mean, value.sd, value.n, rule) == (30, 12, 20, "")


def test_mean_and_spread_go_to_the_shown_scale_together() -> None:
    value, rule = means(a_score(mean=1.85, sd=0.75))
    assert (value.mean, value.sd) == (18.5, 7.5)
    assert "times 10" in rule


def test_a_standard_error_comes_before_an_interval() -> None:
    value, rule = means(a_score(measure=ODI, **BARE, se=2, ci_low=0, ci_high=90, ci_level=95))
    assert value.se == 2
    assert rule == "standard error as printed"


def test_an_interval_of_known_level_comes_before_quartiles_and_needs_no_size() -> None:
    row = a_score(measure=ODI, **BARE, mean=70, n=None, ci_low=60.2, ci_high=79.8, ci_level=95, q1=1, q3=99)
    value, rule = means(row)
    assert value.se == pytest.approx(5, abs=0.001)
    assert rule == "SE from 95% CI, rule 6.5.2.2"


def test_a_small_arm_takes_its_interval_from_t() -> None:
    _, rule = means(a_score(measure=ODI, **BARE, ci_low=2, ci_high=6, ci_level=95))
    assert "t, n=20" in rule


def test_quartiles_come_before_the_range() -> None:
    _, rule = means(a_score(measure=ODI, **BARE, q1=3, q3=6, minimum=0, maximum=9))
    assert rule.startswith("SD from quartiles")


def test_the_range_comes_last() -> None:
    _, rule = means(a_score(measure=ODI, **BARE, minimum=0, maximum=9))
    assert rule.startswith("SD from range")


def test_a_median_with_quartiles_gives_a_mean_and_names_both_rules() -> None:
    value, rule = means(a_score(measure=ODI, mean=None, **BARE, median=30, q1=20, q3=40))
    assert value.mean == pytest.approx(30)
    assert rule.startswith("mean from quartiles, Luo 2018; SD from quartiles, Wan 2014")


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ({"mean": None, "sd": None}, ContrastExclusion.NO_FIGURE),
        ({"mean": None, "sd": None, "median": 5}, ContrastExclusion.MEDIAN_ONLY),
        ({"sd": None}, ContrastExclusion.NO_SPREAD),
        ({"n": None}, ContrastExclusion.NO_ARM_SIZE),
        ({"sd": None, "ci_low": 3, "ci_high": 5}, ContrastExclusion.LEVEL_NOT_STATED),
        ({"measure": VAS._replace(range_max=None)}, ContrastExclusion.SCALE_NOT_STATED),
        ({"measure": VAS._replace(range_max=None), "mean": None, "sd": None}, ContrastExclusion.NO_FIGURE),
    ],
)
def test_a_score_that_gives_no_value_says_why(printed: dict[str, float | None], reason: ContrastExclusion) -> None:
    assert mean_of(a_score(**printed)) is reason


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ({"events": None, "percent": 61, "n": None}, ContrastExclusion.NO_ARM_SIZE),
        ({"events": None, "percent": 59, "n": 10}, ContrastExclusion.FITS_NO_COUNT),
        ({"events": None}, ContrastExclusion.NO_FIGURE),
        ({"n": None}, ContrastExclusion.NO_ARM_SIZE),
    ],
)
def test_a_count_that_gives_no_value_says_why(printed: dict[str, float | None], reason: ContrastExclusion) -> None:
    assert count_of(a_count(**printed)) is reason


def test_surgery_avoided_is_turned_into_surgery_required_and_says_so() -> None:
    arm = count_of(a_count(measure=NOT_OPERATED, events=17))
    assert isinstance(arm, ArmValue)
    assert arm.value == Counts(3, 20)
    assert arm.rules == ("surgery required = people − surgery avoided",)


def test_surgery_required_is_used_as_printed() -> None:
    operated = count_of(a_count(measure=OPERATED, events=3))
    assert isinstance(operated, ArmValue)
    assert (operated.value, operated.rules) == (Counts(3, 20), ())


def test_a_poor_outcome_is_never_turned_into_success() -> None:
    poor = count_of(a_count(measure=POOR, events=3))
    assert isinstance(poor, ArmValue)
    assert (poor.value, poor.rules) == (Counts(3, 20), ())


def values_by_p(
    relation: Relation | None, p: float, **printed: float | None
) -> tuple[ArmValue, ArmValue] | ContrastExclusion:
    """Two means of pain, 30 and 50 of 100, with 10 people each and a printed P between them."""
    arms = two_arms()
    first, second = pain_trial(3, 5, arms=arms, **{"n": 10, "sd": None} | printed)
    row = a_contrast(*arms, p_relation=relation, p_value=p, compares_means=True)
    return arm_values(contrast_of([first, second], reported=[row]), first, second)


def test_an_exact_p_gives_both_arms_their_common_deviation() -> None:
    values = values_by_p(Relation.EQUAL, 0.05)
    assert not isinstance(values, ContrastExclusion)
    first, second = (arm.value for arm in values)
    assert isinstance(first, Means)
    assert isinstance(second, Means)
    # t with 18 degrees of freedom is 2.1009 at P = 0.05; SE = 20 / 2.1009; SD = SE / sqrt(1/10 + 1/10).
    assert first.sd == second.sd == pytest.approx(20 / 2.1009 / sqrt(0.2), rel=1e-4)
    assert values[0].rules[0] == "SD from exact P, rule 6.5.2.3"


@pytest.mark.parametrize(
    ("relation", "p"),
    [
        (Relation.LESS, 0.05),
        (Relation.LESS, 0.0005),
        (Relation.GREATER, 0.05),
        (Relation.NOT_STATED, 0.05),
        (None, 0.05),
    ],
)
def test_a_p_that_is_not_exact_gives_nothing(relation: Relation | None, p: float) -> None:
    assert values_by_p(relation, p) is ContrastExclusion.NO_SPREAD


def test_an_exact_p_comes_before_quartiles() -> None:
    values = values_by_p(Relation.EQUAL, 0.05, q1=2, q3=6)
    assert not isinstance(values, ContrastExclusion)
    assert values[0].rules[0] == "SD from exact P, rule 6.5.2.3"


def test_an_exact_p_serves_where_the_level_of_an_interval_is_not_known() -> None:
    values = values_by_p(Relation.EQUAL, 0.05, ci_low=2, ci_high=6)
    assert not isinstance(values, ContrastExclusion)


def test_an_arm_with_a_printed_deviation_uses_it_instead_of_an_exact_p() -> None:
    arms = two_arms()
    first, second = a_score(arms[0], mean=3, sd=1.5), a_score(arms[1], mean=5, sd=None)
    row = a_contrast(*arms, p_relation=Relation.EQUAL, p_value=0.01, compares_means=True)
    values = arm_values(contrast_of([first, second], reported=[row]), first, second)
    assert not isinstance(values, ContrastExclusion)
    assert isinstance(values[0].value, Means)
    assert values[0].value.sd == 15
    assert values[1].rules[0] == "SD from exact P, rule 6.5.2.3"


def test_an_exact_p_without_arm_sizes_gives_nothing() -> None:
    assert values_by_p(Relation.EQUAL, 0.05, n=None) is ContrastExclusion.NO_SPREAD


def test_thirty_people_each_with_an_exact_p_have_a_deviation_of_18_43_and_by_quartiles_alone_of_15_57() -> None:
    arms = two_arms()
    quartiles = {"sd": None, "n": 30, "scale_max": 100}
    first = a_score(arms[0], mean=30, q1=20, q3=40, **quartiles)
    second = a_score(arms[1], mean=40, q1=30, q3=50, **quartiles)
    row = a_contrast(*arms, p_relation=Relation.EQUAL, p_value=0.04, compares_means=True)
    for reported, expected in (([row], 18.43), ([], 15.57)):
        values = arm_values(contrast_of([first, second], reported=reported), first, second)
        assert not isinstance(values, ContrastExclusion)
        for arm in values:
            assert isinstance(arm.value, Means)
            assert arm.value.sd == pytest.approx(expected, abs=0.005)


def test_a_spread_turns_into_the_other_kind_only_with_people() -> None:
    deviation, error = recover(SPREAD_RULES, a_score(sd=6)), recover(SPREAD_RULES, a_score(sd=None, se=2))
    assert deviation is not None
    assert error is not None
    assert (deviation.deviation(None), deviation.standard_error(9), deviation.standard_error(None)) == (6, 2, None)
    assert (error.standard_error(None), error.deviation(9), error.deviation(None)) == (2, 6, None)


def test_an_error_or_interval_printed_with_a_median_is_not_a_spread_of_a_mean() -> None:
    median = {"mean": None, "sd": None, "se": 1, "ci_low": 2, "ci_high": 6, "ci_level": 95}
    _, rule = means(a_score(measure=ODI, median=30, q1=20, q3=40, **median))
    assert "SD from quartiles" in rule


def test_a_score_without_a_range_outside_pain_still_has_its_value() -> None:
    value, _ = means(a_score(measure=OTHER, mean=5))
    assert value.mean == 5
