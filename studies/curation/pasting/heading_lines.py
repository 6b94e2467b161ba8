"""The lines of headings of a table, read together: one heading for each column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studies.curation.pasting.headings import DIFFERENCE, LABELS, Heading, looks_like_numbers, read_heading
from studies.curation.pasting.orientation import TableNames, TableOrientation
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.quantities import CHANGES
from studies.curation.pasting.read_cell import Notation

MOST_HEADING_LINES = 3
# A number under one of these belongs to the column on its left where nothing else is said.
_OF_NEIGHBOUR = frozenset({"sd", "se", "q1", "q3", "minimum", "maximum", "percent"})


@dataclass(frozen=True, slots=True)
class HeadingLines:
    """A heading for each column, the lines of headings, the lines below, and the columns of labels."""

    headings: tuple[Heading, ...]
    lines: tuple[PastedLine, ...]
    body: tuple[PastedLine, ...]
    label_columns: tuple[int, ...]


def read_headings(lines: Sequence[PastedLine], names: TableNames) -> HeadingLines:
    """The headings of a table, which stand in its first line and in those that go on with them."""
    layers = [[read_heading(text, names) for text in lines[0].cells]]
    for line in lines[1:MOST_HEADING_LINES]:
        layer = [read_heading(text, names) for text in line.cells]
        if not _goes_on(line, layer):
            break
        layers.append(layer)
    depth = len(layers)
    headings = layers[-1]
    for over in reversed(layers[:-1]):
        headings = [_under(above, each) for above, each in zip(_spread(over, headings), headings, strict=True)]
    headings = _with_subject(_of_counts(_of_neighbours(headings)))
    body = tuple(lines[depth:])
    return HeadingLines(tuple(headings), tuple(lines[:depth]), body, _label_columns(headings, body))


def _goes_on(line: PastedLine, layer: Sequence[Heading]) -> bool:
    """Whether a line is one more of headings: each cell says what numbers are, and none holds one."""
    if line.refusal or (line.cells[0] and layer[0].label not in LABELS):
        return False
    filled = [each for each in layer[1:] if each.text]
    return bool(filled) and not any(
        looks_like_numbers(each.text) or not (each.is_understood or each.axis.n) for each in filled
    )


def _spread(over: list[Heading], below: list[Heading]) -> list[Heading]:
    """Every column's heading of the line above: merged cells stand once, with blanks on their right or without."""
    named = [place for place, each in enumerate(over) if each.text and each.label not in LABELS]
    under = [place for place, each in enumerate(below) if each.text and each.label not in LABELS]
    is_tight = bool(named) and named == list(range(named[0], named[0] + len(named)))
    if is_tight and len(named) > 1 and under and under[-1] > named[-1]:
        return _shared_out(over, [over[place] for place in named], below, under)
    latest, spread = Heading(""), []
    for each in over:
        latest = each if each.text else latest
        spread.append(latest if not latest.label else each)
    return spread


def _shared_out(over: list[Heading], tops: list[Heading], below: list[Heading], under: list[int]) -> list[Heading]:
    """Merged headings without blanks between them, shared out evenly over columns that repeat; else none."""
    shared = [Heading("") if each.label not in LABELS else each for each in over]
    wide = [each for each in tops if not each.is_comparison]
    kinds = [below[place].notation for place in under]
    period, rest = divmod(len(under), len(wide) or 1)
    if not wide or rest or tops[: len(wide)] != wide or kinds != kinds[:period] * len(wide):
        return shared
    for number, place in enumerate(under):
        shared[place] = wide[number // period]
    for place, each in enumerate(tops[len(wide) :], under[-1] + 1):
        if place < len(shared):
            shared[place] = each
    return shared


def _under(over: Heading, each: Heading) -> Heading:
    if not each.text or not over.text:
        return over if over.text else each
    return replace(
        each,
        text=f"{over.text} {each.text}",
        label=each.label or over.label,
        axis=each.axis.filled_from(over.axis),
        notation=each.notation.filled_from(over.notation),
        compared=each.compared or over.compared,
    )


def _of_neighbours(headings: list[Heading]) -> list[Heading]:
    """An SD that names no arm or time is that of the column on its left, whose number alone is then a mean.

    A single one beside several arms may be that of a difference, and is left alone.
    """
    named = sum(bool(each.axis.arm) for each in headings if not each.is_comparison)
    whole = list(headings)
    for place, each in enumerate(headings[1:], 1):
        left = whole[place - 1]
        of_left = each.notation.alone in _OF_NEIGHBOUR or (each.notation.pair and not each.notation.alone)
        if each.label or each.axis != TableOrientation() or not of_left:
            continue
        if left.label == DIFFERENCE:
            whole[place] = replace(each, label=DIFFERENCE, axis=left.axis)
        elif not left.label and left.axis != TableOrientation() and headings.count(each) >= named:
            whole[place] = replace(each, axis=left.axis)
            if each.notation.alone in ("sd", "se") and left.notation == Notation():
                whole[place - 1] = replace(left, notation=Notation(alone="mean"))
    return whole


def _of_counts(headings: list[Heading]) -> list[Heading]:
    """With a column of percentages of its own, "n" counts the people with the outcome, and not all people."""
    shares = [each.axis for each in headings if each.notation == Notation(alone="percent")]
    return [
        replace(each, notation=Notation(alone="events"))
        if each.notation == Notation(alone="n") and each.axis in shares
        else each
        for each in headings
    ]


def _with_subject(headings: list[Heading]) -> list[Heading]:
    """A bare "Change" belongs to the one outcome, and the one time after baseline, that other headings name."""
    outcomes = {each.axis.measure for each in headings if each.axis.measure}
    times = {(each.axis.timepoint_label, each.axis.weeks) for each in headings if each.axis.weeks not in ("", "0")}
    subject = TableOrientation()
    if len(outcomes) == 1:
        subject = replace(subject, measure=outcomes.pop())
    if len(times) == 1:
        label, weeks = times.pop()
        subject = replace(subject, timepoint_label=label, weeks=weeks)
    return [
        replace(each, axis=each.axis.filled_from(subject))
        if each.axis.quantity in CHANGES and not each.axis.kinds - {"arm"}
        else each
        for each in headings
    ]


def _label_columns(headings: Sequence[Heading], body: Sequence[PastedLine]) -> tuple[int, ...]:
    """Columns that label their lines: by their heading, or on the left without a number below."""
    named = [place for place, each in enumerate(headings) if each.label in LABELS]
    left = []
    for place, each in enumerate(headings):
        says_numbers = each.notation.alone or each.notation.pair or each.is_comparison
        holds_numbers = any(looks_like_numbers(line.cells[place]) for line in body)
        if holds_numbers or (place and (each.is_understood or says_numbers)):
            break
        left.append(place)
    return tuple(sorted({*left, *named}))


def names_baseline(cells: Sequence[str], names: TableNames) -> bool:
    """Whether one of these headings or labels is the time before treatment."""
    return any(read_heading(cell, names).axis.weeks == "0" for cell in cells if cell)
