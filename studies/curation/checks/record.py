"""Findings of checks, recorded as data queries for people to answer."""

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
class RecordingCounts:
    """How many queries were opened, known already, reopened and closed."""

    opened: int
    known: int
    reopened: int
    closed: int


@transaction.atomic
def record_findings(
    *,
    findings: Iterable[CheckFinding],
    by: User | None,
    now: datetime,
    chosen: Collection[str] | None = None,
    studies: Collection[str] | None = None,
) -> RecordingCounts:
    """Open a query for each finding that has none, and close those whose cause is gone.

    ``findings`` are all that the checks find in ``studies`` (slugs; by default the studies of ``findings``);
    with ``chosen`` (fingerprints) only these are opened. A query that a person answered or resolved stays so as long
    as its numbers stay: they are part of the fingerprint. An open error or doubt takes effect at once.
    """
    everything = list({each.fingerprint: each for each in findings}.values())
    slugs = {each.study for each in everything} if studies is None else set(studies)
    # A second recording at the same time waits here; nothing is opened twice.
    rows = {study.slug: study for study in Study.objects.select_for_update().filter(slug__in=slugs).order_by("pk")}
    known = _queries_of_checks(slugs)
    selected = [each for each in everything if chosen is None or each.fingerprint in chosen]
    new = [each for each in selected if each.fingerprint not in known]
    old = [known[each.fingerprint] for each in selected if each.fingerprint in known]
    reopened = [query for query in old if _was_closed_by_check(query)]
    _open_queries(new, rows, by=by)
    for query in reopened:
        _reply(query, QueryState.OPEN, CAUSE_IS_BACK, by=by, now=now)
    obsolete = _obsolete(known, everything)
    for query in obsolete:
        _reply(query, QueryState.RESOLVED, NUMBERS_CHANGED, by=by, now=now)
    return RecordingCounts(
        opened=len(new), known=len(old) - len(reopened), reopened=len(reopened), closed=len(obsolete)
    )


def record_chosen(
    *, fingerprints: Collection[str], by: User | None, now: datetime, study: Study | None = None
) -> RecordingCounts:
    """Check everything, or one study, open queries for the findings chosen, and close those whose cause is gone."""
    studies = Study.objects.all() if study is None else Study.objects.filter(pk=study.pk)
    slugs = set(studies.values_list("slug", flat=True))
    return record_findings(findings=check_everything(studies), by=by, now=now, chosen=fingerprints, studies=slugs)


def findings_to_record(findings: Sequence[CheckFinding], queries: Iterable[DataQuery]) -> list[CheckFinding]:
    """Findings to record: warnings and worse that have no query. Notes get no query."""
    queries = list(queries)
    return [each for each in findings if each.severity != Severity.NOTE and not query_about(each, queries)]


def query_about(finding: CheckFinding, queries: Iterable[DataQuery]) -> DataQuery | None:
    """The query that a person, the data set or a check raised about the same figure; None without one.

    ``queries`` come with their study, measure and arm. An empty arm, measure, time or part of a query names all.
    """
    return next((query for query in queries if _is_about(query, finding)), None)


def unanswered_errors(findings: Iterable[CheckFinding]) -> list[CheckFinding]:
    """Errors whose query is missing or still open."""
    errors = [each for each in findings if each.severity == Severity.ERROR]
    settled = DataQuery.objects.filter(fingerprint__isnull=False).exclude(state=QueryState.OPEN)
    answered = set(settled.values_list("fingerprint", flat=True))
    return [each for each in errors if each.fingerprint not in answered]


def _is_about(query: DataQuery, finding: CheckFinding) -> bool:
    if query.fingerprint:
        return query.fingerprint == finding.fingerprint
    same_figure = any({query.field, finding.field} <= fields for fields in _SAME_FIGURE)
    return (
        query.study.slug == finding.study
        and (query.field == finding.field or same_figure)
        and (query.measure is None or query.measure.slug == finding.measure)
        and (query.arm_id is None or finding.arm in (None, query.arm_id))
        and query.timepoint_label in ("", finding.timepoint_label)
        and query.part in ("", finding.part)
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
    current = {each.fingerprint for each in everything}
    return [
        query
        for fingerprint, query in known.items()
        if fingerprint not in current and query.state != QueryState.RESOLVED
    ]


def _open_queries(findings: Sequence[CheckFinding], studies: dict[str, Study], *, by: User | None) -> None:
    slugs = {each.measure for each in findings}
    measures = {measure.slug: measure for measure in OutcomeMeasure.objects.filter(slug__in=slugs)}
    for each in findings:
        query = _query(each, studies[each.study], measures.get(each.measure))
        save_with_reason(query, reason="Found by a check", by=by)


def _query(finding: CheckFinding, study: Study, measure: OutcomeMeasure | None) -> DataQuery:
    acts = finding.severity in (Severity.ERROR, Severity.DOUBT)
    return DataQuery(
        study=study,
        arm_id=finding.arm,
        measure=measure,
        timepoint_label=finding.timepoint_label,
        part=finding.part,
        field=finding.field,
        problem=finding.sentence[:160],
        # An error or a doubt names an outcome; a finding about none is a warning.
        severity=Severity.WARNING if acts and measure is None else finding.severity,
        detected_how=f"check: {finding.check}"[:80],
        detail=f"{finding.where}: {finding.arithmetic}",
        check_name=finding.check,
        fingerprint=finding.fingerprint,
    )


def _reply(query: DataQuery, state: QueryState, text: str, *, by: User | None, now: datetime) -> None:
    query.state = state
    save_with_reason(query, reason=text.capitalize(), by=by)
    query.replies.create(state=state, text=text, by=by, at=now)
