"""Agreement compared with figures worked out by hand, and the rules that hold for any pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.numerics.kappa import agreement, cohens_kappa

pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


def test_percent_and_kappa_equal_a_small_example_by_hand():
    """Ten records: 4 included by both, 3 excluded by both, 2 by the first alone, 1 by the second alone.

    Observed 7/10. The first includes 6 of 10, the second 5: by chance 0.6 x 0.5 + 0.4 x 0.5 = 0.5.
    Kappa (0.7 - 0.5) / (1 - 0.5) = 0.4.
    """
    pairs = 4 * [("in", "in")] + 3 * [("out", "out")] + 2 * [("in", "out")] + [("out", "in")]

    found = agreement(pairs)

    assert (found.n, found.same, found.percent) == (10, 7, 70)
    assert found.kappa == pytest.approx(0.4, abs=1e-12)


def test_kappa_of_three_answers_equals_a_hand_calculation():
    """Diagonal 2, 1, 1 of 6; margins 3, 2, 1 and 2, 2, 2: chance (6 + 4 + 2) / 36 = 1/3; kappa (2/3 - 1/3) / (2/3)."""
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c"), ("c", "c")]

    assert cohens_kappa(pairs) == pytest.approx(0.5, abs=1e-12)


def test_no_pairs_give_neither_agreement_nor_kappa():
    assert agreement([]).percent is None
    assert agreement([]).kappa is None


def test_constant_answers_have_no_kappa():
    found = agreement([("in", "in")] * 5)

    assert found.percent == 100
    assert found.kappa is None


@given(pairs)
def test_kappa_is_at_most_one_and_one_only_when_all_agree(pairs):
    kappa = cohens_kappa(pairs)

    assert kappa is None or kappa <= 1
    assert (kappa == 1) == (kappa is not None and all(first == second for first, second in pairs))


@given(pairs)
def test_order_of_records_and_of_raters_does_not_matter(pairs):
    kappa = cohens_kappa(pairs)

    for other in (pairs[::-1], [(second, first) for first, second in pairs]):
        assert cohens_kappa(other) == (None if kappa is None else pytest.approx(kappa, abs=1e-9))
