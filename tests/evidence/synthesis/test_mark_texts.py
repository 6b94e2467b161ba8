"""Assumptions and cautions in words: once at a place, with the figures that stand beside them."""

import pytest

from evidence.synthesis.mark_texts import answer_marks, line_marks
from evidence.synthesis.sentences import sentence_of
from studies.choices import Route
from tests.evidence.synthesis.build import answer_of, pain_trial, two_arms
from tests.rows import ODI, a_score, a_study, an_arm


def differing(**values):
    """Disability as Singh 2017 printed it, before treatment and at six months."""
    first, second = two_arms("steroid")
    figures = ((first, 68.70, 8.33, 17.03, 7.76), (second, 73.80, 7.68, 25.68, 5.89))
    return [
        a_score(arm, ODI, weeks=weeks, mean=mean, sd=sd, n=40, timepoint_label=label, **values)
        for arm, before, sd_before, after, sd_after in figures
        for weeks, mean, sd, label in ((0, before, sd_before, "baseline"), (26.07, after, sd_after, "6 months"))
    ]


def test_an_answer_of_printed_figures_has_no_marks():
    answer = answer_of(pain_trial())
    assert answer_marks(answer) == ""
    assert str(sentence_of(answer)).endswith(").")


def test_arms_that_differed_before_treatment_also_show_the_difference_of_their_changes():
    answer = answer_of(differing())
    # (17.03 - 68.70) - (25.68 - 73.80) = -51.67 + 48.12.
    assert "the arms differed before treatment (difference of the changes: −3.6 points" in answer_marks(answer)
    assert answer.entries[0].lines[0].change_difference.points == pytest.approx(-3.55)
    assert str(sentence_of(answer)).endswith("Oswestry Disability Index 0–100).")


def test_a_small_spread_also_shows_the_interval_with_a_usual_one():
    text = answer_marks(answer_of(pain_trial(1.62, 2.08, sd=0.7, n=40)))
    assert text == "Caution: unusually small spread (with a spread of 25 of 100: −4.6 (−15.7 to 6.5))."


def test_a_retracted_figure_is_not_told_by_its_caution():
    answer = answer_of(pain_trial(1.62, 2.08, sd=0.7, n=40, arms=two_arms(study=a_study(retracted=True))))
    assert answer.unpooled
    assert answer_marks(answer) == "Caution: unusually small spread."
    assert "4.6" not in str(sentence_of(answer))


def test_assumptions_of_several_studies_are_named_once_by_their_labels():
    trials = [pain_trial(timepoint_label="mean 4 weeks") for _ in range(3)]
    assert answer_marks(answer_of(*trials)) == "Assumed: the time is a mean or median follow-up."


def test_a_line_has_a_text_for_each_mark():
    study = a_study()
    arms = [an_arm("ozone", study=study), an_arm("steroid", study=study, route=Route.EPIDURAL)]
    (entry,) = answer_of(pain_trial(arms=arms, timepoint_label="mean 4 weeks")).entries
    assert line_marks(entry.lines[0]) == (
        "the time is a mean or median follow-up",
        "the comparator was given at another place",
    )
