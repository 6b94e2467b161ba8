"""Studies that wait for a person: drafts, and those with numbers that no second person confirmed."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from studies.choices import LabelledEnum, StudyStatus
from studies.models import OutcomeResult, Study
from studies.reported.reported_numbers import NumberShare
from studies.selectors.study_numbers import read_number_shares


class WaitingList(LabelledEnum):
    """What a study waits for."""

    DRAFTS = "drafts", "drafts, hidden from readers"
    SECOND = "second-person", "waiting for a second person"


def drafts() -> QuerySet[Study]:
    """Studies that readers do not see yet, the last changed first."""
    return Study.objects.filter(standing=StudyStatus.DRAFT).order_by("-updated_at", "pk")


def unconfirmed_shares() -> dict[int, NumberShare]:
    """Studies that readers see, by number, with numbers that no second person confirmed, and how many are."""
    shares = read_number_shares(Study.objects.visible().values("pk"))
    return {study: share for study, share in shares.items() if not share.is_complete}


def entered_by_others(studies: QuerySet[Study], person: User) -> QuerySet[Study]:
    """Those of the studies whose numbers a person did not enter."""
    own_results = OutcomeResult.objects.filter(arm__study=OuterRef("pk"), extracted_by=person)
    return studies.exclude(Q(extracted_by=person) | Exists(own_results))
