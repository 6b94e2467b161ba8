"""From the entries of an answer to the facts for rating its certainty."""

import pytest

from evidence.choices import Certainty, GradeDomain
from evidence.grading.answer_facts import GradingContext, grading_facts, weights
from evidence.grading.domains.certainty_level import GradingFacts, suggestions
from evidence.statistics.estimates import Model
from evidence.statistics.pooling import random_effects
from evidence.synthesis.answers import Answer
from studies.choices import BiasLevel, Design, EffectBand, Route, Tool
from studies.choices import OutcomeDomain as OutcomeDomain
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import CONDITION, ODI, a_study

BANDS = [
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 0, 10, lower_included=True, upper_included=False),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.MEDIUM, 10, 20, lower_included=True, upper_included=True),
    ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.LARGE, 20, 100, lower_included=False, upper_included=True),
]
SETTING = GradingContext(CONDITION, {CONDITION: "Lumbar disc herniation"}, BANDS)


def facts(answer: Answer) -> GradingFacts:
    return grading_facts(answer, SETTING)


def finished_assessment(level: BiasLevel, tool: Tool = Tool.ROB_2, measure: str = "") -> BiasView:
    return BiasView(1, tool, measure, None, (("overall", level),))


def three_trials(*levels: BiasLevel | None, design: Design = Design.RCT, tool: Tool = Tool.ROB_2) -> Answer:
    studies = [a_study(bias=(finished_assessment(level, tool),) if level else (), design=design) for level in levels]
    return answer_of(*(pain_trial(3 - place, arms=two_arms(study=study)) for place, study in enumerate(studies)))


def test_weights_are_those_of_the_pool() -> None:
    answer = answer_of(pain_trial(3), pain_trial(2.5, n=80), pain_trial(3.5))
    assert answer.pooled is not None
    assert weights(answer) == answer.pooled.weights


def test_weights_of_unpooled_studies_are_inverse_variances() -> None:
    # Twice the people in each arm, half the variance.
    assert weights(answer_of(pain_trial(3, n=20), pain_trial(3, n=40))) == pytest.approx((1 / 3, 2 / 3))


def test_shares_of_risk_of_bias_follow_the_weights() -> None:
    bias = facts(three_trials(BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH)).bias
    assert (bias.low, bias.some_concerns, bias.high) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert bias.not_assessed == 0


def test_a_study_that_two_people_judge_differently_is_at_no_level() -> None:
    given = (("overall", (BiasLevel.LOW, BiasLevel.HIGH)),)
    apart = finished_assessment(BiasLevel.LOW)._replace(levels=(("overall", None),), differences=given)
    studies = [a_study(bias=bias) for bias in ((apart,), (finished_assessment(BiasLevel.LOW),), ())]
    bias = facts(answer_of(*(pain_trial(3, arms=two_arms(study=study)) for study in studies))).bias
    assert (bias.low, bias.differing, bias.not_assessed) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_study_without_assessment_is_not_assessed() -> None:
    assert facts(three_trials(None, None, None)).bias.not_assessed == pytest.approx(1)


def test_assessment_of_another_outcome_does_not_count() -> None:
    study = a_study(bias=(finished_assessment(BiasLevel.LOW, measure=ODI.slug),))
    assert facts(answer_of(pain_trial(3, arms=two_arms(study=study)))).bias.not_assessed == 1


@pytest.mark.parametrize(
    ("design", "tool", "start"),
    [
        (Design.RCT, Tool.ROB_2, Certainty.HIGH),
        (Design.NON_RANDOMISED_CONTROLLED, Tool.ROB_2, Certainty.LOW),
        (Design.NON_RANDOMISED_CONTROLLED, Tool.ROBINS_I, Certainty.HIGH),
    ],
)
def test_start_follows_design_and_tool(design: Design, tool: Tool, start: Certainty) -> None:
    assert facts(three_trials(*(BiasLevel.MODERATE,) * 3, design=design, tool=tool)).start is start


def test_one_study_without_robins_i_makes_the_start_low() -> None:
    levels = (BiasLevel.MODERATE, BiasLevel.MODERATE, None)
    answer = three_trials(*levels, design=Design.NON_RANDOMISED_CONTROLLED, tool=Tool.ROBINS_I)
    assert facts(answer).start is Certainty.LOW


