"""Data queries as readers see them, and the numbers of a study that each is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE, QueryState, Severity
from studies.models import Arm, DataQuery, OutcomeResult, QueryReply, ReportedContrast
from studies.page_access import name_of
from studies.presentation.filled_html import filled, filled_if
from studies.presentation.study_names import StudyNamer
from studies.reported.query_scope import QueryScope

# The consequence of an open query for its result, by severity.
SEVERITY_CONSEQUENCES: dict[Severity, str] = {
    Severity.ERROR: "excluded from every answer",
    Severity.DOUBT: "shown next to the answers, in no headline and no pool",
    Severity.WARNING: "no figure is kept out; they are shown with this remark",
    Severity.NOTE: "no figure is kept out",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a query, and the state it set. ``who`` is empty where the person is not on record."""

    who: str
    replied_at: datetime
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class QueryView:
    """A data query: problem, arithmetic, and the consequence until it is resolved."""

    query: DataQuery
    scope: QueryScope
    problem: str
    arithmetic: str
    subject: str
    severity: str
    consequence: str
    state: str
    is_open: bool
    replies: tuple[Reply, ...]

    @property
    def beside_number(self) -> SafeString:
        """What stands next to a number that it is about, as HTML."""
        return filled(
            """<p class="doubt">
              <span class="tag doubt">{}</span>
              {}{}.
              <a href="#doubt-{}">Arithmetic<span class="vh"> of: {}</span></a>
            </p>""",
            self.severity,
            self.problem,
            filled_if(": {}", self.consequence),
            self.query.address,
            self.problem,
        )


def query_texts(query: DataQuery) -> list[str]:
    """Every text of a query and of its replies."""
    return [query.problem, query.detail, *(reply.text for reply in query.replies.all())]


def query_view(query: DataQuery, name_studies: StudyNamer) -> QueryView:
    """Prepare a query that was read with its arm, measure and replies."""
    about = [
        query.measure.name if query.measure else "",
        query.arm.label if query.arm else "",
        query.timepoint_label,
        query.part.replace("-", " "),
    ]
    is_open = query.state != QueryState.RESOLVED
    return QueryView(
        query=query,
        scope=QueryScope(query.measure_id, query.arm_id, query.timepoint_label, query.part),
        problem=name_studies(query.problem),
        arithmetic=name_studies(query.detail),
        subject=", ".join(part for part in about if part) or "the whole study",
        severity=Severity(query.severity).label,
        consequence=SEVERITY_CONSEQUENCES[Severity(query.severity)] if is_open else "",
        state=QueryState(query.state).label,
        is_open=is_open,
        replies=tuple(_reply(reply, name_studies) for reply in query.replies.all()),
    )


def _reply(reply: QueryReply, name_studies: StudyNamer) -> Reply:
    who = name_of(reply.by) if reply.by else ""
    return Reply(who=who, replied_at=reply.at, state=QueryState(reply.state).label, text=name_studies(reply.text))


def queries_about_result(result: OutcomeResult, queries: Iterable[QueryView]) -> tuple[QueryView, ...]:
    """Open queries about the figure of one result."""
    return tuple(view for view in queries if is_about_result(view, result))


def is_about_result(view: QueryView, result: OutcomeResult) -> bool:
    """Whether a query is open and about the figure of a result."""
    return (
        view.is_open
        and view.query.field not in QUERY_FIELDS_WITHOUT_FIGURE
        and view.scope.covers(result.measure_id, (result.arm_id,), (result.timepoint_label,), result.part)
    )


def queries_about_contrast(
    contrast: ReportedContrast, queries: Iterable[QueryView], labels: Iterable[str]
) -> tuple[QueryView, ...]:
    """Open queries about a printed difference; ``labels`` are the printed times of the results at its time."""
    arms, times = (contrast.arm_a_id, contrast.arm_b_id), frozenset(labels)
    return tuple(
        view
        for view in queries
        if view.is_open
        and view.query.field in QUERY_FIELDS_WITHOUT_FIGURE
        and view.scope.covers(contrast.measure_id, arms, times, contrast.part)
    )


def queries_about_arm(arm: Arm, queries: Iterable[QueryView]) -> tuple[QueryView, ...]:
    """Open queries about an arm itself, not about one of its outcomes."""
    return tuple(
        view for view in queries if view.is_open and view.query.arm_id == arm.pk and view.query.measure_id is None
    )
