"""Whether the full text of a report was sought, and had: stated by people who screen it, each time with its day."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import Retrieval, Screening
from studies.curation.screening.decisions import ScreeningStatus
from studies.curation.screening.queues import is_blind_for
from studies.curation.screening.screen import IN_THE_COLLECTION, NotScreenableError, can_be_screened, screening_status
from studies.models import Publication, ReportRetrieval
from studies.selectors.prepared_query import PreparedQuery


def retrieval_states() -> dict[int, str]:
    """The last statement on each publication, by its number: one query."""
    return dict(_STATES.rows())


_STATES = PreparedQuery(lambda _: ReportRetrieval.objects.order_by("pk").values_list("publication", "state"))


def why_not_sought(publication: Publication, status: ScreeningStatus, person: User) -> str:
    """Why a person cannot say anything of the full text of a publication now, as a sentence; '' where they can.

    What was done about the text would tell the second person what the first decided.
    """
    if not can_be_screened(publication):
        return IN_THE_COLLECTION
    if is_blind_for(status, person.pk):
        return "Give your own opinion first: another person has given one."
    if status.full.has_votes:
        return "Its full text has been assessed already."
    if status.screening != Screening.INCLUDED:
        return "Include it on title and abstract first: only then is its full text sought."
    return ""


@transaction.atomic
def state_retrieval(
    *, publication: Publication, state: Retrieval, note: str, by: User, now: datetime
) -> ReportRetrieval:
    """State that the full text of a report was sought, retrieved or not retrieved.

    Raises ``NotScreenableError`` with the sentence of ``why_not_sought``, and where no note says why a text could not
    be had.
    """
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if refusal := why_not_sought(locked, screening_status(locked), by):
        raise NotScreenableError(refusal)
    if state == Retrieval.NOT_RETRIEVED and not note.strip():
        raise NotScreenableError("Say why the full text could not be had.")
    return ReportRetrieval.objects.create(
        publication=locked, state=state, note=note.strip(), stated_by=by, stated_at=now
    )
