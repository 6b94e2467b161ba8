"""Other choices next to an answer, the word that each would give, and whether one changes the word."""

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import COMPLEMENT, steps_without_each_study
from evidence.synthesis.answers import Answer
from evidence.synthesis.other_choices import AS_ABOVE, OtherChoice, choices_verdict, other_choices
from evidence.synthesis.row_word import RowWord, interval_word, row_word
from studies.choices import BiasLevel, Design
from tests.evidence.synthesis.build import a_judged_study, answer_of, pain_trial, success_trial, two_arms
from tests.rows import a_query, a_study


def clear_answer() -> Answer:
    """Four trials that agree."""
    return answer_of(*(pain_trial(mean, 5, n=100) for mean in (3, 3.1, 3.2, 3.3)))


def by_name(answer: Answer) -> dict[str, OtherChoice]:
    return {item.name: item for item in other_choices(answer)}


def test_the_own_way_comes_first_and_once() -> None:
    answer = clear_answer()
    first, *others = other_choices(answer)
    assert answer.pooled
    assert first.name == f"{AS_ABOVE}: random effects, REML, Hartung-Knapp interval"
    assert (first.is_own, first.estimate) == (True, answer.pooled.reader())
    assert not any(item.name in first.name for item in others)


def test_one_study_is_its_own_way_and_two_have_none() -> None:
    (one, *_), (first, *_) = (other_choices(answer_of(*trials)) for trials in ([pain_trial(3)], [pain_trial(3)] * 2))
    assert (one.name, one.is_study) == (AS_ABOVE, True)
    assert first.is_own is one.is_own is True


def test_the_pool_without_one_study_is_given_where_it_is_lowest_and_highest() -> None:
    answer = answer_of(*(pain_trial(mean, 5, n=100) for mean in (2, 3, 3.5, 4)))
    estimates = [step.estimate for step in steps_without_each_study(answer)]
    lowest, highest = other_choices(answer)[-2:]
    assert (lowest.estimate, highest.estimate) == (min(estimates), max(estimates))
    assert not any("left out" in name for name in by_name(answer_of(*(pain_trial(mean) for mean in (2, 3, 3.5)))))
    assert lowest.name == f"without {answer.entries[-1].study.label}, the lowest when each is left out in turn"


def test_studies_at_low_and_not_at_high_risk_of_bias_are_choices_once_one_is_judged() -> None:
    assert not any("bias" in name for name in by_name(clear_answer()))
    levels = (BiasLevel.LOW, BiasLevel.LOW, BiasLevel.HIGH, BiasLevel.SOME_CONCERNS)
    answer = answer_of(
        *(
            pain_trial(3 + place / 10, 5, arms=two_arms(study=a_judged_study(level)))
            for place, level in enumerate(levels)
        )
    )
    found = {name: item for name, item in by_name(answer).items() if "bias" in name}
    assert list(found) == [
        "only at low risk of bias (2 studies less)",
        "without those at high risk of bias (1 study less)",
    ]
    assert answer.pooled
    assert all(item.estimate != answer.pooled.reader() for item in found.values())


def test_no_choice_changes_a_word_on_which_all_agree() -> None:
    answer = clear_answer()
    verdict = choices_verdict(answer, other_choices(answer))
    assert verdict.startswith("No choice changes the word, lower with ozone; the estimates lie between −")


def test_choices_that_change_the_word_are_named_with_theirs() -> None:
    sound = [pain_trial(mean, 5, n=100) for mean in (3, 3.1, 3.2, 3.3)]
    doubted = pain_trial(9, 5, n=100)
    answer = answer_of(*sound, doubted, queries=[a_query(doubted[0])])
    verdict = choices_verdict(answer, other_choices(answer))
    assert verdict.startswith("1 choice of ")
    assert verdict.endswith("would change the word, lower with ozone: including the doubted studies (not clear).")


def test_without_a_word_there_is_no_verdict() -> None:
    cohorts = [
        pain_trial(3, 5, n=100, arms=two_arms(study=a_study(design=Design.NON_RANDOMISED_CONTROLLED))) for _ in range(3)
    ]
    answer = answer_of(*cohorts)
    assert row_word(answer) is None
    assert choices_verdict(answer, other_choices(answer)) == ""


def test_the_complementary_outcome_has_no_word_of_its_own() -> None:
    answer = answer_of(*(success_trial(60, 30, n=80) for _ in range(3)))
    assert by_name(answer)[COMPLEMENT].word is None
    assert by_name(answer)["odds ratio"].word is RowWord.MORE


@pytest.mark.parametrize(
    ("measure", "low", "high", "word"),
    [
        (Measure.SMD, -0.9, -0.2, RowWord.LOWER),
        (Measure.SMD, -0.9, -0.03, RowWord.BORDERLINE),
        (Measure.SMD, -0.9, 0.5, RowWord.NOT_CLEAR),
        (Measure.RD, 0.1, 0.3, RowWord.MORE),
        (Measure.RD, 0.005, 0.3, RowWord.BORDERLINE),
        (Measure.RR, 1.2, 1.4, RowWord.MORE),
        (Measure.RR, 0.5, 1.4, RowWord.NOT_CLEAR),
        # A risk above one is impossible: the ratio is alone.
        (Measure.RR, 1.2, 4, RowWord.MORE),
    ],
)
def test_word_of_one_interval(measure: Measure, low: float, high: float, word: RowWord) -> None:
    answer = answer_of(success_trial(12, 8))
    assert interval_word(answer, measure, (low + high) / 2, Interval(low, high)) is word
