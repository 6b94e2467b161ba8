"""Rating up: what may raise the certainty of non-randomised evidence (GRADE 9: Guyatt 2011)."""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from evidence.statistics.interval import Interval
from studies.numerics.number_formatting import ratio, ratio_interval

# Risk ratios from which an effect is large or very large; below one their reciprocals.
LARGE = 2.0
VERY_LARGE = 5.0


@dataclass(frozen=True, slots=True)
class LargeEffectFacts:
    """``estimate`` and ``interval`` of a risk ratio on the reader's scale; None where the answer is no risk ratio."""

    estimate: float | None
    interval: Interval | None


def suggest_large_effect(facts: LargeEffectFacts) -> Suggestion:
    """One level from a risk ratio of 2 (or a half), two from 5 (or a fifth), none where it may be no difference."""
    if facts.estimate is None or facts.interval is None or facts.estimate <= 0:
        return no_suggestion("GRADE's limits of a large effect are of risk ratios")
    size = max(facts.estimate, 1 / facts.estimate)
    line = f"Risk ratio {ratio(facts.estimate)} ({ratio_interval(facts.interval.low, facts.interval.high)})"
    arithmetic = (f"{line}; large from {LARGE:g} or 1/{LARGE:g}, very large from {VERY_LARGE:g} or 1/{VERY_LARGE:g}",)
    if 1 in facts.interval:
        return Suggestion(0, "the interval holds no difference", arithmetic)
    levels = 2 if size >= VERY_LARGE else 1 if size >= LARGE else 0
    words = ("not large", "large", "very large")[levels]
    return Suggestion(levels, f"a risk ratio of {ratio(facts.estimate)} is {words}", arithmetic)


def suggest_dose_response() -> Suggestion:
    """Never suggested: too few studies report more than one dose."""
    return no_suggestion("no gradient over doses is computed here; look at the doses of the arms")


def suggest_opposing_confounding() -> Suggestion:
    """Never suggested: no record says in which direction confounding works."""
    return no_suggestion("which way confounding would work is not in the records")
