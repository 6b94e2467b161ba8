"""Rating a finding, replacing its rating after a review, and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from evidence.choices import Certainty
from evidence.grading.domains.certainty_level import domains_to_judge, final_level
from evidence.grading.domains.judgement import Judgement
from evidence.models import CertaintyAssessment, CertaintyJudgement, Ending
from studies.models import Condition
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError

_CHANGED_MEANWHILE = (
    "Another person rated this finding, or withdrew its rating, while your page was open. Look at it again."
)


@dataclass(frozen=True, slots=True)
class RatedFinding:
    """The finding to rate, where its certainty starts, and the fingerprint of the data that the person saw."""

    condition: Condition
    anchor: str
    title: str
    start: Certainty
    fingerprint: str


@transaction.atomic
def rate_finding(
    *,
    finding: RatedFinding,
    judgements: Sequence[Judgement],
    by: User,
    now: datetime,
    reason: str = "",
    replaced_rating: int | None = None,
) -> CertaintyAssessment:
    """Rate a finding, domain by domain; its current rating (``replaced_rating``, an id) is replaced and kept.

    Raises ``ActionRefusedError`` when the current rating is not the one that the person saw, when a decision lacks its
    reason, and when a rating is replaced without saying why.
    """
    judged = [judgement.domain for judgement in judgements]
    if sorted(judged) != sorted(domains_to_judge(finding.start)):
        raise ValueError("A rating judges every domain that its start asks for, once.")
    _end_current_rating(finding, replaced_rating, by=by, now=now, reason=reason)
    assessment = CertaintyAssessment(
        condition=finding.condition,
        anchor=finding.anchor,
        title=finding.title,
        start=finding.start,
        level=final_level(finding.start, [(each.domain, each.levels) for each in judgements]),
        fingerprint=finding.fingerprint,
        reason=reason.strip(),
        rated_by=by,
        rated_at=now,
    )
    _save(assessment, reason="Rated again" if replaced_rating else "Rated", by=by)
    for each in judgements:
        _save(_row(assessment, each), reason="Judged", by=by)
    return assessment


@transaction.atomic
def withdraw_rating(*, assessment: CertaintyAssessment, by: User, now: datetime, reason: str) -> CertaintyAssessment:
    """Withdraw a rating: the finding is then not rated.

    Raises ``ActionRefusedError`` without a reason, or when the rating has ended already.
    """
    locked = CertaintyAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if locked.ended_at is not None:
        raise ActionRefusedError(_CHANGED_MEANWHILE)
    if not reason.strip():
        raise ActionRefusedError("Give a reason for withdrawing the rating.")
    _end(locked, Ending.WITHDRAWN, by=by, now=now, because=reason.strip())
    return locked


def _end_current_rating(
    finding: RatedFinding, replaced_rating: int | None, *, by: User, now: datetime, reason: str
) -> None:
    # The condition's row is locked first, so that two first ratings of a finding come one after the other.
    Condition.objects.select_for_update().get(pk=finding.condition.pk)
    current = CertaintyAssessment.objects.current().filter(condition=finding.condition, anchor=finding.anchor).first()
    if (current.pk if current else None) != replaced_rating:
        raise ActionRefusedError(_CHANGED_MEANWHILE)
    if current is None:
        return
    if not reason.strip():
        raise ActionRefusedError("Give a reason for rating the finding again: what the review showed.")
    _end(current, Ending.REPLACED, by=by, now=now)


def _end(assessment: CertaintyAssessment, ending: Ending, *, by: User, now: datetime, because: str = "") -> None:
    assessment.ending, assessment.ended_by, assessment.ended_at = ending, by, now
    assessment.ended_because = because
    _save(assessment, reason=ending.label.capitalize(), by=by)


def _row(assessment: CertaintyAssessment, judged: Judgement) -> CertaintyJudgement:
    return CertaintyJudgement(
        assessment=assessment,
        domain=judged.domain,
        suggested=judged.suggestion.levels,
        suggestion=judged.suggestion.reason,
        arithmetic="\n".join(judged.suggestion.arithmetic),
        levels=judged.levels,
        reason=judged.reason.strip(),
    )


def _save(record: CertaintyAssessment | CertaintyJudgement, *, reason: str, by: User) -> None:
    try:
        # The rating of a judgement was written a moment before, and each of its domains is judged once.
        record.full_clean(exclude={"assessment"})
    except ValidationError as error:
        raise ActionRefusedError(" ".join(error.messages)) from error
    save_with_reason(record, reason=reason, by=by)
