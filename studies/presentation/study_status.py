"""Who vouches for a study, when, and from what was read; and who did before it changed."""

from dataclasses import dataclass
from datetime import datetime

from studies.access import name_of
from studies.choices import StudyStatus
from studies.models import Study, Verification


@dataclass(frozen=True, slots=True)
class VerificationLine:
    """One person's word that they compared the numbers with the source; withdrawn, it says when and why."""

    who: str
    at: datetime
    read_as: str
    note: str
    withdrawn_at: datetime | None
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class FormerSignOff:
    """Who had signed a study off, before it was changed at ``changed_at`` for that reason."""

    who: str
    at: datetime
    changed_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class StatusHistory:
    """How a study came to stand as it does. ``signed_by`` is empty unless it is signed off."""

    signed_by: str
    signed_at: datetime | None
    words: tuple[VerificationLine, ...]
    withdrawn: tuple[VerificationLine, ...]
    former: FormerSignOff | None


def standing_story(study: Study) -> StatusHistory:
    """Prepare a study whose verifications are prefetched with who gave them; a query more where some are withdrawn."""
    words = [_word(verification) for verification in study.verifications.all()]
    signer = study.signed_off_by if study.standing == StudyStatus.SIGNED_OFF else None
    return StatusHistory(
        signed_by=name_of(signer) if signer else "",
        signed_at=study.signed_off_at,
        words=tuple(word for word in words if word.withdrawn_at is None),
        withdrawn=tuple(word for word in words if word.withdrawn_at),
        former=None if signer else _former_sign_off(study),
    )


def _word(verification: Verification) -> VerificationLine:
    return VerificationLine(
        who=name_of(verification.by),
        at=verification.at,
        read_as=verification.get_read_as_display(),
        note=verification.note,
        withdrawn_at=verification.withdrawn_at,
        withdrawn_because=verification.withdrawn_because,
    )


def _former_sign_off(study: Study) -> FormerSignOff | None:
    """The last time that the study was signed off, from its history; whoever signed left a word, withdrawn since."""
    withdrawn = {
        (verification.by_id, verification.at): verification
        for verification in study.verifications.all()
        if verification.withdrawn_at
    }
    if not withdrawn:
        return None
    signed = study.history.filter(standing=StudyStatus.SIGNED_OFF).order_by("-history_id")
    for by, at in signed.values_list("signed_off_by", "signed_off_at"):
        word = withdrawn.get((by, at))
        if word and word.withdrawn_at:
            return FormerSignOff(name_of(word.by), at, word.withdrawn_at, word.withdrawn_because)
    return None
