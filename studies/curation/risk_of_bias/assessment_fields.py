"""The page of one assessment, with the fields of its form."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.forms import BoundField

from studies.appraisal.instrument import (
    OVERALL,
    Answers,
    Instrument,
    InstrumentDomain,
    SignallingQuestion,
    inapplicable_questions,
    propose_levels,
    unanswered_questions,
)
from studies.appraisal.instruments import INSTRUMENTS
from studies.choices import Tool
from studies.curation.risk_of_bias.assess import answers_of, judgements_of
from studies.curation.risk_of_bias.assessment_form import AppraisalForm
from studies.curation.risk_of_bias.finished_assessments import AssessmentView, assessment_view, scope_text
from studies.models import BiasAssessment
from studies.page_access import name_of


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question to be answered; ``is_closed``: it cannot apply unless an earlier answer changes."""

    question: SignallingQuestion
    answer: BoundField
    support: BoundField
    is_closed: bool


@dataclass(frozen=True, slots=True)
class JudgementField:
    """A judgement to make, with the proposed level; a level is proposed once the ``unanswered`` questions are answered.

    ``is_left_to_people``: without a proposal, because the tool leaves this judgement to people.
    """

    key: str
    title: str
    note: str
    questions: tuple[QuestionField, ...]
    level: BoundField | None
    reason: BoundField | None
    proposed: str
    unanswered: tuple[str, ...]
    is_left_to_people: bool


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment: a form for its author until it is finished, otherwise a view."""

    assessment: BiasAssessment
    instrument: Instrument
    scope: str
    by: str
    form: AppraisalForm | None
    sections: tuple[JudgementField, ...]
    overall: JudgementField | None
    view: AssessmentView


def assessment_page(assessment: BiasAssessment, by: User, sent: AppraisalForm | None = None) -> AssessmentPage:
    """Prepare the page; ``sent`` is a posted form with errors."""
    instrument = INSTRUMENTS[Tool(assessment.tool)]
    is_author = assessment.finished_at is None and assessment.assessed_by_id == by.pk
    form = (sent or blank_form(assessment, instrument)) if is_author else None
    return AssessmentPage(
        assessment=assessment,
        instrument=instrument,
        scope=scope_text(assessment),
        by=name_of(assessment.assessed_by),
        form=form,
        sections=_section_fields(assessment, instrument, form) if form else (),
        overall=_overall_field(assessment, instrument, form) if form else None,
        view=assessment_view(assessment),
    )


def blank_form(assessment: BiasAssessment, instrument: Instrument) -> AppraisalForm:
    """The form with the saved values; a missing judgement starts with the proposed level."""
    initial: dict[str, str] = {}
    for row in assessment.answers.all():
        initial |= {f"answer-{row.question}": row.answer, f"support-{row.question}": row.support}
    for key, level in _proposed(assessment, instrument).items():
        initial[f"level-{key}"] = level
    for judged in assessment.judgements.all():
        initial |= {f"level-{judged.domain}": judged.judgement, f"reason-{judged.domain}": judged.reason}
    return AppraisalForm(instrument=instrument, initial=initial)


def _proposed(assessment: BiasAssessment, instrument: Instrument) -> dict[str, str]:
    proposed = propose_levels(instrument, answers_of(assessment), judgements_of(assessment, instrument))
    return {key: level.value for key, level in proposed.items()}


def _section_fields(
    assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm
) -> tuple[JudgementField, ...]:
    answers = answers_of(assessment)
    proposed = propose_levels(instrument, answers, {})
    return tuple(
        JudgementField(
            key=section.key,
            title=f"{section.key} {section.title}" if section.levels else section.title,
            note=section.note,
            questions=_question_fields(section, answers, form),
            level=form[f"level-{section.key}"] if section.levels else None,
            reason=form[f"reason-{section.key}"] if section.levels else None,
            proposed=proposed[section.key].label if section.key in proposed else "",
            unanswered=tuple(question.number for question in unanswered_questions(section, answers)),
            is_left_to_people=section.propose is None or not unanswered_questions(section, answers),
        )
        for section in instrument.sections
    )


def _question_fields(section: InstrumentDomain, answers: Answers, form: AppraisalForm) -> tuple[QuestionField, ...]:
    closed_questions = inapplicable_questions(section, answers)
    return tuple(
        QuestionField(
            question,
            form[f"answer-{question.number}"],
            form[f"support-{question.number}"],
            question.number in closed_questions,
        )
        for question in section.questions
    )


def _overall_field(assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm) -> JudgementField:
    proposed = propose_levels(instrument, answers_of(assessment), judgements_of(assessment, instrument))
    return JudgementField(
        key=OVERALL,
        title=instrument.overall_title,
        note=instrument.overall_rule,
        questions=(),
        level=form[f"level-{OVERALL}"],
        reason=form[f"reason-{OVERALL}"],
        proposed=proposed[OVERALL].label if OVERALL in proposed else "",
        unanswered=(),
        is_left_to_people=False,
    )
