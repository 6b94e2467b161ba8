"""Every number that studies report, and whether a second person confirmed it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from studies.choices import StudyStatus
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
from studies.reported.reported_numbers import (
    Confirmation,
    NumberShare,
    confirmed_figures,
    printed_figures,
    reported_figures,
)
from studies.selectors.confirmations import RowPlace, read_confirmations
from studies.selectors.prepared_query import ANY_NUMBERS, PreparedQuery


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
    for kind in NUMBER_TABLES:
        columns = MEANING_COLUMNS[kind] if are_to_confirm else ()
        for study, pk, row in _rows(kind, studies, columns):
            figures, meaning = _figures(kind, row), tuple(row[column] for column in columns)
            confirmed = confirmed_figures(figures, confirmations.get((kind, pk), ()))
            found[study] += [
                ReportedNumber((kind, pk), name, figures[name], name in confirmed, meaning) for name in figures
            ]
    return found


def read_number_shares(studies: Studies) -> Mapping[int, NumberShare]:
    """How many numbers of each of these studies a second person confirmed.

    Numbers are written as printed only where a confirmation of their row is compared with them.
    """
    confirmations = read_confirmations(NumberConfirmation.objects.filter(study__in=studies))
    confirmed: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for kind in NUMBER_TABLES:
        for study, pk, row in _rows(kind, studies):
            total[study] += len(reported_figures(kind, row.get))
            if of_row := confirmations.get((kind, pk)):
                confirmed[study] += len(confirmed_figures(_figures(kind, row), of_row))
    return defaultdict(NumberShare, {study: NumberShare(confirmed[study], total[study]) for study in total})


_CONFIRMED = PreparedQuery(
    lambda studies: NumberConfirmation.objects.filter(study__in=studies).order_by().values_list("study").distinct(),
    like=ANY_NUMBERS,
)


def read_told_shares(standings: Mapping[int, str]) -> Mapping[int, NumberShare]:
    """The shares that the labels of studies tell: of those signed off, and those with a number confirmed.

    Of most studies in a list it is neither, and the numbers of none of those are read. ``standings`` are by number.
    """
    signed_off = (study for study, standing in standings.items() if standing == StudyStatus.SIGNED_OFF)
    told = {*signed_off, *chain.from_iterable(_CONFIRMED.rows(tuple(standings)))}
    return read_number_shares(tuple(told)) if told else defaultdict(NumberShare)


def shares_of_records(
    records: Mapping[str, Iterable[Model]], confirmations: Mapping[RowPlace, Sequence[Confirmation]]
) -> Mapping[RowPlace, NumberShare]:
    """How many numbers of each row are confirmed, of records that were read before, by their kinds."""
    shares: dict[RowPlace, NumberShare] = defaultdict(NumberShare)
    for kind, rows in records.items():
        for row in rows:
            values = vars(row)
            place = (kind, values["id"])
            of_row = confirmations.get(place)
            confirmed = confirmed_figures(_figures(kind, values), of_row) if of_row else ()
            shares[place] = NumberShare(len(confirmed), len(reported_figures(kind, values.get)))
    return shares


def share_of(numbers: Iterable[ReportedNumber]) -> NumberShare:
    """How many of these numbers are confirmed."""
    listed = [each.is_confirmed for each in numbers]
    return NumberShare(sum(listed), len(listed))


def _rows(kind: str, studies: Studies, columns: Sequence[str] = ()) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """The study, the number, and the figures and ``columns`` of every row of one kind."""
    wanted = _wanted(kind, columns)
    rows = _query(kind, wanted).rows(studies) if isinstance(studies, Sequence) else _values(kind, wanted, studies)
    for values in rows:
        row = dict(zip(wanted, values, strict=True))
        yield row[NUMBER_TABLES[kind].study], row["pk"], row


def _wanted(kind: str, columns: Sequence[str]) -> tuple[str, ...]:
    table = NUMBER_TABLES[kind]
    names = [field.name for field in FIELDS[kind.replace("_", "-")].typed if field.is_figure]
    names += ["kind", "events_derived"] if kind == "result" else []
    names += ["printed"] if issubclass(table.model, HasPrintedNumbers) else []
    # A column that is needed twice is asked for once.
    return tuple(dict.fromkeys((table.study, "pk", *names, *columns)))


@cache
def _query(kind: str, wanted: tuple[str, ...]) -> PreparedQuery[Any]:
    """The same query for a few studies, which most pages ask about."""
    return PreparedQuery(partial(_values, kind, wanted), like=ANY_NUMBERS)


def _values(kind: str, wanted: Sequence[str], studies: Studies) -> "QuerySet[Any, Any]":
    table = NUMBER_TABLES[kind]
    rows: QuerySet[Any] = QuerySet(table.model).filter(**{f"{table.study}__in": studies})
    return rows.order_by("pk").values_list(*wanted)


def _figures(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
    """The numbers of a row as printed, by field."""
    return printed_figures(kind, row.get, row.get("printed", {}))
