"""A sign-off withdrawn after a change: the study stays visible and is unverified from then on."""

from datetime import datetime

from django.contrib.auth.models import User

from studies.choices import StudyStatus
from studies.models import Study
from studies.revisions.reasons import save_with_reason, shortened


def withdraw_sign_off(study: Study, *, now: datetime, reason: str) -> None:
    study.verifications.filter(withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_because=shortened(reason, 200)
    )


def set_status(study: Study, status: StudyStatus, *, by: User | None, reason: str) -> None:
    """Set any status but signed off, and remove the sign-off."""
    study.standing, study.signed_off_by, study.signed_off_at = status, None, None
    save_with_reason(study, reason=reason, by=by)
