"""A finding explored: subgroups, numbers of each study, influence, small studies, thresholds."""

import math

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.trim_and_fill import MissingStudiesEstimator
from evidence.synthesis.answers import Answer
from evidence.synthesis.bayesian_answer import PriorChoice
from evidence.synthesis.exploration import FindingExploration, explore_answer
from evidence.synthesis.exploration_asymmetry import explore_asymmetry
from evidence.synthesis.exploration_influence import explore_influence
from evidence.synthesis.exploration_regressions import CovariateExploration, explore_covariates
from evidence.synthesis.exploration_subgroups import SubgroupExploration, explore_subgroups
from evidence.synthesis.exploration_thresholds import explore_thresholds
from evidence.synthesis.study_covariates import Unknown
from studies.choices import BiasLevel, EffectBand, Guidance, OutcomeDomain, Route
from studies.numerics.distributions import f_upper_p
from studies.reported.rows import ResultRow
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.statistics.metafor_reference import reference
from tests.evidence.synthesis.build import a_judged_study, answer_of, pain_trial, success_trial, two_arms
from tests.rows import a_query, a_study, an_arm

NAMES = {"lumbar-disc-herniation": "Lumbar disc herniation"}
BCG = reference("metafor.json")["datasets"]["bcg"]
FIGURES = BCG["analyses"]["RR"]
# The three kinds of allocation of the reference data stand as three ways of guiding a needle.
GUIDANCE = {"alternate": Guidance.CT, "random": Guidance.FLUOROSCOPY, "systematic": Guidance.ULTRASOUND}


def bcg_trials() -> list[list[ResultRow]]:
    """The thirteen trials of metafor's vaccine data as trials of ozone: latitude as dose, allocation as guidance."""
    arms = BCG["input"]
    rows = zip(
        *(arms[name] for name in ("ai", "n1i", "ci", "n2i", "year")),
        FIGURES["meta_regression"]["values"],
        FIGURES["subgroups"]["values"],
        strict=True,
    )
    found = []
    for a, n1, c, n2, year, latitude, allocation in rows:
        study = a_study(year=year)
        dose = {"concentration_low": latitude, "concentration_high": latitude}
        ozone = an_arm("ozone", study=study, guidance=GUIDANCE[allocation], **dose)
        sham = an_arm("sham", study=study)
        (first,) = success_trial(a, c, arms=[ozone, sham])[:1]
        second = success_trial(a, c, arms=[ozone, sham])[1]
        found.append([first._replace(n=n1), second._replace(n=n2)])
    return found


@pytest.fixture(scope="module")
def bcg() -> Answer:
    return answer_of(*bcg_trials())


def by(key: str, answer: Answer) -> SubgroupExploration:
    return next(item for item in explore_subgroups(answer, NAMES) if item.key == key)


def against(key: str, answer: Answer) -> CovariateExploration:
    return next(item for item in explore_covariates(answer) if item.covariate.key == key)


def trials(k: int, **of_ozone: object) -> list[list[ResultRow]]:
    """Trials of pain whose effects differ."""
    return [pain_trial(3 + 0.2 * (place % 4), arms=two_arms(**of_ozone)) for place in range(k)]


def explored(answer: Answer) -> FindingExploration:
    return explore_answer(answer, NAMES, [], PriorChoice())


# -- Agreement with R -----------------------------------------------------------------------------------------------


@pytest.mark.reference
def test_subgroups_and_the_tests_between_them_agree_with_r(bcg: Answer) -> None:
    found, figures = by("guidance", bcg), FIGURES["subgroups"]
    separate, common = figures["separate_tau2_REML_z"], figures["common_tau2_REML_knha"]

    assert [group.label for group in found.groups] == ["CT", "fluoroscopy", "ultrasound"]
    assert [len(group.studies) for group in found.groups] == separate["k"] == [2, 7, 4]
    assert found.groups[0].estimate is None
    for place in (1, 2):
        group = found.groups[place]
        assert group.estimate == pytest.approx(math.exp(separate["estimate"][place]), rel=1e-6)
        assert group.tau2 == pytest.approx(separate["tau2"][place], rel=1e-6)
        assert 100 * group.i2 == pytest.approx(separate["I2"][place], rel=1e-6)
    # The interval of Hartung and Knapp is not narrower than the normal one: R's own where its factor is above 1.
    last = figures["separate_tau2_REML_knha"]["ci_lb"][2]
    assert found.groups[2].interval.low == pytest.approx(math.exp(last), rel=1e-6)
    assert (found.common_tau2.df, found.common_tau2.df_within) == tuple(common["QM_df"])
    # Hartung and Knapp's factor is below 1 here and not taken: F is the normal statistic by its degrees of freedom.
    normal = figures["common_tau2_REML_z"]["QM_between"] / 2
    assert found.common_tau2.statistic == pytest.approx(min(normal, common["QM_between"]), rel=1e-6)
    assert found.common_tau2.p == pytest.approx(f_upper_p(normal, 2, 10), rel=1e-6)
    assert found.separate_tau2.statistic == pytest.approx(separate["Q_between"], rel=1e-6)
    assert found.separate_tau2.p == pytest.approx(separate["Q_between_p"], rel=1e-6)


