"""Statements of a rated finding: size times certainty (GRADE 26: Santesso 2020).

Certainty chooses the verb: "reduces", "probably reduces", "may reduce", and at very low certainty that the evidence is
very uncertain, with no direction at all. Size chooses "slightly" or "a large"; there is a size only where published
bands between groups define it. There is never "no effect", and nothing is "significant".
"""

from dataclasses import dataclass
from enum import StrEnum

from evidence.choices import Certainty


class EstimateSide(StrEnum):
    """Direction of the estimate."""

    DOWN = "down"
    UP = "up"
    # Exactly no difference, or two studies that point different ways.
    NEITHER = "neither"


class Size(StrEnum):
    """Size of the estimate by published bands between groups."""

    UNKNOWN = "unknown"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    # The whole interval lies within the small band around no difference.
    LITTLE = "little"


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """The parts of a statement: treatment, comparator, outcome, direction and size.

    ``when`` follows the outcome ("in the short term"). ``is_share``: the outcome is counted in people ("the
    share of people with ..."). ``includes_no_difference``: the interval, or that of a study, includes no difference.
    ``caution`` is what prevents a direction although the interval excludes no effect.
    """

    ozone: str
    comparator: str
    outcome: str
    when: str
    side: EstimateSide
    size: Size = Size.UNKNOWN
    is_share: bool = False
    includes_no_difference: bool = False
    caution: str = ""


_ADVERBS = {Certainty.HIGH: "", Certainty.MODERATE: "probably ", Certainty.LOW: "may "}
_VERBS = {EstimateSide.DOWN: ("reduces", "reduction"), EstimateSide.UP: ("increases", "increase")}
# A wide interval is never called "no effect".
_INTERVAL_CAVEAT = ", though its interval holds no difference too"


def statement(facts: StatementFacts, level: Certainty) -> str:
    """One sentence without figures, which are printed after it.

    >>> facts = StatementFacts("ozone", "steroid", "pain", "in the short term", EstimateSide.DOWN)
    >>> statement(facts, Certainty.MODERATE)
    'Ozone probably reduces pain in the short term, compared with steroid.'
    >>> statement(facts, Certainty.VERY_LOW)
    'The evidence is very uncertain about the effect of ozone on pain in the short term, compared with steroid.'
    """
    outcome = f"the share of people with {facts.outcome}" if facts.is_share else facts.outcome
    when = f"{facts.when}, compared with {facts.comparator}"
    if level is Certainty.VERY_LOW:
        return f"The evidence is very uncertain about the effect of {facts.ozone} on {outcome} {when}."
    if facts.size is Size.LITTLE:
        verb = f"{_ADVERBS[level]}{_form('results', level)} in little to no difference in {outcome}"
        return f"{_capital(facts.ozone)} {verb} {when}."
    if facts.side is EstimateSide.NEITHER:
        certainty = f"at {level.label.lower()} certainty"
        return f"The effect of {facts.ozone} on {outcome} {when}, points neither way {certainty}."
    caveat = _INTERVAL_CAVEAT if facts.includes_no_difference else f", though {facts.caution}" if facts.caution else ""
    return f"{_capital(facts.ozone)} {_verb_phrase(facts, level, outcome)} {when}{caveat}."


def _verb_phrase(facts: StatementFacts, level: Certainty, outcome: str) -> str:
    verb, noun = _VERBS[facts.side]
    if facts.size is Size.LARGE:
        return f"{_ADVERBS[level]}{_form('results', level)} in a large {noun} in {outcome}"
    slightly = " slightly" if facts.size is Size.SMALL else ""
    return f"{_ADVERBS[level]}{_form(verb, level)} {outcome}{slightly}"


def _form(verb: str, level: Certainty) -> str:
    """The verb in the form that follows the adverb.

    >>> _form("reduces", Certainty.LOW), _form("reduces", Certainty.HIGH)
    ('reduce', 'reduces')
    """
    return verb.removesuffix("s") if level is Certainty.LOW else verb


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
