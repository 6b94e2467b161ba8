"""Requests to authors: their letters, and their state. Each step leaves a line of history."""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import RequestState
from studies.models import AuthorRequest, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError

_AFTER_SENDING = (RequestState.REMINDED, RequestState.ANSWERED, RequestState.DECLINED, RequestState.NO_ANSWER)
# The states that can follow each; an answer can come late, and be corrected.
NEXT_STATES: Mapping[RequestState, tuple[RequestState, ...]] = {
    RequestState.DRAFTED: (RequestState.SENT,),
    RequestState.SENT: _AFTER_SENDING,
    RequestState.REMINDED: _AFTER_SENDING,
    RequestState.NO_ANSWER: (RequestState.REMINDED, RequestState.ANSWERED, RequestState.DECLINED),
    RequestState.ANSWERED: (RequestState.DECLINED,),
    RequestState.DECLINED: (RequestState.ANSWERED,),
}
# States in which an answer is awaited.
AWAITING_ANSWER = (RequestState.SENT, RequestState.REMINDED)
# States with the date of the answer.
WITH_ANSWER = (RequestState.ANSWERED, RequestState.DECLINED)


def draft_request(*, study: Study, addressee: str, letter: str, by: User, now: datetime) -> AuthorRequest:
    """Write a letter that is not sent yet."""
    request = AuthorRequest(study=study, addressee=addressee, letter=letter, written_by=by, written_at=now)
    save_with_reason(request, reason="Letter written", by=by)
    return request


@transaction.atomic
def change_letter(*, request: AuthorRequest, addressee: str, letter: str, by: User) -> None:
    """Change a letter. Raises ``ActionRefusedError`` when it has been sent: what was sent stays as it was."""
    locked = AuthorRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.state != RequestState.DRAFTED:
        raise ActionRefusedError("This letter has been sent and stays as it was. Write a new one instead.")
    locked.addressee, locked.letter = addressee, letter
    save_with_reason(locked, reason="Letter changed", by=by)


@transaction.atomic
def change_state(*, request: AuthorRequest, state: RequestState, on: date, note: str, by: User, today: date) -> None:
    """Record that a letter was sent, sent again or answered on a day. Raises ``ActionRefusedError``.

    The day of the first sending stays; later days are in the history, that of an answer in the record too.
    """
    locked = AuthorRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if state not in NEXT_STATES[RequestState(locked.state)]:
        raise ActionRefusedError(f"A request that is {locked.get_state_display()} cannot become: {state.label}.")
    if on > today:
        raise ActionRefusedError("This day has not come yet. Give the day on which it happened.")
    if locked.sent_on and on < locked.sent_on:
        raise ActionRefusedError(f"The letter was sent on {locked.sent_on:%Y-%m-%d}: this is a day before that.")
    locked.state = state
    locked.sent_on = locked.sent_on or on
    locked.answered_on = on if state in WITH_ANSWER else None
    locked.note = note or locked.note
    save_with_reason(locked, reason=f"{state.label.capitalize()}, {on:%Y-%m-%d}", by=by)
