"""A finding explored: everything that can be asked of its studies beyond the pooled effect.

Nothing here changes the answer, and each part says why it has no number where it has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.synthesis.answers import Answer
from evidence.synthesis.bayesian_answer import BayesianAnswer, PriorChoice, bayesian_answer
from evidence.synthesis.exploration_asymmetry import AsymmetryExploration, explore_asymmetry
from evidence.synthesis.exploration_influence import InfluenceExploration, explore_influence
from evidence.synthesis.exploration_regressions import CovariateExploration, explore_covariates
from evidence.synthesis.exploration_subgroups import SubgroupExploration, explore_subgroups
from evidence.synthesis.exploration_thresholds import ThresholdExploration, explore_thresholds
from studies.reported.threshold_band import ThresholdBand


@dataclass(frozen=True, slots=True)
class FindingExploration:
    """All parts, in the order of the page."""

    subgroups: tuple[SubgroupExploration, ...]
    covariates: tuple[CovariateExploration, ...]
    influence: InfluenceExploration
    asymmetry: AsymmetryExploration
    thresholds: ThresholdExploration
    bayes: BayesianAnswer


def explore_answer(
    answer: Answer, condition_names: Mapping[str, str], bands: Sequence[ThresholdBand], choice: PriorChoice
) -> FindingExploration:
    """Explore one answer. ``condition_names`` are by slug, ``bands`` give published limits of a small difference."""
    return FindingExploration(
        subgroups=explore_subgroups(answer, condition_names),
        covariates=explore_covariates(answer),
        influence=explore_influence(answer),
        asymmetry=explore_asymmetry(answer),
        thresholds=explore_thresholds(answer, bands),
        bayes=bayesian_answer(answer, choice),
    )
