"""Cells of conditions by comparisons: usable figures, states, and what an empty cell may not hide."""

from typing import Any

import pytest
from django.urls import reverse

from evidence.findings.comparison_cells import ComparedCell, ComparedCondition, comparison_cells
from evidence.grading.current_ratings import FindingCertainty
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.compared_trials import trials_by_comparison
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, WAYS
from evidence.synthesis.measured_outcomes import TrialsRead, critical_outcomes_measured
from studies.choices import CriticalOutcome, Design, ReadAs
from studies.reported.comparisons import Comparison
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import a_contrast, answers_of, evidence_of, pain_trial, success_trial, two_arms
from tests.rows import a_query, a_score, a_study

PAIN, SUCCESS, SURGERY = CriticalOutcome.PAIN, CriticalOutcome.SUCCESS, CriticalOutcome.SURGERY
UNUSED = reverse("condition-unused", args=["sore-back"])


def cells_of(*trials: list[ResultRow], **more: Any) -> dict[tuple[str, CriticalOutcome], ComparedCell]:
    """The cells of one condition, by heading and outcome."""
    evidence = evidence_of(*trials, **more)
    isolating = {arm.study.id: arm.study for arm in evidence.arms if arm.study.is_randomised}
    read = TrialsRead(tuple(isolating.values()), critical_outcomes_measured(evidence))
    rows = answer_rows(answers_of(*trials, **more), read)
    trials_of = trials_by_comparison(evidence.arms)
    found = comparison_cells(ComparedCondition("sore-back", rows, trials_of, lambda _: FindingCertainty("not rated")))
    return {(cell.compared.words.heading, cell.outcome): cell for cell in found}


def sham_cell(*trials: list[ResultRow], **more: Any) -> ComparedCell:
    return cells_of(*trials, **more)["Against a sham injection", PAIN]


@pytest.mark.parametrize(
    ("ozone", "comparator", "word", "side"),
    [(2, 6, "lower", "better"), (6, 2, "higher", "worse"), (4, 4, "not clear", ""), (4, 5.3, "borderline", "")],
)
def test_usable_figure_has_its_word_its_difference_and_its_people(
    ozone: float, comparator: float, word: str, side: str
) -> None:
    cell = sham_cell(pain_trial(ozone, comparator))
    assert cell.estimate
    assert (cell.estimate.word.word, cell.estimate.word.side) == (word, side)
    assert (cell.trials, cell.estimate.people, cell.short) == (1, "40", "")
    assert cell.estimate.drawing
    assert cell.href.startswith("/conditions/sore-back/findings/ozone-v-sham-pain")


def test_two_trials_are_two_marks_and_no_pool() -> None:
    cell = sham_cell(pain_trial(2, 6), pain_trial(3, 5))
    assert cell.estimate
    assert cell.estimate.drawing
    assert (cell.trials, len(cell.estimate.figures), len(cell.estimate.drawing.marks)) == (2, 2, 2)


def test_doubted_figure_and_value_without_an_interval_have_no_estimate() -> None:
    doubted, bare = pain_trial(1, 9), pain_trial(1, 9, sd=None)
    for cell, short, state in (
        (sham_cell(doubted, queries=[a_query(doubted[0])]), "doubted", "a figure that is doubted"),
        (sham_cell(bare), "value, no interval", "values without an interval"),
    ):
        assert (cell.estimate, cell.short, cell.state, cell.trials) == (None, short, state, 1)
        assert cell.tail


def test_printed_direction_is_told_without_its_side() -> None:
    arms = two_arms()
    cell = sham_cell(reported=[a_contrast(*arms)], arms=arms)
    assert (cell.short, cell.state, cell.estimate) == ("direction only", "a printed direction or P only", None)


def test_trial_without_a_result_is_not_an_empty_cell() -> None:
    arms = two_arms()
    cell = sham_cell(arms=arms)
    assert (cell.trials, cell.short, cell.href) == (1, "no result", UNUSED)
    assert cell.state == "no result in the text read (one trial)"
    assert ("Instead of a steroid injection", PAIN) not in cells_of(arms=arms)


def test_not_measured_is_said_only_of_trials_that_were_read_in_full() -> None:
    full, abstract = (two_arms(study=a_study(read_as=read_as)) for read_as in (ReadAs.FULL_TEXT, ReadAs.ABSTRACT))
    assert sham_cell(arms=full).short == "not measured"
    assert sham_cell(arms=[*full, *abstract]).short == "no result"


def test_figure_of_one_arm_compares_nothing() -> None:
    ozone, comparator = two_arms()
    cell = sham_cell([a_score(ozone, mean=3)], arms=[comparator])
    assert (cell.estimate, cell.short, cell.state) == (None, "one arm only", "a figure of one arm only")


def test_operation_as_comparator_is_no_comparison_of_operations() -> None:
    cells = cells_of(pain_trial(arms=two_arms("discectomy")))
    cell = cells["Instead of disc surgery", SURGERY]
    assert (cell.short, cell.href) == ("operated", "")
    assert cells["Instead of disc surgery", SUCCESS].short == "no result"


def test_other_controlled_study_has_neither_word_nor_size() -> None:
    arms = two_arms("steroid", study=a_study(design=Design.NON_RANDOMISED_CONTROLLED))
    cell = cells_of(pain_trial(arms=arms))["Instead of a steroid injection", PAIN]
    assert (cell.trials, cell.estimate, cell.state) == (0, None, "")
    assert cell.not_randomised_text.startswith("not randomised: instead of a steroid injection, Pain (")


def test_procedures_are_cells_of_their_own_in_the_order_of_comparisons() -> None:
    trials = [pain_trial(arms=two_arms(name)) for name in ("radiofrequency", "steroid", "laser")]
    headings = [heading for heading, outcome in cells_of(*trials, success_trial()) if outcome is PAIN]
    assert headings == [
        "Against a sham injection",
        "Instead of a steroid injection",
        "Instead of laser",
        "Instead of radiofrequency",
    ]


def test_every_comparison_is_named_by_its_way_and_the_other_treatment() -> None:
    for comparison, words in COMPARISON_WORDS.items():
        assert words.way in WAYS, comparison
        assert words.other
        assert f"{words.way} {words.other}" == words.heading
    assert set(COMPARISON_WORDS) == {item for item in Comparison if item.isolates_ozone}
