"""Where a row comes from, and how its numbers were printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from; empty where the rules that were asked do not need it.

    ``key`` names the row for good: its key in the data set, else its number in the database. ``printed`` holds printed
    forms that a number loses (85.0); ``events_derived`` says whether a count was computed from a percentage.
    """

    key: str = ""
    source_url: str = ""
    locator: str = ""
    printed: Mapping[str, str] = field(default_factory=dict, hash=False)
    events_derived: bool | None = None

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
    value = getattr(row, name)
    if value is None:
        return ""
    text = row.provenance.printed.get(name, "")
    return text if text and float(text) == float(value) else f"{value:.10g}"


def last_place(row: HasProvenance, name: str) -> float:
    """The last decimal place of a printed number: 0.1 of 80.5, 1 of 59. 1 where there is no number."""
    exponent = Decimal(as_printed(row, name) or "0").as_tuple().exponent
    return float(10 ** min(0, int(exponent)))