@pytest.mark.reference
def test_regression_on_the_dose_agrees_with_r(bcg: Answer) -> None:
    found, figures = against("concentration", bcg), FIGURES["meta_regression"]["REML_knha"]

    assert len(found.points) == figures["k"]
    assert found.slope.estimate == pytest.approx(math.exp(figures["coef"][1]), rel=1e-6)
    assert found.slope.interval.low == pytest.approx(math.exp(figures["ci_lb"][1]), rel=1e-6)
    assert found.slope.p == pytest.approx(figures["pval"][1], rel=1e-5)
    assert found.slope.tau2 == pytest.approx(figures["tau2"], rel=1e-6)
    assert 100 * found.slope.r2 == pytest.approx(figures["R2"], rel=1e-6)
    assert found.slope.residual_q == pytest.approx(figures["QE"], rel=1e-6)
    assert (found.slope.line[0].value, found.slope.line[-1].value) == (13, 55)
    at = found.slope.line[0]
    assert at.estimate == pytest.approx(math.exp(figures["coef"][0] + 13 * figures["coef"][1]), rel=1e-6)


@pytest.mark.reference
def test_influence_agrees_with_r(bcg: Answer) -> None:
    found, figures = explore_influence(bcg), FIGURES["influence"]

    for place, item in enumerate(found.studies):
        one = item.diagnostics
        assert item.study == bcg.entries[place].study.label
        assert one.rstudent == pytest.approx(figures["REML"]["rstudent"][place], rel=1e-5)
        assert one.dffits == pytest.approx(figures["REML"]["dffits"][place], rel=1e-5)
        assert one.cook == pytest.approx(figures["REML"]["cook_d"][place], rel=1e-5)
        assert item.baujat.q_contribution == pytest.approx(figures["baujat_EE"]["x_Q_contrib"][place], rel=1e-6)
        assert item.baujat.pull == pytest.approx(figures["baujat_EE"]["y_influence"][place], rel=1e-6)


@pytest.mark.reference
def test_small_study_tests_and_trim_and_fill_agree_with_r(bcg: Answer) -> None:
    found, figures = explore_asymmetry(bcg), FIGURES["bias"]
    tests = {test.name: test for test in found.tests}

    assert list(tests) == ["Egger", "Peters", "Harbord", "Rank correlation"]
    assert tests["Egger"].statistic == pytest.approx(figures["regtest_lm_sei"]["stat"], rel=1e-6)
    assert tests["Egger"].p == pytest.approx(figures["regtest_lm_sei"]["pval"], rel=1e-6)
    assert tests["Egger"].limit == pytest.approx(math.exp(figures["regtest_lm_sei"]["limit_est"]), rel=1e-6)
    upper = math.exp(figures["regtest_lm_sei"]["limit_ci_ub"])
    assert tests["Egger"].limit_interval.high == pytest.approx(upper, rel=1e-6)
    assert [test.measure for test in found.tests] == [Measure.RR, Measure.RR, Measure.OR, None]
    assert tests["Rank correlation"].statistic == pytest.approx(figures["ranktest"]["tau_b"], rel=1e-6)
    assert tests["Rank correlation"].p == pytest.approx(figures["ranktest"]["pval"], rel=1e-6)
    for filled in found.filled:
        block = figures[f"trimfill_REML_{filled.estimator}"]
        assert (filled.missing, filled.side) == (block["k0"], block["side"])
        assert filled.missing_se == pytest.approx(block["se_k0"], rel=1e-6)
        assert filled.estimate == pytest.approx(math.exp(block["estimate"]), rel=1e-6)
        assert filled.p == (None if filled.estimator is MissingStudiesEstimator.L0 else block["p_k0"])


# -- Conditions and reasons ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", range(1, 10))
def test_few_studies_give_points_and_reasons_and_no_line_or_test(k: int) -> None:
    found = explored(answer_of(*trials(k, route=Route.EPIDURAL, concentration_low=20.0)))

    assert found.asymmetry.tests == found.asymmetry.contours == ()
    assert f"({k} here)" in found.asymmetry.reason
    concentration = found.covariates[0]
    assert (len(concentration.points), concentration.slope) == (k, None)
    assert "needs 10 studies" in concentration.reason
    assert all(item.common_tau2 is None and item.reason for item in found.subgroups)
    assert bool(found.influence.studies) is (k >= 3)
    assert bool(found.thresholds.shares) is (k >= 3)
    assert len(found.bayes.posteriors) == 2


def test_an_answer_without_a_usable_figure_gives_reasons_alone() -> None:
    doubted = trials(1)[0]
    answer = answer_of(doubted, queries=[a_query(doubted[0])])

    found = explored(answer)

    assert answer.k == 0
    assert all(item.groups == () and item.reason for item in found.subgroups)
    assert all(item.points == () and item.reason for item in found.covariates)
    assert (found.influence.studies, found.thresholds.shares, found.bayes.posteriors) == ((), (), ())
    assert found.bayes.reason == "No study has a usable figure."


