"""What an outcome is when results are pooled.

Pain, disability and quality of life are asked as domains: one question holds every instrument of the domain. Elsewhere
each instrument, under the name its source gives it, is an outcome of its own: definitions of success differ.
"""

from functools import lru_cache
from typing import NamedTuple

from studies.choices import HigherIs, LabelledEnum, OutcomeDomain, ResultKind
from studies.reported.rows import FEW_KINDS, MeasureRow

_ASKED_AS_DOMAIN = frozenset({OutcomeDomain.PAIN, OutcomeDomain.DISABILITY, OutcomeDomain.QUALITY_OF_LIFE})
SURGERY_AVOIDED = "surgery-avoided"
SURGERY_REQUIRED = "surgery-required"
ANALGESIC_USE = "analgesic-use"


class Outcome(NamedTuple):
    """One outcome as questions ask it. ``key`` identifies it, ``title`` is what a reader sees."""

    key: str
    domain: OutcomeDomain
    title: str


class CriticalOutcome(LabelledEnum):
    """The outcomes that every condition page answers, measured or not, in this order."""

    PAIN = "pain", "Pain"
    DISABILITY = "disability", "Disability"
    SUCCESS = "success", "Treatment success"
    SERIOUS_HARM = "serious-harm", "Serious harm"
    SURGERY_AVOIDED = "surgery-avoided", "Surgery avoided"
    QUALITY_OF_LIFE = "quality-of-life", "Quality of life"
    ANALGESIC_USE = "analgesic-use", "Analgesic use"


# Asked of every result, and few are different.
@lru_cache(maxsize=FEW_KINDS)
def outcome_of(measure: MeasureRow, outcome_name: str, kind: ResultKind | None = None) -> Outcome:
    """The outcome that a result belongs to. A count of people is never one outcome with a domain's scores."""
    if measure.domain in _ASKED_AS_DOMAIN and kind is not ResultKind.DICHOTOMOUS:
        return Outcome(measure.domain.value, measure.domain, measure.domain.label)
    if measure.slug in (SURGERY_AVOIDED, SURGERY_REQUIRED):
        # One event and its exact complement.
        return Outcome(SURGERY_AVOIDED, measure.domain, "Surgery avoided")
    name = outcome_name.strip()
    if not name or measure.slug == "poor-outcome":
        return Outcome(measure.slug, measure.domain, measure.name)
    if measure.slug in ("other", "success-other"):
        title = f"“{name}”" if measure.domain is OutcomeDomain.OTHER else f"{measure.domain.label}: “{name}”"
        return Outcome(f"{measure.slug}: {name.casefold()}", measure.domain, title)
    return Outcome(f"{measure.slug}: {name.casefold()}", measure.domain, f"{measure.name}: “{name}”")


@lru_cache(maxsize=FEW_KINDS)
def critical_outcome(outcome: Outcome) -> CriticalOutcome | None:
    """The critical outcome that an outcome speaks to, or None."""
    # Use of pain medicine is critical under whatever name it was counted.
    if outcome.key.partition(": ")[0] in (SURGERY_AVOIDED, ANALGESIC_USE):
        return CriticalOutcome(outcome.key.partition(": ")[0])
    if outcome.domain.value in (
        CriticalOutcome.PAIN,
        CriticalOutcome.DISABILITY,
        CriticalOutcome.SUCCESS,
        CriticalOutcome.QUALITY_OF_LIFE,
    ):
        return CriticalOutcome(outcome.domain.value)
    return None


def higher_is_better(outcome: Outcome, printed: HigherIs | None) -> bool | None:
    """Which way the outcome is better as it is shown; None when no source states it."""
    if outcome.key == SURGERY_AVOIDED:
        return True
    return None if printed is None else printed is HigherIs.BETTER
