"""The objects of a JSON list, one by one, each with its line.

Each object is decoded by itself. One that is not valid becomes a failure: it ends where its brackets close, where a
brace opens that cannot, or, when a quote is missing, at the next text that decodes to an object of its kind.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from studies.citations.parse.entries import Parsed, ParseFailure
from studies.citations.parse.error_guard import guarded
from studies.citations.parse.text_chunks import Pages

_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|[{}\[\]:]|[^\s"{}\[\]:,]++|"')
_BETWEEN = re.compile(r"[\s,\[\]}]*+")
# A string with a brace in it can be what lies between two quotes that belong to others.
_OTHER_VALUE = re.compile(r'"(?:[^"\\\n{]++|\\.)*+"|[^\s{}\[\],]++')
# What holds the list, when the file is no list itself: citation programs' own name, and that of Crossref.
_LISTS = (re.compile(r'"(?:items|references)"\s*:\s*\['), re.compile(r'"message"\s*:\s*(?=\{)'))
# A brace that opens no value of a member.
_NEXT = re.compile(r"[^\s:]\s*(?=\{)")
# No citation is longer, in characters.
_LONGEST_OBJECT = 20_000_000
_FIRST_LENGTH = 8_000
# Of those that are no strings, in characters.
_LONGEST_TOKEN = 20
# In a file that is not valid, so many places are tried for the start of an object.
_MOST_TRIES = 50_000
_KEY = re.compile(r'"id"\s*:\s*"?([^",{}\n]{1,100})')
_OPENING_OF = {"}": "{", "]": "["}
_HINT = "Correct the record, or export it again."

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a text is no object, and where in it; below 0 when no single place is wrong."""

    reason: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class _Object:
    """The members of an object, and the names that come more than once in it."""

    members: Item
    repeated: list[str]


@dataclass(slots=True)
class JsonReader:
    """Reads the objects of one text. ``notes`` are about the file as a whole, complete once all is read."""

    pages: Pages
    # Makes an entry of the line, text and members of an object, and warnings.
    read: Callable[[int, str, Item, tuple[str, ...]], Parsed]
    # Whether an object is a record and no part of one, such as a name.
    is_record: Callable[[Item], bool]
    notes: list[str] = field(default_factory=list)
    # The text that is in memory, how far it is read, and the line there.
    text: str = ""
    at: int = 0
    line: int = 1
    tries_left: int = _MOST_TRIES
    # The number of values that are no objects, and the line of the first.
    other_values: int = 0
    first_other: int = 0

    def entries(self) -> Iterator[Parsed]:
        """Every object in the order of the file, read or failed."""
        self._add_page()
        self._go_to(_start_of_list(self.text))
        while True:
            self._pass_other_values()
            if self.text.startswith("{", self.at):
                found, end = self._next_object()
                raw = self.text[self.at : end].rstrip(" \n\t,")
                if not self._is_of_the_envelope(found):
                    yield from guarded(partial(self._read, found, raw), line=self.line, raw=raw)
                self._go_to(end)
            elif not self._add_page():
                break
        if self.other_values:
            many = "value that is no record was" if self.other_values == 1 else "values that are no records were"
            self.notes.append(f"{self.other_values} {many} left out; the first is on line {self.first_other}.")

    def _is_of_the_envelope(self, found: _Object | _Fault) -> bool:
        """Whether an object is no record but a named part of what holds the list, such as the query of Crossref."""
        is_named = self.text[: self.at].endswith(":")
        return is_named and isinstance(found, _Object) and not self.is_record(found.members)

    def _add_page(self) -> bool:
        """Add a page to the text, in place of what is read; whether there was one."""
        page = next(self.pages, "")
        self.text = self.text[self.at :] + page
        self.at = 0
        return bool(page)

    def _go_to(self, place: int) -> None:
        self.line += self.text.count("\n", self.at, place)
        self.at = place

    def _pass_other_values(self) -> None:
        """Go to where the next object starts, or the text ends; what lies between and is no object is noted."""
        while True:
            if between := _BETWEEN.match(self.text, self.at):
                self._go_to(between.end())
            value = _OTHER_VALUE.match(self.text, self.at)
            if not value:
                return
            self.other_values += 1
            self.first_other = self.first_other or self.line
            self._go_to(value.end())

    def _next_object(self) -> tuple[_Object | _Fault, int]:
        """The object that starts here, or why it is none, and where it ends."""
        while True:
            found, end = _decoded(self.text, self.at)
            if isinstance(found, _Object):
                return found, end
            end = _end_of_object(self.text, self.at)
            if end or len(self.text) - self.at > _LONGEST_OBJECT or not self._add_page():
                break
        if not end:
            found = _Fault("The object has no end: the file stops here, or a bracket or quote is missing.")
        return found, self._next_record(end or len(self.text))

    def _read(self, found: _Object | _Fault, raw: str) -> list[Parsed]:
        if isinstance(found, _Object):
            names = dict.fromkeys(found.repeated)
            warnings = tuple(f"The field {name[:60]} occurs more than once; the first was used." for name in names)
            return [self.read(self.line, raw, found.members, warnings)]
        line, column = self.line, 0
        if 0 <= found.at <= len(raw):
            line += raw.count("\n", 0, found.at)
            column = found.at - raw.rfind("\n", 0, found.at)
        key = _KEY.search(raw)
        return [ParseFailure(line, column, key[1] if key else "", raw, found.reason, _HINT)]

    def _next_record(self, end: int) -> int:
        """Where a record starts that a missing quote or bracket has made part of the object; else its end."""
        for match in _NEXT.finditer(self.text, self.at, end):
            if not self.tries_left:
                break
            self.tries_left -= 1
            found, _ = _decoded(self.text, match.end())
            if isinstance(found, _Object) and self.is_record(found.members):
                return match.end()
        return end


