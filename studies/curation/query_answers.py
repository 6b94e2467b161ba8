"""Data queries raised, answered, resolved and reopened: the writes, and the view behind every form that does it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from studies.choices import QueryState, Severity
from studies.curation.reason_form import posted_text
from studies.models import Arm, DataQuery, OutcomeMeasure, QueryReply, Study
from studies.page_access import curators_only, person
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError


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
    """Raise a query about a number of a study.

    Raises ``ActionRefusedError`` when the query is incomplete.
    """
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
    """Add what the source says. The query is answered, and keeps its effect until it is resolved."""
    return _reply(query, QueryState.ANSWERED, unless=QueryState.RESOLVED, by=by, now=now, text=text)


@transaction.atomic
def resolve_query(*, query: DataQuery, by: User, now: datetime, text: str) -> QueryReply:
    """Add why a query is resolved. It stays on record without effect."""
    return _reply(query, QueryState.RESOLVED, unless=QueryState.RESOLVED, by=by, now=now, text=text)


@transaction.atomic
def reopen_query(*, query: DataQuery, by: User, now: datetime, text: str) -> QueryReply:
    """Add why a query is open again."""
    return _reply(query, QueryState.OPEN, unless=QueryState.OPEN, by=by, now=now, text=text)


def _reply(
    query: DataQuery, state: QueryState, *, unless: QueryState, by: User, now: datetime, text: str
) -> QueryReply:
    """Raises ``ActionRefusedError`` without a text, when the query has that state, or when it would be invalid."""
    locked = DataQuery.objects.select_for_update(of=("self",)).select_related("study").get(pk=query.pk)
    if not text.strip():
        raise ActionRefusedError("Write what the source says, or give a reason: the reply is empty.")
    if locked.state == unless:
        raise ActionRefusedError(f"This query is {unless.label} already.")
    locked.state = state
    _save(locked, reason=state.label.capitalize(), by=by)
    query.state = state
    return locked.replies.create(state=state, text=text.strip(), by=by, at=now)


def _save(query: DataQuery, *, reason: str, by: User) -> None:
    try:
        query.full_clean()
    except ValidationError as error:
        raise ActionRefusedError(" ".join(error.messages)) from error
    save_with_reason(query, reason=reason, by=by)


def reply_view(reply: Callable[..., Any]) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that replies to a query and returns to the page; a refusal is shown there."""

    @curators_only
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        query = get_object_or_404(DataQuery.objects.select_related("study"), pk=pk)
        try:
            reply(query=query, by=person(request), now=timezone.now(), text=posted_text(request, "text"))
        except ActionRefusedError as sentence:
            messages.error(request, str(sentence))
        return HttpResponseRedirect(page_to_return_to(request, query))

    return view


def page_to_return_to(request: HttpRequest, query: DataQuery) -> str:
    """The page named in ``next`` when it is one of this site, else the query on the page of its study."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return f"{query.study.get_absolute_url()}#doubt-{query.address}"


query_answer = reply_view(answer_query)


query_resolve = reply_view(resolve_query)


query_reopen = reply_view(reopen_query)
