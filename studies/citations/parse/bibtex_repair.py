"""Repairing one BibTeX entry that the splitter cannot read, or reads wrongly.

Commas that are missing or doubled, a missing key, comment lines between fields and words that belong to no field are
repaired with a warning each. A brace or quotation mark that is never closed cannot be: the end of the text is unknown.
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
# An entry with more was joined from many, or written to cost time.
MOST_FIELDS = 2_000
_JOINT = re.compile(r"\s*#\s*")


@dataclass(slots=True)
class _EntryState:
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
    state = _EntryState(text, line, strings, begins=at, closing="}" if opening[2] == "{" else ")", at=opening.end())
    entry_type = opening[1]
    try:
        _read_key(state)
        steps = 0
        while _read_field(state):
            steps += 1
            if steps > MOST_FIELDS:
                return _too_many(state)
    except UnclosedValueError as unclosed:
        return _unclosed(state, unclosed)
    if state.text[state.at : state.at + 1] != state.closing:
        return _cut_off(state)
    raw = text[opening.start() : state.at + 1].strip()
    return ParsedEntry(line, state.key, entry_type, tuple(state.fields), raw, tuple(state.warnings))


def _read_key(state: _EntryState) -> None:
    bare = _KEY_WITHOUT_COMMA.match(state.text, state.at)
    if bare:
        state.warn("A comma is missing after the key; it was read as if it were there.")
        state.key, state.at = bare[1], bare.end()
        return
    key = _KEY.match(state.text, state.at)
    missing = _NO_KEY.match(state.text, state.at)
    if missing or not key:
        state.warn("The entry has no key; it was read without one.")
        state.at = missing.end() if missing else state.at
        return
    state.key, state.at = key[1].strip(), key.end()
    if not state.key:
        state.warn("The entry has no key; it was read without one.")


def _read_field(state: _EntryState) -> bool:
    """Read one field, or skip what is none; False at the end of the entry. Raises ``UnclosedValueError``."""
    between = _BETWEEN.match(state.text, state.at)
    if between:
        if "%" in between[0]:
            state.warn("A comment line between fields was left out.")
        state.at = between.end()
    sign = state.text[state.at : state.at + 1]
    if sign in ("", state.closing):
        return False
    name = _NAME.match(state.text, state.at)
    if name:
        state.at = name.end()
        _read_value(state, name[1].lower())
    elif sign == ",":
        state.warn("A comma too many was left out.")
        state.at += 1
    else:
        _skip(state)
    return True


def _read_value(state: _EntryState, name: str) -> None:
    began = state.at
    _, _, state.at = read_part(state.text, state.at)
    while joint := _JOINT.match(state.text, state.at):
        _, _, state.at = read_part(state.text, joint.end())
    value, warnings = state.strings.resolve(state.text[began : state.at].strip())
    for warning in warnings:
        state.warn(warning)
    state.fields.append((name, value))
    after = _BETWEEN.match(state.text, state.at)
    place = after.end() if after else state.at
    sign = state.text[place : place + 1]
    if sign == ",":
        state.at = place + 1
    elif sign and sign != state.closing:
        state.warn(f"A comma is missing after the field {name}; it was read as if it were there.")


def _skip(state: _EntryState) -> None:
    stray = _STRAY.match(state.text, state.at)
    text = stray[0] if stray else state.text[state.at]
    state.warn(f"The words {text.strip()[:60]!r} belong to no field and were left out.")
    state.at += len(text)


def _unopened(text: str, line: int) -> ParseFailure:
    return ParseFailure(
        line,
        1,
        "",
        text,
        "The entry has no opening brace.",
        "Write it as @article{key, title = {...}, ...}.",
    )


def _unclosed(state: _EntryState, unclosed: UnclosedValueError) -> ParseFailure:
    # The place is counted within the entry, or within one value of it; only the first has a known line.
    place = unclosed.at if state.text[unclosed.at : unclosed.at + 1] == unclosed.sign else state.at
    sign, closing = ("brace {", "}") if unclosed.sign == "{" else ("quotation mark", '"')
    line, column = state.line_at(place), state.column_at(place)
    name = _NAME.search(state.text[max(0, place - 60) : place])
    field_name = f" of the field {name[1]}" if name else ""
    return ParseFailure(
        state.line,
        column,
        state.key,
        state.text[state.begins :],
        f"Line {line}, column {column}: the {sign}{field_name} is never closed.",
        f"Add the {closing} that is missing; count the braces of this entry.",
    )


def _cut_off(state: _EntryState) -> ParseFailure:
    line = state.line_at(len(state.text.rstrip()))
    return ParseFailure(
        state.line,
        0,
        state.key,
        state.text[state.begins :],
        f"The entry ends on line {line} without its closing {state.closing}.",
        f"Add the {state.closing} at its end; if the file was cut off, export it again.",
    )


def _too_many(state: _EntryState) -> ParseFailure:
    return ParseFailure(
        state.line,
        0,
        state.key,
        state.text[state.begins :],
        f"The entry has more than {MOST_FIELDS} fields, commas or unexpected words.",
        "Look for a brace that is missing at the end of an entry before it.",
    )
