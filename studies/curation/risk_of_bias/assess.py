"""What a person writes down about a study's risk of bias, or a review's quality: begun, saved, finished, begun anew.

An assessment belongs to whoever began it, and to nobody else until it is finished; a finished one is never changed.
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


class Supported(NamedTuple):
    """An answer to a question, with the words of the source that support it."""

    answer: SignallingResponse
    support: str = ""


class Reasoned(NamedTuple):
    """A judgement, with the reason why it differs from what is proposed."""

    level: Level
    reason: str = ""


class _Proposed(NamedTuple):
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
    """Begin to assess a study, one of its outcomes, or that at one time.

    Raises ``ActionRefusedError`` when the tool was not made for such a study, or when this person has begun the same
    already.
    """
    if tool not in suitable_tools(Kind(study.kind), Design(study.design)):
        raise ActionRefusedError(f"{tool.label} was not made for a study of this design.")
    return _begun(study=study, tool=tool, measure=measure, weeks=weeks, by=by, now=now)


@transaction.atomic
def reopen_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Begin a new assessment from a finished one, which stands until the new one is finished.

    Raises ``ActionRefusedError``.
    """
    if assessment.finished_at is None:
        raise ActionRefusedError("This assessment is not finished: it can still be changed by whoever began it.")
    begun = _begun(
        study=assessment.study,
        tool=Tool(assessment.tool),
        measure=assessment.measure,
        weeks=assessment.weeks,
        by=by,
        now=now,
    )
    reason = f"Taken over from assessment {assessment.pk}"
    for answer in assessment.answers.all():
        taken = SignallingAnswer(
            assessment=begun, question=answer.question, answer=answer.answer, support=answer.support
        )
        save_with_reason(taken, reason=reason, by=by)
    for row in assessment.judgements.all():
        judged = BiasJudgement(
            assessment=begun, domain=row.domain, proposed=row.proposed, judgement=row.judgement, reason=row.reason
        )
        save_with_reason(judged, reason=reason, by=by)
    return begun


@transaction.atomic
def discard_assessment(*, assessment: BiasAssessment, by: User) -> None:
    """Throw away what was begun and never finished.

    Raises ``ActionRefusedError`` when it is finished or another person's.
    """
    _own_open(assessment, by).delete()


@transaction.atomic
def save_appraisal(
    *,
    assessment: BiasAssessment,
    answers: Mapping[str, Supported],
    judgements: Mapping[str, Reasoned],
    by: User,
) -> tuple[str, ...]:
    """Keep the answers that apply, and the judgements that need no reason or have one.

    Returns a sentence for each judgement that was not kept. A judgement without a reason that only repeated an earlier
    proposal is dropped in silence when the answers now propose another: nobody chose it.
    """
    locked = _own_open(assessment, by)
    instrument = INSTRUMENTS[Tool(locked.tool)]
    before = _proposed(locked, instrument)
    _keep_answers(locked, instrument, answers, by)
    proposed = _proposed(locked, instrument)
    refused = [
        _keep_judgement(locked, section.key, judgements.get(section.key), _Proposed(before, proposed), by)
        for section in instrument.judged_sections
    ]
    # The overall level follows from what was judged just now.
    overall = _Proposed(before, _proposed(locked, instrument))
    refused.append(_keep_judgement(locked, OVERALL, judgements.get(OVERALL), overall, by))
    return tuple(sentence for sentence in refused if sentence)


