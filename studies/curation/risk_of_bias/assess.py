"""Assessments of a study's risk of bias or of a review's quality: start, save, finish, reopen, discard.

Only its author changes an assessment until it is finished. A finished one is never changed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from studies.appraisal.instrument import OVERALL, Instrument, Level, applicable_answers
from studies.appraisal.instruments import suitable_instruments
from studies.choices import Allocation, Design, Kind, SignallingResponse, Tool
from studies.curation.risk_of_bias.assessment_state import (
    instrument_for,
    missing_answers,
    missing_judgements,
    proposed_levels,
    section_title,
)
from studies.curation.risk_of_bias.consensus import (
    ASSESSORS,
    differing_judgements,
    of_single_people,
    refuse_second_consensus,
    sides_of,
)
from studies.models import BiasAssessment, BiasJudgement, OutcomeMeasure, SignallingAnswer, Study
from studies.revisions.reasons import save_all_with_reason, save_with_reason
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
    """What was proposed before a save, and what is now; of a consensus, where the two people differ."""

    before: Mapping[str, Level]
    now: Mapping[str, Level]
    differing: frozenset[str]


@transaction.atomic
def start_assessment(
    *,
    study: Study,
    tool: Tool,
    by: User,
    now: datetime,
    version: str = "",
    measure: OutcomeMeasure | None = None,
    weeks: float | None = None,
) -> BiasAssessment:
    """Start an assessment of a study, of one outcome, or of one outcome at one timepoint.

    ``version`` is one of the tool's; '' is the one that suits the study. Raises ``ActionRefusedError`` when the tool is
    not for such a study, when this person has an unfinished assessment of the same scope, or when two have finished it.
    """
    suitable = suitable_instruments(Kind(study.kind), Design(study.design), Allocation(study.allocation))
    of_tool = [each for each in suitable if each.tool is tool and version in ("", each.version)]
    if not of_tool:
        raise ActionRefusedError(f"{tool.label} was not made for a study of this design.")
    assessment = _unsaved(study, of_tool[0], measure, weeks)
    return _begin(assessment, by=by, now=now)


@transaction.atomic
def reopen_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Start a new assessment from one's own finished one, or a new consensus; the old one counts until it is finished.

    Raises ``ActionRefusedError``.
    """
    if assessment.finished_at is None:
        raise ActionRefusedError("This assessment is not finished: its author can still change it.")
    if assessment.assessed_by_id != by.pk and not assessment.is_consensus:
        raise ActionRefusedError("This is another person’s assessment: a second one starts from nothing, without it.")
    instrument = instrument_for(assessment)
    new = _unsaved(assessment.study, instrument, assessment.measure, assessment.weeks)
    new.version, new.is_consensus = assessment.version, assessment.is_consensus
    _begin(new, by=by, now=now)
    reason = f"Copied from assessment {assessment.pk}"
    answers = [
        SignallingAnswer(assessment=new, question=row.question, answer=row.answer, support=row.support)
        for row in assessment.answers.all()
    ]
    save_all_with_reason(answers, (), reason=reason, by=by)
    judgements = [
        BiasJudgement(
            assessment=new, domain=row.domain, proposed=row.proposed, judgement=row.judgement, reason=row.reason
        )
        for row in assessment.judgements.all()
    ]
    save_all_with_reason(judgements, (), reason=reason, by=by)
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
    instrument, differing = instrument_for(locked), _differing(locked)
    before = proposed_levels(locked)
    _save_answers(locked, instrument, answers, by)
    proposals = _Proposals(before, proposed_levels(locked), differing)
    by_section = {section.key: judgements.get(section.key) for section in instrument.judged_sections}
    refused = _save_judgements(locked, by_section, proposals, by)
    # The overall level follows from what was judged just now.
    overall = proposals._replace(now=proposed_levels(locked))
    refused += _save_judgements(locked, {OVERALL: judgements.get(OVERALL)}, overall, by)
    return tuple(refused)


@transaction.atomic
def finish_assessment(*, assessment: BiasAssessment, by: User, now: datetime) -> BiasAssessment:
    """Sign an assessment: from now on it counts. Raises ``ActionRefusedError``, naming what is missing."""
    locked = _own_open_assessment(assessment, by)
    missing = [*missing_answers(locked), *missing_judgements(locked)]
    if missing:
        raise ActionRefusedError(" ".join(missing))
    locked.finished_at = _after_those_before(locked, now)
    save_with_reason(locked, reason="Finished", by=by)
    return locked


def _after_those_before(assessment: BiasAssessment, now: datetime) -> datetime:
    """The time; just after the last that was finished where the clock was put back since: the latest one counts."""
    finished = BiasAssessment.objects.filter(study=assessment.study_id)
    last = finished.aggregate(last=Max("finished_at"))["last"]
    return max(now, last + timedelta(microseconds=1)) if last else now


