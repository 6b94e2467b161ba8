"""What an outcome is when results are combined.

Pain, disability and quality of life are asked as domains: one question holds every instrument of the domain. Elsewhere
each instrument, under the name its source gives it, is a separate outcome: definitions of success differ.
"""

from functools import lru_cache
from typing import NamedTuple

from studies.choices import CriticalOutcome, DefinedBy, HigherIs, OutcomeDomain, ResultKind
from studies.reported.rows import FEW_KINDS, MeasureRow
from studies.reported.text_keys import name_key

# Serious harm is answered from harms, which have rows of their own.
OUTCOMES_OF_RESULTS = tuple(outcome for outcome in CriticalOutcome if outcome is not CriticalOutcome.SERIOUS_HARM)
_ASKED_AS_DOMAIN = frozenset({OutcomeDomain.PAIN, OutcomeDomain.DISABILITY, OutcomeDomain.QUALITY_OF_LIFE})
_KEYS_OF_DOMAINS = frozenset(domain.value for domain in _ASKED_AS_DOMAIN)
_CRITICAL_DOMAINS = {
    OutcomeDomain.PAIN: CriticalOutcome.PAIN,
    OutcomeDomain.DISABILITY: CriticalOutcome.DISABILITY,
    OutcomeDomain.SUCCESS: CriticalOutcome.SUCCESS,
    OutcomeDomain.QUALITY_OF_LIFE: CriticalOutcome.QUALITY_OF_LIFE,
}


class Outcome(NamedTuple):
    """One outcome as questions ask it. ``key`` identifies it, ``title`` is what a reader sees.

    Two sources may print one name with other capital letters: it is one outcome with either title.
    """

    key: str
    domain: OutcomeDomain
    title: str
    # What it is called in a sentence where its title will not do, and which way it is better whatever is printed.
    subject: str = ""
    higher_is: HigherIs | None = None
    # The critical outcome to which it belongs.
    critical: CriticalOutcome | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and self.key == other.key

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.key)


# Asked of every result, and few are different.
@lru_cache(maxsize=FEW_KINDS)
def outcome_of(measure: MeasureRow, outcome_name: str, kind: ResultKind | None = None) -> Outcome:
    """The outcome that a result belongs to. A count of people is never one outcome with a domain's scores."""
    critical = measure.critical or _CRITICAL_DOMAINS.get(measure.domain)
    if measure.domain in _ASKED_AS_DOMAIN and kind is not ResultKind.DICHOTOMOUS:
        return Outcome(measure.domain.value, measure.domain, measure.domain.label, critical=critical)
    if measure.complement_of:
        # One event and its exact complement.
        return outcome_of(measure.complement_of, outcome_name, kind)
    # An instrument may be called as a domain is: its counts are another outcome.
    key = f"{measure.slug}:" if measure.slug in _KEYS_OF_DOMAINS else measure.slug
    if measure.defined_by is DefinedBy.INSTRUMENT:
        return Outcome(key, measure.domain, measure.name, measure.subject, measure.higher_is, critical)
    name = outcome_name.strip()
    if not name:
        return Outcome(key, measure.domain, measure.name, measure.subject, critical=critical)
    title = f"{measure.name}: “{name}”"
    if measure.defined_by is DefinedBy.NAME:
        title = f"“{name}”" if measure.domain is OutcomeDomain.OTHER else f"{measure.domain.label}: “{name}”"
    return Outcome(f"{measure.slug}: {name_key(name)}", measure.domain, title, critical=critical)


def higher_is_better(outcome: Outcome, printed: HigherIs | None) -> bool | None:
    """Which direction of the outcome as shown is better; None when no source says."""
    better = outcome.higher_is or printed
    return None if better is None else better is HigherIs.BETTER
