"""Confirmations of numbers by the row that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from studies.models import NumberConfirmation
from studies.models.row_field import ROWS
from studies.reported.number_meaning import MEANING_COLUMNS, meaning_mark
from studies.reported.reported_numbers import Confirmation, Row, with_confirmations
from studies.selectors.prepared_query import PreparedQuery
from studies.selectors.row_reader import ROWS_AT_A_TIME

# The kind of a row ("study" for the study itself) and its number in the database.
RowPlace = tuple[str, int]
# Asked first: on a site where nothing is confirmed no other query is written.
_FIRST = PreparedQuery(lambda _: NumberConfirmation.objects.order_by("pk").values_list("pk")[:1])
# Read of every confirmation, whatever row it is about.
_OF_ALL = ("field", "value", "confirmed_by", "study", "study__extracted_by")


def has_confirmations() -> bool:
    """Whether any number on this site is confirmed."""
    return bool(_FIRST.rows())


def read_confirmations(
    table: "QuerySet[NumberConfirmation]", kinds: Sequence[str] = ROWS
) -> Mapping[RowPlace, Sequence[Confirmation]]:
    """The confirmations of a table, by row: of these kinds of rows; of studies too if of all kinds.

    The query for what they mean is long, and takes time to be written: it is asked only where there are any.
    """
    if not table.exists():
        return {}
    places, values_of_table = _places(kinds), values_of_confirmations(table, kinds)
    found: dict[RowPlace, list[Confirmation]] = defaultdict(list)
    # The numbers of a row mean the same, but for what each measures: the mark of a row is made once.
    marks: dict[RowPlace, str] = {}
    for values in values_of_table.iterator(chunk_size=ROWS_AT_A_TIME):
        field, value, confirmed_by, study, study_entered_by = values[: len(_OF_ALL)]
        kind = next((kind for kind in kinds if values[places[kind].start]), "study")
        pk, entered_by, *meaning = values[places[kind]] if kind in places else (study, None)
        row = (kind, pk)
        if row not in marks:
            marks[row] = meaning_mark(meaning)
        number, _, mark = value.rpartition(" ")
        found[row].append(
            Confirmation(
                field,
                number,
                confirmed_by,
                study_entered_by if entered_by is None else entered_by,
                has_same_meaning=mark == marks[row],
            )
        )
    return found


def values_of_confirmations(table: "QuerySet[NumberConfirmation]", kinds: Sequence[str] = ROWS) -> "QuerySet[Any, Any]":
    """The query for confirmations of these kinds of rows: what all of them have, then what those of each kind have."""
    if len(kinds) < len(ROWS):
        table = table.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))
    return table.order_by().values_list(*_OF_ALL, *(column for kind in kinds for column in _columns(kind)))


def _columns(kind: str) -> Sequence[str]:
    return (kind, f"{kind}__extracted_by", *(f"{kind}__{column}" for column in MEANING_COLUMNS[kind]))


def _places(kinds: Sequence[str]) -> dict[str, slice]:
    """Where the columns of each kind lie among those of the query."""
    places, start = dict[str, slice](), len(_OF_ALL)
    for kind in kinds:
        places[kind] = slice(start, start + len(_columns(kind)))
        start = places[kind].stop
    return places


def confirmed_rows(
    kind: str, rows: Iterable[Row], confirmations: Mapping[RowPlace, Sequence[Confirmation]]
) -> Iterable[Row]:
    """The rows of one kind, those that have confirmations with the names of their confirmed numbers."""
    if not confirmations:
        return rows
    found = ((row, confirmations.get((kind, row.id))) for row in rows)  # type: ignore[attr-defined]  # rows have a number
    return (with_confirmations(kind, row, of_row) if of_row else row for row, of_row in found)
