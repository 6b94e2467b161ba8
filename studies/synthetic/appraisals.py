"""Risk of bias of made-up studies, judged with the real instruments: their questions, rules and levels.

For each domain and level one set of answers is known by which the instrument's own rule proposes that level. Of a study
the levels are drawn, and the answers follow. ROBINS-I has no such rule for most domains: there a person judges.
"""

from collections.abc import Mapping
from functools import cache
from random import Random

from django.contrib.auth.models import User
from django.db.models import Model

from studies.appraisal.instrument import (
    OVERALL,
    Answers,
    Instrument,
    InstrumentDomain,
    Level,
    applicable_questions,
    propose_level,
)
from studies.appraisal.instruments import INSTRUMENTS, suitable_tools
from studies.choices import BiasLevel, Design, Kind, SignallingResponse, Tool
from studies.models import BiasAssessment, BiasJudgement, OutcomeMeasure, SignallingAnswer, Study
from studies.synthetic.distribution import REMARK
from studies.synthetic.features import Features
from studies.synthetic.synthetic_people import DONE_AT

# So many sets of answers are tried for each domain: enough to meet every level.
_TRIES = 200
# How often a domain is at each level.
_FREQUENCY: dict[Level, int] = {
    BiasLevel.LOW: 12,
    BiasLevel.SOME_CONCERNS: 5,
    BiasLevel.MODERATE: 6,
    BiasLevel.HIGH: 1,
    BiasLevel.SERIOUS: 1,
}
_BY_A_PERSON = "Judged by a made-up person: the instrument proposes no level here."
_WHY_WORSE = "Several domains raise concerns together (made up)."


def study_appraisals(
    study: Study, features: Features, chance: Random, people: tuple[User, ...], pain: OutcomeMeasure
) -> list[Model]:
    """The assessments of a study, with answers and judgements; of some studies another one of its scores of pain."""
    tools = suitable_tools(Kind.PRIMARY, Design(study.design))
    if not tools:
        return []
    instrument, by = INSTRUMENTS[tools[0]], people[features.number % len(people)]
    if features.has_unfinished_judgement:
        return _unfinished(study, instrument, by)
    if not features.is_judged:
        return []
    rows = _finished(study, instrument, chance, by)
    if features.has_judgement_of_pain:
        rows += _finished(study, instrument, chance, by, measure=pain)
    return rows


def review_appraisal(review: Study, chance: Random, by: User) -> list[Model]:
    """The quality of a review by AMSTAR 2: sixteen answers, and the confidence that follows from them."""
    instrument = INSTRUMENTS[Tool.AMSTAR_2]
    [section] = instrument.sections
    answers = _random_answers(section, chance)
    assessment = BiasAssessment(
        study=review,
        tool=Tool.AMSTAR_2,
        version=instrument.version,
        assessed_by=by,
        started_at=DONE_AT,
        finished_at=DONE_AT,
    )
    level = instrument.overall(answers, {})
    return [assessment, *_answer_rows(assessment, answers), _judgement_row(assessment, OVERALL, level, level)]


def _finished(
    study: Study, instrument: Instrument, chance: Random, by: User, measure: OutcomeMeasure | None = None
) -> list[Model]:
    assessment = BiasAssessment(
        study=study,
        tool=instrument.tool,
        version=instrument.version,
        effect_of_interest=instrument.effect or "",
        measure=measure,
        assessed_by=by,
        started_at=DONE_AT,
        finished_at=DONE_AT,
    )
    answers: dict[str, SignallingResponse] = {}
    judgements: dict[str, Level] = {}
    rows: list[Model] = []
    for section in instrument.judged_sections:
        known = answers_by_level(instrument.tool, section.key)
        level = _draw_level(section, chance)
        judgements[section.key] = level
        proposed = level if level in known else None
        answers |= known[proposed]
        rows.append(_judgement_row(assessment, section.key, level, proposed))
    overall = _overall_row(assessment, instrument, answers, judgements)
    return [assessment, *_answer_rows(assessment, answers), *rows, overall]


def _draw_level(section: InstrumentDomain, chance: Random) -> Level:
    levels = [level for level in section.levels if level in _FREQUENCY]
    return chance.choices(levels, [_FREQUENCY[level] for level in levels])[0]


def _judgement_row(
    assessment: BiasAssessment, domain: str, level: Level, proposed: Level | None, reason: str = _BY_A_PERSON
) -> BiasJudgement:
    return BiasJudgement(
        assessment=assessment,
        domain=domain,
        proposed=proposed.value if proposed else "",
        judgement=level.value,
        reason="" if level == proposed else reason,
    )


def _overall_row(
    assessment: BiasAssessment, instrument: Instrument, answers: Answers, judgements: Mapping[str, Level]
) -> BiasJudgement:
    """The overall level as proposed; worse, with its reason, where three domains of a trial raise concerns."""
    proposed = level = instrument.overall(answers, judgements)
    concerns = sum(each is BiasLevel.SOME_CONCERNS for each in judgements.values())
    if proposed is BiasLevel.SOME_CONCERNS and concerns > 2:
        level = BiasLevel.HIGH
    return _judgement_row(assessment, OVERALL, level, proposed, _WHY_WORSE)


def _unfinished(study: Study, instrument: Instrument, by: User) -> list[Model]:
    """An assessment that a person began: the first domain is answered, nothing is judged."""
    assessment = BiasAssessment(
        study=study, tool=instrument.tool, version=instrument.version, assessed_by=by, started_at=DONE_AT
    )
    first = answers_by_level(instrument.tool, instrument.judged_sections[0].key)
    return [assessment, *_answer_rows(assessment, first[BiasLevel.LOW])]


def _answer_rows(assessment: BiasAssessment, answers: Answers) -> list[SignallingAnswer]:
    return [
        SignallingAnswer(assessment=assessment, question=number, answer=answer, support=REMARK)
        for number, answer in answers.items()
    ]


@cache
def answers_by_level(tool: Tool, domain: str) -> dict[Level | None, dict[str, SignallingResponse]]:
    """For each level of a domain (its key) one set of answers after which the instrument's rule proposes it.

    Under no level stands the first set after which the rule proposes none.
    """
    section = next(each for each in INSTRUMENTS[tool].judged_sections if each.key == domain)
    chance = Random(f"{tool} {domain}")  # noqa: S311 - made-up data, the same each time
    found: dict[Level | None, dict[str, SignallingResponse]] = {}
    for _ in range(_TRIES):
        answers = _random_answers(section, chance)
        level = propose_level(section, answers)
        found.setdefault(level, answers)
    return found


def _random_answers(section: InstrumentDomain, chance: Random) -> dict[str, SignallingResponse]:
    """Answers drawn one question after the other, where it applies after those before."""
    answers: dict[str, SignallingResponse] = {}
    for question in section.questions:
        if question in applicable_questions(section, answers):
            answers[question.number] = chance.choice(question.answers)
    return answers