def test_pool_of_fewer_than_five_has_heterogeneity_and_no_prediction() -> None:
    answer = answer_of(pain_trial(1), pain_trial(3), pain_trial(6))
    found = facts(answer).inconsistency
    assert answer.pooled is not None
    assert found.i2 == answer.pooled.heterogeneity.i2 > 0.5
    assert found.tau2 == answer.pooled.tau2 > 0
    assert found.prediction is None
    assert (found.below, found.above) == (1, 1)
    assert suggestions(facts(answer))[GradeDomain.INCONSISTENCY].levels == 2


def test_five_studies_have_a_prediction_interval() -> None:
    assert facts(answer_of(*(pain_trial(mean) for mean in (2, 2.5, 3, 3.5, 4)))).inconsistency.prediction is not None


def test_a_pool_of_tables_differs_as_much_as_its_effects_do() -> None:
    trials = [success_trial(a, c, n=100) for a, c in ((0, 8), (9, 1), (7, 9))]
    answer = answer_of(*trials)
    assert answer.pooled
    assert answer.pooled.model is Model.MANTEL_HAENSZEL
    found = facts(answer).inconsistency
    by_effects = random_effects([entry.effect for entry in answer.entries])
    assert (found.i2, found.tau2) == (by_effects.heterogeneity.i2, by_effects.tau2)
    assert by_effects.tau2 > 0


def test_indirectness_shares_follow_the_weights() -> None:
    caudal = two_arms("steroid", in_both=(), route=Route.CAUDAL_EPIDURAL)
    epidural = two_arms("steroid", "local-anaesthetic", route=Route.EPIDURAL)
    found = facts(answer_of(pain_trial(3, n=60, arms=caudal), pain_trial(3, n=20, arms=epidural))).indirectness
    assert found.routes == (("caudal epidural", pytest.approx(0.75)), ("epidural", pytest.approx(0.25)))
    # The solvent of the steroid is not a separate comparator.
    assert found.comparators == (("steroid", pytest.approx(1)),)
    assert found.populations == (("Lumbar disc herniation", pytest.approx(1)),)
    assert found.descendants == 0


def test_condition_includes_its_descendants() -> None:
    above = GradingContext("back-pain", {"back-pain": "Back pain", CONDITION: "Lumbar disc herniation", "x": "X"})
    found = grading_facts(answer_of(pain_trial()), above).indirectness
    assert (found.condition, found.descendants) == ("Back pain", 2)


def test_unstated_route_is_recorded_as_unstated() -> None:
    assert facts(answer_of(pain_trial(arms=two_arms(route=Route.OTHER)))).indirectness.route_stated is False


def test_pain_is_compared_with_the_published_bands() -> None:
    found = facts(answer_of(pain_trial(3, 4))).imprecision
    assert found.thresholds == (-20, -10, 10, 20)
    assert found.people == 40
    assert found.size is not None
    assert found.size.people == 263


def test_two_unpooled_studies_have_no_common_interval() -> None:
    assert facts(answer_of(pain_trial(), pain_trial())).imprecision.interval is None


def test_scale_without_bands_has_the_information_size_of_every_score() -> None:
    found = facts(answer_of(pain_trial(30, 40, measure=ODI))).imprecision
    assert found.thresholds == ()
    assert found.size is not None
    assert found.size.people == 263


def test_risks_are_compared_with_a_quarter_increase_or_decrease() -> None:
    found = facts(answer_of(success_trial(12, 8))).imprecision
    assert found.appreciable == (0.75, 1.25)
    assert found.size is not None
    # From 40 to 50 in 100.
    assert found.size.people == 1030


def test_event_in_every_participant_is_compared_with_fewer() -> None:
    found = facts(answer_of(success_trial(18, 20))).imprecision
    assert found.size is not None
    # From 100 to 90 in 100.
    assert found.size.people == 190


def test_ten_trials_are_tested_for_small_study_effects() -> None:
    answer = answer_of(*(pain_trial(2 + place / 10, n=20 + place * 7) for place in range(10)))
    found = facts(answer).publication
    assert (found.k, found.test) == (10, "Egger")
    assert found.p is not None


def test_a_risk_ratio_alone_has_a_large_effect() -> None:
    assert facts(answer_of(success_trial(16, 4))).large_effect.estimate == pytest.approx(4)
    assert facts(answer_of(pain_trial())).large_effect.estimate is None
