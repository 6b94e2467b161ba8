"""Agreement compared with figures worked out by hand, and the rules that hold for any pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.numerics.kappa import agreement, cohens_kappa, weighted_kappa

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


LEVELS = ("low", "some", "high")


def expand(table, levels):
    """The pairs of a square table of counts, the first person's answers in rows."""
    return [
        (first, second)
        for first, row in zip(levels, table, strict=True)
        for second, count in zip(levels, row, strict=True)
        for _ in range(count)
    ]


def test_weighted_kappa_equals_a_hand_calculation():
    """25 studies, margins 10, 8, 7 and 9, 8, 8. Distances in places: 6 observed; by chance
    (10 x 8 + 8 x 9 + 8 x 8 + 7 x 8 + 2 (10 x 8 + 7 x 9)) / 25 = 558 / 25. Kappa 1 - 25 x 6 / 558 = 68/93.
    """
    pairs = expand([[8, 2, 0], [1, 5, 2], [0, 1, 6]], LEVELS)
    assert weighted_kappa(pairs, LEVELS) == pytest.approx(68 / 93, abs=1e-12)


def test_both_kappas_equal_those_that_r_prints():
    """The example of vcd::Kappa (SexualFun, 91 couples; equal-spacing weights): 0.1293 unweighted, 0.2374 weighted."""
    pairs = expand([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], "abcd")
    assert len(pairs) == 91
    assert cohens_kappa(pairs) == pytest.approx(0.1293, abs=5e-5)
    assert weighted_kappa(pairs, "abcd") == pytest.approx(0.2374, abs=5e-5)


@given(pairs)
def test_of_two_answers_weighted_kappa_is_cohens(drawn):
    two = [(first if first == "a" else "b", second if second == "a" else "b") for first, second in drawn]
    expected = cohens_kappa(two)
    assert weighted_kappa(two, "ab") == (expected if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize("drawn", [[], [("low", "low")] * 4])
def test_without_anything_to_tell_apart_there_is_no_weighted_kappa(drawn):
    assert weighted_kappa(drawn, LEVELS) is None
