"""A Bayesian answer as a table: what follows from each prior, the priors in words, and where they come from."""

from dataclasses import dataclass

from evidence.findings.answer_texts import effect_with_limits
from evidence.findings.text_table import TextTable, text_table
from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.bayesian_answer import SCEPTIC_CHANCE, BayesianAnswer, EffectPriors, Posterior
from evidence.synthesis.effect_phrases import spelled_out
from studies.numerics.number_formatting import interval_text, number, percent, ratio_interval

_PRIOR_NAMES = {"uniform": "Every effect equally likely before", "sceptical": "Sceptical"}


@dataclass(frozen=True, slots=True)
class PriorSource:
    """A work that a prior is taken from."""

    text: str
    href: str
    used_for: str


PRIOR_SOURCES = (
    PriorSource(
        "Röver C. Bayesian random-effects meta-analysis using the bayesmeta R package. Journal of Statistical Software "
        "2020;93(6):1–51.",
        "https://doi.org/10.18637/jss.v093.i06",
        "the model, computed by quadrature",
    ),
    PriorSource(
        "Friede T, Röver C, Wandel S, Neuenschwander B. Meta-analysis of few small studies in orphan diseases. "
        "Research Synthesis Methods 2017;8:79–91.",
        "https://doi.org/10.1002/jrsm.1217",
        "half-normal prior of τ with scale 0.5 for few studies",
    ),
    PriorSource(
        "Röver C, Bender R, Dias S, et al. On weakly informative prior distributions for the heterogeneity parameter "
        "in Bayesian random-effects meta-analysis. Research Synthesis Methods 2021;12:448–474.",
        "https://doi.org/10.1002/jrsm.1475",
        "the scale of the prior of τ by the measure of effect",
    ),
    PriorSource(
        "Spiegelhalter DJ, Freedman LS, Parmar MKB. Bayesian approaches to randomized trials. Journal of the Royal "
        "Statistical Society, Series A 1994;157:357–416.",
        "https://doi.org/10.2307/2983527",
        f"sceptical prior: no effect is most likely, and an effect larger than the one that a trial should see has a "
        f"chance of {percent(SCEPTIC_CHANCE)}",
    ),
)


@dataclass(frozen=True, slots=True)
class BayesSection:
    """What follows from each prior, the priors in words, and what is not given."""

    table: TextTable | None
    priors: tuple[str, ...]
    note: str


def bayes_section(found: BayesianAnswer, measure: Measure) -> BayesSection:
    """The Bayesian answer in text, or why there is none."""
    headings: tuple[str, ...] = (
        "Prior of the effect",
        f"Median ({'; '.join(filter(None, ('95% interval', spelled_out([measure]))))})",
        "Effect of a new study, 95%",
        "τ (95% interval)",
    )
    if any(posterior.better is not None for posterior in found.posteriors):
        headings = (*headings, "Probability that ozone is better")
    rows = [_row(posterior, measure) for posterior in found.posteriors]
    return BayesSection(
        table=text_table("Bayesian answers", headings, rows) if rows else None,
        priors=_prior_texts(found.priors, measure) if found.priors else (),
        note=found.reason or found.no_probability,
    )


def _row(posterior: Posterior, measure: Measure) -> tuple[str, ...]:
    low, high = posterior.prediction.low, posterior.prediction.high
    tau = posterior.tau_interval
    cells = (
        _PRIOR_NAMES[posterior.prior],
        effect_with_limits(measure, posterior.median, posterior.interval.low, posterior.interval.high),
        ratio_interval(low, high) if measure.is_ratio else interval_text(low, high, measure.digits),
        f"{number(posterior.tau_median, digits=2)} ({interval_text(tau.low, tau.high, 2)})",
    )
    return cells if posterior.better is None else (*cells, percent(posterior.better, digits=1))


def _prior_texts(priors: EffectPriors, measure: Measure) -> tuple[str, ...]:
    scale = "on the natural logarithm of the ratio" if measure.is_ratio else "in the unit of the effect"
    return (
        f"The effect: uniform, every value equally likely; for the sceptic normal about no effect with a standard "
        f"deviation of {priors.effect_sd:.3g} {scale} ({priors.effect_words}).",
        f"τ, the standard deviation of true effects between studies: half-normal with scale {priors.tau_scale:.3g} "
        f"{scale} ({priors.tau_words}).",
    )
