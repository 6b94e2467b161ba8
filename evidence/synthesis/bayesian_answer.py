"""A Bayesian answer next to the default one, for few studies: what a prior and the studies say together.

The effect has a uniform prior, and next to it that of a *sceptic*, who thinks no effect most likely. Tau, the
standard deviation of true effects, has a half-normal prior whose scale depends on the measure. The default answer stays
as it is.
"""

from dataclasses import dataclass
from math import log

from evidence.statistics.bayes import BayesianEstimate, NormalPrior, bayesian_random_effects
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.information_size import RISK_DIFFERENCE, SCORE_DIFFERENCE, STANDARDISED_DIFFERENCE
from evidence.statistics.interval import Interval
from evidence.synthesis.absolute_differences import comparator_risk
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.distributions import normal_quantile
from studies.numerics.errors import NotEstimableError, StatisticsError
from studies.numerics.number_formatting import number, percent
from studies.reported.rescaling import shown_length
from studies.reported.risk_of_bias_views import overall_level

# Friede 2017 and Röver 2021: weakly informative for log odds ratios and standardised differences.
TAU_SCALE = 0.5
# Of the width of a score's scale: half of a usual spread of 25 points of 100.
TAU_SCALE_OF_SCORE = 0.125
# Spiegelhalter 1994: a sceptic gives an effect larger than the one that a trial should see a chance of 5 percent.
SCEPTIC_CHANCE = 0.05
# Longer lists of studies are counted only.
MOST_NAMED = 5
# The points in which the information size is given.
OF_SCORE = 100
_SET_IT = "Set the scale of τ and of the sceptic yourself."


@dataclass(frozen=True, slots=True)
class PriorChoice:
    """What a reader set: the scale of tau, and the standard deviation of the sceptic's prior; None is the default."""

    tau_scale: float | None = None
    effect_sd: float | None = None


@dataclass(frozen=True, slots=True)
class EffectPriors:
    """The priors in force, on the analysis scale, each with how it came about."""

    tau_scale: float
    tau_words: str
    effect_sd: float
    effect_words: str


@dataclass(frozen=True, slots=True)
class Posterior:
    """What follows from one prior: median, 95% interval and prediction on the reader's scale, tau on that of analysis.

    ``better`` is the probability that ozone is better; None where it is not given.
    """

    prior: str
    median: float
    interval: Interval
    prediction: Interval
    tau_median: float
    tau_interval: Interval
    better: float | None


@dataclass(frozen=True, slots=True)
class BayesianAnswer:
    """Both posteriors with their priors; without any, ``reason`` says why. ``no_probability``: why none is given."""

    k: int
    priors: EffectPriors | None
    posteriors: tuple[Posterior, ...]
    no_probability: str
    reason: str = ""


def bayesian_answer(answer: Answer, choice: PriorChoice = PriorChoice()) -> BayesianAnswer:
    """The posteriors of an answer from one study on."""
    if not answer.entries or answer.measure is None:
        return BayesianAnswer(answer.k, None, (), "", "No study has a usable figure.")
    no_probability = why_no_probability(answer)
    try:
        priors = priors_of(answer, choice)
        posteriors = _posteriors(answer, answer.measure, priors, with_probability=not no_probability)
        return BayesianAnswer(answer.k, priors, posteriors, no_probability)
    except StatisticsError as refusal:
        return BayesianAnswer(answer.k, None, (), no_probability, str(refusal))


def why_no_probability(answer: Answer) -> str:
    """Why no probability of ozone being better is given; empty where it is."""
    if answer.k < MIN_STUDIES_TO_POOL:
        return f"A probability of ozone being better is given from {MIN_STUDIES_TO_POOL} studies on."
    if answer.higher_is_better is None:
        return "Which direction is better is not known here, so no probability of ozone being better is given."
    unjudged = [entry.study.label for entry in answer.entries if not _is_judged(entry)]
    if not unjudged:
        return ""
    named = f": {', '.join(unjudged)}" if len(unjudged) <= MOST_NAMED else ""
    return (
        "A probability of ozone being better is given once the risk of bias of every study is judged and agreed; "
        f"{len(unjudged)} of {answer.k} are not{named}."
    )


def _is_judged(entry: StudyEffect) -> bool:
    lines = [line.first for line in entry.lines]
    return all(overall_level(entry.study.bias, at.measure.slug, at.weeks) is not None for at in lines)


def _posteriors(
    answer: Answer, measure: Measure, priors: EffectPriors, *, with_probability: bool
) -> tuple[Posterior, ...]:
    effects = [entry.effect for entry in answer.entries]
    found = []
    for name, prior in (("uniform", None), ("sceptical", NormalPrior(0.0, priors.effect_sd))):
        estimate = bayesian_random_effects(effects, scale=priors.tau_scale, prior=prior, thresholds=[0.0])
        found.append(_posterior(name, estimate, measure, _better(estimate, answer) if with_probability else None))
    return tuple(found)


