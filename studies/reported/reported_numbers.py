"""Which numbers a row reports, and which of them a second person confirmed.

A *number* is a figure as its source prints it: a count computed from a percentage is none, and a range of one number is
one. A *confirmation* is a person's statement that a number is what its source prints. It counts as long as the record
has the number that was confirmed, of the same arm, outcome and time (``number_meaning``), and only if that person is
another than who entered it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import NamedTuple, TypeVar

from studies.choices import ResultKind
from studies.fields import FIELDS
from studies.numerics.number_formatting import count
from studies.reported.row_provenance import HasProvenance, as_printed, printed_number

# Both ends of a range; where they are one number, it is printed once.
_RANGES = {f"{name}_high": f"{name}_low" for name in ("concentration", "volume", "sessions")}
ValueOf = Callable[[str], object]


class Confirmation(NamedTuple):
    """A statement about one number of a row: its value then, who made it, and who entered the row (None: nobody).

    ``has_same_meaning``: the row still says of the same arm, outcome and time what it said then.
    """

    field: str
    value: str
    by: int
    entered_by: int | None
    has_same_meaning: bool = True

    def counts(self, value: str) -> bool:
        """Whether it holds for the number that the record has now, as printed; '' where it has none."""
        return bool(value) and self.value == value and self.has_same_meaning and self.by != self.entered_by


class NumberShare(NamedTuple):
    """How many of some numbers a second person confirmed."""

    confirmed: int = 0
    total: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether none is left to confirm."""
        return self.confirmed == self.total

    @property
    def is_confirmed(self) -> bool:
        """Whether there are numbers, and all are confirmed."""
        return self.confirmed == self.total > 0

    @property
    def standing(self) -> str:
        """What is said of a figure that rests on them; '' where it rests on none.

        >>> [NumberShare(confirmed, 4).standing for confirmed in (0, 3, 4)]
        ['unverified', '3 of 4 numbers confirmed', 'confirmed']
        """
        if not self.confirmed:
            return "unverified" if self.total else ""
        return "confirmed" if self.is_complete else self.text

    @property
    def text(self) -> str:
        """The share in words.

        >>> NumberShare(31, 36).text, NumberShare(1, 1).text, NumberShare().text
        ('31 of 36 numbers confirmed', '1 of 1 number confirmed', 'no number reported')
        """
        if not self.total:
            return "no number reported"
        numbers = "number" if self.total == 1 else "numbers"
        return f"{count(self.confirmed)} of {count(self.total)} {numbers} confirmed"


def total_share(shares: Iterable[NumberShare]) -> NumberShare:
    """How many of the numbers of several rows or studies are confirmed."""
    listed = list(shares)
    return NumberShare(sum(share.confirmed for share in listed), sum(share.total for share in listed))


def confirmed_sentence(share: NumberShare, where: str) -> str:
    """How many of the numbers somewhere a second person confirmed; '' without numbers.

    >>> confirmed_sentence(NumberShare(0, 85), "behind these figures")
    'A second person confirmed none of the 85 numbers behind these figures: all are unverified.'
    """
    if not share.total:
        return ""
    if share.total == 1:
        return f"The one number {where} is {'confirmed by a second person' if share.confirmed else 'unverified'}."
    numbers = f"{count(share.total)} numbers {where}"
    if share.is_complete:
        return f"A second person confirmed all {numbers}."
    if not share.confirmed:
        return f"A second person confirmed none of the {numbers}: all are unverified."
    return f"A second person confirmed {count(share.confirmed)} of the {numbers}: the others are unverified."


@cache
def _figure_names(kind: str, result_kind: str) -> tuple[str, ...]:
    fields = FIELDS[kind.replace("_", "-")]
    return tuple(field.name for field in fields.figures(ResultKind(result_kind)))


def reported_figures(kind: str, value_of: ValueOf) -> tuple[str, ...]:
    """The names of the numbers that a row reports, in the order in which they are typed.

    ``kind`` is that of the row ("study", "arm", "result", "contrast", "harm", "pool", "trial_row"); ``value_of`` gives
    the value of its field, None where it is empty.

    >>> score = {"kind": "dichotomous", "n": 40, "events": 10, "events_derived": True, "percent": 25.0}
    >>> reported_figures("result", score.get)
    ('n', 'percent')
    """
    # Only results differ in what they report by their kind.
    is_result = kind == "result"
    names = _figure_names(kind, str(value_of("kind")) if is_result else ResultKind.CONTINUOUS)
    is_derived = is_result and bool(value_of("events_derived"))
    return _printed_names(names, [value_of(name) for name in names], is_derived=is_derived)


def _printed_names(names: Sequence[str], values: Sequence[object], *, is_derived: bool) -> tuple[str, ...]:
    """The names whose values are printed; ``is_derived``: the count is computed from a percentage."""
    given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
    if is_derived:
        given.pop("events", None)
    if given.keys().isdisjoint(_RANGES):
        return tuple(given)
    return tuple(name for name in given if name not in _RANGES or given[name] != given.get(_RANGES[name]))


def printed_figures(kind: str, value_of: ValueOf, printed: Mapping[str, object]) -> dict[str, str]:
    """The numbers that a row reports, as printed, by field; ``printed`` holds forms that a number loses."""
    return {
        name: printed_number(value_of(name), str(printed.get(name, "")))  # type: ignore[arg-type]  # figures are numbers
        for name in reported_figures(kind, value_of)
    }


def confirmed_figures(figures: Mapping[str, str], confirmations: Iterable[Confirmation]) -> frozenset[str]:
    """The names of those numbers of a row, as printed by field, that a second person confirmed."""
    return frozenset(each.field for each in confirmations if each.counts(figures.get(each.field, "")))


Row = TypeVar("Row", bound=HasProvenance)


def with_confirmations(kind: str, row: Row, confirmations: Iterable[Confirmation]) -> Row:
    """The row with the names of its numbers that were confirmed."""
    figures = {name: as_printed(row, name) for name in _figures_of_row(kind, row)}
    confirmed = confirmed_figures(figures, confirmations)
    return row._replace(provenance=replace(row.provenance, confirmed=confirmed))  # type: ignore[attr-defined, no-any-return]  # rows are named tuples


def share_of_row(kind: str, row: HasProvenance) -> NumberShare:
    """How many of the numbers of a plain row are confirmed."""
    names, confirmed = _figures_of_row(kind, row), row.provenance.confirmed
    return NumberShare(len(confirmed.intersection(names)) if confirmed else 0, len(names))


def _figures_of_row(kind: str, row: HasProvenance) -> tuple[str, ...]:
    """``reported_figures`` of a plain row, which are many: its values are taken together."""
    result_kind = getattr(row, "kind", None) or ResultKind.CONTINUOUS
    names = _figure_names(kind, result_kind)
    return _printed_names(names, _getter(names)(row), is_derived=bool(row.provenance.events_derived))


@cache
def _getter(names: tuple[str, ...]) -> "attrgetter[tuple[object, ...]]":
    return attrgetter(*names)
