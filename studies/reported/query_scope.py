"""Which results a data query is about: an empty arm, time or part of the query means all of them."""

from collections.abc import Collection
from typing import NamedTuple


class QueryScope(NamedTuple):
    """What a data query names. ``measure`` is a slug or a number, as in what it is compared with."""

    measure: str | int | None
    arm: int | None
    timepoint_label: str
    part: str

    def covers(self, measure: str | int | None, arms: Collection[int], times: Collection[str], part: str) -> bool:
        """Whether the query is about a figure of this measure and part, in one of the arms at one of the times."""
        return (
            self.measure == measure
            and (self.arm is None or self.arm in arms)
            and (not self.timepoint_label or self.timepoint_label in times)
            and self.part in ("", part)
        )
