"""Files in which a line begins with a tag, and a line without one continues the line before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.text_chunks import Pages

# What databases print between records: "12.", "<12>", "<12. >", "Record #3 of 20", "Provider: Ovid Technologies".
BANNER = re.compile(
    r"<?\s{0,5}\d{1,9}\s{0,5}\.?\s{0,5}>?|record #?\d+ of \d+"
    r"|(?:provider|content|database|vendor)\s*:.*|ovid technologies.*",
    re.IGNORECASE,
)

# Ten times what the longest record has: each line takes a hundred times the memory of its letters.
MOST_LINES = 20_000
TOO_MANY_LINES = f"The record has more than {MOST_LINES:,} lines; what follows them was not read."


@dataclass(slots=True)
class TaggedRecord:
    """One record while its lines are read. ``line`` is the number of its first line."""

    line: int
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    # Which of the raw lines each field begins in.
    places: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_cut: bool = False

    def add_value(self, value: str, line: str) -> None:
        """Add a line without a tag that is a further value of the field before it, such as one more author."""
        self.add(self.fields[-1][0] if self.fields and value else "", value, line)

    def add(self, tag: str, value: str, line: str) -> None:
        """Add a line; without a tag it continues the field before it."""
        if len(self.raw) >= MOST_LINES:
            self.is_cut = True
            return
        self.raw.append(line)
        if tag:
            self.places.append(len(self.raw) - 1)
            self.fields.append((tag, [value]))
        elif value and self.fields:
            self.fields[-1][1].append(value)

    def has(self, *tags: str) -> bool:
        """Whether a field with one of these tags has text."""
        return any(tag in tags and any(parts) for tag, parts in self.fields)

    def entry(self, *, type_tag: str, key_tags: tuple[str, ...], line_break: str = " ") -> ParsedEntry:
        """The record as a parsed entry: the lines of a field are joined by ``line_break``."""
        fields = tuple((tag, line_break.join(filter(None, parts))) for tag, parts in self.fields)
        kind = next((value for tag, value in fields if tag == type_tag), "")
        key = next((value for name in key_tags for tag, value in fields if tag == name and value), "")
        raw = "\n".join(self.raw).strip()
        warnings = (*self.warnings, *([TOO_MANY_LINES] if self.is_cut else ()))
        return ParsedEntry(self.line, key[:200], kind.strip(), fields, raw, warnings)


@dataclass(slots=True)
class StrayLines:
    """Lines that belong to no record: how many, and the first of them."""

    count: int = 0
    first: str = ""

    def add(self, number: int, line: str) -> None:
        """Count a line, unless it is blank or only what databases print between records."""
        text = line.strip()
        if text and not BANNER.fullmatch(text):
            self.count += 1
            self.first = self.first or f"line {number}: {text[:60]!r}"

    def notes(self) -> list[str]:
        """A sentence that names the lines; none without a line."""
        if not self.count:
            return []
        lines = "1 line" if self.count == 1 else f"{self.count} lines"
        return [f"Not read: {lines} between the records; the first is {self.first}."]


class TagValues:
    """The values of an entry by tag, for a format with many tags that can hold the same."""

    def __init__(self, entry: ParsedEntry) -> None:
        self._by_tag: dict[str, list[str]] = {}
        for tag, value in entry.fields:
            if value:
                self._by_tag.setdefault(tag, []).append(value)

    def first(self, *tags: str) -> str:
        """The first value, by tags in the order of preference; '' when there is none."""
        return next((self._by_tag[tag][0] for tag in tags if tag in self._by_tag), "")

    def every(self, *tags: str) -> list[str]:
        """All values of these tags, tag by tag."""
        return [value for tag in tags for value in self._by_tag.get(tag, ())]


def numbered_lines(pages: Pages) -> Iterator[tuple[int, str]]:
    """Each line with its number, counted from 1, without white space at its end."""
    lines = (line.rstrip() for page in pages for line in page.removesuffix("\n").split("\n"))
    return enumerate(lines, 1)
