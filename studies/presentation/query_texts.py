"""Which doubts stand beside which numbers of a study page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from studies.access import name_of
from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE, QueryState, Severity
from studies.models import Arm, DataQuery, OutcomeResult, QueryReply, ReportedContrast
from studies.presentation.study_names import StudyNamer

# What a query of each severity does to the number beside it.
_CONSEQUENCES: dict[str, str] = {
    Severity.ERROR: "the figure is not used as printed",
    Severity.DOUBT: "shown beside the answers, in no pool",
    Severity.WARNING: "use with care",
    Severity.NOTE: "",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said to a doubt, and what became of it. ``who`` is empty where nobody is on record."""

    who: str
    at: datetime
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class QueryView:
    """A data query as readers see it: what is wrong, the arithmetic, what follows; it acts until it is resolved."""

    query: DataQuery
    problem: str
    arithmetic: str
    concerns: str
    severity: str
    consequence: str
    state: str
    is_open: bool
    replies: tuple[Reply, ...]


def texts_of(query: DataQuery) -> list[str]:
    """Every remark of a query and of those who replied."""
    return [query.problem, query.detail, *(reply.text for reply in query.replies.all())]


def query_view(query: DataQuery, name_studies: StudyNamer) -> QueryView:
    """Prepare a query; its arm, measure and replies are read as selected with it."""
    about = [
        query.measure.name if query.measure else "",
        query.arm.label if query.arm else "",
        query.timepoint_label,
        query.part.replace("-", " "),
    ]
    is_open = query.state != QueryState.RESOLVED
    return QueryView(
        query=query,
        problem=name_studies(query.problem),
        arithmetic=name_studies(query.detail),
        concerns=", ".join(part for part in about if part) or "the whole study",
        severity=query.get_severity_display(),
        consequence=_CONSEQUENCES[query.severity] if is_open else "",
        state=query.get_state_display(),
        is_open=is_open,
        replies=tuple(_reply(reply, name_studies) for reply in query.replies.all()),
    )


def _reply(reply: QueryReply, name_studies: StudyNamer) -> Reply:
    who = name_of(reply.by) if reply.by else ""
    return Reply(who=who, at=reply.at, state=reply.get_state_display(), text=name_studies(reply.text))


def queries_about_result(result: OutcomeResult, doubts: Iterable[QueryView]) -> tuple[QueryView, ...]:
    """Open doubts about the figure of one result."""
    return tuple(
        doubt
        for doubt in doubts
        if doubt.is_open
        and doubt.query.field not in QUERY_FIELDS_WITHOUT_FIGURE
        and doubt.query.measure_id == result.measure_id
        and doubt.query.arm_id in (None, result.arm_id)
        and doubt.query.timepoint_label in ("", result.timepoint_label)
        and doubt.query.part in ("", result.part)
    )


def queries_about_contrast(
    contrast: ReportedContrast, doubts: Iterable[QueryView], labels: Iterable[str]
) -> tuple[QueryView, ...]:
    """Open doubts about what a trial printed of two arms; ``labels`` are the printed times of its results then."""
    times = {"", *labels}
    return tuple(
        doubt
        for doubt in doubts
        if doubt.is_open
        and doubt.query.field in QUERY_FIELDS_WITHOUT_FIGURE
        and doubt.query.measure_id == contrast.measure_id
        and doubt.query.arm_id in (None, contrast.arm_a_id, contrast.arm_b_id)
        and doubt.query.timepoint_label in times
        and doubt.query.part in ("", contrast.part)
    )


def queries_about_arm(arm: Arm, doubts: Iterable[QueryView]) -> tuple[QueryView, ...]:
    """Open doubts about an arm itself, not about one of its outcomes."""
    return tuple(
        doubt for doubt in doubts if doubt.is_open and doubt.query.arm_id == arm.pk and doubt.query.measure_id is None
    )
