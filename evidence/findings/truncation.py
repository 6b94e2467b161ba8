"""Long lists are truncated, and the page always says how many items there are in all."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Row = TypeVar("Row")

# A list on a page of many lists. The real evidence has none as long.
LONGEST_LIST = 50
# A list in one of many tables.
SHORT_LIST = 20
# A list in one of the many groups of a table. The real evidence has none longer.
GROUP_LIST = 12
# Lines of a list of secondary interest that are shown unfolded.
LONGEST_OPEN_LIST = 5
# Rows shown unfolded: as many as the real evidence has. A longer section is folded and states its length.
LONGEST_OPEN = 12


class TruncatedList(NamedTuple, Generic[Row]):
    """The first rows of a list, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not among the rows."""
        return self.total - len(self.rows)


def truncate(items: Sequence[Item], make_row: Callable[[Item], Row], longest: int = LONGEST_LIST) -> TruncatedList[Row]:
    """The first items as rows; rows that are not shown are not made."""
    return TruncatedList(tuple(make_row(item) for item in items[:longest]), len(items))
