"""Where a row comes from, and how its numbers were printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from studies.numerics.number_formatting import plain_number


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from; empty where the rules that were asked do not need it.

    ``key`` names the row for good: its key in the data set, else its number in the database. ``printed`` holds printed
    forms that a number loses (85.0); ``events_derived`` says whether a count was computed from a percentage;
    ``confirmed`` names the numbers that a second person confirmed.
    """

    key: str = ""
    source_url: str = ""
    locator: str = ""
    printed: Mapping[str, str] = field(default_factory=dict, hash=False)
    events_derived: bool | None = None
    confirmed: frozenset[str] = frozenset()

    @property
    def has_place(self) -> bool:
        """Whether both the source and the place in it are stated."""
        return bool(self.source_url and self.locator)


class HasProvenance(Protocol):
    """A row that knows where it comes from."""

    @property
    def provenance(self) -> Provenance: ...


def as_printed(row: HasProvenance, name: str) -> str:
    """A number of a row as printed where that is kept, else as a plain number; '' where there is none."""
    return printed_number(getattr(row, name), row.provenance.printed.get(name, ""))


def printed_number(value: float | None, printed: str) -> str:
    """A number as it was printed where the printed form still fits it, else in plain digits; '' where there is none.

    >>> printed_number(85.0, "85.0"), printed_number(86.0, "85.0"), printed_number(None, "")
    ('85.0', '86', '')
    """
    if value is None:
        return ""
    return printed if printed and float(printed) == float(value) else plain_number(value)


def last_place(row: HasProvenance, name: str) -> float:
    """The last decimal place of a printed number of a row."""
    return last_place_of(as_printed(row, name))


def last_place_of(printed: str) -> float:
    """The last decimal place of a number as printed; 1 where there is none.

    >>> last_place_of("80.5"), last_place_of("1.50"), last_place_of("59"), last_place_of("")
    (0.1, 0.01, 1.0, 1.0)
    """
    return float(10 ** min(0, int(Decimal(printed or "0").as_tuple().exponent)))
