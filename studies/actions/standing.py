"""How far a study is vouched for, and what a change of it does to that.

A *draft* is hidden. An *unverified* study is shown with that mark. A *signed off* one is vouched for by somebody who
compared it with its source, after somebody else had taken its numbers down. Whoever changes a study or one of its
rows says so here, first: the change is counted, and nobody vouches for the new numbers yet.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from studies.actions.history import save_with_reason
from studies.checks.running import check_study
from studies.choices import QueryState, ReadAs, Severity, Standing
from studies.models import Study, Verification

# What an action tells the record that it was handed, so that saving that record later takes nothing back.
_TOLD = ("revision", "standing", "signed_off_by", "signed_off_at", "extracted_by", "updated_at")
_OWN_CHANGE = "You changed these numbers last: somebody else compares them with the source."
NOT_STATED = "Changed, without a reason"


class Changed(ValueError):  # noqa: N818 - somebody was faster, which is no fault of the program
    """Somebody changed the study since it was last seen; ``study`` is the record as it stands now."""

    def __init__(self, study: Study) -> None:
        super().__init__(f"Somebody has changed {study} since you opened it. Nothing was saved; look at it again.")
        self.study = study


class Refused(ValueError):  # noqa: N818 - a rule of the house, said in a sentence
    """What was asked for cannot be done as things stand; the message is a sentence."""


@transaction.atomic
def record_change(
    *, study: Study, by: User | None, now: datetime, reason: str, expected_revision: int | None = None
) -> Study:
    """Count a change of a study or of one of its rows: whoever vouched for it vouches no more, and it stays visible.

    Call it in the transaction of the change and before it; ``study`` is brought up to date in place, so that it can
    be changed and saved afterwards. Raises ``Changed`` when ``expected_revision`` is not the one that stands.
    """
    locked = _locked(study, expected_revision)
    reason = reason.strip() or NOT_STATED
    locked.extracted_by = by
    _withdraw(locked, now=now, reason=reason)
    if locked.standing == Standing.SIGNED_OFF:
        _stand(locked, Standing.UNVERIFIED, by=by, reason=reason)
    return _counted(study, locked, now=now)


@transaction.atomic
def publish_study(*, study: Study, by: User, now: datetime, expected_revision: int | None = None) -> Study:
    """Show a draft to readers, marked as unverified. Raises ``Changed``; ``Refused`` when it is no draft."""
    locked = _locked(study, expected_revision)
    if locked.standing != Standing.DRAFT:
        raise Refused("This study is no draft: readers see it already.")
    _stand(locked, Standing.UNVERIFIED, by=by, reason="Published")
    return _counted(study, locked, now=now)


@transaction.atomic
def make_draft(*, study: Study, by: User, now: datetime, reason: str, expected_revision: int | None = None) -> Study:
    """Hide a study from readers; whoever vouched for it vouches no more. Raises ``Changed`` and ``Refused``."""
    locked = _locked(study, expected_revision)
    if locked.standing == Standing.DRAFT:
        raise Refused("This study is a draft already.")
    if not reason.strip():
        raise Refused("Say why readers shall not see this study any more.")
    _withdraw(locked, now=now, reason=reason)
    _stand(locked, Standing.DRAFT, by=by, reason=reason)
    return _counted(study, locked, now=now)


@transaction.atomic
def verify_study(
    *, study: Study, by: User, now: datetime, read_as: ReadAs, note: str = "", expected_revision: int | None = None
) -> Verification:
    """Say that ``by`` compared every number of a study with its source. Raises ``Changed`` and ``Refused``."""
    locked = _locked(study, expected_revision)
    if locked.verifications.filter(by=by, withdrawn_at__isnull=True).exists():
        raise Refused("You have vouched for this study already.")
    if settings.EVIDENCE_SIGN_OFF_PEOPLE > 1 and locked.extracted_by_id == by.pk:
        raise Refused(_OWN_CHANGE)
    return locked.verifications.create(by=by, at=now, read_as=read_as, note=note)


@transaction.atomic
def sign_off_study(
    *, study: Study, by: User, now: datetime, read_as: ReadAs, note: str = "", expected_revision: int | None = None
) -> Study:
    """Vouch for a study before readers, having read its source as ``read_as``. Raises ``Changed`` and ``Refused``."""
    locked = _locked(study, expected_revision)
    against = obstacles(study=locked, by=by)
    if against:
        raise Refused(" ".join(against))
    word = {"at": now, "read_as": read_as, "note": note}
    locked.verifications.update_or_create(by=by, withdrawn_at=None, defaults=word)
    locked.signed_off_at, locked.signed_off_by = now, by
    locked.standing = Standing.SIGNED_OFF
    save_with_reason(locked, reason=f"Signed off, read as: {ReadAs(read_as).label}", by=by)
    return _counted(study, locked, now=now)


def obstacles(*, study: Study, by: User) -> list[str]:
    """Why a person cannot sign a study off as things stand, a sentence each; none when they can."""
    if study.standing == Standing.SIGNED_OFF:
        return ["This study is signed off already."]
    sentences = []
    if study.standing == Standing.DRAFT:
        sentences.append("This study is a draft: publish it first.")
    return [*sentences, *_obstacles_of_people(study, by), *_obstacles_of_numbers(study)]


def people_who_saw(study: Study) -> set[int]:
    """Who saw the source of the numbers as they stand: whoever changed them last, and whoever compared them since."""
    verified = study.verifications.filter(withdrawn_at__isnull=True).values_list("by", flat=True)
    return {*verified, *([study.extracted_by_id] if study.extracted_by_id else [])}


def _obstacles_of_people(study: Study, by: User) -> list[str]:
    needed = settings.EVIDENCE_SIGN_OFF_PEOPLE
    if needed > 1 and study.extracted_by_id == by.pk:
        return [_OWN_CHANGE]
    missing = needed - len(people_who_saw(study) | {by.pk})
    if missing > 0:
        return [f"{missing} more of {needed} people must compare the numbers with the source before you sign off."]
    return []


def _obstacles_of_numbers(study: Study) -> list[str]:
    """Errors, recorded as queries or found by a check this moment, that nobody has answered."""
    queries = study.queries.filter(severity=Severity.ERROR)
    sentences = [f"An open error: {query.problem}." for query in queries.filter(state=QueryState.OPEN)]
    known = set(queries.exclude(fingerprint=None).values_list("fingerprint", flat=True))
    found = [each for each in check_study(study) if each.severity == Severity.ERROR and each.fingerprint not in known]
    return [*sentences, *(f"A check finds an error: {each.sentence}" for each in found)]


def _locked(study: Study, expected_revision: int | None) -> Study:
    """The study's row, which nobody else changes until the transaction ends. Raises ``Changed``."""
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if expected_revision is not None and locked.revision != expected_revision:
        raise Changed(locked)
    return locked


def _withdraw(study: Study, *, now: datetime, reason: str) -> None:
    standing = study.verifications.filter(withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now, withdrawn_because=_fitting(reason, 200))


def _stand(study: Study, standing: Standing, *, by: User | None, reason: str) -> None:
    """Let a study stand as anything but signed off."""
    study.standing, study.signed_off_by, study.signed_off_at = standing, None, None
    save_with_reason(study, reason=reason, by=by)


def _counted(study: Study, locked: Study, *, now: datetime) -> Study:
    """Count the change, and tell the record that was handed in what became of it."""
    locked.revision += 1
    locked.updated_at = now
    Study.objects.filter(pk=locked.pk).update(
        revision=locked.revision, updated_at=now, extracted_by=locked.extracted_by
    )
    for name in _TOLD:
        setattr(study, name, getattr(locked, name))
    return locked


def _fitting(text: str, length: int) -> str:
    """The text, cut where its column ends."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
