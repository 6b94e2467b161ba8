"""Intervals that a word must hold in: arms that differed before treatment, in one trial and in a pool."""

import pytest

from evidence.choices import Certainty
from evidence.grading.rating_fingerprint import graded_statement
from evidence.synthesis.alternatives import WITHOUT_UNEQUAL_ARMS, alternatives
from evidence.synthesis.answers import Answer
from evidence.synthesis.row_word import RowWord, row_word
from evidence.synthesis.thresholds import NO_WORD, size_comment
from evidence.synthesis.word_intervals import word_intervals
from studies.choices import EffectBand, OutcomeDomain
from studies.reported.rows import ResultRow
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import answer_of, pain_trial, two_arms
from tests.rows import ODI, a_study


def trial(ozone: float, *, before: tuple[float, float] = (60, 60)) -> list[ResultRow]:
    """Disability of 0 to 100 after treatment, 40 in the comparator arm, and before it; SD 20 of 40 people an arm."""
    arms = two_arms(study=a_study())
    after = pain_trial(ozone, 40, arms=arms, measure=ODI, sd=20, n=40)
    return [*(row._replace(id=-row.id, weeks=0, mean=mean) for row, mean in zip(after, before, strict=True)), *after]


# Means of 45 and 65 with SE 4.47: t = -4.47, P below 0.001.
UNEQUAL = (45.0, 65.0)


def pool_of(equal: list[float], unequal: list[float]) -> Answer:
    return answer_of(*map(trial, equal), *(trial(mean, before=UNEQUAL) for mean in unequal))


def test_one_or_two_trials_whose_arms_differed_before_have_no_word():
    assert row_word(answer_of(trial(20))) is RowWord.LOWER
    for answer in (answer_of(trial(20, before=UNEQUAL)), pool_of([20], [20])):
        assert word_intervals(answer) == ()
        assert row_word(answer) is None


def test_a_pool_has_its_word_when_the_other_trials_say_the_same():
    answer = pool_of([26, 27, 28], [26])
    every, equal = word_intervals(answer)
    # Four trials: mean -13.25, standard error 2.236, t 3.182; three: -13, 2.582 and 4.303.
    assert (every.low, every.high) == pytest.approx((-20.37, -6.13), abs=0.01)
    assert (equal.low, equal.high) == pytest.approx((-24.11, -1.89), abs=0.01)
    assert row_word(answer) is RowWord.LOWER


def test_the_word_of_a_pool_follows_the_one_that_says_less():
    answer = pool_of([36, 37, 38], [24, 24, 24, 24])
    every, equal = word_intervals(answer)
    assert every.high < -1
    assert equal.high > 0
    assert row_word(answer) is RowWord.NOT_CLEAR


def test_without_three_other_trials_a_pool_has_no_word():
    answer = pool_of([26, 27], [26])
    assert answer.pooled is not None
    assert row_word(answer) is None


def test_the_pool_of_the_other_trials_is_a_choice_of_the_finding():
    found = {item.name: item for item in alternatives(pool_of([26, 27, 28], [26]))}
    assert found[f"{WITHOUT_UNEQUAL_ARMS} (1 study less)"].estimate == pytest.approx(-13, abs=0.01)


def test_sentences_on_a_pool_state_why_no_direction_follows():
    text = graded_statement(pool_of([36, 37, 38], [24, 24, 24, 24]), Certainty.LOW)
    assert text.endswith("though without arms that differed before treatment its interval holds no difference.")
    scale = "Oswestry Disability Index 0-100"
    small = ThresholdBand(
        OutcomeDomain.DISABILITY, scale, EffectBand.SMALL, 5, 10, lower_included=True, upper_included=True
    )
    assert size_comment(pool_of([26, 27], [26]), [small]) == NO_WORD
