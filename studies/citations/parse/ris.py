"""RIS: a tag of two letters, two blanks and a hyphen; TY begins a record and ER ends it, or should.

Files in use leave out the one or the other, write tags before TY, small letters, one blank or none, and the banners and
record numbers of databases between records. One record is one entry in all of them. Starts and ends are counted, with a
note where the counts differ, and a line that belongs to no record is named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.tagged_lines import BANNER, StrayLines, TaggedRecord, numbered_lines
from studies.citations.parse.text_chunks import Pages

# Some programs write one blank before the hyphen, or three; not in an abstract that continues.
_LOOSE_TAG = re.compile(r"([A-Z][A-Z0-9]) {0,4}-(?: (.*)|(.*))\Z", re.IGNORECASE)
_LOOSE_ENDS = re.compile(r"(TY|ER) {0,4}-(?:\s*([A-Z]{2,12})?\s*|())\Z", re.IGNORECASE)
_ENDS = ("TY", "ER")
# Longer is a sentence that happens to begin with these letters.
_LONGEST_END = 12
# In small letters only these are tags: other letters before a hyphen are words.
_KNOWN_TAG = re.compile(
    r"A[1-4BDNUV]|BT|C[1-8ANPTY]|D[ABOP]|E[DPT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12V]|OP|P[BPY]|R[INP]|S[ENPT]"
    r"|T[1-3AIT]|U[1-5R]|V[LO]|Y[12R]"
)
# Ovid prints this line inside a record.
_LINK_OF_OVID = "Link to the Ovid Full Text or citation"
_TITLES = ("TI", "T1")
# What a person would miss; a record of nothing else is a banner.
_SUBSTANCE = (*_TITLES, "CT", "BT", "AU", "A1", "DO", "UR", "AN", "ID")


@dataclass(slots=True)
class _RisRecord(TaggedRecord):
    # Whether its lines have another number of blanks before the hyphen.
    loose: bool = False
    # How many fields stand before the TY line, and the number of that line; 0 is no TY line.
    fields_before: int = 0
    type_line: int = 0
    # How many fields stand before the last line that is blank or a banner.
    fields_before_gap: int = 0

    def begin_type(self, number: int) -> None:
        self.type_line, self.fields_before = number, len(self.fields)

    def parts(self) -> Iterator["_RisRecord"]:
        """The record; or two, when a title stands before the TY line and another one after it."""
        if not self.type_line:
            self.warnings.insert(0, "The record has no TY line; its type is not known.")
        head, rest = self._cut(self.fields_before) if self.fields_before else (self, self)
        if head is self or not (head.has(*_TITLES) and rest.has(*_TITLES)):
            yield self
            return
        head.warnings = ["The record has no TY line and no ER line; it ends where the next begins."]
        rest.type_line, rest.warnings = self.type_line, self.warnings
        yield from (head, rest)

    def next_head(self) -> "_RisRecord | None":
        """What stands before the TY line of the next record, when a second title in this one shows that there is such.

        It begins after a blank line or a banner, else with the tag that this record began with. It is taken out of it.
        """
        titles = [place for place, (tag, _) in enumerate(self.fields) if tag in _TITLES]
        if len(titles) < 2:
            return None
        begin = self.fields_before_gap
        if not titles[0] < begin <= titles[-1]:
            first_tag = self.fields[0][0]
            again = (place for place in range(titles[0] + 1, titles[-1] + 1) if self.fields[place][0] == first_tag)
            begin = 0 if first_tag == "TY" else next(again, 0)
        if not begin:
            return None
        rest, head = self._cut(begin)
        self.fields, self.raw, self.places = rest.fields, rest.raw, rest.places
        return head

    def _cut(self, begin: int) -> tuple["_RisRecord", "_RisRecord"]:
        """The fields before a place and those from it on, as records."""
        line = self.places[begin] if begin < len(self.places) else len(self.raw)
        before = _RisRecord(self.line, self.fields[:begin], self.raw[:line], self.places[:begin])
        places = [place - line for place in self.places[begin:]]
        return before, _RisRecord(self.line + line, self.fields[begin:], self.raw[line:], places, loose=self.loose)


@dataclass(slots=True)
class RisReader:
    """Reads one text of RIS. ``notes`` are about the file as a whole, complete once all is read."""

    pages: Pages
    notes: list[str] = field(default_factory=list)
    _stray_lines: StrayLines = field(default_factory=StrayLines)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            for part in record.parts():
                if part.type_line or part.has(*_SUBSTANCE):
                    yield part.entry(type_tag="TY", key_tags=("ID", "LB"))
                else:
                    for number, line in enumerate(part.raw, part.line):
                        self._stray_lines.add(number, line)
        self.notes += self._stray_lines.notes()

    def _records(self) -> Iterator[_RisRecord]:
        record: _RisRecord | None = None
        begun = ended = 0
        for number, line in numbered_lines(self.pages):
            tag, value = _tag_and_value(line, record)
            if tag == "TY":
                begun += 1
                if record and record.type_line:
                    head = record.next_head()
                    record.warnings.append("The record has no ER line; it ends where the next begins.")
                    _drop_banner(record)
                    yield record
                    record = head
                record = record or _RisRecord(number)
                record.begin_type(number)
                record.loose = line[2:5] != "  -"
            elif tag == "ER":
                ended += 1
                if record:
                    record.raw.append(line)
                    yield record
                record = None
                continue
            elif record is None and tag:
                record = _RisRecord(number)
            if record:
                _add(record, tag, value, line, number)
                if not tag and (not value or BANNER.fullmatch(value)):
                    record.fields_before_gap = len(record.fields)
            else:
                self._stray_lines.add(number, line)
        if record:
            record.warnings.append("The record has no ER line; it ends with the file.")
            yield record
        if begun != ended:
            lines = [
                f"{count} {tag} {'line' if count == 1 else 'lines'}" for tag, count in (("TY", begun), ("ER", ended))
            ]
            self.notes.append(f"The file has {' and '.join(lines)}; every record was read anyway.")


def _tag_and_value(line: str, record: _RisRecord | None) -> tuple[str, str]:
    """Tag and value of a line; the tag is '' where the line continues the one before."""
    text = line.lstrip("\t ") if line[:1].isspace() else line
    tag = text[:2].upper()
    if text[2:5] == "  -" and (_is_upper_tag(text[:2]) or tag in _ENDS or _KNOWN_TAG.fullmatch(tag)):
        value = text[5:].strip()
        return (tag, value) if tag != "ER" or len(value) <= _LONGEST_END else ("", text.strip())
    if "-" not in text[2:7]:
        return "", text.strip()
    match = _LOOSE_ENDS.match(text)
    if not match and (record is None or record.loose or _follows_type(record)):
        match = _LOOSE_TAG.match(text)
        if match and not _KNOWN_TAG.fullmatch(match[1].upper()):
            match = None
    if not match:
        return "", text.strip()
    return match[1].upper(), (match[2] or match[3] or "").strip()


def _is_upper_tag(letters: str) -> bool:
    return letters.isalnum() and "A" <= letters[0] <= "Z" and letters == letters.upper()


def _follows_type(record: _RisRecord) -> bool:
    return bool(record.fields) and record.fields[-1][0] == "TY"


def _add(record: _RisRecord, tag: str, value: str, line: str, number: int) -> None:
    """Add a line to its record. A type is one word: what follows it without a tag is no part of it."""
    if not tag and value and _follows_type(record):
        record.warnings.append(f"Line {number} has no tag and was not read: {value[:60]!r}.")
        tag, value = "", ""
    elif not tag and value.startswith(_LINK_OF_OVID):
        value = ""
    elif not tag and record.fields and _is_next_value(record.fields[-1][0], value):
        record.add_value(value, line)
        return
    elif tag and tag not in _ENDS and _follows_type(record) and line.lstrip()[2:5] != "  -":
        record.loose = True
    record.add(tag, value, line)


def _is_next_value(tag: str, value: str) -> bool:
    """Whether a line without a tag is a further value: EndNote writes one keyword, number or address a line."""
    if tag in ("AU", "A1"):
        return "," in value
    return bool(value) and (tag in ("KW", "SN", "DB") or (tag == "UR" and value.startswith(("http", "www."))))


def _drop_banner(record: _RisRecord) -> None:
    """Drop what a database prints before the next record: it stands behind the last field of this one."""
    parts = record.fields[-1][1]
    while len(parts) > 1 and BANNER.fullmatch(parts[-1]):
        parts.pop()
