"""Confirmations of numbers by the row that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from studies.models import NumberConfirmation
from studies.models.row_field import ROWS
from studies.reported.number_meaning import MEANING_COLUMNS, meaning_mark
from studies.reported.reported_numbers import Confirmation, Row, with_confirmations
from studies.selectors.row_reader import ROWS_AT_A_TIME

# The kind of a row ("study" for the study itself) and its number in the database.
RowPlace = tuple[str, int]
# Read of every confirmation, whatever row it is about.
_OF_ALL = ("field", "value", "confirmed_by", "study", "study__extracted_by")


def read_confirmations(
    table: "QuerySet[NumberConfirmation]", kinds: Sequence[str] = ROWS
) -> dict[RowPlace, list[Confirmation]]:
    """The confirmations of a table, by row, by one query: of these kinds of rows; of studies too if of all kinds."""
    if len(kinds) < len(ROWS):
        table = table.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))
    columns, places = list(_OF_ALL), dict[str, slice]()
    for kind in kinds:
        of_kind = (kind, f"{kind}__extracted_by", *(f"{kind}__{column}" for column in MEANING_COLUMNS[kind]))
        places[kind] = slice(len(columns), len(columns) + len(of_kind))
        columns += of_kind
    found: dict[RowPlace, list[Confirmation]] = defaultdict(list)
    # The numbers of a row mean the same, but for what each measures: the mark of a row is made once.
    marks: dict[RowPlace, str] = {}
    for values in table.order_by().values_list(*columns).iterator(chunk_size=ROWS_AT_A_TIME):
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


def read_confirmations_of_study(study: int) -> Mapping[RowPlace, Sequence[Confirmation]]:
    """The confirmations of one study, by its number; the long query is made only where there are any."""
    table = NumberConfirmation.objects.filter(study=study)
    return read_confirmations(table) if table.exists() else {}


def confirmed_rows(
    kind: str, rows: Iterable[Row], confirmations: Mapping[RowPlace, Sequence[Confirmation]]
) -> Iterator[Row]:
    """The rows of one kind, those that have confirmations with the names of their confirmed numbers."""
    for row in rows:
        found = confirmations.get((kind, row.id))  # type: ignore[attr-defined]  # rows have a number
        yield with_confirmations(kind, row, found) if found else row
