"""The conditions, which nearly every page of evidence needs."""

from studies.models import Condition
from studies.selectors.prepared_query import PreparedQuery

_ALL = PreparedQuery(lambda _: Condition.objects.all())


def read_conditions() -> list[Condition]:
    """All conditions, in their order."""
    return _ALL.records()
