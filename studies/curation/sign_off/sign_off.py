"""The status of a study: draft, unverified or signed off.

A *draft* is hidden. An *unverified* study is shown with that mark. A *signed off* one was compared with its source by
a person who did not extract its numbers: number by number, all of them or *in part*. A later change of a study or of
its rows makes it unverified again; the numbers that did not change stay confirmed.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from studies.checks.run import check_study
from studies.choices import QueryState, ReadAs, Severity, StudyStatus
from studies.models import Study, Verification
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, count_change, locked_study
from studies.revisions.withdraw_sign_off import set_status, withdraw_sign_off
from studies.selectors.study_numbers import read_number_shares

_OWN_CHANGE = "You changed these numbers last: another person must compare them with the source."


@transaction.atomic
def publish_study(*, study: Study, by: User, now: datetime, expected_revision: int | None = None) -> Study:
    """Show a draft to readers; it is unverified.

    Raises ``StaleRevisionError``, and ``ActionRefusedError`` when it is not a draft.
    """
    locked = locked_study(study, expected_revision)
    if locked.standing != StudyStatus.DRAFT:
        raise ActionRefusedError("This study is not a draft: readers see it already.")
    set_status(locked, StudyStatus.UNVERIFIED, by=by, reason="Published")
    return count_change(study, locked, now=now)


@transaction.atomic
def make_draft(*, study: Study, by: User, now: datetime, reason: str, expected_revision: int | None = None) -> Study:
    """Hide a study from readers and withdraw its sign-off.

    Raises ``StaleRevisionError`` and ``ActionRefusedError``.
    """
    locked = locked_study(study, expected_revision)
    if locked.standing == StudyStatus.DRAFT:
        raise ActionRefusedError("This study is a draft already.")
    if not reason.strip():
        raise ActionRefusedError("Give a reason for hiding this study from readers.")
    withdraw_sign_off(locked, now=now, reason=reason)
    set_status(locked, StudyStatus.DRAFT, by=by, reason=reason)
    return count_change(study, locked, now=now)


@transaction.atomic
def verify_study(
    *, study: Study, by: User, now: datetime, read_as: ReadAs, note: str = "", expected_revision: int | None = None
) -> Verification:
    """Record that ``by`` compared a study with its source; which numbers, their confirmations say.

    Raises ``StaleRevisionError`` and ``ActionRefusedError``.
    """
    locked = locked_study(study, expected_revision)
    if locked.verifications.filter(by=by, withdrawn_at__isnull=True).exists():
        raise ActionRefusedError("You have verified this study already.")
    if settings.EVIDENCE_SIGN_OFF_PEOPLE > 1 and locked.extracted_by_id == by.pk:
        raise ActionRefusedError(_OWN_CHANGE)
    return locked.verifications.create(by=by, at=now, read_as=read_as, note=note)


@transaction.atomic
def sign_off_study(
    *,
    study: Study,
    by: User,
    now: datetime,
    read_as: ReadAs,
    note: str = "",
    in_part: bool = False,
    expected_revision: int | None = None,
) -> Study:
    """Sign a study off, having read its source as ``read_as``; ``in_part`` with numbers that nobody confirmed.

    Raises ``StaleRevisionError`` and ``ActionRefusedError``.
    """
    locked = locked_study(study, expected_revision)
    reasons = obstacles(study=locked, by=by)
    if reasons:
        raise ActionRefusedError(" ".join(reasons))
    share = read_number_shares([locked.pk])[locked.pk]
    if not share.is_complete and not in_part:
        raise ActionRefusedError(f"Only {share.text}. Confirm the others, or sign off in part.")
    if share.total and not share.confirmed:
        raise ActionRefusedError("No number is confirmed yet: there is nothing to sign off.")
    values = {"at": now, "read_as": read_as, "note": note}
    locked.verifications.update_or_create(by=by, withdrawn_at=None, defaults=values)
    locked.signed_off_at, locked.signed_off_by = now, by
    locked.standing = StudyStatus.SIGNED_OFF
    extent = f", {share.text}" if share.total else ""
    save_with_reason(locked, reason=f"Signed off, read as: {ReadAs(read_as).label}{extent}", by=by)
    return count_change(study, locked, now=now)


def obstacles(*, study: Study, by: User) -> list[str]:
    """Why a person cannot sign a study off now, a sentence each; none when they can."""
    if study.standing == StudyStatus.SIGNED_OFF:
        return ["This study is signed off already."]
    sentences = []
    if study.standing == StudyStatus.DRAFT:
        sentences.append("This study is a draft: show it to readers first.")
    return [*sentences, *_obstacles_of_people(study, by), *_obstacles_of_numbers(study)]


def people_who_compared(study: Study) -> set[int]:
    """People who know the source of the numbers: the last to change them, and all who compared them since."""
    verified = study.verifications.filter(withdrawn_at__isnull=True).values_list("by", flat=True)
    return {*verified, *([study.extracted_by_id] if study.extracted_by_id else [])}


def _obstacles_of_people(study: Study, by: User) -> list[str]:
    needed = settings.EVIDENCE_SIGN_OFF_PEOPLE
    if needed > 1 and study.extracted_by_id == by.pk:
        return [_OWN_CHANGE]
    missing = needed - len(people_who_compared(study) | {by.pk})
    if missing > 0:
        return [f"{missing} more of {needed} people must compare the numbers with the source before you sign off."]
    return []


def _obstacles_of_numbers(study: Study) -> list[str]:
    """Errors without an answer, recorded as queries or found by a check now."""
    queries = list(study.queries.filter(severity=Severity.ERROR))
    sentences = [f"An open error: {query.problem}." for query in queries if query.state == QueryState.OPEN]
    known = {query.fingerprint for query in queries} - {None}
    errors = [each for each in check_study(study) if each.severity == Severity.ERROR and each.fingerprint not in known]
    return [*sentences, *(f"A check finds an error: {each.sentence}" for each in errors)]
