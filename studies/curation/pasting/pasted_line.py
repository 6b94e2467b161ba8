"""A line of a pasted table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line with its number in the text (the first is 1). ``refusal``: why it could not be cut into cells."""

    number: int
    cells: tuple[str, ...]
    refusal: str = ""

    @property
    def is_section(self) -> bool:
        """Only the first cell says something: what follows belongs under it."""
        return not self.refusal and bool(self.cells[0]) and not any(self.cells[1:])

    def widened(self, width: int) -> "PastedLine":
        """The same with as many cells as the widest line has."""
        return PastedLine(self.number, self.cells + ("",) * (width - len(self.cells)), self.refusal)
