"""A cell of numbers with what its labels say."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import CellReading
from studies.curation.pasting.table_reading import CellState, TableReading


@dataclass(frozen=True, slots=True)
class TablePart:
    """One cell of numbers of one arm, with what its labels say."""

    axis: TableOrientation
    reading: CellReading
    cell: TableReading
    labels: str
    heading: str

    @property
    def is_people(self) -> bool:
        """Whether it holds a number of people and nothing else."""
        return self.reading.values.keys() == {"n"}


def share_people(parts: Sequence[TablePart]) -> tuple[list[TablePart], list[TableReading]]:
    """A number of people counts for the numbers of its line: of the same arm, outcome and time, where it names them.

    The parts that are left, and the cells whose numbers of people went into them.
    """
    by_line: dict[int, list[TablePart]] = defaultdict(list)
    for part in parts:
        by_line[part.cell.line].append(part)
    left: list[TablePart] = []
    shared: list[TableReading] = []
    for line in by_line.values():
        for people in [part for part in line if part.is_people]:
            fits = [_is_of(part, people) for part in line]
            if any(fit and _subject(part) != _subject(people) for part, fit in zip(line, fits, strict=True)):
                n = people.reading.values["n"]
                line = [_with_n(part, n) if fit else part for part, fit in zip(line, fits, strict=True)]
                line.remove(people)
                sentence = f"{n} people, for the numbers of its line"
                shared.append(replace(people.cell, sentence=sentence, state=CellState.HEADING))
        left += line
    return left, shared


def _subject(part: TablePart) -> tuple[str, ...]:
    return part.axis.arm, part.axis.measure, part.axis.timepoint_label


def _is_of(part: TablePart, people: TablePart) -> bool:
    named = zip(_subject(people), _subject(part), strict=True)
    return not part.is_people and not part.axis.n and all(not own or own == its for own, its in named)


def _with_n(part: TablePart, n: str) -> TablePart:
    return replace(part, axis=replace(part.axis, n=n))
