"""One BibTeX entry that the splitter cannot read, or reads wrongly, read with patience.

Commas that are missing or doubled, a missing key, comment lines between fields and words that belong to no field are
mended with a warning each. A brace or quotation mark that is never closed cannot be: nobody knows where the text ends.
"""

import re
from dataclasses import dataclass, field

from studies.citations.parse.bibtex_values import Strings, UnclosedValueError, read_part
from studies.citations.parse.entries import ParsedEntry, ParseFailure

_OPENING = re.compile(r"\s*@\s*([\w-]+)\s*([{(])")
_KEY = re.compile(r"\s*([^,={}\"\n]*?)\s*(?:,|(?=[})]))")
_KEY_WITHOUT_COMMA = re.compile(r"\s*([^\s,={}\"]+)\s+(?=[A-Za-z][\w:.+-]*\s*=)")
_NO_KEY = re.compile(r"\s*(?=[A-Za-z][\w:.+-]*\s*=)")
_BETWEEN = re.compile(r"(?:\s+|%[^\n]*)+")
_NAME = re.compile(r"([A-Za-z][\w:.+-]*)\s*=\s*")
_STRAY = re.compile(r"[^,\n})]+|.", re.DOTALL)
# A record with more has been glued together from many, or was written to keep a reader busy.
MOST_FIELDS = 2_000
_JOINT = re.compile(r"\s*#\s*")


@dataclass(slots=True)
class _Reading:
    """An entry as far as it has been read."""

    text: str
    line: int
    strings: Strings
    begins: int = 0
    closing: str = "}"
    key: str = ""
    at: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings and len(self.warnings) < 20:
            self.warnings.append(sentence)

    def line_at(self, at: int) -> int:
        return self.line + self.text.count("\n", self.begins, at)

    def column_at(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at)


def repair(text: str, line: int, strings: Strings, *, at: int = 0) -> ParsedEntry | ParseFailure:
    """The entry that begins at a place of a text; ``line`` is where in its file that place is."""
    opening = _OPENING.match(text, at)
    if not opening:
        return _unopened(text[at:], line)
    reading = _Reading(text, line, strings, begins=at, closing="}" if opening[2] == "{" else ")", at=opening.end())
    entry_type = opening[1]
    try:
        _read_key(reading)
        steps = 0
        while _read_field(reading):
            steps += 1
            if steps > MOST_FIELDS:
                return _too_many(reading)
    except UnclosedValueError as unclosed:
        return _unclosed(reading, unclosed)
    if reading.text[reading.at : reading.at + 1] != reading.closing:
        return _cut_off(reading)
    raw = text[opening.start() : reading.at + 1].strip()
    return ParsedEntry(line, reading.key, entry_type, tuple(reading.fields), raw, tuple(reading.warnings))


def _read_key(reading: _Reading) -> None:
    bare = _KEY_WITHOUT_COMMA.match(reading.text, reading.at)
    if bare:
        reading.warn("A comma is missing after the key; it was read as if it stood there.")
        reading.key, reading.at = bare[1], bare.end()
        return
    key = _KEY.match(reading.text, reading.at)
    missing = _NO_KEY.match(reading.text, reading.at)
    if missing or not key:
        reading.warn("The entry has no key; it was read without one.")
        reading.at = missing.end() if missing else reading.at
        return
    reading.key, reading.at = key[1].strip(), key.end()
    if not reading.key:
        reading.warn("The entry has no key; it was read without one.")


def _read_field(reading: _Reading) -> bool:
    """Read one field, or pass over what is none; False at the end of the entry. Raises ``UnclosedValueError``."""
    between = _BETWEEN.match(reading.text, reading.at)
    if between:
        if "%" in between[0]:
            reading.warn("A comment line between fields was left out.")
        reading.at = between.end()
    sign = reading.text[reading.at : reading.at + 1]
    if sign in ("", reading.closing):
        return False
    name = _NAME.match(reading.text, reading.at)
    if name:
        reading.at = name.end()
        _read_value(reading, name[1].lower())
    elif sign == ",":
        reading.warn("A comma too many was left out.")
        reading.at += 1
    else:
        _pass_over(reading)
    return True


def _read_value(reading: _Reading, name: str) -> None:
    began = reading.at
    _, _, reading.at = read_part(reading.text, reading.at)
    while joint := _JOINT.match(reading.text, reading.at):
        _, _, reading.at = read_part(reading.text, joint.end())
    value, warnings = reading.strings.resolve(reading.text[began : reading.at].strip())
    for warning in warnings:
        reading.warn(warning)
    reading.fields.append((name, value))
    after = _BETWEEN.match(reading.text, reading.at)
    place = after.end() if after else reading.at
    sign = reading.text[place : place + 1]
    if sign == ",":
        reading.at = place + 1
    elif sign and sign != reading.closing:
        reading.warn(f"A comma is missing after the field {name}; it was read as if it stood there.")


def _pass_over(reading: _Reading) -> None:
    stray = _STRAY.match(reading.text, reading.at)
    text = stray[0] if stray else reading.text[reading.at]
    reading.warn(f"The words {text.strip()[:60]!r} belong to no field and were left out.")
    reading.at += len(text)


def _unopened(text: str, line: int) -> ParseFailure:
    return ParseFailure(
        line,
        1,
        "",
        text,
        "The entry has no opening brace.",
        "Write it as @article{key, title = {...}, ...}.",
    )


def _unclosed(reading: _Reading, unclosed: UnclosedValueError) -> ParseFailure:
    # The place is counted within the entry, or within one value of it; only the first is known to the line.
    place = unclosed.at if reading.text[unclosed.at : unclosed.at + 1] == unclosed.sign else reading.at
    sign, closing = ("brace {", "}") if unclosed.sign == "{" else ("quotation mark", '"')
    line, column = reading.line_at(place), reading.column_at(place)
    name = _NAME.search(reading.text[max(0, place - 60) : place])
    field_name = f" of the field {name[1]}" if name else ""
    return ParseFailure(
        reading.line,
        column,
        reading.key,
        reading.text[reading.begins :],
        f"Line {line}, column {column}: the {sign}{field_name} is never closed.",
        f"Add the {closing} that is missing; count the braces of this entry.",
    )


def _cut_off(reading: _Reading) -> ParseFailure:
    line = reading.line_at(len(reading.text.rstrip()))
    return ParseFailure(
        reading.line,
        0,
        reading.key,
        reading.text[reading.begins :],
        f"The entry ends on line {line} without its closing {reading.closing}.",
        f"Add the {reading.closing} at its end; if the file was cut off, export it again.",
    )


def _too_many(reading: _Reading) -> ParseFailure:
    return ParseFailure(
        reading.line,
        0,
        reading.key,
        reading.text[reading.begins :],
        f"The entry has more than {MOST_FIELDS} fields, commas or stray words.",
        "Look for a brace that is missing at the end of an entry before it.",
    )
