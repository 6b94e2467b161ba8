"""What readers of any number here must know about the records, on pages and in every file."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from studies.choices import ReadAs
from studies.models import Study
from studies.selectors.prepared_query import PreparedQuery

DATA_NOTICE = (
    "Not the product of a protocol-driven search; relevant studies may be missing. Numbers may come from abstracts "
    "alone; those that no second person confirmed are unverified. Retractions are checked only where a study's page "
    "gives the date. Not medical advice."
)


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """The studies that readers see, and how many of them were read from an abstract alone."""

    visible: int
    from_abstracts: int


def record_counts() -> RecordCounts:
    """Count the studies now."""
    return RecordCounts(*_COUNTS.rows()[0])


def _counts(_: object) -> "QuerySet[Any, Any]":
    # Grouped by what all have alike, as ``aggregate`` does, which cannot be written before it is asked.
    of_all = Study.objects.visible().order_by().annotate(all=Value(1)).values("all")
    from_abstracts = Count("pk", filter=Q(read_as=ReadAs.ABSTRACT))
    return of_all.annotate(visible=Count("pk"), from_abstracts=from_abstracts).values_list("visible", "from_abstracts")


_COUNTS = PreparedQuery(_counts)
