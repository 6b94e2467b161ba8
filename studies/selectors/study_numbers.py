"""Every number that studies report, and whether a second person confirmed it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from studies.fields import FIELDS
from studies.models import (
    AdverseEvent,
    Arm,
    NumberConfirmation,
    OutcomeResult,
    ReportedContrast,
    ReportedPool,
    ReviewTrialRow,
    Study,
)
from studies.models.base import HasPrintedNumbers
from studies.reported.number_meaning import MEANING_COLUMNS, with_meaning
from studies.reported.reported_numbers import NumberShare, confirmed_figures, printed_figures
from studies.selectors.confirmations import RowPlace, read_confirmations


class NumberTable(NamedTuple):
    """Where one kind of row is kept, and the column that names its study."""

    model: type[Model]
    study: str


# In the order in which a person reads them beside the source.
NUMBER_TABLES = {
    "study": NumberTable(Study, "pk"),
    "arm": NumberTable(Arm, "study"),
    "result": NumberTable(OutcomeResult, "arm__study"),
    "contrast": NumberTable(ReportedContrast, "study"),
    "harm": NumberTable(AdverseEvent, "study"),
    "pool": NumberTable(ReportedPool, "review"),
    "trial_row": NumberTable(ReviewTrialRow, "review"),
}


class ReportedNumber(NamedTuple):
    """One number of the record: its row, the field, the value as printed and the columns that say what it means."""

    row: RowPlace
    field: str
    value: str
    is_confirmed: bool
    meaning: tuple[object, ...] = ()

    @property
    def value_with_meaning(self) -> str:
        """What a person confirms."""
        return with_meaning(self.value, self.meaning)


# Numbers of studies in the database, or the query that finds them.
Studies = Collection[int] | QuerySet[Any]


def read_numbers(studies: Studies, *, are_to_confirm: bool = False) -> dict[int, list[ReportedNumber]]:
    """The numbers of some studies, by the number of the study, by a fixed number of queries.

    ``are_to_confirm``: each with its meaning, which takes more columns.
    """
    confirmations = read_confirmations(NumberConfirmation.objects.filter(study__in=studies))
    found: dict[int, list[ReportedNumber]] = defaultdict(list)
    for kind, table in NUMBER_TABLES.items():
        columns = MEANING_COLUMNS[kind] if are_to_confirm else ()
        for study, pk, figures, meaning in _figures(kind, table, studies, columns):
            confirmed = confirmed_figures(figures, confirmations.get((kind, pk), ()))
            found[study] += [
                ReportedNumber((kind, pk), name, figures[name], name in confirmed, meaning) for name in figures
            ]
    return found


def read_number_shares(studies: Studies) -> Mapping[int, NumberShare]:
    """How many numbers of each of these studies a second person confirmed."""
    return defaultdict(NumberShare, {study: share_of(numbers) for study, numbers in read_numbers(studies).items()})


def shares_by_row(numbers: Iterable[ReportedNumber]) -> Mapping[RowPlace, NumberShare]:
    """How many numbers of each row are confirmed."""
    by_row: dict[RowPlace, list[ReportedNumber]] = defaultdict(list)
    for number in numbers:
        by_row[number.row].append(number)
    return defaultdict(NumberShare, {row: share_of(of_row) for row, of_row in by_row.items()})


def share_of(numbers: Iterable[ReportedNumber]) -> NumberShare:
    """How many of these numbers are confirmed."""
    listed = [each.is_confirmed for each in numbers]
    return NumberShare(sum(listed), len(listed))


def _figures(
    kind: str, table: NumberTable, studies: Studies, columns: Sequence[str]
) -> Iterable[tuple[int, int, dict[str, str], tuple[object, ...]]]:
    """The study, the number, the figures as printed and the values of ``columns``, of every row of one kind."""
    names = [field.name for field in FIELDS[kind.replace("_", "-")].typed if field.is_figure]
    names += ["kind", "events_derived"] if kind == "result" else []
    names += ["printed"] if issubclass(table.model, HasPrintedNumbers) else []
    # A column that is needed twice is asked for once.
    wanted = list(dict.fromkeys((table.study, "pk", *names, *columns)))
    rows: QuerySet[Any] = QuerySet(table.model).filter(**{f"{table.study}__in": studies}).order_by("pk")
    for values in rows.values_list(*wanted):
        row = dict(zip(wanted, values, strict=True))
        figures = printed_figures(kind, row.get, row.get("printed", {}))
        yield row[table.study], row["pk"], figures, tuple(row[column] for column in columns)
