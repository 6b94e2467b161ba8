"""A trial's own difference in an answer: where the arms give none, and adjusted ones before the arms."""

from math import log
from typing import Any

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.alternatives import alternatives
from evidence.synthesis.answers import Answer
from evidence.synthesis.arithmetic import arithmetic_steps
from evidence.synthesis.sentences import sentence_of
from studies.choices import Severity
from studies.reported.assumptions import Assumption
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ContrastRow, MeasureRow
from studies.reported.score_kinds import ScoreKind
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NRS, ODI, RMDQ, VAS, a_query, a_study, an_arm

BOTH_BETTER = {"ci_low": -2.0, "ci_high": -0.4, "ci_level": 95}


def own(arms: list[ArmRow], measure: MeasureRow = VAS, **values: Any) -> ContrastRow:
    """A difference as printed: 1.2 points of 10 less pain with ozone (95% CI 0.4 to 2.0)."""
    plain = {"effect_measure": "MD", "estimate": -1.2, "result_text": "MD -1.2 (95% CI -2.0 to -0.4)", **BOTH_BETTER}
    return a_contrast(*arms, measure, **plain | values)


def ratio(arms: list[ArmRow], name: str, estimate: float = 1.5, **values: Any) -> ContrastRow:
    return own(arms, MACNAB, **{"effect_measure": name, "estimate": estimate, "se": 0.2} | values)


def estimates(answer: Answer) -> list[float]:
    return [round(entry.effect.estimate, 6) for entry in answer.entries]


def reasons(answer: Answer) -> set[ContrastExclusion]:
    return {item.reason for item in answer.left_out}


def test_a_difference_without_arms_answers_on_the_shown_scale() -> None:
    arms = two_arms(n_analysed=50)
    answer = answer_of(reported=[own(arms)], arms=arms)
    (entry,) = answer.entries
    assert (answer.measure, answer.scale, answer.people, answer.higher_is_better) == ("MD", "pain 0–100", 100, False)
    interval = entry.effect.reader_interval()
    assert (entry.effect.estimate, interval.low, interval.high) == pytest.approx((-12, -20, -4))


def test_few_people_get_back_the_interval_that_was_printed() -> None:
    arms = two_arms(n_analysed=12)
    (entry,) = answer_of(reported=[own(arms)], arms=arms).entries
    interval = entry.effect.reader_interval()
    assert (entry.effect.df, interval.low, interval.high) == pytest.approx((22, -20, -4))


def test_means_without_a_spread_enter_by_the_difference_that_was_printed() -> None:
    arms = two_arms()
    answer = answer_of(pain_trial(1.5, 3.8, arms=arms, sd=None), reported=[own(arms, estimate=-2.3, se=0.5)])
    assert (estimates(answer), answer.entries[0].lines[0].printed is not None) == ([-23], True)


def test_arms_that_give_an_effect_come_before_a_difference_and_after_an_adjusted_one() -> None:
    arms = two_arms()
    trial = pain_trial(3, 4, arms=arms)
    assert estimates(answer_of(trial, reported=[own(arms)])) == [-10]
    assert estimates(answer_of(trial, reported=[own(arms, effect_measure="adjusted-MD")])) == [-12]


def test_an_adjusted_difference_answers_before_one_that_is_nearer_the_target() -> None:
    arms = two_arms()
    late = [*pain_trial(arms=arms, weeks=12)]
    answer = answer_of(pain_trial(arms=arms), late, reported=[own(arms, effect_measure="adjusted-MD", weeks=12)])
    assert [line.first.weeks for entry in answer.entries for line in entry.lines] == [12]
    assert reasons(answer) == {ContrastExclusion.OTHER_RESULT_CHOSEN}


def test_an_adjusted_difference_of_a_later_measure_does_not_come_first() -> None:
    arms = two_arms()
    answer = answer_of(pain_trial(arms=arms), reported=[own(arms, NRS, effect_measure="adjusted-MD")])
    assert [line.first.measure.slug for entry in answer.entries for line in entry.lines] == ["pain-vas"]


