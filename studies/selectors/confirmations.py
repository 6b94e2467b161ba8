"""Confirmations of numbers by the row that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Q, QuerySet

from studies.models import NumberConfirmation
from studies.models.row_field import ROWS
from studies.reported.number_meaning import MEANING_COLUMNS, with_meaning
from studies.reported.reported_numbers import Confirmation, Row, with_confirmations

# The kind of a row ("study" for the study itself) and its number in the database.
RowPlace = tuple[str, int]


def read_confirmations(
    table: "QuerySet[NumberConfirmation]", kinds: Sequence[str] = ROWS
) -> dict[RowPlace, list[Confirmation]]:
    """The confirmations of a table, by row, by one query: of these kinds of rows; of studies too if of all kinds."""
    entered = [f"{kind}__extracted_by" for kind in kinds]
    meanings = {kind: [f"{kind}__{column}" for column in MEANING_COLUMNS[kind]] for kind in kinds}
    found: dict[RowPlace, list[Confirmation]] = defaultdict(list)
    if len(kinds) < len(ROWS):
        table = table.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))
    columns = ["field", "value", "confirmed_by", "study", "study__extracted_by", *kinds, *entered]
    for each in table.order_by().values(*columns, *chain.from_iterable(meanings.values())):
        kind = next((kind for kind in kinds if each[kind]), "study")
        entered_by = each.get(f"{kind}__extracted_by")
        value, _, _ = each["value"].rpartition(" ")
        said = with_meaning(value, [each[column] for column in meanings.get(kind, ())])
        found[kind, each[kind]].append(
            Confirmation(
                each["field"],
                value,
                each["confirmed_by"],
                each["study__extracted_by"] if entered_by is None else entered_by,
                has_same_meaning=said == each["value"],
            )
        )
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
