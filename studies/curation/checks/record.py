"""Findings of checks recorded as data queries that people answer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery

from studies.checks.check_finding import CheckFinding
from studies.checks.run import check_everything
from studies.choices import QueryState, Severity
from studies.models import DataQuery, OutcomeMeasure, QueryReply, Study
from studies.revisions.reasons import save_with_reason

NUMBERS_CHANGED = "the numbers have changed"
CAUSE_IS_BACK = "the numbers are as they were"
# Columns about the same figure: a query about the count is also about the percentage and the number of people.
_SAME_FIGURE = (
    frozenset({"n", "n_randomised", "n_analysed", "events", "percent"}),
    frozenset({"sd", "se", "ci_low", "ci_high", "min", "max", "mean", "median", "scale_max"}),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many queries were opened, known already, reopened and closed."""

    opened: int
    known: int
    reopened: int
    closed: int


@transaction.atomic
def record_found(
    *,
    found: Iterable[CheckFinding],
    by: User | None,
    now: datetime,
    chosen: Collection[str] | None = None,
    studies: Collection[str] | None = None,
) -> Recorded:
    """Open a query for each finding that has none, and close those whose cause is gone.

    ``found`` is all that the checks find in ``studies`` (slugs; the studies named in ``found`` when none are given);
    with ``chosen`` (fingerprints) only these are opened. A query that a person answered or resolved stays so as long
    as its numbers stay: they are part of the fingerprint. An open error or doubt acts on results from now on.
    """
    everything = list({each.fingerprint: each for each in found}.values())
    slugs = {each.study for each in everything} if studies is None else set(studies)
    # A second recording at the same time waits here; nothing is opened twice.
    rows = {study.slug: study for study in Study.objects.select_for_update().filter(slug__in=slugs).order_by("pk")}
    known = _queries_of_checks(slugs)
    wanted = [each for each in everything if chosen is None or each.fingerprint in chosen]
    new = [each for each in wanted if each.fingerprint not in known]
    old = [known[each.fingerprint] for each in wanted if each.fingerprint in known]
    back = [query for query in old if _was_closed_by_check(query)]
    _open_queries(new, rows, by=by)
    for query in back:
        _reply(query, QueryState.OPEN, CAUSE_IS_BACK, by=by, now=now)
    gone = _obsolete(known, everything)
    for query in gone:
        _reply(query, QueryState.RESOLVED, NUMBERS_CHANGED, by=by, now=now)
    return Recorded(opened=len(new), known=len(old) - len(back), reopened=len(back), closed=len(gone))


def record_chosen(
    *, fingerprints: Collection[str], by: User | None, now: datetime, study: Study | None = None
) -> Recorded:
    """Check everything, or one study, open queries for the findings chosen, and close those whose cause is gone."""
    studies = Study.objects.all() if study is None else Study.objects.filter(pk=study.pk)
    slugs = set(studies.values_list("slug", flat=True))
    return record_found(found=check_everything(studies), by=by, now=now, chosen=fingerprints, studies=slugs)


def without_query(found: Sequence[CheckFinding], queries: Iterable[DataQuery]) -> list[CheckFinding]:
    """Findings to record: warnings and worse that have no query. Notes get no query."""
    asked = list(queries)
    return [each for each in found if each.severity != Severity.NOTE and not query_about(each, asked)]


def query_about(found: CheckFinding, queries: Iterable[DataQuery]) -> DataQuery | None:
    """The query that a person, the data set or a check raised about the same figure; None without one.

    ``queries`` come with their study, measure and arm. An empty arm, measure, time or part of a query names all.
    """
    return next((query for query in queries if _is_about(query, found)), None)


def unanswered_errors(found: Iterable[CheckFinding]) -> list[CheckFinding]:
    """Errors whose query is missing or still open."""
    errors = [each for each in found if each.severity == Severity.ERROR]
    settled = DataQuery.objects.filter(fingerprint__isnull=False).exclude(state=QueryState.OPEN)
    answered = set(settled.values_list("fingerprint", flat=True))
    return [each for each in errors if each.fingerprint not in answered]


def _is_about(query: DataQuery, found: CheckFinding) -> bool:
    if query.fingerprint:
        return query.fingerprint == found.fingerprint
    same_figure = any({query.field, found.field} <= fields for fields in _SAME_FIGURE)
    return (
        query.study.slug == found.study
        and (query.field == found.field or same_figure)
        and (query.measure is None or query.measure.slug == found.measure)
        and (query.arm_id is None or found.arm in (None, query.arm_id))
        and query.timepoint_label in ("", found.timepoint_label)
        and query.part in ("", found.part)
    )


def _queries_of_checks(slugs: Collection[str]) -> dict[str, DataQuery]:
    """Queries that checks raised about these studies, each with its last reply, by fingerprint."""
    last = QueryReply.objects.filter(query=OuterRef("pk")).order_by("-id").values("text")[:1]
    queries = DataQuery.objects.filter(study__slug__in=slugs, fingerprint__isnull=False)
    return {query.fingerprint or "": query for query in queries.annotate(last_reply=Subquery(last))}


def _was_closed_by_check(query: DataQuery) -> bool:
    """Whether the check itself closed it, because the numbers had changed."""
    return query.state == QueryState.RESOLVED and getattr(query, "last_reply", None) == NUMBERS_CHANGED


def _obsolete(known: dict[str, DataQuery], everything: Sequence[CheckFinding]) -> list[DataQuery]:
    standing = {each.fingerprint for each in everything}
    return [
        query
        for fingerprint, query in known.items()
        if fingerprint not in standing and query.state != QueryState.RESOLVED
    ]


def _open_queries(found: Sequence[CheckFinding], studies: dict[str, Study], *, by: User | None) -> None:
    slugs = {each.measure for each in found}
    measures = {measure.slug: measure for measure in OutcomeMeasure.objects.filter(slug__in=slugs)}
    for each in found:
        query = _query(each, studies[each.study], measures.get(each.measure))
        save_with_reason(query, reason="Found by a check", by=by)


def _query(found: CheckFinding, study: Study, measure: OutcomeMeasure | None) -> DataQuery:
    acts = found.severity in (Severity.ERROR, Severity.DOUBT)
    return DataQuery(
        study=study,
        arm_id=found.arm,
        measure=measure,
        timepoint_label=found.timepoint_label,
        part=found.part,
        field=found.field,
        problem=found.sentence[:160],
        # An error or a doubt names an outcome; a finding about none is a warning.
        severity=Severity.WARNING if acts and measure is None else found.severity,
        detected_how=f"check: {found.check}"[:80],
        detail=f"{found.where}: {found.arithmetic}",
        check_name=found.check,
        fingerprint=found.fingerprint,
    )


def _reply(query: DataQuery, state: QueryState, text: str, *, by: User | None, now: datetime) -> None:
    query.state = state
    save_with_reason(query, reason=text.capitalize(), by=by)
    query.replies.create(state=state, text=text, by=by, at=now)
