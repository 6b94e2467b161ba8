"""Text of a PDF, or of a fixed-width file: columns that only spaces part, told apart by the shapes of numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from studies.curation.pasting.heading_pieces import STATISTIC, HeadingPieces, P, heading_pieces
from studies.curation.pasting.orientation import PEOPLE
from studies.curation.pasting.pasted_line import PastedLine
from studies.curation.pasting.read_time import time_spans

# A number as it stands in one cell: in such text a space parts cells, and no thousands.
_NUMBER = r"[-+\u2212\u2013]?(?:\d+(?:[.,\u00b7]\d+)*|[.\u00b7]\d+)"
_MARKS = r"(?:\s?[*\u2020\u2021\u00a7\u00b6#]+|[a-e](?:,?[a-e])*|[\u00b2\u00b3\u00b9\u1d43-\u1d4d\u2070-\u2079]+)?"
_N = rf"{_NUMBER}{_MARKS}"
_LIMITS = rf"(?:\d+(?:\.\d+)?\s*%\s*)?(?:CI|IQR|range)?[:=,]?\s*{_NUMBER}\s*(?:;|,|to|[-\u2013\u2212]|/)\s*{_NUMBER}"
_BRACKETS = rf"[(\[]\s*(?:{_LIMITS}|{_NUMBER}\s*/\s*{_NUMBER}|{_NUMBER}\s*%?)\s*[)\]]{_MARKS}"
_CELL = re.compile(
    rf"(?:{_N}\s*(?:±|\+/?[-\u2212])\s*{_N}(?:\s*{_BRACKETS})?"
    rf"|{_N}\s*(?:/|of)\s*{_N}(?:\s*{_BRACKETS})?"
    rf"|{_N}\s*%(?:\s*{_BRACKETS})?{_MARKS}"
    rf"|{_N}\s*{_BRACKETS}"
    rf"|{_N}(?:\s*[\u2013\u2212-]\s*|\s+to\s+){_N}"
    rf"|(?:p\s*)?[<>=≤≥]\s*{_N}|{_N}|{_BRACKETS}"
    r"|-|\u2013|\u2014|\u2212|NR|NA|N/A|ND|NS|n\.s\.)(?=\s|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_SCALE = re.compile(r"[(\[]\s*0\s*(?:-|\u2013|to)\s*\d+\s*(?:mm|cm|points?|%)?\s*[)\]]", re.IGNORECASE)
_IS_CAPTION = re.compile(r"\s*(supplementary |appendix )?(table|fig(ure)?\.?)\s*\w*\d", re.IGNORECASE)
# No line of a table is longer.
_LONGEST = 2_000
_NO_HEADINGS = "The headings above do not show one name for each of its {count} numbers: part the cells by tabs."
_OTHER_COUNT = "{found} where other lines have {count}: which column is empty, or doubled, is not certain."
_STRAY = "Its numbers do not stand together at the end of the line: part the cells by tabs."


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line with its numbers at the end, as places in the text. ``is_stray``: other numbers stand among its words."""

    number: int
    text: str
    cells: tuple[tuple[int, int], ...]
    is_stray: bool

    @property
    def label(self) -> str:
        end = self.cells[0][0] if self.cells else len(self.text)
        return " ".join(self.text[:end].split())

    def texts(self) -> tuple[str, ...]:
        return tuple(" ".join(self.text[start:end].split()) for start, end in self.cells)


def split_spaced(text: str, names: tuple[str, ...]) -> list[PastedLine]:
    """Lines with a label and the numbers after it; a line that cannot be cut for certain says why."""
    scanned = [_scan(number, raw) for number, raw in enumerate(text.split("\n"), 1) if raw.strip()]
    counts = Counter(len(line.cells) for line in scanned if line.cells)
    if not counts:
        return [PastedLine(line.number, (line.label,)) for line in scanned]
    count = max(counts, key=lambda size: (counts[size], size))
    first = next(place for place, line in enumerate(scanned) if len(line.cells) == count)
    last = max(place for place, line in enumerate(scanned) if line.cells)
    head = _head(scanned[:first], count, names)
    if not any(len(line.cells) > 1 for line in head):
        why = _NO_HEADINGS.format(count=count)
        return [PastedLine(line.number, (_whole(line),), why if line.cells else "") for line in scanned]
    columns = _columns([line for line in scanned if len(line.cells) == count])
    kinds = {each.kinds for line in scanned[:first] if (each := _pieces(line, names)) and each.over(count)}
    body = [
        _repeated_headings(line, count, kinds, names) or _body_line(line, count, columns)
        for line in scanned[first : last + 1]
    ]
    return [*head, *body, *(PastedLine(line.number, (_whole(line),)) for line in scanned[last + 1 :])]


def _whole(line: ScannedLine) -> str:
    return " ".join(line.text.split())