def test_differences_and_arms_are_pooled_by_inverse_variance() -> None:
    arms = two_arms(n_analysed=100)
    answer = answer_of(pain_trial(), pain_trial(), reported=[own(arms)], arms=arms)
    assert (answer.k, answer.pooled is not None, answer.measure) == (3, True, "MD")


def test_a_risk_ratio_joins_the_pool_of_counts_and_no_table_is_pooled() -> None:
    arms = two_arms(n_analysed=50)
    empty = success_trial(0, 5)
    answer = answer_of(success_trial(), empty, reported=[ratio(arms, "RR")], arms=arms)
    assert (answer.measure, answer.k) == ("RR", 3)
    assert answer.pooled is not None
    assert answer.pooled.model == "random"
    assert estimates(answer)[-1] == pytest.approx(log(1.5), abs=1e-6)


@pytest.mark.parametrize("name", ["OR", "HR"])
def test_other_ratios_are_shown_next_to_risk_ratios_unchanged(name: str) -> None:
    arms = two_arms(n_analysed=50)
    answer = answer_of(success_trial(), reported=[ratio(arms, name)], arms=arms)
    assert (answer.measure, answer.k) == ("RR", 1)
    (beside,) = answer.unpooled
    assert (beside.pool_exclusion, beside.effect.measure) == (ContrastExclusion.OTHER_RATIO, name)
    assert beside.effect.estimate == pytest.approx(log(1.5))


@pytest.mark.parametrize(("name", "words"), [("OR", "1.50 times the odds"), ("HR", "1.50 times the hazard")])
def test_another_ratio_alone_keeps_its_name(name: str, words: str) -> None:
    arms = two_arms(n_analysed=50)
    answer = answer_of(reported=[ratio(arms, name)], arms=arms)
    assert (answer.k, answer.measure) == (0, Measure(name))
    assert words in str(sentence_of(answer))


def test_a_printed_risk_ratio_is_worded_as_times_as_frequent() -> None:
    arms = two_arms(n_analysed=50)
    answer = answer_of(reported=[ratio(arms, "RR")], arms=arms)
    assert "1.50 times as frequent with intradiscal ozone as with" in str(sentence_of(answer))


def test_a_refused_difference_is_left_out_with_its_true_reason() -> None:
    arms = two_arms()
    answer = answer_of(reported=[own(arms, ci_level=None)], arms=arms)
    assert (answer.k, reasons(answer)) == (0, {ContrastExclusion.LEVEL_NOT_STATED})
    assert [item.direction for item in answer.unused] == ["favours-ozone"]


def test_a_difference_that_contradicts_its_direction_is_left_out() -> None:
    arms = two_arms()
    answer = answer_of(reported=[own(arms, direction="favours-comparator")], arms=arms)
    assert (answer.k, reasons(answer)) == (0, {ContrastExclusion.DIRECTIONS_DISAGREE})


@pytest.mark.parametrize(
    ("severity", "k", "beside"), [(Severity.ERROR, 0, 0), (Severity.DOUBT, 0, 1), (Severity.WARNING, 1, 0)]
)
def test_queries_act_on_printed_differences(severity: Severity, k: int, beside: int) -> None:
    arms = two_arms()
    row = pain_trial(arms=arms, sd=None)[0]
    query = a_query(row, severity=severity, timepoint_label="", arm=None)
    answer = answer_of(reported=[own(arms)], arms=arms, queries=[query])
    assert (answer.k, len(answer.unpooled)) == (k, beside)


def test_two_differences_that_share_an_arm_count_no_one_twice() -> None:
    study = a_study()
    sham = an_arm("sham", study=study, n_analysed=50)
    low, high = (an_arm("ozone", study=study, label=name, n_analysed=n) for name, n in (("low", 40), ("high", 60)))
    printed = [own([low, sham], estimate=-1.0), own([high, sham])]
    for rows in (printed, printed[::-1]):
        answer = answer_of(reported=rows, arms=[low, high, sham])
        assert (estimates(answer), answer.people) == ([-12], 110)
        assert reasons(answer) == {ContrastExclusion.PEOPLE_IN_ANSWER}


