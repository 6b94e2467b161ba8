"""What readers of any number here must know about the records, on pages and in every file."""

from dataclasses import dataclass

from django.db.models import Count, Q

from studies.choices import ReadAs
from studies.models import Study

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
    abstracts = Count("pk", filter=Q(read_as=ReadAs.ABSTRACT))
    return RecordCounts(**Study.objects.visible().aggregate(visible=Count("pk"), from_abstracts=abstracts))
