"""The same studies by other choices."""

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import random_effects
from evidence.synthesis.alternatives import alternatives, steps_by_year, steps_without_each_study
from evidence.synthesis.answers import Answer
from studies.choices import BiasLevel, Route
from studies.reported.exclusion_reasons import ContrastExclusion
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import POOR, a_query, a_study, an_arm, an_assessment


def trials_of_years(*years: int) -> list[list]:
    return [pain_trial(3 - 0.3 * place, arms=two_arms(study=a_study(year=year))) for place, year in enumerate(years)]


def test_one_study_has_other_measures_and_no_other_models() -> None:
    names = [item.name for item in alternatives(answer_of(success_trial()))]
    assert names == ["odds ratio", "risk difference", "risk ratio of the complementary outcome"]


def test_two_studies_are_pooled_in_the_sensitivity_table_and_nowhere_else() -> None:
    answer = answer_of(*trials_of_years(2010, 2020))
    assert answer.pooled is None
    assert "common effect" in [item.name for item in alternatives(answer)]


def test_the_own_way_of_a_pool_comes_first_and_is_the_pool() -> None:
    answer = answer_of(*trials_of_years(2010, 2015, 2020))
    assert answer.pooled
    first = alternatives(answer)[0]
    assert first.estimate == pytest.approx(answer.pooled.reader())


def test_the_complementary_outcome_compares_those_without_the_event() -> None:
    (other,) = [item for item in alternatives(answer_of(success_trial(12, 8))) if "complementary" in item.name]
    assert other.estimate == pytest.approx((8 / 20) / (12 / 20))


def test_risk_difference_is_a_difference_of_shares() -> None:
    (difference,) = [item for item in alternatives(answer_of(success_trial(12, 8))) if item.measure is Measure.RD]
    assert difference.estimate == pytest.approx(0.2)


def test_doubted_studies_are_let_in_by_one_alternative() -> None:
    clean, doubted = pain_trial(3), pain_trial(1)
    answer = answer_of(clean, doubted, queries=[a_query(doubted[0])])
    assert answer.k == 1
    assert "including the doubted studies" in [item.name for item in alternatives(answer)]


def test_studies_with_a_mark_can_be_taken_out_and_are_counted() -> None:
    printed = [pain_trial(2.8), pain_trial(3.2)]
    derived = pain_trial(1, sd=None, ci_low=0.4, ci_high=1.6, ci_level=95)
    assumed = pain_trial(2, timepoint_label="mean 4 weeks")
    answer = answer_of(*printed, derived, assumed)
    found = {item.name: item for item in alternatives(answer)}

    by_name = {"without derived values (1 study less)": (0, 1, 3), "without assumptions (1 study less)": (0, 1, 2)}
    assert set(by_name) == {name for name in found if name.startswith("without")}
    for name, places in by_name.items():
        kept = random_effects([answer.entries[place].effect for place in places])
        assert found[name].estimate == pytest.approx(kept.estimate)
        assert found[name].interval == kept.interval


def test_comparators_given_at_another_place_can_be_taken_out() -> None:
    study = a_study()
    elsewhere = [an_arm("ozone", study=study), an_arm("steroid", study=study, route=Route.EPIDURAL)]
    answer = answer_of(pain_trial(1, arms=elsewhere), pain_trial(3, arms=two_arms("steroid")))
    (without,) = [item for item in alternatives(answer) if item.name.startswith("without")]

    assert without.name == "without comparators given at another place (1 study less)"
    assert without.estimate == pytest.approx(-10)
    assert without.interval == answer.entries[1].effect.reader_interval()


def test_nothing_is_left_without_the_only_study() -> None:
    answer = answer_of(pain_trial(sd=None, ci_low=2, ci_high=6, ci_level=95))
    (without,) = [item for item in alternatives(answer) if item.name.startswith("without")]
    assert (without.interval, without.refusal) == (None, "No study is left.")


