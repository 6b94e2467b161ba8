"""What people decide about a publication on its way into the evidence.

Every decision is kept, signed and dated. Their result (``curation.screening.decisions``) is written on the publication.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import ExclusionReason, PublicationRole, Screening, ScreeningStage
from studies.curation.screening.decisions import ScreeningStatus, ScreeningVote, StageStatus, standing_of
from studies.models import Publication, ScreeningDecision, Study
from studies.revisions.reasons import save_with_reason

_TITLE = ScreeningStage.TITLE_ABSTRACT


class NotScreenableError(ValueError):
    """The decision cannot be taken as things stand; the message is a sentence."""


def include_publication(
    *,
    publication: Publication,
    reason: str,
    by: User,
    now: datetime,
    stage: ScreeningStage = _TITLE,
    settles: bool = False,
) -> ScreeningDecision:
    """It belongs into the evidence: the report is to be read, a study is to be made of it."""
    said = _said(Screening.INCLUDED, stage=stage, reason=reason, settles=settles, by=by, now=now)
    return _decide(publication, said)


def exclude_publication(
    *,
    publication: Publication,
    reason: str,
    by: User,
    now: datetime,
    reason_code: ExclusionReason = ExclusionReason.OTHER,
    stage: ScreeningStage = _TITLE,
    settles: bool = False,
) -> ScreeningDecision:
    """It does not belong into the evidence, and the reason says why; in words too where the code says "another"."""
    words = reason or ("" if reason_code == ExclusionReason.OTHER else ExclusionReason(reason_code).label)
    if not words:
        raise NotScreenableError("Say why it is excluded.")
    said = _said(Screening.EXCLUDED, stage=stage, reason=words, settles=settles, by=by, now=now)
    said.reason_code = reason_code
    return _decide(publication, said)


def add_report(
    *,
    publication: Publication,
    study: Study,
    reason: str,
    by: User,
    now: datetime,
    stage: ScreeningStage = _TITLE,
    settles: bool = False,
) -> ScreeningDecision:
    """It is a further report of a study that is here already; the study is still counted once."""
    said = _said(Screening.INCLUDED, stage=stage, reason=reason, settles=settles, by=by, now=now)
    said.study = study
    return _decide(publication, said)


def take_back_opinion(
    *, publication: Publication, reason: str, by: User, now: datetime, stage: ScreeningStage = _TITLE
) -> ScreeningDecision:
    """The person does not know, or knows no longer: their opinion at this stage counts no more."""
    return _decide(publication, _said(Screening.UNSCREENED, stage=stage, reason=reason, settles=False, by=by, now=now))


def standing(publication: Publication) -> ScreeningStatus:
    """What stands of all that was said about a publication."""
    return standing_of([opinion_of(each) for each in publication.screening_decisions.order_by("pk")])


def opinion_of(decision: ScreeningDecision) -> ScreeningVote:
    """A decision as the rules see it."""
    return ScreeningVote(
        by=decision.decided_by_id,
        stage=decision.stage,
        decision=decision.decision,
        reason_code=decision.reason_code,
        study=decision.study_id,
        settles=decision.settles,
    )


def was_joined_by_screening(publication: Publication) -> bool:
    """Whether the study that a publication reports was named by a person who screened it."""
    return publication.screening_decisions.filter(study=publication.study_id).exclude(study=None).exists()


def may_be_screened(publication: Publication) -> bool:
    """Whether opinions decide on it: what reports a study that a curator made is the curator's to change."""
    return publication.study_id is None or was_joined_by_screening(publication)


def _said(
    decision: Screening, *, stage: ScreeningStage, reason: str, settles: bool, by: User, now: datetime
) -> ScreeningDecision:
    return ScreeningDecision(
        stage=stage, decision=decision, reason=reason, settles=settles, decided_by=by, decided_at=now
    )


@transaction.atomic
def _decide(publication: Publication, said: ScreeningDecision) -> ScreeningDecision:
    """Keep a decision, and write what stands now on the publication, which is brought up to date in place."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    joined, before = was_joined_by_screening(locked), standing(locked)
    if locked.study_id and not joined:
        raise NotScreenableError("It reports a study that a curator keeps: take it off that study first.")
    if said.settles and not _at(before, said.stage).differ:
        raise NotScreenableError("There is nothing to settle: nobody differs at this stage.")
    said.publication = locked
    said.save()
    after = standing(locked)
    # Somebody who does not know changes nothing of what the data set, or a curator, said.
    if before.decisive.was_asked or after.decisive.was_asked:
        _write(locked, after, by=said.decided_by, joined=joined)
    publication.refresh_from_db(fields=["screening", "study", "role"])
    return said


def _write(publication: Publication, stands: ScreeningStatus, *, by: User, joined: bool) -> None:
    """Write what stands, with its history, where it is not what the publication says already."""
    before = (publication.screening, publication.study_id, publication.role)
    publication.screening = stands.screening
    if stands.study:
        publication.study_id = stands.study
        publication.role = PublicationRole.FURTHER_REPORT
    elif joined:
        publication.study = None
        publication.role = PublicationRole.MAIN_REPORT
    if before != (publication.screening, publication.study_id, publication.role):
        differ = " (opinions differ)" if stands.decisive.differ else ""
        save_with_reason(publication, reason=f"Screened: {stands.screening.label}{differ}", by=by)


def _at(stands: ScreeningStatus, stage: str) -> StageStatus:
    return stands.full if stage == ScreeningStage.FULL_TEXT else stands.title
