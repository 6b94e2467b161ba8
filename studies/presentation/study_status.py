"""The status of a study: who verified and signed it off, when, from what; and who did so before it changed."""

from dataclasses import dataclass
from datetime import datetime

from studies.choices import StudyStatus
from studies.models import Study, Verification
from studies.page_access import name_of
from studies.reported.reported_numbers import NumberShare

IN_PART = "signed off in part"
_BY_WHOM = "by a second person against the source"
_STYLES: dict[str, str] = {
    StudyStatus.UNVERIFIED: "unverified",
    StudyStatus.SIGNED_OFF: "signed",
    StudyStatus.DRAFT: "",
}


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """The status of a study in a few words, with their style."""

    label: str
    style: str


@dataclass(frozen=True, slots=True)
class StatusMark:
    """The mark of a study's numbers: label, style, and what the label leaves open of how many were confirmed, by whom.

    From what they were read stands beside the study and beside each of them: it may differ.
    """

    label: str
    style: str
    confirmed: str

    @property
    def text(self) -> str:
        """Label and the rest as one sentence."""
        return f"{self.label}{' ' if self.confirmed == _BY_WHOM else ': '}{self.confirmed}"


def status_label(standing: str, share: NumberShare) -> StatusLabel:
    """The label of a study's status. ``share``: how many of its numbers a second person confirmed.

    A label tells it of a study that is signed off or has some confirmed number; of others it may be left out.
    """
    in_part = standing == StudyStatus.SIGNED_OFF and not share.is_complete
    labels: dict[str, str] = {
        StudyStatus.SIGNED_OFF: f"{IN_PART}: {share.text}" if in_part else "",
        # A study that is not signed off says how far it is.
        StudyStatus.UNVERIFIED: share.text if share.confirmed else "",
    }
    label = labels.get(standing) or StudyStatus(standing).label
    return StatusLabel(label, _STYLES[StudyStatus.UNVERIFIED if in_part else standing])


def status_mark(study: Study, share: NumberShare) -> StatusMark:
    """The mark of a study's status, and how many of its numbers a second person confirmed."""
    found = status_label(study.standing, share)
    confirmed = _BY_WHOM if share.text in found.label else _confirmed_text(study, share)
    return StatusMark(found.label, found.style, confirmed)


def _confirmed_text(study: Study, share: NumberShare) -> str:
    if study.standing == StudyStatus.DRAFT:
        return f"not yet open to readers; {share.text}"
    return f"{share.text} {_BY_WHOM}" if share.total else share.text


@dataclass(frozen=True, slots=True)
class VerificationLine:
    """One person's verification against the source, and when and why it was withdrawn."""

    who: str
    at: datetime
    read_as: str
    note: str
    withdrawn_at: datetime | None
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class FormerSignOff:
    """Who had signed a study off before it was changed, and the reason of that change."""

    who: str
    at: datetime
    changed_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class StatusHistory:
    """The verifications and sign-offs of a study. ``signed_by`` is empty unless it is signed off."""

    signed_by: str
    signed_at: datetime | None
    verifications: tuple[VerificationLine, ...]
    withdrawn: tuple[VerificationLine, ...]
    former: FormerSignOff | None


def status_history(study: Study) -> StatusHistory:
    """The history of a study prefetched with its verifications; one more query where some are withdrawn."""
    lines = [_verification_line(verification) for verification in study.verifications.all()]
    signer = study.signed_off_by if study.standing == StudyStatus.SIGNED_OFF else None
    return StatusHistory(
        signed_by=name_of(signer) if signer else "",
        signed_at=study.signed_off_at,
        verifications=tuple(line for line in lines if line.withdrawn_at is None),
        withdrawn=tuple(line for line in lines if line.withdrawn_at),
        former=None if signer else _former_sign_off(study),
    )


def _verification_line(verification: Verification) -> VerificationLine:
    return VerificationLine(
        who=name_of(verification.by),
        at=verification.at,
        read_as=verification.get_read_as_display(),
        note=verification.note,
        withdrawn_at=verification.withdrawn_at,
        withdrawn_because=verification.withdrawn_because,
    )


def _former_sign_off(study: Study) -> FormerSignOff | None:
    """The last sign-off in the history of the study, with the verification of that person, withdrawn since."""
    withdrawn = {
        (verification.by_id, verification.at): verification
        for verification in study.verifications.all()
        if verification.withdrawn_at
    }
    if not withdrawn:
        return None
    signed = study.history.filter(standing=StudyStatus.SIGNED_OFF).order_by("-history_id")
    for by, at in signed.values_list("signed_off_by", "signed_off_at"):
        former = withdrawn.get((by, at))
        if former and former.withdrawn_at:
            return FormerSignOff(name_of(former.by), at, former.withdrawn_at, former.withdrawn_because)
    return None
