"""The facts of every domain of one finding, and what they suggest."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.choices import Certainty, GradeDomain
from evidence.grading.domains.imprecision import ImprecisionFacts, suggest_imprecision
from evidence.grading.domains.inconsistency import InconsistencyFacts, suggest_inconsistency
from evidence.grading.domains.indirectness import IndirectnessFacts, suggest_indirectness
from evidence.grading.domains.level_arithmetic import domains_from, final_level
from evidence.grading.domains.publication_bias import PublicationFacts, suggest_publication_bias
from evidence.grading.domains.rating_up import (
    LargeEffectFacts,
    suggest_dose_response,
    suggest_large_effect,
    suggest_opposing_confounding,
)
from evidence.grading.domains.risk_of_bias import BiasFacts, suggest_risk_of_bias
from evidence.grading.domains.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """What can be computed of a finding, domain by domain, and where its certainty starts."""

    start: Certainty
    bias: BiasFacts
    inconsistency: InconsistencyFacts
    indirectness: IndirectnessFacts
    imprecision: ImprecisionFacts
    publication: PublicationFacts
    large_effect: LargeEffectFacts


def suggestions(facts: GradingFacts) -> dict[GradeDomain, Suggestion]:
    """The suggestion of every domain that is to be judged, in their order."""
    found = {
        GradeDomain.RISK_OF_BIAS: suggest_risk_of_bias(facts.bias),
        GradeDomain.INCONSISTENCY: suggest_inconsistency(facts.inconsistency),
        GradeDomain.INDIRECTNESS: suggest_indirectness(facts.indirectness),
        GradeDomain.IMPRECISION: suggest_imprecision(facts.imprecision),
        GradeDomain.PUBLICATION_BIAS: suggest_publication_bias(facts.publication),
        GradeDomain.LARGE_EFFECT: suggest_large_effect(facts.large_effect),
        GradeDomain.DOSE_RESPONSE: suggest_dose_response(),
        GradeDomain.OPPOSING_CONFOUNDING: suggest_opposing_confounding(),
    }
    return {domain: found[domain] for domain in domains_from(facts.start)}


def suggested_level(start: Certainty, found: Mapping[GradeDomain, Suggestion]) -> Certainty | None:
    """The level if every suggestion were taken; None where some domain has none."""
    levels = [(domain, suggestion.levels) for domain, suggestion in found.items()]
    known = [(domain, count) for domain, count in levels if count is not None]
    return final_level(start, known) if len(known) == len(levels) else None
