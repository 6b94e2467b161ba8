"""Decisions of people on publications that they screen.

Every decision is saved, signed and dated. The status that follows (``curation.screening.decisions``) is saved to
the publication.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import ExclusionReason, PublicationRole, Screening, ScreeningStage
from studies.curation.screening.decisions import ScreeningStatus, ScreeningVote, screening_status_of
from studies.models import Publication, ScreeningDecision, Study
from studies.page_access import is_curator
from studies.revisions.reasons import SCREENED, save_with_reason

IN_THE_COLLECTION = "It is a report of a study in the collection: a curator first removes it from that study."
A_CURATOR_LINKS = (
    "Which study a publication reports is a curator’s to say. Include it, or leave it open, and name the study in a "
    "note."
)
_TITLE = ScreeningStage.TITLE_ABSTRACT


class NotScreenableError(ValueError):
    """The decision is not possible; the message says why."""


def include_publication(
    *,
    publication: Publication,
    reason: str,
    by: User,
    now: datetime,
    stage: ScreeningStage = _TITLE,
    settles: bool = False,
) -> ScreeningDecision:
    """Include it: the report is read next, and a study is made of it."""
    decision = _new_decision(Screening.INCLUDED, stage=stage, reason=reason, settles=settles, by=by, now=now)
    return _decide(publication, decision)


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
    """Exclude it, with a reason; the code for another reason needs a text."""
    words = reason or ("" if reason_code == ExclusionReason.OTHER else ExclusionReason(reason_code).label)
    if not words:
        raise NotScreenableError("Give a reason for the exclusion.")
    decision = _new_decision(Screening.EXCLUDED, stage=stage, reason=words, settles=settles, by=by, now=now)
    decision.reason_code = reason_code
    return _decide(publication, decision)


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
    """Add it to a study in the collection as a further report, as a curator may. The study still counts once."""
    decision = _new_decision(Screening.INCLUDED, stage=stage, reason=reason, settles=settles, by=by, now=now)
    decision.study = study
    return _decide(publication, decision)


def withdraw_vote(
    *, publication: Publication, reason: str, by: User, now: datetime, stage: ScreeningStage = _TITLE
) -> ScreeningDecision:
    """Withdraw the person's vote at this stage."""
    return _decide(
        publication, _new_decision(Screening.UNSCREENED, stage=stage, reason=reason, settles=False, by=by, now=now)
    )


def screening_status(publication: Publication) -> ScreeningStatus:
    """The status that follows from all votes on a publication."""
    return screening_status_of([vote_of(each) for each in publication.screening_decisions.order_by("pk")])


def vote_of(decision: ScreeningDecision) -> ScreeningVote:
    """A decision as a vote."""
    return ScreeningVote(
        by=decision.decided_by_id,
        stage=decision.stage,
        decision=decision.decision,
        reason_code=decision.reason_code,
        study=decision.study_id,
        settles=decision.settles,
    )


def has_study_from_screening(publication: Publication) -> bool:
    """Whether the study that a publication reports was named by a person who screened it."""
    return publication.screening_decisions.filter(study=publication.study_id).exclude(study=None).exists()


def can_be_screened(publication: Publication) -> bool:
    """Whether people vote on it: not on a report that came with its study, which is a curator's to change.

    On a study that was made of an included publication they go on, since its full text may not be assessed yet.
    """
    return publication.study_id is None or screening_status(publication).decisive.has_votes


def _new_decision(
    decision: Screening, *, stage: ScreeningStage, reason: str, settles: bool, by: User, now: datetime
) -> ScreeningDecision:
    return ScreeningDecision(
        stage=stage, decision=decision, reason=reason, settles=settles, decided_by=by, decided_at=now
    )


@transaction.atomic
def _decide(publication: Publication, decision: ScreeningDecision) -> ScreeningDecision:
    """Save a decision, and update the publication in place by the status that follows."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    joined, before = has_study_from_screening(locked), screening_status(locked)
    if locked.study_id and not before.decisive.has_votes:
        raise NotScreenableError(IN_THE_COLLECTION)
    if decision.settles and not before.at(decision.stage).differ:
        raise NotScreenableError("There is nothing to settle: the opinions at this stage do not differ.")
    decision.publication = locked
    decision.save()
    after = screening_status(locked)
    if locked.study_id and not joined and not _leaves_study(locked, after):
        raise NotScreenableError(IN_THE_COLLECTION)
    study_after = after.study or (None if joined else locked.study_id)
    if study_after != locked.study_id and not is_curator(decision.decided_by):
        raise NotScreenableError(A_CURATOR_LINKS)
    # A withdrawn vote changes nothing that the data set or a curator decided.
    if before.decisive.has_votes or after.decisive.has_votes:
        _write(locked, after, by=decision.decided_by, joined=joined)
    publication.refresh_from_db(fields=["screening", "study", "role"])
    return decision


def _leaves_study(publication: Publication, status: ScreeningStatus) -> bool:
    """Whether a status leaves a publication a report of the study that a curator made of it."""
    return status.screening == Screening.INCLUDED and status.study in (None, publication.study_id)


def _write(publication: Publication, status: ScreeningStatus, *, by: User, joined: bool) -> None:
    """Save the status to the publication, with its history, where it differs."""
    before = (publication.screening, publication.study_id, publication.role)
    publication.screening = status.screening
    if status.study:
        publication.study_id = status.study
        publication.role = PublicationRole.FURTHER_REPORT
    elif joined:
        publication.study = None
        publication.role = PublicationRole.MAIN_REPORT
    if before != (publication.screening, publication.study_id, publication.role):
        differ = " (opinions differ)" if status.decisive.differ else ""
        save_with_reason(publication, reason=f"{SCREENED}: {status.screening.label}{differ}", by=by)
