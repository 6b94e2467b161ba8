"""People counted on a scale, such as "VAS < 3, n (%)": no score of it, but an outcome of its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from studies.curation.pasting.orientation import TableNames, TableOrientation, definition_text, has_scale, trimmed
from studies.curation.pasting.table_part import TablePart
from studies.curation.pasting.table_reading import CellState, TableReading

_SCORE_OR_SHARE = "A score in percent, or a share of people: type it into the row as the one that is meant."


def separate_counts(parts: Sequence[TablePart], names: TableNames) -> tuple[list[TablePart], list[TableReading]]:
    """The parts with counts under the label's own words, for a person to choose the outcome.

    A percentage of a scale without its count may be a score, and is not read.
    """
    fields: dict[tuple[int, TableOrientation], set[str]] = defaultdict(set)
    for part in parts:
        fields[part.cell.line, part.axis] |= part.reading.values.keys()
    kept, unread = [], []
    for part in parts:
        together = fields[part.cell.line, part.axis]
        if not together & {"events", "percent"} or not has_scale(part.axis, names):
            kept.append(part)
        elif "events" in together:
            kept.append(_under_its_words(part))
        else:
            unread.append(replace(part.cell, sentence=_SCORE_OR_SHARE, state=CellState.UNREAD))
    return kept, unread


def _under_its_words(part: TablePart) -> TablePart:
    name = trimmed(definition_text(part.labels or part.heading, part.axis))
    return replace(part, axis=replace(part.axis, measure="", outcome_name=name, scale_min="", scale_max=""))
