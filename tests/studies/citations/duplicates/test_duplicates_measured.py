"""Accuracy of duplicate detection on labelled pairs."""

from collections import Counter
from functools import lru_cache

import pytest

from studies.citations.duplicates.candidate_search import WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade, WorkComparison, compare
from studies.citations.duplicates.match_keys import match_keys_of
from tests.studies.citations.duplicates.labelled_pairs import DECOYS, labelled_pairs, references

LOWEST_SENSITIVITY = 0.98


@pytest.fixture(scope="module")
def graded_pairs() -> list[tuple[bool, str, MatchGrade]]:
    """For every pair: whether it is one work, the change, and the match grade of an import."""
    return [(pair.is_same, pair.change, grade_of(pair.one, pair.other)) for pair in labelled_pairs()]


keys_of = lru_cache(maxsize=None)(match_keys_of)


def grade_of(one, other) -> MatchGrade:
    index = WorkIndex()
    index.add(1, keys_of(one))
    match = index.best(keys_of(other))
    return match.comparison.grade if match else MatchGrade.DIFFERENT


def test_labelled_set_is_large(graded_pairs):
    assert sum(is_same for is_same, _, _ in graded_pairs) > 1500
    assert sum(not is_same for is_same, _, _ in graded_pairs) > 9000


def test_different_works_are_never_merged_automatically(graded_pairs):
    assert [change for is_same, change, grade in graded_pairs if not is_same and grade is MatchGrade.CERTAIN] == []


def test_nearly_every_duplicate_is_found(graded_pairs):
    grades = Counter(grade for is_same, _, grade in graded_pairs if is_same)

    sensitivity = 1 - grades[MatchGrade.DIFFERENT] / grades.total()

    assert sensitivity >= LOWEST_SENSITIVITY, grades
    # Most pairs lack what would leave no doubt: the year, the authors, or volume and page.
    assert grades[MatchGrade.CERTAIN] / grades.total() >= 0.55, grades


def test_different_references_are_not_flagged(graded_pairs):
    flagged = [
        grade
        for _, change, grade in graded_pairs
        if change == "two real references" and grade is not MatchGrade.DIFFERENT
    ]

    assert len(flagged) <= 8646 * 0.001


@pytest.mark.parametrize("decoy", DECOYS, ids=lambda decoy: decoy.__name__)
def test_flagged_non_duplicate_gives_its_reason(decoy):
    for reference in references():
        one, other = decoy(reference)
        comparison = compare(keys_of(one), keys_of(other))
        assert comparison.grade is not MatchGrade.CERTAIN
        assert comparison.reasons or comparison.grade is MatchGrade.DIFFERENT


def test_order_does_not_matter():
    works = [keys_of(reference) for reference in references()[:40]]
    for one in works:
        for other in works:
            there, back = compare(one, other), compare(other, one)
            assert (there.grade, round(there.score, 6)) == (back.grade, round(back.score, 6))


def test_work_with_an_identifier_is_a_certain_duplicate_of_itself():
    works = [match_keys_of(reference) for reference in references()]
    identified = [work for work in works if work.doi or work.pmid]

    assert len(identified) > 50
    assert {compare(work, work).grade for work in identified} == {MatchGrade.CERTAIN}
    assert isinstance(compare(works[0], works[1]), WorkComparison)
