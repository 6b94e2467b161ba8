"""Assessments as pages show them: answers with support, judgements with proposals, author and date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from studies.appraisal.instrument import OVERALL, Level, SignallingQuestion
from studies.choices import EffectOfInterest, SignallingResponse
from studies.curation.risk_of_bias.assessment_state import instrument_for
from studies.curation.risk_of_bias.consensus import differing_judgements, scope_of
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer, Study
from studies.numerics.number_formatting import weeks_text
from studies.page_access import name_of
from studies.reported.risk_of_bias_views import (
    BiasBasis,
    assessment_anchor,
    assessment_numbers,
    basis_of,
    counted_assessments,
    effect_of,
)

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
    """One assessment. ``basis``: on whose judgement its scope rests, None where this one does not count.

    One that is not finished has no anchor.
    """

    assessment: BiasAssessment
    anchor: str
    tool: str
    scope: str
    by: str
    sections: tuple[JudgementLine, ...]
    overall: JudgementLine
    basis: BiasBasis | None


def finished_assessments(person: User | None) -> QuerySet[BiasAssessment]:
    """Finished assessments that a person may read, with everything that a view shows, the latest first.

    None stands for a reader who is not logged in.
    """
    rows = BiasAssessment.objects.visible_to(person) if person else BiasAssessment.objects.all()
    rows = rows.filter(finished_at__isnull=False).select_related("measure", "assessed_by")
    rows = rows.defer("assessed_by__password")
    return rows.prefetch_related("answers", "judgements").order_by("-finished_at", "-id")


def hides_assessments(study: Study, person: User) -> bool:
    """Whether a person may not read every finished assessment of a study, because they are assessing it."""
    finished = BiasAssessment.objects.filter(study=study, finished_at__isnull=False)
    return finished.exclude(pk__in=BiasAssessment.objects.visible_to(person).values("pk")).exists()


def assessment_views(finished: Iterable[BiasAssessment]) -> tuple[AssessmentView, ...]:
    """Views of a study's finished assessments, the latest first."""
    rows = list(finished)
    bases = _bases(rows)
    return tuple(
        assessment_view(row, basis=bases.get(row.pk), anchor=assessment_anchor(row.tool, number))
        for row, number in zip(rows, assessment_numbers([row.tool for row in rows]), strict=True)
    )


def assessments_by_scope(rows: Iterable[BiasAssessment]) -> list[list[BiasAssessment]]:
    """A study's assessments in groups of one outcome, time and effect of interest, each in the order given."""
    scopes: dict[tuple[int | None, float | None, EffectOfInterest], list[BiasAssessment]] = {}
    for row in rows:
        scopes.setdefault(scope_of(row), []).append(row)
    return list(scopes.values())


def _bases(finished: Iterable[BiasAssessment]) -> dict[int, BiasBasis]:
    """On whose judgement each assessment that counts rests, by its number."""
    found: dict[int, BiasBasis] = {}
    for rows in assessments_by_scope(finished):
        counted = counted_assessments(rows)
        basis = basis_of(counted, differing_judgements(counted))
        found |= {row.pk: basis for row in counted}
    return found


def assessment_view(assessment: BiasAssessment, *, basis: BiasBasis | None = None, anchor: str = "") -> AssessmentView:
    """One assessment, finished or not, in words."""
    instrument = instrument_for(assessment)
    answers = {row.question: row for row in assessment.answers.all()}
    judged = {row.domain: row for row in assessment.judgements.all()}
    return AssessmentView(
        assessment=assessment,
        anchor=anchor,
        tool=f"{instrument.tool.label}, {assessment.version}",
        scope=scope_text(assessment),
        by=f"{name_of(assessment.assessed_by)}{', for both' if assessment.is_consensus else ''}",
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
        basis=basis,
    )


def scope_text(assessment: BiasAssessment) -> str:
    """The scope of an assessment in words; of the effects of interest only adhering is named."""
    of_effect = ", effect of adhering" if effect_of(assessment.effect_of_interest) is EffectOfInterest.ADHERENCE else ""
    if assessment.measure is None:
        return f"{WHOLE_STUDY}{of_effect}"
    time = "every time" if assessment.weeks is None else weeks_text(assessment.weeks)
    return f"{assessment.measure.name}, {time}{of_effect}"


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
