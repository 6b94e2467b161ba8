"""Which open data queries act on a result."""

from collections.abc import Iterable, Mapping, Sequence

from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE, QueryState, Severity
from studies.reported.contrasts import Contrast
from studies.reported.query_row import QueryRow
from studies.reported.query_scope import QueryScope
from studies.reported.rows import ResultRow

Queries = Mapping[int, Sequence[QueryRow]]


def by_study(queries: Iterable[QueryRow]) -> Queries:
    """Queries under the id of their study, in an order that does not hang on the order of the rows."""
    found: dict[int, list[QueryRow]] = {}
    for query in queries:
        found.setdefault(query.study, []).append(query)
    return {study: sorted(of_study, key=_content_order) for study, of_study in found.items()}


def _content_order(query: QueryRow) -> tuple[str, ...]:
    return (query.measure, query.timepoint_label, query.part, query.field, query.severity, query.problem)


def points_at(query: QueryRow, result: ResultRow) -> bool:
    """Whether a query points at a result: same study and measure; an empty arm, time or part names all of them."""
    scope = QueryScope(query.measure, query.arm, query.timepoint_label, query.part)
    return query.study == result.arm.study.id and scope.covers(
        result.measure.slug, (result.arm.id,), (result.timepoint_label,), result.part
    )


def open_query_on(result: ResultRow, queries: Queries, severity: Severity) -> QueryRow | None:
    """The first open query of that severity which touches the figure of a result."""
    for query in queries.get(result.arm.study.id, ()):
        acts = query.state is not QueryState.RESOLVED and query.severity is severity
        if acts and query.field not in QUERY_FIELDS_WITHOUT_FIGURE and points_at(query, result):
            return query
    return None


def open_query_on_difference(contrast: Contrast, queries: Queries, severity: Severity) -> QueryRow | None:
    """The first open query of that severity which touches a difference as printed, or a figure of its two arms."""
    results = [row for row in (contrast.ozone, contrast.comparator, contrast.scored) if row]
    times = {row.timepoint_label for row in results}
    for query in queries.get(contrast.pair.ozone.study.id, ()):
        acts = query.state is not QueryState.RESOLVED and query.severity is severity
        scope = QueryScope(query.measure, query.arm, query.timepoint_label, query.part)
        covers = scope.covers(contrast.measure.slug, contrast.pair.arms, times, contrast.part)
        if acts and covers and query.field not in QUERY_FIELDS_WITHOUT_FIGURE:
            return query
    return None
