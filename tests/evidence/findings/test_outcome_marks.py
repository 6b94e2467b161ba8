"""Marks of a cell: shapes, numbers of marks alike, words, addresses, and what is never drawn as usable."""

from typing import Any

import pytest
from django.urls import reverse

from evidence.findings.outcome_marks import MarkShape, OutcomeCell, outcome_cell
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.measured_outcomes import TrialsRead
from studies.choices import CriticalOutcome, ReadAs, Severity
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import a_contrast, answers_of, pain_trial, two_arms
from tests.rows import a_query, a_study

PAIN = CriticalOutcome.PAIN
PROCEDURES = ["laser", "radiofrequency", "discectomy", "exercise", "medication", "steroid", "local-anaesthetic"]


def pain_cell(*trials: list[ResultRow], read: TrialsRead | None = None, **more: Any) -> OutcomeCell:
    return outcome_cell("sore-back", answer_rows(answers_of(*trials, **more), read or TrialsRead()), PAIN)


def shapes(cell: OutcomeCell) -> list[tuple[str, int]]:
    return [(mark.shape.value, mark.rows) for mark in cell.marks]


@pytest.mark.parametrize(
    ("ozone", "comparator", "shape"),
    [(2, 6, MarkShape.BETTER), (6, 2, MarkShape.WORSE), (4, 4, MarkShape.NOT_CLEAR), (4, 5.3, MarkShape.BORDERLINE)],
)
def test_shape_of_a_usable_figure_is_its_side(ozone: float, comparator: float, shape: MarkShape) -> None:
    (mark,) = pain_cell(pain_trial(ozone, comparator)).marks
    assert mark.shape is shape
    assert mark.words == f"Against a sham injection: {shape.label} (one trial, 40 people)"
    assert mark.href.startswith("/conditions/sore-back/findings/ozone-v-sham-pain")


def test_doubted_unusable_and_unprinted_figures_are_never_drawn_as_usable() -> None:
    """However large the difference: no shape of theirs tells a side."""
    doubted, wrong = pain_trial(1, 9, arms=two_arms("laser")), pain_trial(1, 9, arms=two_arms("steroid"))
    bare = pain_trial(1, 9, sd=None, arms=two_arms("exercise"))
    retracted = pain_trial(1, 9, arms=two_arms("medication", study=a_study(retracted=True)))
    printed = two_arms("discectomy")
    cell = pain_cell(
        *(doubted, wrong, bare, retracted),
        queries=[a_query(doubted[0]), a_query(wrong[0], severity=Severity.ERROR)],
        reported=[a_contrast(*printed)],
        arms=printed,
    )
    assert shapes(cell) == [("value", 1), ("unused", 3), ("direction", 1)]
    words = " ".join(mark.words for mark in cell.marks)
    assert "values without an interval (one trial)" in words
    assert "a printed direction or P only (one trial)" in words
    assert "better" not in words


def test_many_marks_of_one_shape_are_one_mark_with_their_number() -> None:
    trials = [pain_trial(2, 6, arms=two_arms(name)) for name in PROCEDURES]
    cell = pain_cell(*trials, pain_trial(6, 2), pain_trial(4, 4, arms=two_arms(in_both=["steroid"])))
    assert shapes(cell) == [("better", len(PROCEDURES)), ("worse", 1), ("not-clear", 1)]
    assert cell.marks[0].words == f"{len(PROCEDURES)} comparisons: better with ozone"
    assert cell.marks[0].href == f"{reverse('condition-findings', args=['sore-back'])}?outcome=pain"
    assert len(pain_cell(*trials[:2]).marks) == 2


def test_another_word_at_another_time_is_told_with_the_mark() -> None:
    arms = two_arms()
    (mark,) = pain_cell(pain_trial(2, 6, arms=arms), pain_trial(4, 4, arms=arms, weeks=26)).marks
    assert mark.words.endswith("; another time has another word")


def test_printed_directions_are_one_mark_to_the_trials_that_were_not_used() -> None:
    arms = [two_arms("steroid"), two_arms("laser")]
    cell = pain_cell(reported=[a_contrast(*pair) for pair in arms], arms=[arm for pair in arms for arm in pair])
    assert shapes(cell) == [("direction", 2)]
    assert cell.marks[0].href == reverse("condition-unused", args=["sore-back"])


def test_cell_without_a_row_says_why_and_not_measured_only_where_all_was_read() -> None:
    abstract, full = (a_study(read_as=read_as) for read_as in (ReadAs.ABSTRACT, ReadAs.FULL_TEXT))
    assert pain_cell().words == "no result"
    assert pain_cell(read=TrialsRead((abstract, full))).words == "no result"
    assert pain_cell(read=TrialsRead((full,))).words == "not measured"
    measured = pain_cell(read=TrialsRead((full,), {PAIN: {full.id}}))
    assert (shapes(measured), measured.words) == ([("measured", 1)], "")
    assert measured.marks[0].words == "measured in one trial, nothing printed compares ozone alone"
