import pytest

from evidence.statistics.overlap import (
    OverlapBand,
    corrected_covered_area,
    structural_zeros,
)
from studies.numerics.errors import NotEstimableError, TooFewStudiesError

REVIEWS = {"Andrade": {"a", "b", "c"}, "Bocci": {"b", "c", "d"}, "Costa": {"c"}}


def test_corrected_covered_area_counts_only_possible_overlap():
    overlap = corrected_covered_area(REVIEWS)

    # 7 inclusions of 4 studies in 3 reviews: 3 repeats of 8 possible.
    assert overlap.area == pytest.approx(3 / 8)
    assert overlap.band is OverlapBand.VERY_HIGH


def test_studies_published_after_a_review_do_not_lower_overlap():
    zeros = structural_zeros(REVIEWS, {"Andrade": 2015, "Bocci": 2020}, {"a": 2010, "b": 2012, "c": 2014, "d": 2019})

    assert zeros == {("Andrade", "d")}
    assert corrected_covered_area(REVIEWS, zeros).area == pytest.approx(3 / 7)


def test_structural_zero_of_an_included_study_is_ignored():
    assert corrected_covered_area(REVIEWS, {("Andrade", "a")}).structural_zeros == 0


@pytest.mark.parametrize(
    ("shared", "band"),
    [
        (0, OverlapBand.SLIGHT),
        (5, OverlapBand.SLIGHT),
        (6, OverlapBand.MODERATE),
        (11, OverlapBand.HIGH),
        (16, OverlapBand.VERY_HIGH),
    ],
)
def test_bands_are_those_of_pieper(shared: int, band: OverlapBand):
    first = {str(i) for i in range(shared)} | {f"one {i}" for i in range(100 - shared)}
    second = {str(i) for i in range(shared)}

    assert corrected_covered_area({"one": first, "other": second}).band is band


def test_overlap_needs_two_reviews():
    with pytest.raises(TooFewStudiesError):
        corrected_covered_area({"one": {"a"}})


def test_reviews_without_possible_overlap_are_refused():
    apart = {"early": {"a"}, "late": {"b"}}
    zeros = {("early", "b"), ("late", "a")}

    with pytest.raises(NotEstimableError):
        corrected_covered_area(apart, zeros)
