"""Recording a change of a study: it is counted, and it withdraws verifications and the sign-off.

A *draft* is hidden. An *unverified* study is shown with that mark. A *signed off* one was compared with its source by a
second person, who did not enter its numbers. Every change of a study or of one of its rows is recorded here first.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import StudyStatus
from studies.models import Study
from studies.revisions.withdraw_sign_off import set_status, withdraw_sign_off

# Fields copied back to the study that was passed in, so that saving it later reverts nothing.
_COUNTED_FIELDS = ("revision", "standing", "signed_off_by", "signed_off_at", "extracted_by", "updated_at")


NOT_STATED = "Changed, without a reason"


class StaleRevisionError(ValueError):
    """Another person changed the study since it was opened; ``study`` is the current record."""

    def __init__(self, study: Study) -> None:
        super().__init__(f"Another person changed {study} after you opened it. Nothing was saved; look at it again.")
        self.study = study


class ActionRefusedError(ValueError):
    """The action is not possible in the present state; the message is a sentence."""


@transaction.atomic
def record_change(
    *, study: Study, by: User | None, now: datetime, reason: str, expected_revision: int | None = None
) -> Study:
    """Count a change of a study or of one of its rows and withdraw its sign-off; the study stays visible.

    Call it before the change, in the same transaction; ``study`` is updated in place, so that it can be changed and
    saved afterwards. Raises ``StaleRevisionError`` when ``expected_revision`` is not the current one.
    """
    locked = locked_study(study, expected_revision)
    reason = reason.strip() or NOT_STATED
    locked.extracted_by = by
    withdraw_sign_off(locked, now=now, reason=reason)
    if locked.standing == StudyStatus.SIGNED_OFF:
        set_status(locked, StudyStatus.UNVERIFIED, by=by, reason=reason)
    return count_change(study, locked, now=now)


def locked_study(study: Study, expected_revision: int | None) -> Study:
    """The study's row, locked until the transaction ends. Raises ``StaleRevisionError``."""
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if expected_revision is not None and locked.revision != expected_revision:
        raise StaleRevisionError(locked)
    return locked


def count_change(study: Study, locked: Study, *, now: datetime) -> Study:
    """Count the change, and copy the counted fields to the study that was passed in."""
    locked.revision += 1
    locked.updated_at = now
    Study.objects.filter(pk=locked.pk).update(
        revision=locked.revision, updated_at=now, extracted_by=locked.extracted_by
    )
    for name in _COUNTED_FIELDS:
        setattr(study, name, getattr(locked, name))
    return locked