def _better(estimate: BayesianEstimate, answer: Answer) -> float:
    ((_, below),) = estimate.below
    return 1 - below if answer.higher_is_better else below


def _posterior(name: str, estimate: BayesianEstimate, measure: Measure, better: float | None) -> Posterior:
    return Posterior(
        prior=name,
        median=measure.to_reader(estimate.median),
        interval=estimate.interval.map(measure.to_reader),
        prediction=estimate.prediction.map(measure.to_reader),
        tau_median=estimate.tau_median,
        tau_interval=estimate.tau_interval,
        better=better,
    )


def priors_of(answer: Answer, choice: PriorChoice) -> EffectPriors:
    """The priors by the measure of the answer, and what the reader set. Raises NotEstimableError where none follows."""
    tau, tau_words = (choice.tau_scale, "chosen by you") if choice.tau_scale else _tau_scale(answer)
    sd, sd_words = (choice.effect_sd, "chosen by you") if choice.effect_sd else _sceptic_sd(answer)
    return EffectPriors(tau, tau_words, sd, sd_words)


def _tau_scale(answer: Answer) -> tuple[float, str]:
    if answer.measure is Measure.SMD:
        return TAU_SCALE, f"{TAU_SCALE:g} standard deviations"
    if answer.measure is Measure.OR:
        return TAU_SCALE, f"{TAU_SCALE:g} on the log odds ratio"
    if answer.measure is Measure.RR:
        risk = _risk(answer)
        # Near no effect a log risk ratio is 1 - risk times a log odds ratio.
        words = f"{TAU_SCALE:g} on the log odds ratio, times 1 − {percent(risk, digits=1)}, the risk of the comparators"
        return TAU_SCALE * (1 - risk), words
    width = _scale_length(answer)
    words = f"{percent(TAU_SCALE_OF_SCORE, digits=1)} of the scale’s {number(width, digits=0)} points"
    return TAU_SCALE_OF_SCORE * width, words


def _sceptic_sd(answer: Answer) -> tuple[float, str]:
    """The standard deviation that leaves the worthwhile difference a chance of 5 percent on one side."""
    size, words = _worthwhile(answer)
    chance = percent(SCEPTIC_CHANCE)
    return size / normal_quantile(
        1 - SCEPTIC_CHANCE
    ), f"a larger effect than {words} has a chance of {chance} either way"


def _worthwhile(answer: Answer) -> tuple[float, str]:
    """The difference that one trial should be able to see, on the analysis scale, and in words."""
    if answer.measure is Measure.SMD:
        return STANDARDISED_DIFFERENCE, f"{STANDARDISED_DIFFERENCE:g} standard deviations"
    if answer.measure in (Measure.RR, Measure.OR):
        risk = _risk(answer)
        other = _other_risk(risk, higher=answer.higher_is_better is not False)
        words = f"a change from {percent(risk, digits=1)} to {percent(other, digits=1)}"
        size = log(other / risk)
        return abs(size if answer.measure is Measure.RR else size - log((1 - other) / (1 - risk))), words
    points = SCORE_DIFFERENCE / OF_SCORE * _scale_length(answer)
    return points, f"{number(points, digits=1)} points"


def _other_risk(risk: float, *, higher: bool) -> float:
    """The risk one worthwhile difference away in the better direction, the other way where that is impossible."""
    up, down = risk + RISK_DIFFERENCE, risk - RISK_DIFFERENCE
    if not higher:
        return down if down > 0 else up
    return up if up < 1 else down


def _risk(answer: Answer) -> float:
    """The risk of the comparators, between 0 and 1. Raises NotEstimableError where there is none such."""
    risk = comparator_risk(answer)
    if risk is None:
        raise NotEstimableError(f"No comparator has a printed risk, from which the prior would follow. {_SET_IT}")
    if not 0 < risk < 1:
        who = "everyone" if risk else "no one"
        raise NotEstimableError(
            f"In half of the comparators {who} had the event: no prior follows from that risk. {_SET_IT}"
        )
    return risk


def _scale_length(answer: Answer) -> float:
    """Points of the scale on which scores are shown. Raises NotEstimableError where the scale is not known."""
    firsts = [line.first for entry in answer.entries for line in entry.lines]
    results = [first.ozone or first.comparator or first.scored for first in firsts]
    lengths = [length for result in results if result and (length := shown_length(result))]
    if answer.measure is not Measure.MD or not lengths:
        raise NotEstimableError(f"The ends of the scale are not known. {_SET_IT}")
    return max(lengths)
