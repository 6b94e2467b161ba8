"""Assessments as pages show them: answers with support, judgements with proposals, author and date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from studies.appraisal.instrument import OVERALL, Instrument, Level, SignallingQuestion
from studies.appraisal.instruments import INSTRUMENTS
from studies.choices import SignallingResponse, Tool
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer
from studies.numerics.number_formatting import weeks_text
from studies.page_access import name_of
from studies.reported.risk_of_bias_views import assessment_anchor, assessment_numbers

WHOLE_STUDY = "the study as a whole"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question as it was answered."""

    number: str
    text: str
    answer: str
    support: str


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A judgement in words; ``proposed`` is the proposed level if the judgement differs from it, else ''."""

    title: str
    level: str
    proposed: str
    reason: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One assessment. ``is_current``: no later finished one has its scope; one that is not finished has no anchor."""

    assessment: BiasAssessment
    anchor: str
    tool: str
    scope: str
    by: str
    sections: tuple[JudgementLine, ...]
    overall: JudgementLine
    is_current: bool


def finished_assessments() -> QuerySet[BiasAssessment]:
    """Finished assessments with everything that a view shows, the latest first."""
    rows = BiasAssessment.objects.filter(finished_at__isnull=False).select_related("measure", "assessed_by")
    return rows.prefetch_related("answers", "judgements").order_by("-finished_at", "-id")


def assessment_views(finished: Iterable[BiasAssessment]) -> tuple[AssessmentView, ...]:
    """Views of a study's finished assessments, the latest first: the first of a scope is current."""
    views: list[AssessmentView] = []
    scopes: set[tuple[int | None, float | None]] = set()
    rows = list(finished)
    for assessment, number in zip(rows, assessment_numbers([row.tool for row in rows]), strict=True):
        anchor = assessment_anchor(assessment.tool, number)
        scope = (assessment.measure_id, assessment.weeks)
        views.append(assessment_view(assessment, is_current=scope not in scopes, anchor=anchor))
        scopes.add(scope)
    return tuple(views)


def assessment_view(assessment: BiasAssessment, *, is_current: bool, anchor: str = "") -> AssessmentView:
    """One assessment, finished or not, in words."""
    instrument = INSTRUMENTS[Tool(assessment.tool)]
    answers = {row.question: row for row in assessment.answers.all()}
    judged = {row.domain: row for row in assessment.judgements.all()}
    return AssessmentView(
        assessment=assessment,
        anchor=anchor,
        tool=f"{instrument.tool.label}, {assessment.version}",
        scope=scope_text(assessment),
        by=name_of(assessment.assessed_by),
        sections=tuple(
            _judgement_line(
                f"{section.key} {section.title}" if section.levels else section.title,
                judged.get(section.key),
                section.levels,
                _answer_lines(section.questions, answers),
            )
            for section in instrument.sections
        ),
        overall=_judgement_line(instrument.overall_title, judged.get(OVERALL), instrument.overall_levels, ()),
        is_current=is_current,
    )


def scope_text(assessment: BiasAssessment) -> str:
    """The scope of an assessment in words."""
    if assessment.measure is None:
        return WHOLE_STUDY
    time = "every time" if assessment.weeks is None else weeks_text(assessment.weeks)
    return f"{assessment.measure.name}, {time}"


def overall_label(assessment: BiasAssessment, instrument: Instrument) -> str:
    """The overall judgement; '' while there is none."""
    row = next((row for row in assessment.judgements.all() if row.domain == OVERALL), None)
    return _label(instrument.overall_levels, row.judgement) if row else ""


def _answer_lines(
    questions: Sequence[SignallingQuestion], answers: dict[str, SignallingAnswer]
) -> tuple[AnswerLine, ...]:
    return tuple(
        AnswerLine(
            question.number,
            question.text,
            question.label_of(SignallingResponse(answers[question.number].answer)),
            answers[question.number].support,
        )
        for question in questions
        if question.number in answers
    )


def _judgement_line(
    title: str, row: BiasJudgement | None, levels: Sequence[Level], answers: tuple[AnswerLine, ...]
) -> JudgementLine:
    if row is None:
        return JudgementLine(title, "", "", "", answers)
    proposed = "" if row.proposed in ("", row.judgement) else _label(levels, row.proposed)
    return JudgementLine(title, _label(levels, row.judgement), proposed, row.reason, answers)


def _label(levels: Sequence[Level], value: str) -> str:
    return next((level.label for level in levels if level == value), value)
