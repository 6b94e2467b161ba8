"""What one study puts into an answer: each of its people once, by one effect."""

from math import log

import pytest

from evidence.statistics.effect_sizes import Measure, risk_ratio
from evidence.statistics.pooling import common_effect
from evidence.synthesis.answers import Answer
from evidence.synthesis.study_effects import StudyEffect
from studies.choices import HigherIs
from studies.numerics.arm_values import Counts, Means
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, NRS, ODI, OTHER, POOR, RMDQ, SF36, VAS, a_count, a_score, a_study, an_arm


def entry_of(answer: Answer) -> StudyEffect:
    (entry,) = answer.entries
    return entry


def test_one_study_enters_a_count_by_its_risk_ratio() -> None:
    answer = answer_of(success_trial(13, 18, measure=POOR, n=80))
    assert answer.measure is Measure.RR
    assert entry_of(answer).effect == risk_ratio(Counts(13, 80), Counts(18, 80))


def test_scores_on_one_scale_enter_by_their_mean_difference() -> None:
    answer = answer_of(pain_trial(1.85, 2.4, measure=VAS), pain_trial(20, 30, measure=NRS, scale_max=100))
    assert (answer.measure, answer.scale) == (Measure.MD, "pain 0–100")
    assert [round(entry.effect.estimate, 6) for entry in answer.entries] == [-5.5, -10]


def test_raw_and_percent_oswestry_are_one_scale() -> None:
    answer = answer_of(pain_trial(10, 15, measure=ODI, scale_max=50), pain_trial(20, 30, measure=ODI))
    assert answer.measure is Measure.MD
    assert [entry.effect.estimate for entry in answer.entries] == [-10, -10]


def test_scores_across_scales_enter_standardised_and_lower_is_better() -> None:
    answer = answer_of(pain_trial(3, 4, measure=ODI), pain_trial(3, 4, measure=RMDQ))
    assert (answer.measure, answer.scale, answer.higher_is_better) == (Measure.SMD, "", False)
    # d = -1/2, exact J with 38 degrees of freedom is 0.98011.
    assert entry_of(answer_of(pain_trial())).effect.measure is Measure.MD
    assert answer.entries[0].effect.estimate == pytest.approx(-0.5 * 0.98011, abs=1e-5)


def test_a_scale_that_runs_the_other_way_is_turned_before_it_joins() -> None:
    turned = pain_trial(40, 30, measure=RMDQ, higher_is=HigherIs.BETTER, sd=20)
    answer = answer_of(pain_trial(30, 40, measure=ODI, sd=20), turned)
    first, second = (entry.effect.estimate for entry in answer.entries)
    assert first == second < 0


def test_scales_that_all_run_upwards_stay_as_they_are() -> None:
    other = pain_trial(30, 20, measure=SF36, scale_max=50)
    answer = answer_of(pain_trial(60, 50, measure=SF36), other)
    assert (answer.measure, answer.higher_is_better) == (Measure.SMD, True)
    assert all(entry.effect.estimate > 0 for entry in answer.entries)


def test_no_way_is_called_better_where_no_source_says_which() -> None:
    scores = [pain_trial(measure=OTHER, outcome_name="bending", scale_min=0, scale_max=top) for top in (10, 90)]
    assert answer_of(*scores).higher_is_better is None


def test_several_ozone_arms_are_combined_against_their_shared_comparator() -> None:
    study = a_study()
    sham, low, high = an_arm("sham", study=study), an_arm("ozone", study=study), an_arm("ozone", study=study)
    entry = entry_of(answer_of([a_count(low, events=5), a_count(high, events=9), a_count(sham, events=4)]))
    (line,) = entry.lines
    assert (line.ozone.value, line.comparator.value) == (Counts(14, 40), Counts(4, 20))
    assert entry.n == 60
    assert line.notes == ("arms combined so that no person is counted twice (Handbook 23.3.4)",)


def test_several_comparators_of_one_kind_are_combined_against_the_ozone_arm() -> None:
    study = a_study()
    ozone, sham, saline = an_arm("ozone", study=study), an_arm("sham", study=study), an_arm("saline", study=study)
    (line,) = entry_of(answer_of([a_count(ozone), a_count(sham, events=4), a_count(saline, events=6)])).lines
    assert line.comparator.value == Counts(10, 40)


def test_means_of_combined_arms_are_those_of_one_group() -> None:
    study = a_study()
    sham, low, high = an_arm("sham", study=study), an_arm("ozone", study=study), an_arm("ozone", study=study)
    rows = [a_score(low, ODI, mean=20, n=10), a_score(high, ODI, mean=30, n=30), a_score(sham, ODI)]
    combined = entry_of(answer_of(rows)).lines[0].ozone.value
    assert isinstance(combined, Means)
    assert (combined.n, combined.mean) == (40, 27.5)


def test_strata_enter_once_as_one_common_effect() -> None:
    study = a_study()
    disc = success_trial(13, 18, measure=POOR, n=80, arms=two_arms("steroid", study=study, stratum="disc"))
    other = success_trial(6, 15, measure=POOR, n=70, arms=two_arms("steroid", study=study, stratum="non-disc"))
    entry = entry_of(answer_of(disc, other))
    both = common_effect([risk_ratio(Counts(13, 80), Counts(18, 80)), risk_ratio(Counts(6, 70), Counts(15, 70))])
    assert (len(entry.lines), entry.n) == (2, 300)
    assert entry.effect.estimate == pytest.approx(both.estimate)
    assert entry.effect.variance == pytest.approx(both.se**2)
    assert "counts once" in entry.effect.rule


def test_parts_keep_their_own_effects_and_their_people_are_never_summed() -> None:
    arms = two_arms("steroid")
    parts = [success_trial(12 - k, 8, arms=arms, part=part) for k, part in enumerate(("extrusions", "protrusions"))]
    (entry,) = answer_of(*parts).unpooled
    assert [round(line.effect.estimate, 6) for line in entry.lines] == [round(log(12 / 8), 6), round(log(11 / 8), 6)]
    assert entry.n == 40


def test_the_whole_study_is_counted_where_the_sizes_of_its_arms_are_not_printed() -> None:
    arms = two_arms("exercise", study=a_study(n_randomised=40))
    entry = entry_of(answer_of(pain_trial(7.5, 6.1, arms=arms, sd=None, n=None, ci_low=5, ci_high=8, ci_level=95)))
    assert entry.n == 40


def test_no_whole_is_counted_for_a_stratum_whose_sizes_are_not_printed() -> None:
    arms = two_arms("exercise", study=a_study(n_randomised=40), stratum="disc")
    entry = entry_of(answer_of(pain_trial(arms=arms, sd=None, n=None, ci_low=3, ci_high=5, ci_level=95)))
    assert entry.n is None


def test_a_standardised_difference_needs_the_size_of_the_arms() -> None:
    unsized = pain_trial(measure=ODI, sd=None, n=None, ci_low=3, ci_high=5, ci_level=95)
    answer = answer_of(pain_trial(measure=RMDQ), unsized)
    assert answer.k == 1
    assert [item.reason for item in answer.left_out] == ["impossible"]


def test_a_count_of_macnab_is_not_touched_by_direction() -> None:
    assert entry_of(answer_of(success_trial(12, 8, measure=MACNAB))).effect.reader() == pytest.approx(1.5)