def _unsaved(
    study: Study, instrument: Instrument, measure: OutcomeMeasure | None, weeks: float | None
) -> BiasAssessment:
    return BiasAssessment(
        study=study,
        tool=instrument.tool,
        version=instrument.version,
        effect_of_interest=instrument.effect or "",
        measure=measure,
        weeks=weeks,
    )


def _begin(assessment: BiasAssessment, *, by: User, now: datetime) -> BiasAssessment:
    """Save a new assessment of this person, when nothing stands against it."""
    Study.objects.select_for_update().get(pk=assessment.study_id)
    if assessment.is_consensus:
        refuse_second_consensus(assessment)
    else:
        _refuse_second_begin(assessment, by)
    assessment.assessed_by, assessment.started_at = by, now
    save_with_reason(assessment, reason="Started", by=by)
    return assessment


def _refuse_second_begin(assessment: BiasAssessment, by: User) -> None:
    """One person has one unfinished assessment of a scope at a time; after two people only a consensus is written."""
    if of_single_people(assessment).filter(assessed_by=by, finished_at=None).exists():
        raise ActionRefusedError("You already have an unfinished assessment of this: finish it or discard it first.")
    if len(sides_of(assessment)) >= ASSESSORS:
        raise ActionRefusedError(
            "Two people have finished an assessment of this. What they agree on is written as their consensus."
        )


def _own_open_assessment(assessment: BiasAssessment, by: User) -> BiasAssessment:
    """The record, locked, when it may still be changed by this person."""
    locked = BiasAssessment.objects.select_for_update(of=("self",)).select_related("study").get(pk=assessment.pk)
    if locked.finished_at is not None:
        raise ActionRefusedError("This assessment is finished. To change it, start a new one from it.")
    if locked.assessed_by_id != by.pk:
        raise ActionRefusedError("This assessment is another person's: only they can change it.")
    return locked


def _save_answers(
    assessment: BiasAssessment, instrument: Instrument, answers: Mapping[str, SupportedAnswer], by: User
) -> None:
    plain = {number: each.answer for number, each in answers.items()}
    applicable = [number for section in instrument.sections for number in applicable_answers(section, plain)]
    stored = {row.question: row for row in assessment.answers.all()}
    assessment.answers.exclude(question__in=applicable).delete()
    changed = []
    for number in applicable:
        new = answers[number]
        row = stored.get(number) or SignallingAnswer(assessment=assessment, question=number)
        if (row.answer, row.support) != (new.answer, new.support):
            row.answer, row.support = new.answer, new.support
            changed.append(row)
    save_all_with_reason(changed, ["answer", "support"], reason="Answered", by=by)


def _save_judgements(
    assessment: BiasAssessment, given: Mapping[str, ReasonedJudgement | None], proposed: _Proposals, by: User
) -> list[str]:
    """Save judgements, or delete them where none is given. Returns a sentence for each whose reason is missing."""
    stored = {row.domain: row for row in assessment.judgements.filter(domain__in=given)}
    changed, refused = [], []
    for key, judgement in given.items():
        row, level = stored.get(key) or BiasJudgement(assessment=assessment, domain=key), proposed.now.get(key)
        needs_reason = judgement is not None and (judgement.level != level or key in proposed.differing)
        if judgement is None or (needs_reason and not judgement.reason):
            if row.pk:
                row.delete()
            earlier = proposed.before.get(key)
            if judgement is not None and (judgement.level != earlier or level == earlier):
                refused.append(_missing_reason(assessment, key, proposed))
            continue
        new = (level.value if level else "", judgement.level.value, judgement.reason)
        if (row.proposed, row.judgement, row.reason) != new:
            row.proposed, row.judgement, row.reason = new
            changed.append(row)
    save_all_with_reason(changed, ["proposed", "judgement", "reason"], reason="Judged", by=by)
    return refused


def _missing_reason(assessment: BiasAssessment, key: str, proposals: _Proposals) -> str:
    title, proposed = section_title(instrument_for(assessment), key), proposals.now.get(key)
    if key in proposals.differing:
        return f"{title}: the two people differ, so give the reason for what they agree on."
    if proposed is None:
        return f"{title}: no judgement is proposed here, so give a reason for yours."
    return f"{title}: {proposed.label.lower()} is proposed. A different judgement needs a reason."


def _differing(assessment: BiasAssessment) -> frozenset[str]:
    """Of a consensus, the domains and "overall" in which the two people differ."""
    return frozenset(differing_judgements(sides_of(assessment)) if assessment.is_consensus else ())
