import pytest

from evidence.statistics.combine_arms import combine_counts, combine_means
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


def test_arms_of_unknown_size_cannot_be_combined():
    unknown = make_means(sd=None, n=None, se=0.3)

    with pytest.raises(TooFewParticipantsError):
        combine_means([make_means(), unknown])


def test_nothing_to_combine_is_refused():
    for combine in (combine_means, combine_counts):
        with pytest.raises(TooFewStudiesError):
            combine([])
