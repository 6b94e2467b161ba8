"""Publication bias: whether small studies found different effects, and how many results cannot be used."""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY
from studies.numerics.number_formatting import p_value

# The usual level for tests of asymmetry, which have little power (Egger 1997).
ASYMMETRY_P = 0.10


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """``test`` and ``p`` of a test of small-study effects, or ``refusal``: why there is none despite enough studies.

    ``unusable`` counts other studies that measured the outcome without printing a usable figure.
    """

    k: int
    test: str = ""
    p: float | None = None
    refusal: str = ""
    unusable: int = 0


def suggest_publication_bias(facts: PublicationFacts) -> Suggestion:
    """One level when a test finds asymmetry. Below ten studies there is no test and no suggestion."""
    arithmetic: tuple[str, ...] = (f"Studies that measured it without figures that can be used: {facts.unusable}",)
    if facts.k < MIN_STUDIES_FOR_ASYMMETRY:
        needed = f"a test of small-study effects needs {MIN_STUDIES_FOR_ASYMMETRY} studies; this answer has {facts.k}"
        return no_suggestion(needed, arithmetic)
    if facts.p is None:
        return no_suggestion(facts.refusal[:1].lower() + facts.refusal[1:].rstrip("."), arithmetic)
    arithmetic = (f"{facts.test} test of {facts.k} studies: P {p_value(facts.p)}; limit {ASYMMETRY_P:.2f}", *arithmetic)
    if facts.p < ASYMMETRY_P:
        return Suggestion(1, f"small studies found other effects than large ones (P {p_value(facts.p)})", arithmetic)
    return Suggestion(0, f"the test finds no asymmetry (P {p_value(facts.p)})", arithmetic)
