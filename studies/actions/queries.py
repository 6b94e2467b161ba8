"""What people say to a doubt about a number: raised, answered, resolved, reopened, each with words of its own."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from studies.choices import QueryState, Severity
from studies.models import Arm, DataQuery, OutcomeMeasure, QueryReply, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import Refused


@transaction.atomic
def raise_query(
    *,
    study: Study,
    by: User,
    severity: Severity,
    field: str,
    problem: str,
    detail: str,
    arm: Arm | None = None,
    measure: OutcomeMeasure | None = None,
    timepoint_label: str = "",
    part: str = "",
) -> DataQuery:
    """A person doubts a number of a study. Raises ``Refused`` when the doubt says too little to be looked into."""
    query = DataQuery(
        study=study,
        arm=arm,
        measure=measure,
        timepoint_label=timepoint_label,
        part=part,
        field=field,
        problem=problem,
        severity=severity,
        detail=detail,
        detected_how=f"raised by {by.get_username()}"[:80],
    )
    _save(query, reason="Raised", by=by)
    return query


@transaction.atomic
def answer_query(*, query: DataQuery, by: User, now: datetime, text: str) -> QueryReply:
    """Say what the source says. The query is answered, and acts on its results until it is resolved."""
    return _reply(query, QueryState.ANSWERED, unless=QueryState.RESOLVED, by=by, now=now, text=text)


@transaction.atomic
def resolve_query(*, query: DataQuery, by: User, now: datetime, text: str) -> QueryReply:
    """Say why a query is settled. It stays on record and acts no more."""
    return _reply(query, QueryState.RESOLVED, unless=QueryState.RESOLVED, by=by, now=now, text=text)


@transaction.atomic
def reopen_query(*, query: DataQuery, by: User, now: datetime, text: str) -> QueryReply:
    """Say why a query is not settled after all."""
    return _reply(query, QueryState.OPEN, unless=QueryState.OPEN, by=by, now=now, text=text)


def _reply(
    query: DataQuery, state: QueryState, *, unless: QueryState, by: User, now: datetime, text: str
) -> QueryReply:
    """Raises ``Refused`` without words, when the query is past that, or when it may not stand so."""
    locked = DataQuery.objects.select_for_update(of=("self",)).select_related("study").get(pk=query.pk)
    if not text.strip():
        raise Refused("Say what the source says, or why: an empty answer tells the next reader nothing.")
    if locked.state == unless:
        raise Refused(f"This query is {unless.label} already.")
    locked.state = state
    _save(locked, reason=state.label.capitalize(), by=by)
    query.state = state
    return locked.replies.create(state=state, text=text.strip(), by=by, at=now)


def _save(query: DataQuery, *, reason: str, by: User) -> None:
    try:
        query.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    save_with_reason(query, reason=reason, by=by)
