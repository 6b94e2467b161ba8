"""Assessments of a study's risk of bias or of a review's quality: start, save, finish, reopen, discard.

Only its author changes an assessment until it is finished. A finished one is never changed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from studies.appraisal.instrument import (
    OVERALL,
    Instrument,
    Level,
    applicable_answers,
    propose_levels,
    unanswered_questions,
)
from studies.appraisal.instruments import INSTRUMENTS, suitable_tools
from studies.choices import Design, Kind, SignallingResponse, Tool
from studies.models import BiasAssessment, BiasJudgement, OutcomeMeasure, SignallingAnswer, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError


class SupportedAnswer(NamedTuple):
    """An answer to a question, with the words of the source that support it."""

    answer: SignallingResponse
    support: str = ""


class ReasonedJudgement(NamedTuple):
    """A judgement, with the reason why it differs from what is proposed."""

    level: Level
    reason: str = ""


class _Proposals(NamedTuple):
    """What was proposed before a save, and what is now."""

    before: Mapping[str, Level]
    now: Mapping[str, Level]


@transaction.atomic
def start_assessment(
    *,
    study: Study,
    tool: Tool,
    by: User,
    now: datetime,
    measure: OutcomeMeasure | None = None,
    weeks: float | None = None,
) -> BiasAssessment:
    """Start an assessment of a study, of one outcome, or of one outcome at one timepoint.

    Raises ``ActionRefusedError`` when the tool is not for such a study, or when this person has an unfinished
    assessment of the same scope.
    """
    if tool not in suitable_tools(Kind(study.kind), Design(study.design)):
        raise ActionRefusedError(f"{tool.label} was not made for a study of this design.")
    return _new_assessment(study=study, tool=tool, measure=measure, weeks=weeks, by=by, now=now)


@transaction.atomic
def reopen_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Start a new assessment from a finished one, which counts until the new one is finished.

    Raises ``ActionRefusedError``.
    """
    if assessment.finished_at is None:
        raise ActionRefusedError("This assessment is not finished: its author can still change it.")
    new = _new_assessment(
        study=assessment.study,
        tool=Tool(assessment.tool),
        measure=assessment.measure,
        weeks=assessment.weeks,
        by=by,
        now=now,
    )
    reason = f"Copied from assessment {assessment.pk}"
    for answer in assessment.answers.all():
        new_answer = SignallingAnswer(
            assessment=new, question=answer.question, answer=answer.answer, support=answer.support
        )
        save_with_reason(new_answer, reason=reason, by=by)
    for row in assessment.judgements.all():
        new_judgement = BiasJudgement(
            assessment=new, domain=row.domain, proposed=row.proposed, judgement=row.judgement, reason=row.reason
        )
        save_with_reason(new_judgement, reason=reason, by=by)
    return new


@transaction.atomic
def discard_assessment(*, assessment: BiasAssessment, by: User) -> None:
    """Delete an unfinished assessment.

    Raises ``ActionRefusedError`` when it is finished or another person's.
    """
    _own_open_assessment(assessment, by).delete()


@transaction.atomic
def save_appraisal(
    *,
    assessment: BiasAssessment,
    answers: Mapping[str, SupportedAnswer],
    judgements: Mapping[str, ReasonedJudgement],
    by: User,
) -> tuple[str, ...]:
    """Save the answers that apply, and the judgements that need no reason or have one.

    Returns a sentence for each judgement that was not saved. A judgement that only repeated an earlier proposal is
    deleted without a message when the answers now propose another level: no person chose it.
    """
    locked = _own_open_assessment(assessment, by)
    instrument = INSTRUMENTS[Tool(locked.tool)]
    before = _proposed(locked, instrument)
    _save_answers(locked, instrument, answers, by)
    proposed = _proposed(locked, instrument)
    refused = [
        _save_judgement(locked, section.key, judgements.get(section.key), _Proposals(before, proposed), by)
        for section in instrument.judged_sections
    ]
    # The overall level follows from what was judged just now.
    overall = _Proposals(before, _proposed(locked, instrument))
    refused.append(_save_judgement(locked, OVERALL, judgements.get(OVERALL), overall, by))
    return tuple(sentence for sentence in refused if sentence)


@transaction.atomic
def finish_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Sign an assessment: from now on it counts. Raises ``ActionRefusedError``, naming what is missing."""
    locked = _own_open_assessment(assessment, by)
    missing = [*_missing_answers(locked), *_missing_judgements(locked)]
    if missing:
        raise ActionRefusedError(" ".join(missing))
    locked.finished_at = now
    save_with_reason(locked, reason="Finished", by=by)
    return locked


def answers_of(assessment: BiasAssessment) -> dict[str, SignallingResponse]:
    """The stored answers by the number of their question."""
    return {row.question: SignallingResponse(row.answer) for row in assessment.answers.all()}


def judgements_of(assessment: BiasAssessment, instrument: Instrument) -> dict[str, Level]:
    """The stored judgements of the instrument's sections; without the overall one."""
    levels = {section.key: {level.value: level for level in section.levels} for section in instrument.judged_sections}
    return {
        row.domain: levels[row.domain][row.judgement] for row in assessment.judgements.all() if row.domain in levels
    }