def _decoded(text: str, start: int) -> tuple[_Object | _Fault, int]:
    """The object that starts at a place, and its end."""
    repeated: list[str] = []

    def first_values(pairs: list[tuple[str, Any]]) -> Item:
        values: Item = {}
        for name, value in pairs:
            if name in values:
                repeated.append(name)
            else:
                values[name] = value
        return values

    decoder = json.JSONDecoder(object_pairs_hook=first_values)
    # The cost of an error grows with the text before it, so a short text is tried first.
    length = _FIRST_LENGTH
    while True:
        part = text[start : start + length]
        is_whole = start + length >= len(text)
        repeated.clear()
        try:
            item, end = decoder.raw_decode(part)
        except json.JSONDecodeError as error:
            at_end = error.pos > len(part) - _LONGEST_TOKEN or error.msg.startswith("Unterminated")
            if is_whole or not at_end:
                return _Fault(f"The JSON is not valid: {error.msg}.", error.pos), start
        except (ValueError, RecursionError):
            return _Fault("The JSON cannot be read: a number is too long, or parts are nested too deep."), start
        else:
            return _Object(item, repeated), start + end
        length *= 8


def _end_of_object(text: str, start: int) -> int:
    """Where the object ends that starts at a place, valid or not; 0 when the text does not show it.

    Inside an object a brace opens only after a colon: any other starts the next object.
    """
    opened: list[str] = []
    number = dict.fromkeys(_OPENING_OF.values(), 0)
    before = ""
    for match in _TOKEN.finditer(text, start):
        sign = match[0]
        if sign == "{" and opened and opened[-1] == "{" and before not in (":", "{"):
            return match.start()
        if sign in _OPENING_OF:
            opening = _OPENING_OF[sign]
            # Those inside it were left open.
            closed = ""
            while number[opening] and closed != opening:
                closed = opened.pop()
                number[closed] -= 1
            if not opened:
                return match.end()
        elif sign in number:
            opened.append(sign)
            number[sign] += 1
        before = sign
    return 0


def _start_of_list(text: str) -> int:
    """Where the list of records starts: the text itself, or the named list inside one object."""
    if not text.lstrip().startswith("{"):
        return 0
    matches = (pattern.search(text) for pattern in _LISTS)
    return next((match.end() for match in matches if match), 0)
