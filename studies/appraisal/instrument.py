"""The shape of an instrument of appraisal, as data.

An *instrument* is RoB 2, ROBINS-I or AMSTAR 2 in one published version. It has *sections* (a domain of bias, or a list
of items), each with numbered *questions*. A question may *apply* only after certain answers to earlier ones. A section
with levels is judged by a person; where the instrument publishes an algorithm, it *proposes* the level.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studies.choices import BiasLevel, EffectOfInterest, ReviewConfidence, SignallingResponse, Tool

# The judgement of one section or of the whole study. The two scales are never compared with each other.
Level = BiasLevel | ReviewConfidence
# Answers by the number of their question; unanswered ones are absent.
Answers = Mapping[str, SignallingResponse]
# Judgements by the key of their section.
Judgements = Mapping[str, Level]
# Answers after which a question applies: (number of an earlier question, any of these answers).
Requirement = tuple[str, frozenset[SignallingResponse]]

OVERALL = "overall"

# As the instruments write them: Y/PY, N/PN, and each with "no information".
YES = frozenset({SignallingResponse.YES, SignallingResponse.PROBABLY_YES})
NO = frozenset({SignallingResponse.NO, SignallingResponse.PROBABLY_NO})
YES_OR_UNKNOWN = YES | {SignallingResponse.NO_INFORMATION}
NO_OR_UNKNOWN = NO | {SignallingResponse.NO_INFORMATION}

FOUR_ANSWERS = (
    SignallingResponse.YES,
    SignallingResponse.PROBABLY_YES,
    SignallingResponse.PROBABLY_NO,
    SignallingResponse.NO,
)
FIVE_ANSWERS = (*FOUR_ANSWERS, SignallingResponse.NO_INFORMATION)
SIX_ANSWERS = (*FIVE_ANSWERS, SignallingResponse.NOT_APPLICABLE)


def _requirement_text(requirement: Requirement) -> str:
    number, accepted = requirement
    return f"{number} is {' or '.join(answer.label.lower() for answer in FIVE_ANSWERS if answer in accepted)}"


@dataclass(frozen=True, slots=True)
class SignallingQuestion:
    """One question. ``only_if``: it applies when all requirements of one group hold; empty: always."""

    number: str
    text: str
    answers: tuple[SignallingResponse, ...] = FIVE_ANSWERS
    only_if: tuple[tuple[Requirement, ...], ...] = ()
    # The label of "not applicable", where it is an answer.
    not_applicable: str = SignallingResponse.NOT_APPLICABLE.label

    def label_of(self, answer: SignallingResponse) -> str:
        """An answer to this question as a reader sees it."""
        return self.not_applicable if answer is SignallingResponse.NOT_APPLICABLE else answer.label

    @property
    def condition(self) -> str:
        """When it applies, as text; '' for always."""
        return "; or ".join(
            " and ".join(_requirement_text(requirement) for requirement in group) for group in self.only_if
        )

    def applies(self, answers: Answers) -> bool:
        """Whether this question applies after the answers so far."""
        return not self.only_if or any(
            all(answers.get(number) in accepted for number, accepted in group) for group in self.only_if
        )


@dataclass(frozen=True, slots=True)
class InstrumentDomain:
    """A domain of bias or a list of items.

    ``propose`` is called when every applicable question is answered; it is None where the instrument leaves the
    judgement to people. ``levels`` is empty where the section has no judgement.
    """

    key: str
    title: str
    questions: tuple[SignallingQuestion, ...]
    levels: tuple[Level, ...] = ()
    propose: Callable[[Answers], Level | None] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one instrument. ``overall`` takes complete answers and the judgement of every section.

    ``key`` names it among all versions; ``effect`` is None where the instrument does not judge an effect.
    """

    key: str
    tool: Tool
    version: str
    judges: str
    source: str
    sections: tuple[InstrumentDomain, ...]
    overall_title: str
    overall_levels: tuple[Level, ...]
    overall_rule: str
    overall: Callable[[Answers, Judgements], Level]
    effect: EffectOfInterest | None = None

    @property
    def name(self) -> str:
        """The tool and its version."""
        return f"{self.tool.label} ({self.version})"

    @property
    def questions(self) -> tuple[SignallingQuestion, ...]:
        """Every question, in the instrument's order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def judged_sections(self) -> tuple[InstrumentDomain, ...]:
        """The sections that a person judges."""
        return tuple(section for section in self.sections if section.levels)


def applicable_answers(section: InstrumentDomain, answers: Answers) -> dict[str, SignallingResponse]:
    """The answers to applicable questions. An answer to an inapplicable question makes no other question apply."""
    applicable: dict[str, SignallingResponse] = {}
    for question in section.questions:
        if question.number in answers and question.applies(applicable):
            applicable[question.number] = answers[question.number]
    return applicable


def applicable_questions(section: InstrumentDomain, answers: Answers) -> tuple[SignallingQuestion, ...]:
    """The questions of a section that apply after these answers, in order."""
    applicable = applicable_answers(section, answers)
    return tuple(question for question in section.questions if question.applies(applicable))


def inapplicable_questions(section: InstrumentDomain, answers: Answers) -> frozenset[str]:
    """The numbers of questions that cannot apply unless an answer changes; others may still come to apply."""
    applicable, never = applicable_answers(section, answers), set[str]()
    for question in section.questions:
        earlier = {number for group in question.only_if for number, _ in group}
        if not question.applies(applicable) and earlier <= applicable.keys() | never:
            never.add(question.number)
    return frozenset(never)


def unanswered_questions(section: InstrumentDomain, answers: Answers) -> tuple[SignallingQuestion, ...]:
    """The questions that apply and have no answer yet."""
    return tuple(question for question in applicable_questions(section, answers) if question.number not in answers)


def propose_level(section: InstrumentDomain, answers: Answers) -> Level | None:
    """The level that the published algorithm proposes; None while answers are missing or where there is none."""
    if section.propose is None or unanswered_questions(section, answers):
        return None
    return section.propose(applicable_answers(section, answers))


def propose_overall_level(instrument: Instrument, answers: Answers, judgements: Judgements) -> Level | None:
    """The overall level by the instrument's rule; None until all is answered and every section judged."""
    is_answered = not any(unanswered_questions(section, answers) for section in instrument.sections)
    is_judged = all(section.key in judgements for section in instrument.judged_sections)
    return instrument.overall(answers, judgements) if is_answered and is_judged else None


def propose_levels(instrument: Instrument, answers: Answers, judgements: Judgements) -> dict[str, Level]:
    """Proposed levels by section and overall; a section without a judgement counts with its proposed level."""
    by_section = {section.key: propose_level(section, answers) for section in instrument.judged_sections}
    proposed = {key: level for key, level in by_section.items() if level}
    overall = propose_overall_level(instrument, answers, {**proposed, **judgements})
    return {**proposed, OVERALL: overall} if overall else proposed


def worst_level(levels: tuple[BiasLevel, ...], order: tuple[BiasLevel, ...]) -> BiasLevel:
    """The least favourable of some levels; ``order`` runs from the worst to the best."""
    return min(levels, key=order.index)
