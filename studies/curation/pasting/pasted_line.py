"""A line of a pasted table."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line with its number in the text (the first is 1). ``refusal``: why it could not be cut into cells."""

    number: int
    cells: tuple[str, ...]
    refusal: str = ""

    @property
    def holds_cells(self) -> bool:
        """Whether it is a line of the table itself: cut into cells, and no separate line."""
        return not self.refusal and not self.is_section

    @property
    def is_section(self) -> bool:
        """Only the first cell says something: what follows belongs under it."""
        return not self.refusal and bool(self.cells[0]) and not any(self.cells[1:])

    def filled(self) -> Iterator[tuple[int, str]]:
        """Its cells that hold something, each with its column (the first is 1)."""
        return ((place, cell) for place, cell in enumerate(self.cells, 1) if cell)

    def widened(self, width: int) -> "PastedLine":
        """The same with as many cells as the widest line has."""
        return PastedLine(self.number, self.cells + ("",) * (width - len(self.cells)), self.refusal)
