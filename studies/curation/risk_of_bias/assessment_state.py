"""An assessment as it is stored: its instrument, answers and judgements, what they propose, what is missing."""

from studies.appraisal.instrument import OVERALL, Instrument, Level, propose_levels, unanswered_questions
from studies.appraisal.instruments import instrument_of
from studies.choices import SignallingResponse
from studies.models import BiasAssessment


def instrument_for(assessment: BiasAssessment) -> Instrument:
    """The version of the instrument with which it is made."""
    return instrument_of(assessment.tool, assessment.version)


def answers_of(assessment: BiasAssessment) -> dict[str, SignallingResponse]:
    """The stored answers by the number of their question."""
    return {row.question: SignallingResponse(row.answer) for row in assessment.answers.all()}


def judgements_of(assessment: BiasAssessment) -> dict[str, Level]:
    """The stored judgements of the instrument's sections; without the overall one."""
    sections = instrument_for(assessment).judged_sections
    levels = {section.key: {level.value: level for level in section.levels} for section in sections}
    return {
        row.domain: levels[row.domain][row.judgement] for row in assessment.judgements.all() if row.domain in levels
    }


def proposed_levels(assessment: BiasAssessment) -> dict[str, Level]:
    """The levels that the stored answers and judgements propose, by section and overall."""
    return propose_levels(instrument_for(assessment), answers_of(assessment), judgements_of(assessment))


def section_title(instrument: Instrument, key: str) -> str:
    """What a section, or the overall judgement, is called in sentences."""
    titles = {section.key: f"{section.key} {section.title}" for section in instrument.sections}
    return titles.get(key, instrument.overall_title)


def missing_answers(assessment: BiasAssessment) -> list[str]:
    """A sentence that names the questions without an answer."""
    answers = answers_of(assessment)
    numbers = [
        question.number
        for section in instrument_for(assessment).sections
        for question in unanswered_questions(section, answers)
    ]
    return [f"Not answered yet: {', '.join(numbers)}."] if numbers else []


def missing_judgements(assessment: BiasAssessment) -> list[str]:
    """A sentence that names the sections without a judgement, or judged when another level was proposed."""
    instrument, proposed = instrument_for(assessment), proposed_levels(assessment)
    rows = {row.domain: row.proposed for row in assessment.judgements.all()}
    keys = [*(section.key for section in instrument.judged_sections), OVERALL]
    names = [
        section_title(instrument, key)
        for key in keys
        if key not in rows or rows[key] != (proposed[key].value if key in proposed else "")
    ]
    return [f"Not judged yet: {', '.join(names)}."] if names else []
