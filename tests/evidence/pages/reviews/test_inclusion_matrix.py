"""What reviews included: only what was extracted, and overlap only of complete lists."""

import pytest

from evidence.pages.reviews.inclusion_matrix import InclusionCell, InclusionMatrix
from evidence.pages.reviews.reviews_page import reviews_page
from studies.choices import StudyStatus
from studies.models import Study
from tests.factories import make_inclusion, make_publication, make_review, make_study

pytestmark = pytest.mark.django_db


def matrix() -> InclusionMatrix:
    found = reviews_page().matrix
    assert found
    return found


def with_year(study: Study, year: int) -> Study:
    make_publication(study=study, year=year)
    return study


def test_without_extracted_inclusions_there_is_no_matrix() -> None:
    make_review()
    assert reviews_page().matrix is None


def test_empty_cell_of_an_incomplete_list_is_unknown() -> None:
    one, other = make_review(label="A"), make_review(label="B")
    make_inclusion(review=one, study=make_study(label="Bonetti 2005"))
    make_inclusion(review=other, study=make_study(label="Gallucci 2007"))
    found = matrix()
    assert [(column.label, column.list_complete) for column in found.columns] == [("A", False), ("B", False)]
    assert [(row.label, row.cells) for row in found.rows.rows] == [
        ("Bonetti 2005", (InclusionCell.INCLUDED, InclusionCell.NOT_READ)),
        ("Gallucci 2007", (InclusionCell.NOT_READ, InclusionCell.INCLUDED)),
    ]
    assert found.overlap.endswith("whole list of studies was read, and so far none was.")


def test_unlinked_study_is_listed_as_the_review_names_it_and_keys_become_names() -> None:
    make_study(row_key="steppan2010", label="Steppan 2010")
    make_inclusion(study=None, citation="a report that matches steppan2010")
    (row,) = matrix().rows.rows
    assert (row.label, row.href) == ("a report that matches Steppan 2010", "")


def test_draft_is_listed_only_as_the_review_names_it() -> None:
    make_inclusion(study=make_study(label="Secret 2024", standing=StudyStatus.DRAFT), citation="one trial of 2024")
    assert [(row.label, row.href) for row in matrix().rows.rows] == [("one trial of 2024", "")]


def test_overlap_of_complete_lists_uses_the_corrected_covered_area() -> None:
    # Pieper 2014: N = 4 inclusions of r = 3 trials in c = 2 reviews: (4 - 3) / (3 * 2 - 3) = 1/3.
    shared, first, second = (make_study() for _ in range(3))
    one, other = make_review(), make_review()
    for review, trial in ((one, shared), (one, first), (other, shared), (other, second)):
        make_inclusion(review=review, study=trial, list_complete=True)
    found = matrix()
    assert found.overlap.startswith(
        "2 reviews with complete lists name 3 trials 4 times: corrected covered area 33.3%, very high overlap."
    )
    assert InclusionCell.NOT_INCLUDED in {cell for row in found.rows.rows for cell in row.cells}
    assert InclusionCell.NOT_READ not in {cell for row in found.rows.rows for cell in row.cells}


def test_trial_later_than_a_review_is_not_counted_in_overlap() -> None:
    # The trial of 2018 could not be in the review of 2015: (3 - 2) / (2 * 2 - 2 - 1) = 1.
    shared, late = with_year(make_study(), 2010), with_year(make_study(), 2018)
    old, new = with_year(make_review(), 2015), with_year(make_review(), 2020)
    for review, trial in ((old, shared), (new, shared), (new, late)):
        make_inclusion(review=review, study=trial, list_complete=True)
    assert "corrected covered area 100.0%" in matrix().overlap
    assert "1 cell left out for trials later than the review" in matrix().overlap


def test_one_complete_list_has_no_overlap() -> None:
    make_inclusion(list_complete=True)
    make_inclusion()
    assert matrix().overlap.endswith("so far one was.")


def test_reason_is_shown_when_lists_cannot_overlap() -> None:
    # Each trial is later than the other review: one of the years must be wrong, and no cell is left to share.
    for review_year, trial_year in ((2000, 2000), (1999, 2001)):
        review, trial = with_year(make_review(), review_year), with_year(make_study(), trial_year)
        make_inclusion(review=review, study=trial, list_complete=True)
    assert matrix().overlap == (
        "The overlap of these reviews cannot be computed: "
        "These reviews have no study that more than one of them could include."
    )
