"""Counts from percentages: the one that rounds, the one that is cut, the nearest, or fewer people analysed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.reported.arm_figures import with_arm_figures
from studies.reported.count_recovery import (
    LEAST_SHARE_ANALYSED,
    MOST_COUNTS,
    CountRule,
    RecoveredCount,
    recovered_count,
)
from studies.reported.exclusion_reasons import ContrastExclusion
from tests.rows import a_count, an_arm


def bare(arm=None, **values):
    """A percentage whose count is not printed."""
    return a_count(arm, **{"events": None, "n": None, **values})


def counted(*rows):
    """What the first of these results of an arm comes to."""
    return recovered_count(with_arm_figures(rows)[0])


@pytest.mark.parametrize(
    ("percent", "n", "count", "rule"),
    [
        (97, 33, 32, CountRule.ROUNDED),
        (45, 31, 14, CountRule.ROUNDED),
        (56.7, 60, 34, CountRule.ROUNDED),
        (47.3, 171, 81, CountRule.CUT),
    ],
)
def test_the_one_count_that_fits_is_taken(percent, n, count, rule):
    found = recovered_count(bare(percent=percent, n=n))
    assert (found.events, found.n, found.rule) == (count, n, rule)
    assert found.low == found.high == count / n


def test_of_two_or_three_that_fit_the_nearest_is_taken_with_its_bounds():
    # 5% of 150 is 7.5: 7 rounds up to 5% and 8 down to it.
    found = recovered_count(bare(percent=5, n=150))
    assert (found.events, found.low, found.high) == (7, 7 / 150, 8 / 150)
    assert "7 to 8 fit" in found.note


def test_more_than_three_that_fit_are_refused_as_that():
    assert recovered_count(bare(percent=81, n=1850)) is ContrastExclusion.FITS_SEVERAL_COUNTS
    assert "fits more than three" in ContrastExclusion.FITS_SEVERAL_COUNTS.label


def test_the_people_of_the_arm_are_those_analysed_else_those_randomised_and_never_of_a_part():
    assert counted(bare(an_arm(n_randomised=33), percent=97)).n == 33
    assert counted(bare(an_arm(n_randomised=40, n_analysed=33), percent=97)).n == 33
    assert counted(bare(an_arm(n_randomised=33), percent=97, part="extrusions")) is ContrastExclusion.NO_ARM_SIZE


def test_fewer_people_were_analysed_where_both_percentages_of_an_arm_miss_its_people():
    # Zambello 2006: 88.2% and 77.1% of 180 fit no count of 180, and fit 144, 153 or 170 people.
    arm = an_arm(n_randomised=180)
    relief, macnab = bare(arm, percent=88.2), bare(arm, percent=77.1, weeks=26)
    found = counted(relief, macnab)
    assert (found.events, found.n, found.rule) == (150, 170, CountRule.PEOPLE_ANALYSED_UNKNOWN)
    assert (found.low, found.high) == (127 / 144, 150 / 170)
    assert "144 to 170 people fit" in found.note
    other = counted(macnab, relief)
    assert (other.events, other.n) == (131, 170)


def test_a_percentage_of_a_part_says_nothing_of_the_people_of_the_arm():
    arm = an_arm(n_randomised=180)
    part = bare(arm, percent=1.3, part="extrusions")
    assert counted(bare(arm, percent=88.2), bare(arm, percent=77.1, weeks=26), part).n == 170


def test_a_percentage_that_fits_no_count_of_the_people_nor_of_four_in_five_of_them_is_refused():
    assert recovered_count(bare(percent=59, n=10)) is ContrastExclusion.FITS_NO_COUNT


def test_a_last_nought_that_is_printed_counts():
    assert recovered_count(bare(percent=60.0, n=1000, printed={"percent": "60.0"})).events == 600
    assert recovered_count(bare(percent=60.0, n=1000)) is ContrastExclusion.FITS_SEVERAL_COUNTS


def test_a_count_that_a_curator_computed_is_no_printed_one():
    found = recovered_count(a_count(events=15, n=70, percent=21.4, events_derived=True))
    assert (found.events, found.rule) == (15, CountRule.ROUNDED)
    assert recovered_count(a_count(events=15, n=70, percent=21.4)).rule is CountRule.PRINTED


@given(st.integers(1, 400), st.floats(0, 1), st.integers(0, 1))
def test_a_percentage_of_a_count_gives_that_count_or_a_neighbour(n, share, decimals):
    count = round(share * n)
    percent = round(100 * count / n, decimals)
    printed = {"percent": f"{percent:.{decimals}f}"}
    found = recovered_count(bare(percent=percent, n=n, printed=printed))
    if isinstance(found, RecoveredCount):
        assert found.n == n
        assert found.low <= count / n <= found.high
        assert abs(found.events - count) < MOST_COUNTS
    else:
        assert found is ContrastExclusion.FITS_SEVERAL_COUNTS


@given(st.integers(5, 300), st.floats(0, 100))
def test_people_analysed_are_never_fewer_than_four_in_five(n, percent):
    found = recovered_count(bare(percent=round(percent, 1), n=n))
    if isinstance(found, RecoveredCount):
        assert LEAST_SHARE_ANALYSED * n <= found.n <= n
        assert 0 <= found.low <= found.events / found.n <= found.high <= 1
