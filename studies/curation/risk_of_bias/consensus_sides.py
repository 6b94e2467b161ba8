"""What each of two people answered and judged, side by side, for the consensus."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.appraisal.instrument import Level, SignallingQuestion
from studies.choices import SignallingResponse
from studies.models import BiasAssessment
from studies.page_access import name_of


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's answer or judgement: ``words`` are '' where they gave none, ``text`` is its support or reason."""

    by: str
    words: str
    text: str


def opinions_on_question(sides: Sequence[BiasAssessment], question: SignallingQuestion) -> tuple[Opinion, ...]:
    """What each person answered to a question; empty where none of them did."""
    opinions = []
    for side in sides:
        row = next((row for row in side.answers.all() if row.question == question.number), None)
        words = question.label_of(SignallingResponse(row.answer)) if row else ""
        opinions.append(Opinion(name_of(side.assessed_by), words, row.support if row else ""))
    return tuple(opinions) if any(each.words for each in opinions) else ()


def opinions_on_section(sides: Sequence[BiasAssessment], key: str, levels: Sequence[Level]) -> tuple[Opinion, ...]:
    """What each person judged of a section (its key) or overall; empty where none of them did."""
    labels = {level.value: level.label for level in levels}
    opinions = []
    for side in sides:
        row = next((row for row in side.judgements.all() if row.domain == key), None)
        words = labels.get(row.judgement, row.judgement) if row else ""
        opinions.append(Opinion(name_of(side.assessed_by), words, row.reason if row else ""))
    return tuple(opinions) if any(each.words for each in opinions) else ()


def is_unlike(opinions: Sequence[Opinion]) -> bool:
    """Whether people's answers, or judgements, are not alike."""
    return len({each.words for each in opinions}) > 1
