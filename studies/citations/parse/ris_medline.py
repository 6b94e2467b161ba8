"""Files in which every line begins with a tag: RIS, and what PubMed calls its own format.

A line without a tag continues the line before it. Starts and ends of records are counted, with a note where the counts
differ.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.text_chunks import Pages

_RIS_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*)|(.*))\Z")
# Some programs write one blank before the dash, or three; not in an abstract that continues.
_LOOSE_RIS_TAG = re.compile(r"([A-Z][A-Z0-9]) {0,4}-(?: (.*)|(.*))\Z")
_LOOSE_ENDS = re.compile(r"(TY|ER) {0,4}-(?:\s*([A-Z]{2,12})?\s*|())\Z")
_MEDLINE_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(?:(.*))\Z")
# What a record begins with when its first line is missing.
_FIRST_TAGS = frozenset({"T1", "TI", "AU", "A1", "ID", "DB", "AN", "N1"})


@dataclass(slots=True)
class _Record:
    line: int
    loose: bool = False
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def entry(self, *, type_tag: str, key_tags: tuple[str, ...]) -> ParsedEntry:
        joint = " "
        fields = tuple((tag, joint.join(part for part in parts if part)) for tag, parts in self.fields)
        kind = next((value for tag, value in fields if tag == type_tag), "")
        key = next((value for name in key_tags for tag, value in fields if tag == name and value), "")
        raw = "\n".join(self.raw).strip()
        return ParsedEntry(self.line, key[:200], kind.strip(), fields, raw, tuple(self.warnings))


@dataclass(slots=True)
class RisReader:
    """Reads one text of RIS. ``notes`` are about the file as a whole, complete once all is read."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            if record.fields:
                yield record.entry(type_tag="TY", key_tags=("ID", "LB"))

    def _records(self) -> Iterator[_Record]:
        record: _Record | None = None
        begun = ended = 0
        for number, line in _lines(self.pages):
            tag, value = _ris_line(line, record)
            if tag == "TY":
                begun += 1
                if record:
                    record.warnings.append("The record has no ER line; it ends where the next begins.")
                    yield record
                record = _Record(number, loose=not line.startswith("TY  -"))
            elif tag == "ER":
                ended += 1
                if record:
                    record.raw.append(line)
                    yield record
                record = None
                continue
            elif record is None and tag in _FIRST_TAGS:
                record = _Record(number, warnings=["The record has no TY line; its type is not known."])
            _add(record, tag, value, line)
        if record:
            record.warnings.append("The record has no ER line; it ends with the file.")
            yield record
        if begun != ended:
            self.notes.append(f"The file has {begun} TY lines and {ended} ER lines; every record was read anyway.")


@dataclass(slots=True)
class MedlineReader:
    """Reads one text of PubMed's own format."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            if record.fields:
                yield record.entry(type_tag="PT", key_tags=("PMID",))

    def _records(self) -> Iterator[_Record]:
        record: _Record | None = None
        for number, line in _lines(self.pages):
            match = None if line.startswith("      ") else _MEDLINE_TAG.match(line)
            tag, value = (match[1], match[2].strip()) if match else ("", line.strip())
            if tag == "PMID" or (record is None and tag in ("OWN", "STAT", "TI")):
                if record:
                    yield record
                record = _Record(number)
            _add(record, tag, value, line)
        if record:
            yield record


def _lines(pages: Pages) -> Iterator[tuple[int, str]]:
    """Each line with its number."""
    lines = (line.rstrip() for page in pages for line in page.removesuffix("\n").split("\n"))
    return enumerate(lines, 1)


def _ris_line(line: str, record: _Record | None) -> tuple[str, str]:
    """Tag and value of a line; the tag is '' where the line continues the one before."""
    stripped = line.lstrip("\t ") if line[:1].isspace() else line
    pattern = _LOOSE_RIS_TAG if record and record.loose else _RIS_TAG
    match = pattern.match(stripped) or _LOOSE_ENDS.match(stripped)
    if not match:
        return "", line.strip()
    value = match[2] if match[2] is not None else match[3]
    return match[1], (value or "").strip()


def _add(record: _Record | None, tag: str, value: str, line: str) -> None:
    """Add a line to its record; lines between records belong to none."""
    if record is None:
        return
    record.raw.append(line)
    if tag:
        record.fields.append((tag, [value]))
    elif value and record.fields:
        record.fields[-1][1].append(value)
