"""Confirmations of numbers by the row that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from studies.models import NumberConfirmation
from studies.models.row_field import ROWS
from studies.reported.reported_numbers import Confirmation, Row, with_confirmations

# The kind of a row ("study" for the study itself) and its number in the database.
RowPlace = tuple[str, int]


def read_confirmations(
    table: "QuerySet[NumberConfirmation]", kinds: Sequence[str] = ROWS
) -> dict[RowPlace, list[Confirmation]]:
    """The confirmations of a table, by row, by one query: of these kinds of rows; of studies too if of all kinds."""
    entered = [f"{kind}__extracted_by" for kind in kinds]
    found: dict[RowPlace, list[Confirmation]] = defaultdict(list)
    if len(kinds) < len(ROWS):
        table = table.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))
    for field, value, by, study, of_study, *rest in table.order_by().values_list(
        *("field", "value", "confirmed_by", "study", "study__extracted_by"), *kinds, *entered
    ):
        row, who = rest[: len(kinds)], rest[len(kinds) :]
        kind, pk, of_row = next(
            ((kind, pk, by) for kind, pk, by in zip(kinds, row, who, strict=True) if pk), ("study", study, None)
        )
        found[kind, pk].append(Confirmation(field, value, by, of_study if of_row is None else of_row))
    return found


def confirmed_rows(
    kind: str, rows: Iterable[Row], confirmations: Mapping[RowPlace, Sequence[Confirmation]]
) -> list[Row]:
    """The rows of one kind, those that have confirmations with the names of their confirmed numbers."""
    listed = list(rows)
    if not confirmations:
        return listed
    return [
        with_confirmations(kind, row, found) if (found := confirmations.get((kind, row.id))) else row  # type: ignore[attr-defined]  # rows have a number
        for row in listed
    ]
