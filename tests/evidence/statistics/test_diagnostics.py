import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import IntervalMethod, Model, common_effect, random_effects
from evidence.statistics.proportion_beyond_threshold import ThresholdSide, proportion_beyond_threshold
from evidence.statistics.rank_correlation import kendall_exact_p, rank_correlation
from evidence.statistics.regression import meta_regression
from evidence.statistics.sensitivity import cumulative, leave_one_out
from evidence.statistics.single_arm import (
    clopper_pearson,
    mean_change,
)
from evidence.statistics.small_study import egger, harbord, peters
from evidence.statistics.subgroups import common_tau2_subgroups, separate_subgroups
from evidence.statistics.trim_and_fill import FunnelSide, trim_and_fill
from studies.numerics.errors import (
    ImpossibleNumberError,
    NotEstimableError,
    TooFewParticipantsError,
    TooFewStudiesError,
)
from tests.evidence.statistics.effect_factories import make_effect, make_effects, make_many, make_table

LEANING = make_effects([0.1, 0.15, 0.2, 0.3, 0.35, 0.5, 0.6, 0.8, 0.9, 1.2], [0.01 * i**2 for i in range(1, 11)])


def test_leaving_one_of_one_out_is_refused():
    with pytest.raises(TooFewStudiesError):
        leave_one_out([make_effect()])


def test_leaving_one_of_two_out_gives_the_effect_of_the_other():
    first, second = make_effects([0.1, 0.5])

    rows = leave_one_out([first, second])

    assert [row.estimate for row in rows] == [0.5, 0.1]
    assert (rows[0].low, rows[0].high) == pytest.approx((second.interval().low, second.interval().high))
    assert (rows[0].i2, rows[0].h2) == (0, 1)


def test_leaving_out_more_studies_than_one_block_of_rows():
    effects = make_many(70)

    rows = leave_one_out(effects)

    assert [row.left_out for row in rows] == list(range(70))
    assert rows[69].estimate == pytest.approx(random_effects(effects[:69]).estimate, rel=1e-9)


def test_outlier_does_not_affect_the_pool_without_it():
    effects = make_effects([0.1, 0.2, 0.4, 1e14], [0.01, 0.02, 0.01, 0.01])

    rows = leave_one_out(effects)

    assert rows[3].estimate == pytest.approx(random_effects(effects[:3]).estimate, rel=1e-9)
    assert rows[3].tau2 == pytest.approx(random_effects(effects[:3]).tau2, rel=1e-6)


def test_bimodal_likelihood_is_searched_in_leave_one_out_too():
    effects = make_effects([0.5, 0.45, 0.6, 0.4, 0, 0.5], [0.1, 0.12, 0.09, 0.15, 1e-6, 0.1])

    for row in leave_one_out(effects):
        others = [effect for i, effect in enumerate(effects) if i != row.left_out]
        assert row.tau2 == pytest.approx(random_effects(others).tau2, rel=1e-6)


def test_cumulative_pooling_follows_the_given_order_and_keeps_ties():
    effects = make_effects([0.1, 0.2, 0.3])

    grown = cumulative(effects, order=[2001, 1999, 1999], model=Model.COMMON)

    assert [pooled.k for pooled in grown] == [1, 2, 3]
    assert grown[0].estimate == 0.2
    assert grown[1].estimate == pytest.approx(0.25)
    assert grown[2] == common_effect([effects[1], effects[2], effects[0]])


def test_order_without_a_value_for_each_study_is_refused():
    with pytest.raises(ImpossibleNumberError):
        cumulative(make_effects([0.1, 0.2]), order=[1999])


def test_meta_regression_under_ten_studies_for_each_moderator_is_refused_unless_requested():
    effects, moderators = make_many(15), {"dose": range(15), "year": [i % 4 for i in range(15)]}

    with pytest.raises(TooFewStudiesError, match="20 studies"):
        meta_regression(effects, moderators)
    assert meta_regression(effects, moderators, studies_per_moderator=5).residual_df == 12


def test_several_moderators_are_tested_together():
    fitted = meta_regression(make_many(40), {"dose": range(40), "year": [i % 4 for i in range(40)]})

    assert [term.name for term in fitted.coefficients] == ["intercept", "dose", "year"]
    assert (fitted.test.df, fitted.test.df_within) == (2, 37)
    assert 0 <= fitted.r2 <= 1


def test_collinear_moderators_are_refused():
    dose = list(range(20))

    with pytest.raises(NotEstimableError):
        meta_regression(make_many(20), {"dose": dose, "half": [d / 2 for d in dose]})
    with pytest.raises(NotEstimableError):
        meta_regression(make_many(20), {"constant": [3] * 20})


def test_a_moderator_in_other_units_gives_the_same_answer():
    one = meta_regression(make_many(20), {"dose": range(20)})
    other = meta_regression(make_many(20), {"dose": [1e6 * i for i in range(20)]})

    assert other.tau2 == pytest.approx(one.tau2, rel=1e-6)
    assert other.test.p == pytest.approx(one.test.p, rel=1e-6)


def test_missing_moderator_values_are_refused():
    with pytest.raises(ImpossibleNumberError):
        meta_regression(make_many(20), {"dose": range(19)})
    with pytest.raises(ImpossibleNumberError, match="dose"):
        meta_regression(make_many(20), {"dose": range(20)}).predict({"dosis": 1})


