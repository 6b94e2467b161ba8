"""How far a study is vouched for, and what a change of it does to that.

A *draft* is hidden. An *unverified* study is shown with that mark. A *signed off* one is vouched for by somebody who
compared it with its source, after somebody else had taken its numbers down. Whoever changes a study or one of its
rows says so here, first: the change is counted, and nobody vouches for the new numbers yet.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import StudyStatus
from studies.models import Study
from studies.revisions.reasons import save_with_reason

# What an action tells the record that it was handed, so that saving that record later takes nothing back.
_COUNTED_FIELDS = ("revision", "standing", "signed_off_by", "signed_off_at", "extracted_by", "updated_at")


NOT_STATED = "Changed, without a reason"


class StaleRevisionError(ValueError):
    """Somebody changed the study since it was last seen; ``study`` is the record as it stands now."""

    def __init__(self, study: Study) -> None:
        super().__init__(f"Somebody has changed {study} since you opened it. Nothing was saved; look at it again.")
        self.study = study


class ActionRefusedError(ValueError):
    """What was asked for cannot be done as things stand; the message is a sentence."""


@transaction.atomic
def record_change(
    *, study: Study, by: User | None, now: datetime, reason: str, expected_revision: int | None = None
) -> Study:
    """Count a change of a study or of one of its rows: whoever vouched for it vouches no more, and it stays visible.

    Call it in the transaction of the change and before it; ``study`` is brought up to date in place, so that it can
    be changed and saved afterwards. Raises ``StaleRevisionError`` when ``expected_revision`` is not the one that
    stands.
    """
    locked = locked_study(study, expected_revision)
    reason = reason.strip() or NOT_STATED
    locked.extracted_by = by
    withdraw_sign_off(locked, now=now, reason=reason)
    if locked.standing == StudyStatus.SIGNED_OFF:
        set_status(locked, StudyStatus.UNVERIFIED, by=by, reason=reason)
    return count_change(study, locked, now=now)


def locked_study(study: Study, expected_revision: int | None) -> Study:
    """The study's row, which nobody else changes until the transaction ends. Raises ``StaleRevisionError``."""
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if expected_revision is not None and locked.revision != expected_revision:
        raise StaleRevisionError(locked)
    return locked


def withdraw_sign_off(study: Study, *, now: datetime, reason: str) -> None:
    standing = study.verifications.filter(withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now, withdrawn_because=_cut_to(reason, 200))


def set_status(study: Study, standing: StudyStatus, *, by: User | None, reason: str) -> None:
    """Let a study stand as anything but signed off."""
    study.standing, study.signed_off_by, study.signed_off_at = standing, None, None
    save_with_reason(study, reason=reason, by=by)


def count_change(study: Study, locked: Study, *, now: datetime) -> Study:
    """Count the change, and tell the record that was handed in what became of it."""
    locked.revision += 1
    locked.updated_at = now
    Study.objects.filter(pk=locked.pk).update(
        revision=locked.revision, updated_at=now, extracted_by=locked.extracted_by
    )
    for name in _COUNTED_FIELDS:
        setattr(study, name, getattr(locked, name))
    return locked


def _cut_to(text: str, length: int) -> str:
    """The text, cut where its column ends."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
