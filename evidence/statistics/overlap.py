"""Overlap of reviews: how far several reviews include the same studies.

In a *citation matrix* each row is a study, each column a review. With N inclusions of r
studies in c reviews the *corrected covered area* is (N - r) / (rc - r): 0 where no study
is in two reviews, 1 where every review has every study (Pieper 2014). A *structural
zero* is a study that a review could not include because it was published later; such
cells are not counted. Only reviews whose list of studies is complete can be judged.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from studies.numerics.errors import NotEstimableError, TooFewStudiesError


class OverlapBand(StrEnum):
    """Degree of overlap, by upper bounds of 5, 10 and 15 per cent (Pieper 2014)."""

    SLIGHT = "slight"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very high"


BANDS = ((0.05, OverlapBand.SLIGHT), (0.10, OverlapBand.MODERATE), (0.15, OverlapBand.HIGH))

Cells = Set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Corrected covered area, 0 to 1, with the counts behind it."""

    area: float
    inclusions: int
    studies: int
    reviews: int
    structural_zeros: int

    @property
    def band(self) -> OverlapBand:
        """Degree of overlap."""
        return next((band for bound, band in BANDS if self.area <= bound), OverlapBand.VERY_HIGH)


def structural_zeros(
    studies_by_review: Mapping[str, Set[str]], review_year: Mapping[str, int], study_year: Mapping[str, int]
) -> Cells:
    """Cells (review, study) of studies published in a later year than the review. An unknown year makes no zero."""
    studies: Set[str] = set().union(*studies_by_review.values())
    return {
        (review, study)
        for review in studies_by_review
        for study in studies - studies_by_review[review]
        if review in review_year and study in study_year and study_year[study] > review_year[review]
    }


def corrected_covered_area(studies_by_review: Mapping[str, Set[str]], zeros: Cells = frozenset()) -> Overlap:
    """Overlap of all reviews at once.

    Raises TooFewStudiesError for fewer than two reviews, NotEstimableError where they could share no study.
    """
    if len(studies_by_review) < 2:
        raise TooFewStudiesError("Overlap needs at least two reviews.")
    studies: Set[str] = set().union(*studies_by_review.values())
    inclusions, r, c = sum(map(len, studies_by_review.values())), len(studies), len(studies_by_review)
    impossible = sum(
        review in studies_by_review and study in studies - studies_by_review[review] for review, study in zeros
    )
    possible_repeats = r * c - r - impossible
    if possible_repeats <= 0:
        raise NotEstimableError("These reviews have no study that more than one of them could include.")
    return Overlap((inclusions - r) / possible_repeats, inclusions, r, c, impossible)
