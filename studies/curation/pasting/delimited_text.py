"""Tables whose cells are parted by a mark: tabs of Excel and Word, semicolons and commas of CSV, bars of Markdown."""

import re
from collections import Counter

from studies.curation.pasting.pasted_line import PastedLine

TAB, SEMICOLON, COMMA = "\t", ";", ","
_BREAKS = re.compile("[\x0b\x0c\u2028\u2029]")
_STARTS_WITHIN_CELL = re.compile(r"\s*[(\[±]")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def split_delimited(text: str, mark: str) -> list[PastedLine]:
    """Lines cut at a mark: quoted cells may hold the mark and line breaks, brackets may hold a semicolon or a comma."""
    inside = "" if mark == TAB else r"\([^()\n]*\)|\[[^\[\]\n]*\]|"
    quoted = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?={re.escape(mark)}|\n|\Z)')
    plain = re.compile(rf"(?:{inside}[^{re.escape(mark)}\n])*")
    lines: list[PastedLine] = []
    cells: list[str] = []
    place, number, first = 0, 1, 1
    while place <= len(text):
        found = quoted.match(text, place)
        cell = found[1].replace('""', '"') if found else plain.match(text, place)[0]  # type: ignore[index]
        end = found.end() if found else place + len(cell)
        number += text.count("\n", place, end)
        cells.append(" ".join(cell.split()))
        if end >= len(text) or text[end] == "\n":
            lines.append(PastedLine(first, tuple(cells)))
            number, cells = number + 1, []
            first = number
        place = end + 1
    return [line for line in lines if any(line.cells)]


def join_broken_cells(text: str) -> str:
    """Text of Word with the line breaks inside its cells as spaces; the number of each line stays what it was.

    A line with fewer tabs than most, continued by the next ones to exactly that many, is one line.
    """
    lines = _BREAKS.sub(" ", text).split("\n")
    # Quoted cells say themselves where they end.
    counts = Counter(line.count(TAB) for line in lines if TAB in line)
    if not counts or '"' in text:
        return "\n".join(lines)
    most = max(counts)
    joined: list[str] = []
    place = 0
    while place < len(lines):
        size = _lines_of_row(lines, place, most)
        # Blank lines keep the numbers of those that follow.
        joined += [" ".join(lines[place : place + size]), *[""] * (size - 1)]
        place += size
    return "\n".join(joined)


def _lines_of_row(lines: list[str], place: int, most: int) -> int:
    """How many lines one row takes."""
    tabs, size = lines[place].count(TAB), 1
    if not tabs:
        return 1
    while tabs < most and place + size < len(lines):
        tabs += lines[place + size].count(TAB)
        size += 1
    if tabs != most:
        return 1
    # What opens with a bracket goes on with the last cell.
    while place + size < len(lines) and _is_rest_of_cell(lines[place + size]):
        size += 1
    return size


def _is_rest_of_cell(line: str) -> bool:
    return TAB not in line and bool(_STARTS_WITHIN_CELL.match(line))


def is_delimited(lines: list[PastedLine]) -> bool:
    """Whether most lines have the same number of cells, two or more."""
    counts = Counter(len(line.cells) for line in lines if len(line.cells) > 1)
    return bool(counts) and max(counts.values()) >= max(2, len(lines) / 2)


def is_markdown(text: str) -> bool:
    """Whether bars part the cells: with a rule of hyphens below the headings, or the same number in every line."""
    lines = [line for line in text.split("\n") if line.strip()]
    counts = Counter(len(_BAR.findall(line)) for line in lines if "|" in line)
    has_rule = any("|" in line and _RULE.fullmatch(line) for line in lines)
    return counts.total() > 1 and (has_rule or max(counts.values()) >= max(2, len(lines) - 1))


def split_markdown(text: str) -> list[PastedLine]:
    """Lines cut at bars; the rule is left out, and text outside the table is a line of one cell."""
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip() or _RULE.fullmatch(raw):
            continue
        bare = raw.strip()
        cells = _BAR.split(bare) if "|" in bare else [bare]
        cells = cells[1:] if bare.startswith("|") else cells
        cells = cells[:-1] if bare.endswith("|") and len(cells) > 1 else cells
        lines.append(PastedLine(number, tuple(map(_plain, cells))))
    return [line for line in lines if any(line.cells)]


def _plain(cell: str) -> str:
    text = _EMPHASIS.sub(r"\2", _LINE_BREAK.sub(" ", cell))
    return " ".join(text.replace("\\|", "|").split())