def _scan(number: int, raw: str) -> ScannedLine:
    """Numbers at the end of a line; those of times, people and scales are words."""
    if len(raw) > _LONGEST:
        return ScannedLine(number, " ".join(raw.split()), (), is_stray=True)
    masked = raw
    spans = [*time_spans(raw), *(found.span() for pattern in (PEOPLE, _SCALE) for found in pattern.finditer(raw))]
    for start, end in spans:
        masked = f"{masked[:start]}{'x' * (end - start)}{masked[end:]}"
    tokens: list[tuple[int, int, bool]] = []
    place = 0
    while word := _WORD.search(masked, place):
        cell = _CELL.match(masked, word.start())
        place = cell.end() if cell else word.end()
        tokens.append((word.start(), place, cell is not None))
    size = next((size for size, token in enumerate(reversed(tokens)) if not token[2]), len(tokens))
    cells = tuple((start, end) for start, end, _ in tokens[len(tokens) - size :])
    return ScannedLine(number, raw, cells, any(is_cell for *_, is_cell in tokens[: len(tokens) - size]))


def _head(lines: Sequence[ScannedLine], count: int, names: tuple[str, ...]) -> list[PastedLine]:
    """The lines above the numbers: headings where they fit the columns, else captions and separate labels."""
    pieces = [_pieces(line, names) for line in lines]
    whole = next((cells for each in pieces if each and (cells := each.over(count))), None)
    if whole is None:
        whole = next(
            (cells for two in zip(pieces, pieces[1:], strict=False) if (cells := _whole_of(*two, count))), None
        )
    return [_head_line(line, each, whole) for line, each in zip(lines, pieces, strict=True)]


def _pieces(line: ScannedLine, names: tuple[str, ...]) -> HeadingPieces | None:
    is_heading = len(line.text) <= _LONGEST and not _IS_CAPTION.match(line.text)
    return heading_pieces(line.text, names) if is_heading else None


def _repeated_headings(
    line: ScannedLine, count: int, kinds: set[tuple[str, ...]], names: tuple[str, ...]
) -> PastedLine | None:
    """A line among the numbers with pieces of the same kinds as the headings above: as on a new page."""
    pieces = None if line.cells or line.is_stray else _pieces(line, names)
    cells = pieces.over(count) if pieces and pieces.kinds in kinds else None
    return PastedLine(line.number, cells) if cells else None


def _whole_of(above: HeadingPieces | None, below: HeadingPieces | None, count: int) -> tuple[str, ...] | None:
    """A line of headings that goes on under merged ones, but for the columns of P at its end."""
    if above is None or below is None or set(below.kinds) != {STATISTIC}:
        return None
    comparisons = sum(kind == P for kind in above.kinds)
    cells = below.over(count - comparisons) if comparisons < count else None
    return (*cells, *[""] * comparisons) if cells else None


def _head_line(line: ScannedLine, pieces: HeadingPieces | None, whole: tuple[str, ...] | None) -> PastedLine:
    cells: tuple[str, ...] | None = None
    if pieces and whole:
        size = len(whole) - 1
        filled = sum(map(bool, whole[1:]))
        own = pieces.over(size) or (pieces.over(filled) if filled < size else None)
        cells = own or pieces.beside(whole)
    return PastedLine(line.number, cells or (_whole(line),))


def _columns(lines: Sequence[ScannedLine]) -> list[tuple[int, int]] | None:
    """Where each column begins and ends in full lines; None where they overlap, as in text without alignment."""
    extents = [
        (min(start for start, _ in cells), max(end for _, end in cells))
        for cells in zip(*(line.cells for line in lines), strict=True)
    ]
    is_apart = all(left[1] <= right[0] for left, right in zip(extents, extents[1:], strict=False))
    return extents if is_apart and len(lines) > 1 else None


def _body_line(line: ScannedLine, count: int, columns: list[tuple[int, int]] | None) -> PastedLine:
    if not line.cells:
        return PastedLine(line.number, (_whole(line),), _STRAY if line.is_stray else "")
    if len(line.cells) == count and not line.is_stray:
        return PastedLine(line.number, (line.label, *line.texts()))
    placed = _placed(line, columns) if columns and len(line.cells) < count and not line.is_stray else None
    if placed:
        return PastedLine(line.number, (line.label, *placed))
    why = _STRAY if line.is_stray else _OTHER_COUNT.format(found=len(line.cells), count=count)
    return PastedLine(line.number, (_whole(line),), why)


def _placed(line: ScannedLine, columns: list[tuple[int, int]]) -> tuple[str, ...] | None:
    """The cells of a line by the columns under which they stand; None where one stands under none, or under two."""
    cells = [""] * len(columns)
    for (start, end), text in zip(line.cells, line.texts(), strict=True):
        under = [place for place, (low, high) in enumerate(columns) if start < high and low < end]
        if len(under) != 1 or cells[under[0]]:
            return None
        cells[under[0]] = text
    return tuple(cells)
