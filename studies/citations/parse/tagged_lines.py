"""Files in which a line begins with a tag, and a line without one continues the line before it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.text_chunks import Pages


@dataclass(slots=True)
class TaggedRecord:
    """One record while its lines are read. ``line`` is the number of its first line."""

    line: int
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, tag: str, value: str, line: str) -> None:
        """Add a line; without a tag it continues the field before it."""
        self.raw.append(line)
        if tag:
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
        return ParsedEntry(self.line, key[:200], kind.strip(), fields, raw, tuple(self.warnings))


def numbered_lines(pages: Pages) -> Iterator[tuple[int, str]]:
    """Each line with its number, counted from 1, without white space at its end."""
    lines = (line.rstrip() for page in pages for line in page.removesuffix("\n").split("\n"))
    return enumerate(lines, 1)
