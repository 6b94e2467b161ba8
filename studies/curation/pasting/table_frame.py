"""The frame of a table: captions above, headings, lines of numbers, notes below; and what holds for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studies.curation.pasting.heading_lines import HeadingLines, names_baseline, read_headings
from studies.curation.pasting.headings import Heading
from studies.curation.pasting.notation_words import notation_of_sentence
from studies.curation.pasting.orientation import TableNames, TableOrientation, read_label
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.quantities import Quantity, quantity_in, says_from_baseline
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.table_blocks import TableBlock

_SPOKEN_OF = frozenset({Quantity.NOT_SAID, Quantity.DIFFERENCE})


@dataclass(frozen=True, slots=True)
class PasteOptions:
    """What a person says about a table: its subject, the meaning of its marks and words, its place in the source."""

    about: TableOrientation = field(default_factory=TableOrientation)
    notation: Notation = field(default_factory=Notation)
    locator: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A table in its parts. ``axis`` and ``notation`` hold where neither heading nor label says anything."""

    captions: tuple[PastedLine, ...]
    headings: HeadingLines
    notes: tuple[PastedLine, ...]
    axis: TableOrientation
    notation: Notation


def table_frame(block: TableBlock, names: TableNames, options: PasteOptions) -> TableFrame | None:
    """The parts of a table; None where no line below a first one of headings has two cells."""
    lines, start = block.lines, len(block.captions)
    end = max((place for place, line in enumerate(lines) if not line.is_section), default=-1)
    if end <= start or len(lines[0].cells) < 2:
        return None
    headings = read_headings(lines[start : end + 1], names)
    if not headings.body:
        return None
    notes = lines[end + 1 :]
    captions = [line for line in block.captions if not line.refusal]
    axis = _said_of_all(headings, captions or block.above, names)
    notation = _corner(headings).notation
    for line in (*captions, *notes, *block.above):
        notation = notation.filled_from(notation_of_sentence(line.cells[0]))
    axis, notation = axis.filled_from(options.about), notation.filled_from(options.notation)
    return TableFrame(block.captions, headings, notes, axis, notation)


def _corner(headings: HeadingLines) -> Heading:
    """The heading of the first labels, where it says something of the whole table."""
    corner = headings.headings[0]
    return corner if 0 in headings.label_columns and not corner.label else Heading("")


def _said_of_all(headings: HeadingLines, captions: Sequence[PastedLine], names: TableNames) -> TableOrientation:
    """What the corner and the captions say, the nearest first."""
    axis = _corner(headings).axis
    for line in reversed(captions):
        quantity = _caption_quantity(line.cells[0], headings, names)
        axis = axis.filled_from(replace(read_label(line.cells[0], names).axis, quantity=quantity, n=""))
    return axis


def _caption_quantity(text: str, headings: HeadingLines, names: TableNames) -> Quantity:
    """What a caption says the numbers are: a table with values before treatment holds scores, whatever it is about."""
    quantity = quantity_in(text)
    if quantity in _SPOKEN_OF:
        return Quantity.NOT_SAID
    labels = [line.cells[place] for line in headings.body for place in headings.label_columns]
    if names_baseline([*(each.text for each in headings.headings), *labels], names):
        return Quantity.NOT_SAID
    return quantity if quantity is Quantity.RESPONDERS or says_from_baseline(text) else Quantity.UNCLEAR