def test_studies_at_critical_risk_of_bias_are_let_in_by_one_alternative() -> None:
    critical = two_arms(study=a_study(bias=(an_assessment(BiasLevel.CRITICAL),)))
    answer = answer_of(*trials_of_years(2010, 2015, 2020), pain_trial(9, arms=critical))
    assert (answer.k, [entry.pool_exclusion for entry in answer.unpooled]) == (3, [ContrastExclusion.CRITICAL_BIAS])
    (with_them,) = [item for item in alternatives(answer) if item.name.endswith("judged at critical risk of bias")]
    assert answer.pooled
    assert with_them.estimate is not None
    assert with_them.estimate > answer.pooled.reader()


def test_an_alternative_without_an_answer_says_why() -> None:
    answer = answer_of(pain_trial(sd=None, se=0.4, n=None))
    (standardised,) = [item for item in alternatives(answer) if item.measure is Measure.SMD]
    assert standardised.interval is None
    assert "participants" in standardised.refusal


def test_fewer_than_three_studies_are_not_left_out_in_turn() -> None:
    answer = answer_of(*trials_of_years(2010, 2020))
    assert steps_without_each_study(answer) == steps_by_year(answer) == []


def test_each_study_is_left_out_in_turn() -> None:
    answer = answer_of(*trials_of_years(2010, 2015, 2020, 2021))
    assert [step.label for step in steps_without_each_study(answer)] == [
        f"without {entry.study.label}" for entry in answer.entries
    ]


def test_the_last_step_by_year_is_the_whole_pool() -> None:
    answer = answer_of(*trials_of_years(2021, 2010, 2015))
    steps = steps_by_year(answer)
    assert answer.pooled
    assert steps[-1].estimate == pytest.approx(answer.pooled.reader())
    oldest = min(answer.entries, key=lambda entry: entry.study.year or 0)
    assert steps[0].label == oldest.study.label


def of_rare_events(*tables: tuple[int, int]) -> Answer:
    """Poor outcomes in arms of 100 people."""
    return answer_of(*(success_trial(a, c, measure=POOR, n=100) for a, c in tables))


def names(answer: Answer) -> list[str]:
    return [item.name for item in alternatives(answer)]


def test_a_pool_of_tables_comes_first_and_the_other_models_say_that_cells_are_corrected() -> None:
    answer = of_rare_events((0, 4), (5, 6), (7, 9))
    own, other, *models = alternatives(answer)
    assert answer.pooled
    assert (own.name, own.estimate) == ("Mantel-Haenszel, without correction", answer.pooled.reader())
    assert (other.name, other.measure) == ("Peto, without correction", Measure.OR)
    assert models[0].name.endswith("half a person added where an arm has no event")


def test_a_pool_of_tables_is_not_taken_apart_by_another_method() -> None:
    answer = of_rare_events((0, 4), (5, 6), (7, 9))
    assert steps_without_each_study(answer) == steps_by_year(answer) == []


def test_no_event_on_one_side_has_peto_then_the_exact_odds_ratio_then_the_others() -> None:
    answer = of_rare_events((0, 3), (0, 2), (0, 1))
    own, exact, tables, *_ = alternatives(answer)
    assert answer.pooled
    assert (own.name, own.estimate) == ("Peto, without correction", answer.pooled.reader())
    assert exact.text.startswith("odds ratio 0, at most ")
    assert (tables.name, "no event" in tables.refusal or "zero or infinite" in tables.refusal) == (
        "Mantel-Haenszel, without correction",
        True,
    )
    assert "risk ratio, half a person added where an arm has no event" in names(answer)


def test_counts_pooled_by_random_effects_have_the_tables_among_the_other_choices() -> None:
    """A full arm changes nothing: the common-effect tables are only one of the other choices."""
    answer = answer_of(success_trial(20, 10), success_trial(12, 8), success_trial(11, 9))
    assert names(answer)[0] == "random effects, REML, Hartung-Knapp interval"
    assert "Mantel-Haenszel, without correction" in names(answer)
    assert "Peto, without correction" not in names(answer)
