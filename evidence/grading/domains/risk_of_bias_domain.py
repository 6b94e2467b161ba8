"""Risk of bias: how much weight in the answer comes from studies at high risk.

The Handbook (table 14.2.a) speaks of "most information" and of a proportion "sufficient to affect the interpretation"
without numbers; the shares below are this site's interpretation.
"""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from studies.numerics.number_formatting import percent

# "Most information": more than half of the weight.
MAJORITY = 0.5
# "Sufficient to affect the interpretation": more than a quarter of the weight.
SUBSTANTIAL_SHARE = 0.25
# Shares add up to 1 but for rounding.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class BiasFacts:
    """Shares of the weight of an answer, 0 to 1, that add up to 1."""

    low: float
    some_concerns: float
    high: float
    not_assessed: float
    # Assessed by two people who differ, without a consensus.
    differing: float = 0.0


def suggest_risk_of_bias(facts: BiasFacts) -> Suggestion:
    """Two levels when most weight is at high risk, one when a substantial share is or when most is not at low risk.

    Studies without an assessment, or whose two assessors differ, may be at low or high risk: there is a suggestion only
    where both give the same.
    """
    arithmetic = (
        f"Weight at low risk of bias {percent(facts.low)}, some concerns {percent(facts.some_concerns)}, "
        f"high risk {percent(facts.high)}, not assessed {percent(facts.not_assessed)}"
        f"{f', two people differ {percent(facts.differing)}' if facts.differing else ''}",
    )
    unknown = facts.not_assessed + facts.differing
    best = _levels(facts.low + unknown, facts.high)
    worst = _levels(facts.low, facts.high + unknown)
    if best != worst:
        return no_suggestion(
            f"{percent(unknown)} of the weight is not assessed{' or not agreed' if facts.differing else ''}: "
            f"at low risk of bias it would cost {_levels_words(best)}, at high risk {_levels_words(worst)}",
            arithmetic,
        )
    return Suggestion(best, _reason(best, facts), arithmetic)


def _levels(low: float, high: float) -> int:
    if high > MAJORITY + TOLERANCE:
        return 2
    return 1 if high > SUBSTANTIAL_SHARE + TOLERANCE or low <= MAJORITY + TOLERANCE else 0


def _levels_words(levels: int) -> str:
    return ("no level", "one level", "two levels")[levels]


def _reason(levels: int, facts: BiasFacts) -> str:
    if levels == 0:
        return f"{percent(facts.low)} of the weight is at low risk of bias"
    if levels == 2 or facts.high > SUBSTANTIAL_SHARE:
        return f"{percent(facts.high)} of the weight is at high risk of bias"
    return f"only {percent(facts.low)} of the weight is known to be at low risk of bias"
