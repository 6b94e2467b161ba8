"""The flow of records as steps: the boxes of PRISMA 2020 for updated reviews, before they are drawn or listed."""

from collections.abc import Iterator
from dataclasses import dataclass

from studies.numerics.number_formatting import count


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One number of a box: what it counts, and the address of the list behind it.

    A head counts on its own; other lines are parts of the head above them.
    """

    label: str
    number: int
    href: str
    is_head: bool = False

    @property
    def text(self) -> str:
        """The label with its number, as PRISMA figures write it."""
        # Spaces that do not break: a number is never on a line without its "n =".
        return f"{self.label} (n\u00a0=\u00a0{count(self.number)})"


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A box: its head, and the lines of its parts."""

    head: FlowLine
    lines: tuple[FlowLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A box of a column with what leaves the flow there. ``row`` counts from 0; columns side by side share rows."""

    box: FlowBox
    out: FlowBox | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """One way by which records come in, downwards."""

    title: str
    steps: tuple[FlowStep, ...]


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The whole flow. ``previous``, ``without_search`` and ``included`` have no exclusions."""

    previous: FlowColumn
    systematic: FlowColumn
    other: FlowColumn
    without_search: FlowColumn
    included: FlowColumn

    @property
    def columns(self) -> tuple[FlowColumn, ...]:
        """All columns in the order of reading."""
        return (self.previous, self.systematic, self.other, self.without_search, self.included)

    def lines(self) -> Iterator[tuple[FlowColumn, FlowLine]]:
        """Every number with its column, in the order of reading."""
        for column in self.columns:
            for step in column.steps:
                for box in filter(None, (step.box, step.out)):
                    yield from ((column, line) for line in (box.head, *box.lines))
