"""What the pages of risk of bias show a curator, prepared once."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.forms import BoundField

from studies.access import name_of
from studies.actions.appraising import answers_of, judgements_of
from studies.appraisal.instrument import (
    OVERALL,
    Answers,
    Instrument,
    Question,
    Section,
    closed,
    proposals,
    unanswered,
)
from studies.appraisal.instruments import INSTRUMENTS, tools_for
from studies.choices import Design, Kind, Tool
from studies.models import BiasAssessment, OutcomeResult, RiskOfBias, Study
from studies.numerics.formatting import weeks_text
from studies.views.risk_of_bias_form import AppraisalForm
from studies.views.risk_of_bias_reading import Reading, overall_word, reading, scope_words


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment in the list of a study's."""

    assessment: BiasAssessment
    scope: str
    tool: str
    by: str
    overall: str


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question to be answered; ``is_closed``: it cannot apply unless an earlier answer changes."""

    question: Question
    answer: BoundField
    support: BoundField
    is_closed: bool


@dataclass(frozen=True, slots=True)
class JudgementField:
    """A judgement to be made, beside what is proposed; ``waits_for`` are the questions without which nothing is.

    ``is_left_to_people``: where nothing is proposed, that is for good.
    """

    key: str
    title: str
    note: str
    questions: tuple[QuestionField, ...]
    level: BoundField | None
    reason: BoundField | None
    proposed: str
    waits_for: tuple[str, ...]
    is_left_to_people: bool


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment: as a form for whoever it belongs to until it is finished, else as it reads."""

    assessment: BiasAssessment
    instrument: Instrument
    scope: str
    by: str
    form: AppraisalForm | None
    sections: tuple[JudgementField, ...]
    overall: JudgementField | None
    reading: Reading


def scopes_of(study: Study) -> list[tuple[str, str]]:
    """What an assessment of a study can be of: the study, each outcome that it reports, each time of it."""
    rows = OutcomeResult.objects.filter(arm__study=study, weeks__gt=0).order_by(
        "measure__domain", "measure__order_in_domain", "measure__name", "weeks"
    )
    scopes = {"": "The study as a whole"}
    for pk, name, weeks in rows.values_list("measure_id", "measure__name", "weeks"):
        scopes.setdefault(str(pk), f"{name}, every time")
        scopes[f"{pk}@{weeks!r}"] = f"{name}, {weeks_text(weeks or 0)}"
    return list(scopes.items())


def tools_of(study: Study) -> tuple[Tool, ...]:
    """The tools that suit a study, the proposed one first."""
    return tools_for(Kind(study.kind), Design(study.design))


def assessment_lines(study: Study) -> list[AssessmentLine]:
    """Every assessment of a study, the latest first."""
    rows = study.bias_assessments.select_related("measure", "assessed_by").prefetch_related("judgements")
    return [
        AssessmentLine(
            row,
            scope_words(row),
            row.get_tool_display(),
            name_of(row.assessed_by),
            overall_word(row, INSTRUMENTS[Tool(row.tool)]),
        )
        for row in rows.order_by("-started_at", "-id")
    ]


def printed_judgements(study: Study) -> list[RiskOfBias]:
    """What others printed about a study's risk of bias."""
    return list(study.risks_of_bias.select_related("judged_by", "result__measure"))


def assessment_page(assessment: BiasAssessment, by: User, sent: AppraisalForm | None = None) -> AssessmentPage:
    """Prepare the page; ``sent`` is a form that came back with something amiss."""
    instrument = INSTRUMENTS[Tool(assessment.tool)]
    is_theirs = assessment.finished_at is None and assessment.assessed_by_id == by.pk
    form = (sent or blank_form(assessment, instrument)) if is_theirs else None
    return AssessmentPage(
        assessment=assessment,
        instrument=instrument,
        scope=scope_words(assessment),
        by=name_of(assessment.assessed_by),
        form=form,
        sections=_section_fields(assessment, instrument, form) if form else (),
        overall=_overall_field(assessment, instrument, form) if form else None,
        reading=reading(assessment, stands=False),
    )


def blank_form(assessment: BiasAssessment, instrument: Instrument) -> AppraisalForm:
    """The form as it is stored; a judgement not made yet is set to what is proposed."""
    initial: dict[str, str] = {}
    for row in assessment.answers.all():
        initial |= {f"answer-{row.question}": row.answer, f"support-{row.question}": row.support}
    for key, level in _proposed(assessment, instrument).items():
        initial[f"level-{key}"] = level
    for judged in assessment.judgements.all():
        initial |= {f"level-{judged.domain}": judged.judgement, f"reason-{judged.domain}": judged.reason}
    return AppraisalForm(instrument=instrument, initial=initial)


def _proposed(assessment: BiasAssessment, instrument: Instrument) -> dict[str, str]:
    found = proposals(instrument, answers_of(assessment), judgements_of(assessment, instrument))
    return {key: level.value for key, level in found.items()}


def _section_fields(
    assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm
) -> tuple[JudgementField, ...]:
    answers = answers_of(assessment)
    proposed = proposals(instrument, answers, {})
    return tuple(
        JudgementField(
            key=section.key,
            title=f"{section.key} {section.title}" if section.levels else section.title,
            note=section.note,
            questions=_question_fields(section, answers, form),
            level=form[f"level-{section.key}"] if section.levels else None,
            reason=form[f"reason-{section.key}"] if section.levels else None,
            proposed=proposed[section.key].label if section.key in proposed else "",
            waits_for=tuple(question.number for question in unanswered(section, answers)),
            is_left_to_people=section.propose is None or not unanswered(section, answers),
        )
        for section in instrument.sections
    )


def _question_fields(section: Section, answers: Answers, form: AppraisalForm) -> tuple[QuestionField, ...]:
    shut = closed(section, answers)
    return tuple(
        QuestionField(
            question,
            form[f"answer-{question.number}"],
            form[f"support-{question.number}"],
            question.number in shut,
        )
        for question in section.questions
    )


def _overall_field(assessment: BiasAssessment, instrument: Instrument, form: AppraisalForm) -> JudgementField:
    found = proposals(instrument, answers_of(assessment), judgements_of(assessment, instrument))
    return JudgementField(
        key=OVERALL,
        title=instrument.overall_title,
        note=instrument.overall_rule,
        questions=(),
        level=form[f"level-{OVERALL}"],
        reason=form[f"reason-{OVERALL}"],
        proposed=found[OVERALL].label if OVERALL in found else "",
        waits_for=(),
        is_left_to_people=False,
    )
