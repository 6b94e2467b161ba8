"""Values of BibTeX fields: braces, quotes, numbers, names of strings, and several of them joined by #.

A *string* is a name for a text (@string{spine = "The Spine Journal"}). Strings are resolved when they are
defined, in the order of the file, so that none can name itself, and their length is bounded, each and together.

A backslash does not escape a brace in BibTeX: it counts the brace. Some files are written as if it did; with
``escapes`` a text is read like that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# A longer string, or more text in all of them, was written to fill memory, not to save typing.
LONGEST_STRING = 50_000
LONGEST_STRINGS = 5_000_000
# So much longer all values of a file can become when names in them are replaced.
MOST_GROWTH = 20_000_000
_MOST_WARNINGS = 10
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
]
# By whether a backslash escapes.
_BRACES = {False: re.compile(r"[{}]"), True: re.compile(r"\\[{}]|[{}]")}
_QUOTED = {False: re.compile(r'[{}"]'), True: re.compile(r'\\[{}"]|[{}"]')}
_BARE = re.compile(r"[^\s,#{}()\"=]+")
_BLANK = re.compile(r"\s*")


class UnclosedValueError(ValueError):
    """A brace or quotation mark that nothing closes; ``at`` is its place in the text."""

    def __init__(self, at: int, sign: str) -> None:
        super().__init__(sign)
        self.at = at
        self.sign = sign


@dataclass(slots=True)
class Strings:
    """The texts of the names of a file so far. The text of a month is its name."""

    texts: dict[str, str] = field(default_factory=lambda: {name: name for name in _MONTHS})
    # The characters that all texts together can still have.
    room: int = LONGEST_STRINGS
    growth: int = MOST_GROWTH

    @property
    def are_defined(self) -> bool:
        """Whether a file has defined any name."""
        return self.room < LONGEST_STRINGS

    def define(self, name: str, value: str) -> list[str]:
        """Store the text of a name; the warnings say what was wrong with it. Raises ``UnclosedValueError``."""
        text, warnings = self.resolve(value)
        if len(text) > LONGEST_STRING:
            return [*warnings, f"The @string {name[:60]} is longer than {LONGEST_STRING} characters and was left out."]
        before = len(self.texts.get(name.lower(), ""))
        if len(text) - before > self.room:
            return [f"The @strings have more than {LONGEST_STRINGS:,} characters together; the rest was left out."]
        self.room -= len(text) - before
        self.texts[name.lower()] = text
        return warnings

    def resolve(self, value: str) -> tuple[str, list[str]]:
        """The text of a whole value, and warnings. Raises ``UnclosedValueError``."""
        if len(value) > 1 and value[0] == "{" and value[-1] == "}" and "#" not in value:
            return value[1:-1], []
        if value.isdigit():
            return value, []
        return self.join(parts(value), value)

    def join(self, joined: Iterable[tuple[str, str]], value: str) -> tuple[str, list[str]]:
        """The text of the parts of a value, and warnings; the value as written when the text would be too long."""
        pieces: list[str] = []
        warnings: list[str] = []
        room = len(value) + min(LONGEST_STRING, max(0, self.growth))
        for kind, text in joined:
            known = self.texts.get(text.lower()) if kind == "bare" and not text.isdigit() else text
            if known is None and len(warnings) < _MOST_WARNINGS:
                warnings.append(f"The name {text[:60]!r} is not defined and was kept as text.")
            pieces.append(text if known is None else known)
            room -= len(pieces[-1])
            if room < 0:
                return value, [
                    *warnings,
                    "The value grows too long when its names are replaced; it was kept as written.",
                ]
        whole = "".join(pieces)
        self.growth -= max(0, len(whole) - len(value))
        return whole, warnings


def parts(value: str) -> Iterator[tuple[str, str]]:
    """The parts of a value between #, each with its kind: braced, quoted or bare. Raises ``UnclosedValueError``."""
    at = 0
    while at < len(value):
        kind, text, at = read_part(value, at)
        if text or kind != "bare":
            yield kind, text
        at = max(at, _blank_end(value, at))
        if value[at : at + 1] in ("#", ",") or kind == "bare" and not text:
            at += 1


def read_part(text: str, at: int, *, escapes: bool = False) -> tuple[str, str, int]:
    """Kind and text of the part that begins at a place, and the place after it. Raises ``UnclosedValueError``."""
    at = _blank_end(text, at)
    sign = text[at : at + 1]
    if sign == "{":
        end = closing_brace(text, at, escapes=escapes)
        return "braced", text[at + 1 : end], end + 1
    if sign == '"':
        end = _closing_quote(text, at, escapes=escapes)
        return "quoted", text[at + 1 : end], end + 1
    match = _BARE.match(text, at)
    return ("bare", match[0], match.end()) if match else ("bare", "", at)


def _blank_end(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def closing_brace(text: str, at: int, *, escapes: bool = False) -> int:
    """Where the brace that opens at a place is closed. Raises ``UnclosedValueError``."""
    depth = 0
    for match in _BRACES[escapes].finditer(text, at):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.start()
    raise UnclosedValueError(at, "{")


def _closing_quote(text: str, at: int, *, escapes: bool) -> int:
    depth = 0
    for match in _QUOTED[escapes].finditer(text, at + 1):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth < 0:
                break
        elif match[0] == '"' and depth == 0:
            return match.start()
    raise UnclosedValueError(at, '"')