def test_a_difference_joins_no_other_scale() -> None:
    arms = two_arms(n_analysed=50)
    printed = own(arms, ODI, estimate=-5, se=1)
    answer = answer_of(pain_trial(measure=RMDQ), pain_trial(measure=ODI), reported=[printed], arms=arms)
    assert (answer.measure, answer.k, reasons(answer)) == ("SMD", 2, {ContrastExclusion.NOT_STANDARDISED})


def test_a_study_with_both_keeps_its_final_score_across_scales() -> None:
    arms = two_arms()
    printed = own(arms, ODI, effect_measure="adjusted-MD", estimate=-5, se=1)
    answer = answer_of(pain_trial(measure=ODI, arms=arms), pain_trial(measure=RMDQ), reported=[printed])
    assert (answer.measure, answer.k) == ("SMD", 2)
    assert reasons(answer) == {ContrastExclusion.NOT_STANDARDISED}


def test_differences_alone_on_several_scales_answer_on_the_scale_of_most() -> None:
    first, second, other = (two_arms(n_analysed=50) for _ in range(3))
    printed = [own(arms, ODI, estimate=-5, se=1) for arms in (first, second)] + [own(other, RMDQ, estimate=-2, se=1)]
    answer = answer_of(reported=printed, arms=[*first, *second, *other])
    assert (answer.measure, answer.k, reasons(answer)) == ("MD", 2, {ContrastExclusion.OTHER_SCALE})


def test_the_assumptions_of_a_difference_go_with_it() -> None:
    arms = two_arms()
    (entry,) = answer_of(reported=[own(arms)], arms=arms).entries
    assert set(entry.assumptions) == {
        Assumption.SCALE_NOT_NAMED,
        Assumption.DIRECTION_OF_INSTRUMENT,
        Assumption.ARM_SIZES_NOT_PRINTED,
    }
    assert entry.is_derived


def test_an_error_as_printed_is_not_derived() -> None:
    arms = two_arms()
    (entry,) = answer_of(reported=[own(arms, se=0.4)], arms=arms).entries
    assert not entry.is_derived


def test_steps_quote_the_source_and_give_its_interval_back() -> None:
    arms = two_arms(n_analysed=12)
    (entry,) = answer_of(reported=[own(arms)], arms=arms).entries
    first, second, third = arithmetic_steps(entry.lines[0])
    assert first == "“MD -1.2 (95% CI -2.0 to -0.4)”, ozone against comparator"
    assert (
        second
        == "mean difference as the trial printed it: −12.0, standard error 3.858, t at 22.0 degrees of freedom = 2.07"
    )
    assert third == "95% interval = −12.0 ± 2.07 × 3.858 = −20.0 to −4.0"


def test_other_measures_do_not_follow_from_a_difference_and_say_so() -> None:
    arms = two_arms(n_analysed=50)
    found = alternatives(answer_of(pain_trial(), reported=[own(arms)], arms=arms))
    (standardised,) = [item for item in found if item.measure is Measure.SMD]
    assert "prints its own difference" in standardised.refusal


def test_one_study_answers_by_one_kind_of_score() -> None:
    study = a_study()
    disc, other = (two_arms(study=study, stratum=name, n_analysed=30) for name in ("disc", "other"))
    answer = answer_of(pain_trial(arms=disc), reported=[own(other)], arms=other)
    assert {line.first.pair.ozone.stratum for entry in answer.entries for line in entry.lines} == {"disc"}
    assert ContrastExclusion.CHANGE_AND_FINAL in reasons(answer)
    assert answer.entries[0].lines[0].first.score_kind is ScoreKind.FINAL
