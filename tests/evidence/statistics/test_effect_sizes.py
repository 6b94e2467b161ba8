from math import exp, inf, log, nan

import pytest

from evidence.statistics.effect_sizes import (
    EffectSize,
    Measure,
    hedges_g,
    mean_difference,
    odds_ratio,
    ratio_of_means,
    risk_difference,
    risk_ratio,
)
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import (
    ImpossibleNumberError,
    NoInformationError,
    NoSpreadError,
    TooFewParticipantsError,
    UnlikeSignsError,
)
from tests.evidence.statistics.effect_factories import make_effect, make_means, make_table


@pytest.mark.parametrize(("events", "n"), [(5, 4), (-1, 4), (nan, 4), (1, inf)])
def test_impossible_counts_are_refused(events: float, n: float):
    with pytest.raises(ImpossibleNumberError):
        Counts(events, n)


def test_an_arm_without_participants_is_refused():
    with pytest.raises(TooFewParticipantsError):
        Counts(0, 0)


@pytest.mark.parametrize("given", [{"mean": nan}, {"sd": -1.0}, {"se": inf}])
def test_impossible_means_are_refused(given: dict[str, float]):
    with pytest.raises(ImpossibleNumberError):
        make_means(**given)


def test_refusal_message_names_the_numbers():
    with pytest.raises(ImpossibleNumberError, match=r"^5 events among 4 participants are impossible\.$"):
        Counts(5, 4)


def test_a_standard_error_is_enough_where_the_arm_size_was_not_printed():
    effect = mean_difference(make_means(5, sd=None, n=None, se=0.3), make_means(6, sd=None, n=None, se=0.4))

    assert effect.estimate == -1
    assert effect.se == pytest.approx(0.5)


def test_an_arm_without_any_spread_is_refused():
    with pytest.raises(NoSpreadError):
        mean_difference(make_means(sd=None), make_means())


def test_one_participant_has_no_standard_deviation():
    with pytest.raises(TooFewParticipantsError):
        mean_difference(make_means(n=1), make_means())


def test_a_standardised_difference_needs_the_arm_sizes():
    with pytest.raises(TooFewParticipantsError):
        hedges_g(make_means(sd=None, n=None, se=0.3), make_means())


@pytest.mark.parametrize("measure", [mean_difference, hedges_g, ratio_of_means])
def test_no_spread_in_both_arms_is_refused(measure):
    with pytest.raises(NoSpreadError):
        measure(make_means(5, sd=0.0), make_means(6, sd=0.0))


@pytest.mark.parametrize(("one", "other"), [(2, -1), (0, 1), (1, 0)])
def test_ratio_of_means_with_opposite_signs_is_refused(one: float, other: float):
    with pytest.raises(UnlikeSignsError):
        ratio_of_means(make_means(one), make_means(other))


def test_a_ratio_of_two_negative_means_is_a_ratio():
    effect = ratio_of_means(make_means(-4), make_means(-8))

    assert effect.reader() == pytest.approx(0.5)


def test_double_zero_studies_are_excluded_from_ratios_and_included_in_differences():
    table = make_table(a=0, c=0)

    for ratio in (risk_ratio, odds_ratio):
        with pytest.raises(NoInformationError):
            ratio(*table)
    assert risk_difference(*table).variance > 0


def test_studies_where_all_had_the_event_inform_differences_and_no_ratio():
    table = make_table(a=40, n1=40, c=42, n2=42)

    for ratio in (risk_ratio, odds_ratio):
        with pytest.raises(NoInformationError):
            ratio(*table)
    assert risk_difference(*table).estimate == pytest.approx(40.5 / 41 - 42.5 / 43)
    assert risk_difference(*table).variance > 0


def test_one_arm_in_which_everyone_had_the_event_is_not_corrected():
    table = make_table(a=20, n1=20, c=10, n2=20)

    effect = risk_ratio(*table)
    assert effect.reader() == pytest.approx(2.0)
    assert effect.variance == pytest.approx(1 / 10 - 1 / 20)
    assert effect.rule == "log risk ratio"
    difference = risk_difference(*table)
    assert (difference.estimate, difference.variance) == pytest.approx((0.5, 0.0125))
    odds = odds_ratio(*table)
    assert odds.estimate == pytest.approx(log(20.5 / 0.5) - log(10.5 / 10.5))


def test_an_arm_without_events_is_corrected_whatever_the_other_arm_had():
    empty_and_full = make_table(a=20, n1=20, c=0, n2=20)

    assert risk_ratio(*empty_and_full).reader() == pytest.approx(41)
    assert risk_difference(*empty_and_full).estimate == pytest.approx(20 / 21)


def test_zero_cell_correction_adds_a_half_to_all_four_cells_and_is_reported():
    effect = odds_ratio(*make_table(a=0))

    assert effect.estimate == pytest.approx(log(0.5 / 40.5) - log(9.5 / 33.5))
    assert "0.5 added" in effect.rule


def test_no_correction_without_an_empty_cell():
    effect = odds_ratio(*make_table())

    assert effect.estimate == pytest.approx(log(4 / 36) - log(9 / 33))
    assert effect.rule == "log odds ratio"


def test_ratios_stay_logarithmic_until_display():
    effect = make_effect(log(2), 0.04, Measure.RR)

    assert effect.reader() == pytest.approx(2)
    assert effect.reader_interval().low == pytest.approx(exp(log(2) - 1.959963985 * 0.2))
    assert (Measure.RR.null, Measure.MD.null) == (1, 0)
    assert make_effect(0.7).reader() == 0.7


def test_ratio_too_large_to_represent_is_refused():
    with pytest.raises(ImpossibleNumberError):
        Measure.OR.to_reader(800)


@pytest.mark.parametrize(
    ("variance", "refusal"),
    [
        (0.0, NoSpreadError),
        (-0.1, ImpossibleNumberError),
        (nan, ImpossibleNumberError),
        (inf, ImpossibleNumberError),
        (1e-300, ImpossibleNumberError),
    ],
)
def test_effects_without_a_valid_weight_are_refused(variance: float, refusal: type[Exception]):
    with pytest.raises(refusal):
        EffectSize(Measure.GEN, 0.3, variance, "as given")


def test_p_and_interval_of_an_effect_use_the_normal_distribution():
    effect = make_effect(0.392, 0.04)

    assert effect.p == pytest.approx(0.05, abs=1e-4)
    assert effect.interval(0.9).width == pytest.approx(2 * 1.644854 * 0.2, rel=1e-6)


def test_a_printed_standard_error_is_not_recomputed():
    assert Means(5, 20, sd=2.0, se=0.5).standard_error == 0.5
    assert Means(5, 16, se=0.5).required_sd == 2


def test_estimates_have_the_decimal_places_of_their_measure():
    places = {measure: measure.digits for measure in Measure}

    assert places.pop(Measure.RD) == 3
    assert places.pop(Measure.SMD) == 2
    assert set(places.values()) == {1}