@transaction.atomic
def finish_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Sign an assessment: from now on it counts. Raises ``ActionRefusedError``, naming what is missing."""
    locked = _own_open(assessment, by)
    missing = [*_open_questions(locked), *_open_judgements(locked)]
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


def _begun(
    *, study: Study, tool: Tool, measure: OutcomeMeasure | None, weeks: float | None, by: User, now: datetime
) -> BiasAssessment:
    # Two of one person at once would each be half of a judgement.
    Study.objects.select_for_update().get(pk=study.pk)
    scope = {"study": study, "tool": tool, "measure": measure, "weeks": weeks, "assessed_by": by}
    if BiasAssessment.objects.filter(
        study=study, tool=tool, measure=measure, weeks=weeks, assessed_by=by, finished_at=None
    ).exists():
        raise ActionRefusedError("You have begun an assessment of this already: finish it or throw it away first.")
    begun = BiasAssessment(**scope, version=INSTRUMENTS[tool].version, started_at=now)
    save_with_reason(begun, reason="Begun", by=by)
    return begun


def _own_open(assessment: BiasAssessment, by: User) -> BiasAssessment:
    """The record, locked, when it may still be changed by this person."""
    locked = BiasAssessment.objects.select_for_update(of=("self",)).select_related("study").get(pk=assessment.pk)
    if locked.finished_at is not None:
        raise ActionRefusedError("This assessment is finished. Begin a new one from it to change it.")
    if locked.assessed_by_id != by.pk:
        raise ActionRefusedError("This assessment is another person's: only they can change it.")
    return locked


def _proposed(assessment: BiasAssessment, instrument: Instrument) -> dict[str, Level]:
    return propose_levels(instrument, answers_of(assessment), judgements_of(assessment, instrument))


def _keep_answers(
    assessment: BiasAssessment, instrument: Instrument, answers: Mapping[str, Supported], by: User
) -> None:
    plain = {number: said.answer for number, said in answers.items()}
    standing = {number for section in instrument.sections for number in applicable_answers(section, plain)}
    stored = {row.question: row for row in assessment.answers.all()}
    assessment.answers.exclude(question__in=standing).delete()
    for number in standing:
        said = answers[number]
        row = stored.get(number) or SignallingAnswer(assessment=assessment, question=number)
        if (row.answer, row.support) != (said.answer, said.support):
            row.answer, row.support = said.answer, said.support
            save_with_reason(row, reason="Answered", by=by)


def _keep_judgement(assessment: BiasAssessment, key: str, said: Reasoned | None, proposed: _Proposed, by: User) -> str:
    """Store one judgement, or remove it; returns a sentence where it lacks its reason."""
    row = assessment.judgements.filter(domain=key).first() or BiasJudgement(assessment=assessment, domain=key)
    level = proposed.now.get(key)
    if said is None or (said.level != level and not said.reason):
        if row.pk:
            row.delete()
        was = proposed.before.get(key)
        is_nobodys = said is None or (said.level == was and level != was)
        return "" if is_nobodys else _wants_reason(INSTRUMENTS[Tool(assessment.tool)], key, level)
    new = (level.value if level else "", said.level.value, said.reason)
    if (row.proposed, row.judgement, row.reason) != new:
        row.proposed, row.judgement, row.reason = new
        save_with_reason(row, reason="Judged", by=by)
    return ""


def _wants_reason(instrument: Instrument, key: str, proposed: Level | None) -> str:
    title = section_title(instrument, key)
    if proposed is None:
        return f"{title}: nothing is proposed here, so give a reason for your judgement."
    return f"{title}: {proposed.label.lower()} is proposed. A different judgement needs a reason."


def section_title(instrument: Instrument, key: str) -> str:
    """What a section, or the overall judgement, is called in sentences."""
    titles = {section.key: f"{section.key} {section.title}" for section in instrument.sections}
    return titles.get(key, instrument.overall_title)


def _open_questions(assessment: BiasAssessment) -> list[str]:
    instrument, answers = INSTRUMENTS[Tool(assessment.tool)], answers_of(assessment)
    numbers = [
        question.number for section in instrument.sections for question in unanswered_questions(section, answers)
    ]
    return [f"Not answered yet: {', '.join(numbers)}."] if numbers else []


def _open_judgements(assessment: BiasAssessment) -> list[str]:
    """A judgement made of another proposal than the one that stands now is no judgement of it."""
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
