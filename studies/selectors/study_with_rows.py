"""One study, a draft too, with all records that are worked on and checked: its reports, rows, queries, verifications.

They are read by queries that are written once a process: Django takes longer to write them than a database to answer.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from studies.models import (
    AdverseEvent,
    Arm,
    AuthorRequest,
    DataQuery,
    OutcomeResult,
    Publication,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    Study,
    Verification,
)
from studies.selectors.given_rows import give_rows, give_rows_of_each, rows_by
from studies.selectors.prepared_query import PreparedQuery

_STUDY = PreparedQuery(
    lambda slug: Study.objects.filter(slug=slug).select_related("condition", "signed_off_by"), like="any study"
)
# By the name under which a study has them.
_QUERIES: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "publications": lambda study: Publication.objects.filter(study=study),
    "arms": lambda study: Arm.objects.filter(study=study).select_related("condition"),
    "reported_contrasts": lambda study: ReportedContrast.objects.filter(study=study).select_related("measure"),
    "adverse_events": lambda study: AdverseEvent.objects.filter(study=study),
    "reported_pools": lambda study: ReportedPool.objects.filter(review=study),
    "author_requests": lambda study: AuthorRequest.objects.filter(study=study),
    "queries": lambda study: DataQuery.objects.filter(study=study).select_related("arm", "measure"),
    "verifications": lambda study: Verification.objects.filter(study=study).select_related("by"),
}
_ROWS = {name: PreparedQuery(query) for name, query in _QUERIES.items()}
_RECEIVED = PreparedQuery(
    lambda study: (
        Arm.components.through.objects.filter(arm__study=study).select_related("component").order_by("component")
    )
)
_RESULTS = PreparedQuery(
    lambda study: OutcomeResult.objects.filter(arm__study=study).select_related("measure").order_by("id")
)
_REPLIES = PreparedQuery(lambda study: QueryReply.objects.filter(query__study=study).select_related("by"))


def study_with_rows(slug: str) -> Study:
    """The study at an address, its rows as if prefetched. Raises ``Http404`` where there is none."""
    study = next(iter(_STUDY.records(slug)), None)
    if study is None:
        raise Http404("There is no such study.")
    rows = {name: query.records(study.pk) for name, query in _ROWS.items()}
    for name, of_kind in rows.items():
        give_rows(study, name, of_kind)
    received = rows_by("arm_id", _RECEIVED.records(study.pk) if rows["arms"] else ())
    give_rows_of_each(
        rows["arms"], "components", {arm: [each.component for each in got] for arm, got in received.items()}
    )
    results = _RESULTS.records(study.pk) if rows["arms"] else ()
    give_rows_of_each(rows["arms"], "results", rows_by("arm_id", results))
    replies = _REPLIES.records(study.pk) if rows["queries"] else ()
    give_rows_of_each(rows["queries"], "replies", rows_by("query_id", replies))
    return study
