"""Repairing one BibTeX entry that the splitter cannot read, or reads wrongly.

Commas that are missing or doubled, a missing key, comment lines between fields and words that belong to no field are
repaired with a warning each. A brace or quotation mark that is never closed cannot be: the end of the text is unknown.

A backslash before a brace counts for nothing, as in BibTeX (``file = {C:\\dir\\}``), unless the entry reads better when
it escapes the brace (``title = {A set \\{}``).
"""

import re
from dataclasses import dataclass, field

from studies.citations.parse.bibtex_grammar import NAME
from studies.citations.parse.bibtex_values import Strings, UnclosedValueError, closing_brace, read_part
from studies.citations.parse.entries import ParsedEntry, ParseFailure

_OPENING = re.compile(rf"\s*@\s*({NAME})\s*([{{(])")
# What BibTeX accepts, by the sign that closes the entry; and what people write.
_KEYS = {"}": re.compile(r"\s*([^\s,}]+)\s*,"), ")": re.compile(r"\s*([^\s,]+)\s*,")}
_KEY = re.compile(r"\s*([^,={}\"\n]*?)\s*(?:,|(?=[})]))")
_KEY_WITHOUT_COMMA = re.compile(r"\s*([^\s,{}\"]+)\s+(?=[A-Za-z][\w:.+-]*\s*=)")
_NO_KEY = re.compile(r"\s*(?=[A-Za-z][\w:.+-]*\s*=\s*[{\"\w])")
_BETWEEN = re.compile(r"(?:\s+|%[^\n]*)+")
_NAME = re.compile(rf"(@*{NAME})\s*=\s*")
_STRAY = re.compile(r"[^,\n{})]+|[^{]", re.DOTALL)
# Where the brace that seems to close an entry is one too many.
MORE_FIELDS = re.compile(r"\}[ \t]*,\s*(?=[A-Za-z][\w-]*\s*=\s*[{\"\w])")
# An entry with more was joined from many, or written to cost time.
MOST_FIELDS = 2_000
_JOINT = re.compile(r"\s*#\s*")
_ESCAPED = re.compile(r'\\[{}"]')
_MOST_WARNINGS = 20


@dataclass(slots=True)
class _EntryState:
    """An entry as far as it has been read."""

    text: str
    line: int
    strings: Strings
    # Whether a backslash escapes a brace or quotation mark.
    escapes: bool
    # Whether the entry goes on after a closing brace that fields follow.
    goes_on: bool
    begins: int = 0
    closing: str = "}"
    key: str = ""
    at: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings and len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(sentence)

    def line_at(self, at: int) -> int:
        return self.line + self.text.count("\n", self.begins, at)

    def column_at(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at)


def repair(text: str, line: int, strings: Strings, *, at: int = 0) -> ParsedEntry | ParseFailure:
    """The entry that begins at a place of a text; ``line`` is where in its file that place is."""
    best = _read_entry(text, line, strings, at, escapes=False)
    if _faults(best) and _ESCAPED.search(text, at):
        best = min(best, _read_entry(text, line, strings, at, escapes=True), key=_faults)
    if isinstance(best, ParseFailure) and MORE_FIELDS.search(text, at):
        best = min(best, _read_entry(text, line, strings, at, escapes=False, goes_on=False), key=_faults)
    return best


def _faults(read: ParsedEntry | ParseFailure) -> int:
    """How much is wrong with an entry; more than anything else, that it cannot be read."""
    return len(read.warnings) if isinstance(read, ParsedEntry) else 2 * _MOST_WARNINGS


def _read_entry(
    text: str, line: int, strings: Strings, at: int, *, escapes: bool, goes_on: bool = True
) -> ParsedEntry | ParseFailure:
    opening = _OPENING.match(text, at)
    if not opening:
        return _unopened(text[at:], line)
    closing = "}" if opening[2] == "{" else ")"
    state = _EntryState(text, line, strings, escapes, goes_on, begins=at, closing=closing, at=opening.end())
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
    return ParsedEntry(line, state.key, opening[1], tuple(state.fields), raw, tuple(state.warnings))


def _read_key(state: _EntryState) -> None:
    bare = _KEY_WITHOUT_COMMA.match(state.text, state.at)
    if bare:
        state.warn("A comma is missing after the key; it was read as if it were there.")
        state.key, state.at = bare[1], bare.end()
        return
    missing = _NO_KEY.match(state.text, state.at)
    key = _KEYS[state.closing].match(state.text, state.at) or _KEY.match(state.text, state.at)
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
        return _is_too_many(state)
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


def _is_too_many(state: _EntryState) -> bool:
    """Skip a closing brace that another field follows."""
    more = state.goes_on and MORE_FIELDS.match(state.text, state.at)
    if more:
        state.warn("A closing brace too many was left out.")
        state.at = more.end()
    return bool(more)


def _read_value(state: _EntryState, name: str) -> None:
    began = state.at
    parts = [_read_part(state)]
    while joint := _JOINT.match(state.text, state.at):
        state.at = joint.end()
        parts.append(_read_part(state))
    value, warnings = state.strings.join(filter(None, parts), state.text[began : state.at].strip())
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


def _read_part(state: _EntryState) -> tuple[str, str] | None:
    """Kind and text of one part of a value; none where there is nothing. Raises ``UnclosedValueError``."""
    kind, text, state.at = read_part(state.text, state.at, escapes=state.escapes)
    return (kind, text) if text or kind != "bare" else None


def _skip(state: _EntryState) -> None:
    began = state.at
    stray = _STRAY.match(state.text, began)
    state.at = stray.end() if stray else closing_brace(state.text, began, escapes=state.escapes) + 1
    state.warn(f"The words {state.text[began : state.at].strip()[:60]!r} belong to no field and were left out.")


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
