"""What the labels of a line say, with what lines above it say for those that follow."""

from dataclasses import dataclass, field, replace

from studies.curation.pasting.headings import Heading, looks_like_numbers, read_heading
from studies.curation.pasting.orientation import LabelReading, TableNames, TableOrientation, read_label
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.quantities import CHANGES, Quantity
from studies.curation.pasting.read_cell import Notation

_UNITS_OF_TIME = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class LineLabels:
    """What the labels of one line say of its numbers. ``kind``: of its cells where they compare."""

    axis: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    kind: str = ""
    text: str = ""


@dataclass(slots=True)
class LabelsAbove:
    """What holds for lines further down: separate lines of labels, and what a label leaves to those below it."""

    sections: list[LabelReading] = field(default_factory=list)
    latest: LineLabels = field(default_factory=LineLabels)
    has_numbers: bool = False
    is_change_unclear: bool = False
    # A line that was not read may have named the outcome of those below it.
    is_broken: bool = False

    def add_section(self, read: LabelReading) -> None:
        """A separate line takes the place of those that name the same; the rest of them goes on."""
        kinds = read.named.kinds
        if self.has_numbers and not read.axis.quantity and any(_is_only_change(each) for each in self.sections):
            self.is_change_unclear = True
        if read.axis.quantity:
            self.is_change_unclear = False
            self.sections = [each for each in self.sections if not each.axis.quantity]
        self.sections = [each for each in self.sections if not each.named.kinds & kinds]
        self.sections.append(read)
        self.latest, self.has_numbers = LineLabels(), False

    def below(self) -> LineLabels:
        """What the separate lines say together; the lowest first."""
        axis, notation = TableOrientation(), Notation()
        for each in reversed(self.sections):
            axis, notation = axis.filled_from(each.named), notation.filled_from(each.notation)
        if self.is_change_unclear and not self.sections[-1].axis.quantity:
            axis = replace(axis, quantity=Quantity.UNCLEAR)
        return LineLabels(axis, notation)


def _is_only_change(section: LabelReading) -> bool:
    return section.axis.quantity in CHANGES and not section.axis.kinds


def read_line_labels(
    line: PastedLine, headings: tuple[Heading, ...], columns: tuple[int, ...], names: TableNames
) -> LineLabels:
    """What the labels of a line say by themselves."""
    axis, notation, kind = TableOrientation(), Notation(), ""
    filled = [place for place in columns if line.cells[place]]
    for place in filled:
        text, label = line.cells[place], headings[place].label
        own = read_heading(text, names)
        if own.is_comparison and label in ("", "outcome"):
            kind = own.label
            axis = axis.filled_from(replace(own.axis, quantity=Quantity.NOT_SAID))
            continue
        read = read_label(_with_unit(text, headings[place]), names)
        axis = axis.filled_from(said_under(read, label))
        notation = notation.filled_from(read.notation)
    return LineLabels(axis, notation, kind, " ".join(line.cells[place] for place in filled))


def _with_unit(text: str, heading: Heading) -> str:
    """Under "weeks" a bare number is a number of weeks."""
    words = heading.text.lower().replace("(", " ").replace(")", " ").split()
    unit = next((unit for word in words for unit in _UNITS_OF_TIME if word.rstrip("s") == unit), "")
    return f"{text} {unit}s" if unit and looks_like_numbers(text) else text


def said_under(read: LabelReading, label: str) -> TableOrientation:
    """What a label says in a column of arms, times or outcomes; a time in words ("discharge") is used as printed."""
    if label in ("", "outcome"):
        return read.named
    is_time = label == "time" and not read.axis.timepoint_label
    return replace(read.axis, timepoint_label=read.rest) if is_time else read.axis


def carried_on(own: LineLabels, latest: LineLabels) -> LineLabels:
    """A line that names only a time or an arm belongs to the outcome, or the arm, of the line above it."""
    kinds, above = own.axis.kinds, latest.axis
    if not kinds or not (kinds <= {"time", "arm"}):
        return own
    of_outcome = bool(above.measure or latest.kind)
    carried = TableOrientation(
        arm=above.arm if kinds == {"time"} else "",
        measure=above.measure if of_outcome else "",
        outcome_name=above.outcome_name if of_outcome else "",
        scale_min=above.scale_min if of_outcome else "",
        scale_max=above.scale_max if of_outcome else "",
        timepoint_label=above.timepoint_label if kinds == {"arm"} else "",
        weeks=above.weeks if kinds == {"arm"} else "",
        quantity=above.quantity if of_outcome else Quantity.NOT_SAID,
    )
    return LineLabels(own.axis.filled_from(carried), own.notation.filled_from(latest.notation), own.kind, own.text)
