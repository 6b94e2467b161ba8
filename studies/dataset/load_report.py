"""The result of a load, file by file."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum


class RowOutcome(IntEnum):
    """The outcome of a row; for a row that makes two records, the higher one."""

    UNCHANGED = 0
    UPDATED = 1
    CREATED = 2
    # A person has worked on the record since it was loaded, or deleted it.
    LEFT_ALONE = 3


@dataclass(slots=True)
class Tally:
    """The verdicts on the rows of one file, by line."""

    file: str
    rows: int = 0
    verdicts: dict[int, RowOutcome] = field(default_factory=dict)

    def note(self, line: int, verdict: RowOutcome) -> None:
        self.verdicts[line] = max(verdict, self.verdicts.get(line, verdict))

    def count(self, verdict: RowOutcome) -> int:
        return Counter(self.verdicts.values())[verdict]


@dataclass(slots=True)
class Report:
    """A tally a file, and a sentence for every record that was updated, left alone or is no longer in the files."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    updated: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    only_in_database: list[str] = field(default_factory=list)

    def of(self, file: str) -> Tally:
        return self.tallies.setdefault(file, Tally(file))
