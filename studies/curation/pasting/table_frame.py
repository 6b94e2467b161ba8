"""The frame of a table: captions above, headings, lines of numbers, notes below; and what holds for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studies.curation.pasting.heading_lines import HeadingLines, names_baseline, read_headings
from studies.curation.pasting.notation_words import notation_of_sentence
from studies.curation.pasting.orientation import TableNames, TableOrientation, read_label
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.quantities import Quantity, quantity_in, says_from_baseline
from studies.curation.pasting.read_cell import Notation

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


def table_frame(lines: Sequence[PastedLine], names: TableNames, options: PasteOptions) -> TableFrame | None:
    """The parts of a table; None where no line below a first one of headings has two cells."""
    start = next((place for place, line in enumerate(lines) if not line.is_section), len(lines))
    end = max((place for place, line in enumerate(lines) if not line.is_section), default=-1)
    if end <= start or len(lines[0].cells) < 2:
        return None
    headings = read_headings(lines[start : end + 1], names)
    if not headings.body:
        return None
    captions, notes = tuple(lines[:start]), tuple(lines[end + 1 :])
    return TableFrame(captions, headings, notes, *_context(captions, headings, notes, names, options))


def _context(
    captions: Sequence[PastedLine],
    headings: HeadingLines,
    notes: Sequence[PastedLine],
    names: TableNames,
    options: PasteOptions,
) -> tuple[TableOrientation, Notation]:
    """What the corner, the captions, the notes and the person say, in this order."""
    axis, notation = TableOrientation(), Notation()
    corner = headings.headings[0]
    if 0 in headings.label_columns and not corner.label:
        axis, notation = corner.axis, corner.notation
    for line in reversed(captions):
        read = read_label(line.cells[0], names)
        said = replace(read.axis, quantity=_caption_quantity(line.cells[0], headings, names), n="")
        axis = axis.filled_from(said)
    for line in (*captions, *notes):
        notation = notation.filled_from(notation_of_sentence(line.cells[0]))
    return axis.filled_from(options.about), notation.filled_from(options.notation)


def _caption_quantity(text: str, headings: HeadingLines, names: TableNames) -> Quantity:
    """What a caption says the numbers are: a table with values before treatment holds scores, whatever it is about."""
    quantity = quantity_in(text)
    if quantity in _SPOKEN_OF:
        return Quantity.NOT_SAID
    labels = [line.cells[place] for line in headings.body for place in headings.label_columns]
    if names_baseline([*(each.text for each in headings.headings), *labels], names):
        return Quantity.NOT_SAID
    return quantity if quantity is Quantity.RESPONDERS or says_from_baseline(text) else Quantity.UNCLEAR