def test_a_prediction_of_the_common_effect_model_has_no_spread_between_studies():
    fitted = meta_regression(make_many(20), {"dose": range(20)}, tau2_method=None)

    assert fitted.predict({"dose": 10}).prediction is None


def test_subgroups_are_tested_with_two_studies_in_each_and_ten_in_all():
    nine, lonely = separate_subgroups(make_many(9), "xxxxxyyyy"), separate_subgroups(make_many(10), "xxxxxxxxxy")

    for analysis in (nine, lonely):
        assert analysis.between is None
        assert analysis.reason.startswith("A test between subgroups needs 2 studies in each and 10 in all")
    assert separate_subgroups(make_many(10), "xxxxxyyyyy").reason == ""


def test_one_subgroup_is_refused():
    assert separate_subgroups(make_many(12), ["x"] * 12).reason == "There is only one subgroup."


def test_common_tau2_is_the_same_in_every_group():
    analysis = common_tau2_subgroups(make_many(12), "xyzxyzxyzxyz")

    assert len({group.tau2 for group in analysis.groups}) == 1
    assert (analysis.between.df, analysis.between.df_within) == (2, 9)


def test_groups_keep_the_positions_of_their_studies():
    analysis = separate_subgroups(make_many(4), "yxyx")

    assert [(group.label, group.studies) for group in analysis.groups] == [("x", (1, 3)), ("y", (0, 2))]


def test_each_study_needs_a_subgroup():
    with pytest.raises(ImpossibleNumberError):
        separate_subgroups(make_many(4), "xy")


def test_small_study_tests_give_a_reason_below_ten():
    nine, tables = make_many(9), [make_table()] * 9

    for ask in (
        lambda: egger(nine),
        lambda: rank_correlation(nine),
        lambda: trim_and_fill(nine),
        lambda: peters(Measure.OR, tables),
        lambda: harbord(tables),
    ):
        with pytest.raises(TooFewStudiesError, match="below 10 studies; there are 9"):
            ask()


def test_studies_without_information_are_not_counted_among_the_ten():
    with pytest.raises(TooFewStudiesError, match="there are 9"):
        peters(Measure.OR, [*[make_table()] * 9, make_table(a=0, c=0)])
    with pytest.raises(TooFewStudiesError, match="there are 9"):
        harbord([*[make_table()] * 9, make_table(a=0, c=0)])


def test_asymmetric_funnel_is_detected():
    assert egger(LEANING).slope > 0
    assert egger(LEANING).p < 0.01
    assert trim_and_fill(LEANING).side is FunnelSide.LEFT


def test_filled_studies_mirror_the_trimmed_studies():
    found = trim_and_fill(LEANING)

    assert found.missing == len(found.filled) > 0
    assert found.pooled.k == 10 + found.missing
    assert found.pooled.estimate < random_effects(LEANING).estimate


def test_exact_rank_test_counts_all_permutations():
    # Of the 24 orders of four studies one is wholly concordant: 2 x 1/24.
    assert kendall_exact_p(6, 4) == pytest.approx(1 / 12)
    assert kendall_exact_p(0, 4) == 1


def test_fifty_studies_use_the_normal_approximation():
    assert not rank_correlation(make_many(50)).exact
    assert rank_correlation(make_many(49)).exact


def test_proportion_of_settings_above_the_pooled_effect_is_a_half():
    effects = make_many(30)
    pooled = random_effects(effects, interval=IntervalMethod.WALD)

    share = proportion_beyond_threshold(effects, pooled.estimate, side=ThresholdSide.ABOVE)

    assert share.proportion == pytest.approx(0.5)
    assert 0 < share.interval.low < 0.5 < share.interval.high < 1
    assert share.caution == ""


def test_proportions_above_and_below_add_to_one():
    above, below = (proportion_beyond_threshold(make_many(30), 0.5, side=side) for side in ThresholdSide)

    assert above.proportion + below.proportion == pytest.approx(1)
    assert above.interval.low + below.interval.high == pytest.approx(1)


def test_proportion_from_few_studies_has_a_caution():
    assert (
        "fewer than ten"
        in proportion_beyond_threshold(make_effects([0.1, 0.9, -0.4, 0.7, 0.2]), 0.5, side=ThresholdSide.ABOVE).caution
    )


def test_studies_without_variation_have_no_proportion():
    with pytest.raises(NotEstimableError):
        proportion_beyond_threshold(make_effects([0.3, 0.3, 0.3]), 0.1, side=ThresholdSide.ABOVE)


def test_clopper_pearson_is_two_sided_at_both_ends():
    none, all_ = clopper_pearson(0, 30), clopper_pearson(30, 30)

    assert (none.low, none.high) == (0, pytest.approx(0.11570, abs=1e-5))
    assert (all_.low, all_.high) == (pytest.approx(1 - 0.11570, abs=1e-5), 1)


def test_clopper_pearson_agrees_with_its_definition():
    # 5 of 20 (Clopper and Pearson's own kind of table): 8.66 to 49.10 per cent.
    interval = clopper_pearson(5, 20)

    assert (interval.low, interval.high) == pytest.approx((0.08657, 0.49105), abs=1e-5)


def test_a_mean_change_names_its_correlation_and_needs_two_participants():
    change = mean_change(7.8, 1.1, 3.6, 2.4, n=35, correlation=0.5)

    assert change.rule == "mean change, paired SE with assumed correlation 0.5"
    with pytest.raises(TooFewParticipantsError):
        mean_change(7.8, 1.1, 3.6, 2.4, n=1, correlation=0.5)