def _new_assessment(
    *, study: Study, tool: Tool, measure: OutcomeMeasure | None, weeks: float | None, by: User, now: datetime
) -> BiasAssessment:
    # One person has one unfinished assessment of a scope at a time.
    Study.objects.select_for_update().get(pk=study.pk)
    scope = {"study": study, "tool": tool, "measure": measure, "weeks": weeks, "assessed_by": by}
    if BiasAssessment.objects.filter(
        study=study, tool=tool, measure=measure, weeks=weeks, assessed_by=by, finished_at=None
    ).exists():
        raise ActionRefusedError("You already have an unfinished assessment of this: finish it or discard it first.")
    assessment = BiasAssessment(**scope, version=INSTRUMENTS[tool].version, started_at=now)
    save_with_reason(assessment, reason="Started", by=by)
    return assessment


def _own_open_assessment(assessment: BiasAssessment, by: User) -> BiasAssessment:
    """The record, locked, when it may still be changed by this person."""
    locked = BiasAssessment.objects.select_for_update(of=("self",)).select_related("study").get(pk=assessment.pk)
    if locked.finished_at is not None:
        raise ActionRefusedError("This assessment is finished. To change it, start a new one from it.")
    if locked.assessed_by_id != by.pk:
        raise ActionRefusedError("This assessment is another person's: only they can change it.")
    return locked


def _proposed(assessment: BiasAssessment, instrument: Instrument) -> dict[str, Level]:
    return propose_levels(instrument, answers_of(assessment), judgements_of(assessment, instrument))


def _save_answers(
    assessment: BiasAssessment, instrument: Instrument, answers: Mapping[str, SupportedAnswer], by: User
) -> None:
    plain = {number: each.answer for number, each in answers.items()}
    applicable = {number for section in instrument.sections for number in applicable_answers(section, plain)}
    stored = {row.question: row for row in assessment.answers.all()}
    assessment.answers.exclude(question__in=applicable).delete()
    for number in applicable:
        new = answers[number]
        row = stored.get(number) or SignallingAnswer(assessment=assessment, question=number)
        if (row.answer, row.support) != (new.answer, new.support):
            row.answer, row.support = new.answer, new.support
            save_with_reason(row, reason="Answered", by=by)


def _save_judgement(
    assessment: BiasAssessment, key: str, judgement: ReasonedJudgement | None, proposed: _Proposals, by: User
) -> str:
    """Save or delete one judgement. Returns a sentence when its reason is missing."""
    row = assessment.judgements.filter(domain=key).first() or BiasJudgement(assessment=assessment, domain=key)
    level = proposed.now.get(key)
    if judgement is None or (judgement.level != level and not judgement.reason):
        if row.pk:
            row.delete()
        earlier = proposed.before.get(key)
        was_proposed = judgement is None or (judgement.level == earlier and level != earlier)
        return "" if was_proposed else _missing_reason(INSTRUMENTS[Tool(assessment.tool)], key, level)
    new = (level.value if level else "", judgement.level.value, judgement.reason)
    if (row.proposed, row.judgement, row.reason) != new:
        row.proposed, row.judgement, row.reason = new
        save_with_reason(row, reason="Judged", by=by)
    return ""


def _missing_reason(instrument: Instrument, key: str, proposed: Level | None) -> str:
    title = section_title(instrument, key)
    if proposed is None:
        return f"{title}: no judgement is proposed here, so give a reason for yours."
    return f"{title}: {proposed.label.lower()} is proposed. A different judgement needs a reason."


def section_title(instrument: Instrument, key: str) -> str:
    """What a section, or the overall judgement, is called in sentences."""
    titles = {section.key: f"{section.key} {section.title}" for section in instrument.sections}
    return titles.get(key, instrument.overall_title)


def _missing_answers(assessment: BiasAssessment) -> list[str]:
    instrument, answers = INSTRUMENTS[Tool(assessment.tool)], answers_of(assessment)
    numbers = [
        question.number for section in instrument.sections for question in unanswered_questions(section, answers)
    ]
    return [f"Not answered yet: {', '.join(numbers)}."] if numbers else []


def _missing_judgements(assessment: BiasAssessment) -> list[str]:
    """Sections without a judgement, or judged when another level was proposed."""
    instrument = INSTRUMENTS[Tool(assessment.tool)]
    proposed = _proposed(assessment, instrument)
    rows = {row.domain: row.proposed for row in assessment.judgements.all()}
    keys = [*(section.key for section in instrument.judged_sections), OVERALL]
    names = [
        section_title(instrument, key)
        for key in keys
        if key not in rows or rows[key] != (proposed[key].value if key in proposed else "")
    ]
    return [f"Not judged yet: {', '.join(names)}."] if names else []
