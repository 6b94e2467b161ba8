"""A Bayesian answer next to the default one: its priors, when a probability is told, and agreement with R."""

import math
from dataclasses import replace

import pytest

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.synthesis.answers import Answer
from evidence.synthesis.bayesian_answer import PriorChoice, bayesian_answer, priors_of
from tests.evidence.statistics.metafor_reference import reference
from tests.evidence.synthesis.build import a_judged_study, answer_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, POOR, RMDQ, VAS, a_study, an_arm

CASES = reference("bayes.json")["cases"]


def with_effects(answer: Answer, y: list[float], v: list[float]) -> Answer:
    """The answer with other effects on the scale of analysis."""
    measure = answer.measure or Measure.GEN
    entries = zip(answer.entries, y, v, strict=True)
    return replace(
        answer, entries=tuple(entry._replace(effect=EffectSize(measure, at, of, "given")) for entry, at, of in entries)
    )


def judged(k: int, score: float = 3.0) -> list:
    return [pain_trial(score + 0.1 * place, arms=two_arms(study=a_judged_study())) for place in range(k)]


@pytest.mark.reference
def test_scores_with_a_prior_of_the_address_give_the_figures_of_r() -> None:
    case = CASES["k8_md"]
    answer = with_effects(answer_of(*judged(len(case["y"]))), case["y"], case["v"])

    found = bayesian_answer(answer, PriorChoice(tau_scale=case["scale"]))

    uniform = found.posteriors[0]
    assert uniform.median == pytest.approx(case["median"], abs=1e-5)
    assert (uniform.interval.low, uniform.interval.high) == pytest.approx(case["ci"], abs=1e-5)
    assert (uniform.prediction.low, uniform.prediction.high) == pytest.approx(case["prediction"], abs=1e-5)
    assert uniform.better == pytest.approx(case["below"]["0"], abs=1e-6)


@pytest.mark.reference
def test_one_ratio_with_a_prior_of_the_address_gives_the_figures_of_r() -> None:
    case = CASES["k1_log_rr"]
    answer = with_effects(answer_of(success_trial()), [case["y"]], [case["v"]])

    uniform = bayesian_answer(answer, PriorChoice(tau_scale=case["scale"])).posteriors[0]

    assert uniform.median == pytest.approx(math.exp(case["median"]), rel=1e-5)
    assert uniform.interval.low == pytest.approx(math.exp(case["ci"][0]), rel=1e-5)
    assert uniform.prediction.high == pytest.approx(math.exp(case["prediction"][1]), rel=1e-5)
    assert uniform.better is None


# A prior of 0.5 on log odds ratios is one of 0.5 (1 - risk) on log risk ratios near no effect.
@pytest.mark.parametrize(("events", "scale"), [(8, 0.3), (4, 0.4), (16, 0.1)])
def test_prior_of_ratios_is_converted_at_the_risk_of_the_comparator(events: int, scale: float) -> None:
    assert priors_of(answer_of(success_trial(10, events)), PriorChoice()).tau_scale == pytest.approx(scale)


def test_priors_by_measure() -> None:
    points = priors_of(answer_of(pain_trial(measure=ODI)), PriorChoice())
    standardised = priors_of(answer_of(pain_trial(measure=ODI), pain_trial(measure=RMDQ)), PriorChoice())
    roland = priors_of(answer_of(pain_trial(measure=RMDQ)), PriorChoice())

    assert (points.tau_scale, standardised.tau_scale) == (12.5, 0.5)
    assert roland.tau_scale == pytest.approx(3.0)
    assert points.effect_sd == pytest.approx(10 / 1.6448536, rel=1e-6)
    assert standardised.effect_sd == pytest.approx(0.4 / 1.6448536, rel=1e-6)


def test_sceptic_gives_the_worthwhile_change_of_risk_in_the_better_direction_five_percent() -> None:
    more = priors_of(answer_of(success_trial(12, 8)), PriorChoice())
    fewer = priors_of(answer_of(success_trial(4, 8, measure=POOR)), PriorChoice())

    assert more.effect_sd == pytest.approx(math.log(0.5 / 0.4) / 1.6448536, rel=1e-6)
    assert fewer.effect_sd == pytest.approx(math.log(0.4 / 0.3) / 1.6448536, rel=1e-6)
    assert "from 40.0% to 30.0%" in fewer.effect_words


def test_worthwhile_change_goes_the_other_way_where_the_better_one_is_impossible() -> None:
    found = priors_of(answer_of(success_trial(10, 19)), PriorChoice())
    assert found.effect_sd == pytest.approx(math.log(0.95 / 0.85) / 1.6448536, rel=1e-6)


def test_a_comparator_without_events_gives_no_prior_and_says_so() -> None:
    answer = answer_of(success_trial(4, 0))

    found = bayesian_answer(answer)

    assert (found.priors, found.posteriors) == (None, ())
    assert "no one had the event" in found.reason
    assert len(bayesian_answer(answer, PriorChoice(0.3, 0.2)).posteriors) == 2


def test_a_scale_without_ends_gives_no_prior_and_says_so() -> None:
    unknown = VAS._replace(shown_max=None, range_min=None, range_max=None)
    found = bayesian_answer(answer_of(pain_trial(measure=unknown)))
    assert "ends of the scale are not known" in found.reason


def test_probability_of_better_needs_three_studies_and_judged_bias() -> None:
    two, three = (bayesian_answer(answer_of(*judged(k))) for k in (2, 3))
    unjudged = pain_trial(arms=two_arms(study=a_study(label="Paoloni 2009")))
    four = bayesian_answer(answer_of(*judged(3), unjudged))

    assert [posterior.better for posterior in two.posteriors] == [None, None]
    assert "from 3 studies on" in two.no_probability
    assert three.no_probability == ""
    assert all(posterior.better is not None and posterior.better > 0.5 for posterior in three.posteriors)
    assert [posterior.better for posterior in four.posteriors] == [None, None]
    assert "1 of 4 are not: Paoloni 2009." in four.no_probability


def test_sceptic_draws_towards_no_effect_and_believes_less() -> None:
    uniform, sceptical = bayesian_answer(answer_of(*judged(3, 2.0))).posteriors

    assert uniform.median < sceptical.median < 0
    assert sceptical.better is not None
    assert uniform.better is not None
    assert 0.5 < sceptical.better < uniform.better


def test_better_is_the_side_that_the_outcome_calls_better() -> None:
    pairs = [[an_arm("ozone", study=study), an_arm("sham", study=study)] for study in (a_judged_study() for _ in "123")]
    more = answer_of(*(success_trial(15, 8, arms=arms) for arms in pairs))
    fewer = answer_of(*(success_trial(15, 8, arms=arms, measure=POOR) for arms in pairs))

    assert bayesian_answer(more).posteriors[0].better == pytest.approx(1 - bayesian_answer(fewer).posteriors[0].better)
    assert bayesian_answer(more).posteriors[0].better > 0.9


def test_no_probability_where_it_is_not_known_which_way_is_better() -> None:
    arms = [two_arms(study=a_judged_study()) for _ in range(3)]
    unknown = ODI._replace(higher_is=None)
    found = bayesian_answer(answer_of(*(pain_trial(arms=pair, measure=unknown) for pair in arms)))
    assert "Which direction is better is not known" in found.no_probability
