import pytest

from evidence.statistics.effect_sizes import mean_difference
from evidence.statistics.multi_arm import combine_counts, combine_means, split_counts, split_means
from studies.numerics.arm_values import Counts
from studies.numerics.errors import TooFewParticipantsError, TooFewStudiesError
from tests.evidence.statistics.effect_factories import make_means


def test_combined_arms_are_one_group_of_all_participants():
    # 0, 2 and 4, 6: means 1 and 5, SD root 2 each; together mean 3, SD root of 20/3.
    whole = combine_means([make_means(1, 2**0.5, 2), make_means(5, 2**0.5, 2)])

    assert (whole.n, whole.mean) == (4, 3)
    assert whole.sd == pytest.approx((20 / 3) ** 0.5)


def test_one_arm_combines_to_itself():
    arm = make_means()

    assert combine_means([arm]) is arm
    assert combine_counts([Counts(3, 10)]) == Counts(3, 10)


def test_arm_without_spread_makes_a_combined_arm_without_spread():
    assert combine_means([make_means(), make_means(sd=None)]).sd is None


def test_arms_of_unknown_size_cannot_be_combined_or_divided():
    unknown = make_means(sd=None, n=None, se=0.3)

    with pytest.raises(TooFewParticipantsError):
        combine_means([make_means(), unknown])
    with pytest.raises(TooFewParticipantsError):
        split_means(unknown, 2)


def test_nothing_to_combine_is_refused():
    for combine in (combine_means, combine_counts):
        with pytest.raises(TooFewStudiesError):
            combine([])


def test_a_divided_comparator_keeps_its_mean_and_spread():
    half = split_means(make_means(5, 2, 30), 2)

    assert (half.mean, half.sd, half.n) == (5, 2, 15)


def test_a_divided_comparator_with_an_error_only_keeps_its_spread():
    half = split_means(make_means(5, sd=None, n=16, se=0.5), 2)

    assert (half.sd, half.n) == (2, 8)


def test_divided_comparator_has_less_weight_than_the_whole():
    ozone, shared = make_means(4), make_means(5)

    assert mean_difference(ozone, split_means(shared, 2)).variance > mean_difference(ozone, shared).variance


def test_counts_are_divided_without_rounding():
    assert split_counts(Counts(5, 31), 2) == Counts(2.5, 15.5)


def test_sharing_a_comparator_among_no_arms_is_refused():
    with pytest.raises(TooFewStudiesError):
        split_counts(Counts(5, 31), 0)
