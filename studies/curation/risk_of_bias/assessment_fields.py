"""The page of one assessment, with the fields of its form; of a consensus also what both people wrote."""

from collections.abc import Sequence
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
    propose_level,
    unanswered_questions,
)
from studies.curation.risk_of_bias.assessment_form import AppraisalForm
from studies.curation.risk_of_bias.assessment_state import answers_of, instrument_for, proposed_levels
from studies.curation.risk_of_bias.consensus import sides_of
from studies.curation.risk_of_bias.consensus_sides import Opinion, is_unlike, opinions_on_question, opinions_on_section
from studies.curation.risk_of_bias.finished_assessments import AssessmentView, assessment_view, scope_text
from studies.models import BiasAssessment
from studies.page_access import name_of


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question to be answered; ``is_closed``: it cannot apply unless an earlier answer changes.

    ``opinions`` are what each person answered, in a consensus; ``differs``: not alike.
    """

    question: SignallingQuestion
    answer: BoundField
    support: BoundField
    is_closed: bool
    opinions: tuple[Opinion, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class JudgementField:
    """A judgement to make, with the proposed level; a level is proposed once the ``unanswered`` questions are answered.

    ``is_left_to_people``: without a proposal, because none is made here. ``opinions`` and ``differs`` as of a question,
    ``differs`` also where only an answer is not alike.
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
    opinions: tuple[Opinion, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment: a form for its author until it is finished, otherwise a view.

    ``sections`` of a consensus begin with those in which the two people differ.
    """

    assessment: BiasAssessment
    instrument: Instrument
    scope: str
    by: str
    form: AppraisalForm | None
    sections: tuple[JudgementField, ...]
    overall: JudgementField | None
    view: AssessmentView

    @property
    def differing(self) -> tuple[JudgementField, ...]:
        """The sections of a consensus in which the two people differ."""
        return tuple(section for section in self.sections if section.differs)


def assessment_page(assessment: BiasAssessment, by: User, sent: AppraisalForm | None = None) -> AssessmentPage:
    """Prepare the page; ``sent`` is a posted form with errors."""
    instrument = instrument_for(assessment)
    is_author = assessment.finished_at is None and assessment.assessed_by_id == by.pk
    form = (sent or blank_form(assessment, instrument)) if is_author else None
    sides = sides_of(assessment) if form and assessment.is_consensus else []
    return AssessmentPage(
        assessment=assessment,
        instrument=instrument,
        scope=scope_text(assessment),
        by=name_of(assessment.assessed_by),
        form=form,
        sections=_section_fields(assessment, instrument, form, sides) if form else (),
        overall=_overall_field(assessment, instrument, form, sides) if form else None,
        view=assessment_view(assessment),
    )


def blank_form(assessment: BiasAssessment, instrument: Instrument) -> AppraisalForm:
    """The form with the saved values; a missing judgement starts with the proposed level."""
    initial: dict[str, str] = {}
    for row in assessment.answers.all():
        initial |= {f"answer-{row.question}": row.answer, f"support-{row.question}": row.support}
    initial |= {f"level-{key}": level.value for key, level in proposed_levels(assessment).items()}
    for judged in assessment.judgements.all():
        initial |= {f"level-{judged.domain}": judged.judgement, f"reason-{judged.domain}": judged.reason}
    return AppraisalForm(instrument=instrument, initial=initial)


def _section_fields(
    assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm, sides: Sequence[BiasAssessment]
) -> tuple[JudgementField, ...]:
    answers = answers_of(assessment)
    fields = [_section_field(section, answers, form, sides) for section in instrument.sections]
    return tuple(sorted(fields, key=lambda field: not field.differs))


def _section_field(
    section: InstrumentDomain, answers: Answers, form: AppraisalForm, sides: Sequence[BiasAssessment]
) -> JudgementField:
    questions, opinions = (
        _question_fields(section, answers, form, sides),
        opinions_on_section(sides, section.key, section.levels),
    )
    unanswered = unanswered_questions(section, answers)
    level = propose_level(section, answers)
    return JudgementField(
        key=section.key,
        title=f"{section.key} {section.title}" if section.levels else section.title,
        note=section.note,
        questions=questions,
        level=form[f"level-{section.key}"] if section.levels else None,
        reason=form[f"reason-{section.key}"] if section.levels else None,
        proposed=level.label if level else "",
        unanswered=tuple(question.number for question in unanswered),
        is_left_to_people=section.propose is None or not unanswered,
        opinions=opinions,
        differs=is_unlike(opinions) or any(question.differs for question in questions),
    )


def _question_fields(
    section: InstrumentDomain, answers: Answers, form: AppraisalForm, sides: Sequence[BiasAssessment]
) -> tuple[QuestionField, ...]:
    closed = inapplicable_questions(section, answers)
    fields = []
    for question in section.questions:
        opinions = opinions_on_question(sides, question)
        fields.append(
            QuestionField(
                question,
                form[f"answer-{question.number}"],
                form[f"support-{question.number}"],
                question.number in closed,
                opinions,
                is_unlike(opinions),
            )
        )
    return tuple(fields)


def _overall_field(
    assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm, sides: Sequence[BiasAssessment]
) -> JudgementField:
    proposed, opinions = proposed_levels(assessment), opinions_on_section(sides, OVERALL, instrument.overall_levels)
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
        opinions=opinions,
        differs=is_unlike(opinions),
    )