def test_test_between_groups_needs_two_studies_in_each_and_ten_in_all() -> None:
    epidural = trials(9, route=Route.EPIDURAL)
    one = by("route", answer_of(*epidural, *trials(1, route=Route.CAUDAL_EPIDURAL)))
    two = by("route", answer_of(*epidural, *trials(2, route=Route.CAUDAL_EPIDURAL)))

    assert [len(group.studies) for group in one.groups] == [9, 1]
    assert one.common_tau2 is None
    assert "needs 2 studies in each and 10 in all; there are 10" in one.reason
    assert two.common_tau2 is not None
    assert two.reason == ""


def test_a_study_that_does_not_state_it_is_in_no_group_and_not_counted_for_the_test() -> None:
    guided = trials(5, guidance=Guidance.CT) + trials(4, guidance=Guidance.ULTRASOUND)
    answer = answer_of(*guided, *trials(3))

    found = by("guidance", answer)

    assert [(group.label, len(group.studies)) for group in found.groups] == [("CT", 5), ("ultrasound", 4)]
    assert found.without_value == ((Unknown.NOT_STATED, tuple(e.study.label for e in answer.entries[9:])),)
    assert "there are 9" in found.reason


def test_arms_of_one_study_with_different_doses_have_no_dose() -> None:
    study = a_study()
    sham = an_arm("sham", study=study)
    doses = [an_arm("ozone", study=study, concentration_low=dose) for dose in (20.0, 40.0)]
    low, high = (pain_trial(3, arms=[arm, sham]) for arm in doses)

    answer = answer_of([low[0], high[0], low[1]])

    assert answer.k == 1
    assert against("concentration", answer).without_value == ((Unknown.DIFFERENT_ARMS, (study.label,)),)
    assert by("dose-band", answer).groups == ()


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        (20.0, None, "up to 20 µg/ml"),
        (20.0, 25.0, "over 20 to 30 µg/ml"),
        (30.0, 30.0, "over 20 to 30 µg/ml"),
        (25.0, 40.0, "over 30 µg/ml"),
    ],
)
def test_dose_band_is_that_of_the_middle_of_a_printed_range(low: float, high: float | None, band: str) -> None:
    answer = answer_of(*trials(1, concentration_low=low, concentration_high=high))
    assert [group.label for group in by("dose-band", answer).groups] == [band]


def test_risk_of_bias_groups_studies_that_were_judged() -> None:
    low = [pain_trial(3, arms=two_arms(study=a_judged_study())) for _ in range(2)]
    high = [pain_trial(2, arms=two_arms(study=a_judged_study(BiasLevel.HIGH)))]
    answer = answer_of(*low, *high, *trials(1))

    found = by("risk-of-bias", answer)

    assert [(group.label, len(group.studies)) for group in found.groups] == [("low", 2), ("high or serious", 1)]
    assert [why for why, _ in found.without_value] == [Unknown.NOT_ASSESSED]


def test_one_year_for_all_is_no_line() -> None:
    found = against("year", answer_of(*trials(10)))
    assert found.slope is None
    assert "same value" in found.reason


def test_a_pool_of_counts_has_no_influence() -> None:
    answer = answer_of(*(success_trial(a, c, n=100) for a, c in ((0, 4), (5, 6), (7, 9))))
    assert explore_influence(answer).reason == "The pool is of counts, not of effects, so that influence has no scale."


def test_contours_count_every_study_once_by_its_own_p() -> None:
    scores = [3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 2.9, 2.7, 1.0, 4.5]
    answer = answer_of(*(pain_trial(score, 4, sd=1.6) for score in scores))

    found = explore_asymmetry(answer).contours

    assert [(band.low, band.high) for band in found] == [(0.1, 1.0), (0.05, 0.1), (0.01, 0.05), (0.0, 0.01)]
    assert [band.studies for band in found] == [8, 0, 2, 1]
    assert [band.better for band in found] == [7, 0, 2, 1]


def test_share_beyond_thresholds_counts_both_sides_of_a_published_limit() -> None:
    band = ThresholdBand(
        OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 0, 10, lower_included=True, upper_included=False
    )
    answer = answer_of(*(pain_trial(score, 4, sd=0.5) for score in (1.0, 2.0, 3.0, 3.5)))

    none, better, worse = explore_thresholds(answer, [band]).shares

    assert (none.threshold, better.threshold, worse.threshold) == (0.0, -10.0, 10.0)
    assert [share.is_better for share in (none, better, worse)] == [True, True, False]
    assert none.share > better.share > 0.5 > worse.share
    assert "fewer than ten studies" in none.note


def test_studies_that_agree_have_no_share_beyond_a_threshold() -> None:
    (share,) = explore_thresholds(answer_of(*(pain_trial() for _ in range(3))), []).shares
    assert share.share is None
    assert "no variation" in share.note
