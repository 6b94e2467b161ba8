"""From the facts of every domain to suggestions, and from judgements to the level of certainty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.choices import RATING_DOWN, Certainty, GradeDomain
from evidence.grading.domains.imprecision import ImprecisionFacts, suggest_imprecision
from evidence.grading.domains.inconsistency import InconsistencyFacts, suggest_inconsistency
from evidence.grading.domains.indirectness import IndirectnessFacts, suggest_indirectness
from evidence.grading.domains.judgement import Suggestion
from evidence.grading.domains.publication_bias import PublicationFacts, suggest_publication_bias
from evidence.grading.domains.rating_up import (
    LargeEffectFacts,
    suggest_dose_response,
    suggest_large_effect,
    suggest_opposing_confounding,
)
from evidence.grading.domains.risk_of_bias_domain import BiasFacts, suggest_risk_of_bias


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """What can be computed for a finding, domain by domain, and its starting level."""

    start: Certainty
    bias: BiasFacts
    inconsistency: InconsistencyFacts
    indirectness: IndirectnessFacts
    imprecision: ImprecisionFacts
    publication: PublicationFacts
    large_effect: LargeEffectFacts


def starting_level(*, randomised: bool, by_robins_i: bool = False) -> Certainty:
    """The level at which a finding starts: high if randomised or judged with ROBINS-I, else low."""
    return Certainty.HIGH if randomised or by_robins_i else Certainty.LOW


def domains_to_judge(start: Certainty) -> tuple[GradeDomain, ...]:
    """The domains to judge: evidence that starts high cannot rise."""
    return RATING_DOWN if start is Certainty.HIGH else tuple(GradeDomain)


def suggestions(facts: GradingFacts) -> dict[GradeDomain, Suggestion]:
    """The suggestion for every domain to judge, in order."""
    by_domain = {
        GradeDomain.RISK_OF_BIAS: suggest_risk_of_bias(facts.bias),
        GradeDomain.INCONSISTENCY: suggest_inconsistency(facts.inconsistency),
        GradeDomain.INDIRECTNESS: suggest_indirectness(facts.indirectness),
        GradeDomain.IMPRECISION: suggest_imprecision(facts.imprecision),
        GradeDomain.PUBLICATION_BIAS: suggest_publication_bias(facts.publication),
        GradeDomain.LARGE_EFFECT: suggest_large_effect(facts.large_effect),
        GradeDomain.DOSE_RESPONSE: suggest_dose_response(),
        GradeDomain.OPPOSING_CONFOUNDING: suggest_opposing_confounding(),
    }
    return {domain: by_domain[domain] for domain in domains_to_judge(facts.start)}


def final_level(start: Certainty, judged: Iterable[tuple[GradeDomain, int]]) -> Certainty:
    """The level after every domain: never above high nor below very low.

    >>> final_level(Certainty.HIGH, [(GradeDomain.RISK_OF_BIAS, 1), (GradeDomain.IMPRECISION, 1)])
    <Certainty.LOW: 'low'>
    """
    levels = list(Certainty)
    moved = sum(-count if domain.rates_up else count for domain, count in judged)
    return levels[min(max(levels.index(start) + moved, 0), len(levels) - 1)]


def suggested_level(start: Certainty, suggested: Mapping[GradeDomain, Suggestion]) -> Certainty | None:
    """The level with all suggestions accepted; None where a domain has none."""
    levels = [(domain, suggestion.levels) for domain, suggestion in suggested.items()]
    known = [(domain, count) for domain, count in levels if count is not None]
    return final_level(start, known) if len(known) == len(levels) else None
