"""LaTeX decoded into characters.

One pass over the text, with a stack for braces: the time grows with the length of the text, whatever its nesting. What
is not LaTeX is never lost: a percent sign, a lone dollar sign, < and > stay, and so does a command that is not known,
with its argument.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from studies.citations.parse.latex_arguments import SHAPES, with_quantities
from studies.citations.parse.latex_symbols import (
    ACCENTS,
    ESCAPES,
    FORMATS,
    LOWERED,
    RAISED,
    SUBSCRIPT,
    SUPERSCRIPT,
    SYMBOLS,
)

# What is decoded without the decoder: the signs that are written with a backslash, and a comparison between dollars.
_COMMAND = re.compile(r"\\[^%&_#]|[{}$^]")
_ESCAPED_SIGN = re.compile(r"\\([%&_#])")
_SIGN_IN_DOLLARS = re.compile(r"\$([<>=])\$")
_SPECIAL = re.compile(r"[{}~]|--|``|''")
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)(?P<space>\s*)|\\(?P<sign>.)|[{}$~^_]|-{2,3}|``|''|[^\\{}$~^_\-`']+|.", re.DOTALL
)
# The text between dollar signs that mean mathematics, not money.
_MATHS = re.compile(r"[\\^_]|^[^\s\d]\S*$|^\s*[A-Za-z]?\s*[<>=+-]\s*[\d.]*\s*$")
_MATHS_LETTERS = 400
# The longer dash first: it begins with the shorter.
_TYPOGRAPHY = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
_DOTLESS = {"ı": "i", "ȷ": "j"}

# Braces deeper than this, and accents on accents beyond these, are no real text: they are dropped, so that the
# time stays in proportion to the length.
_DEEPEST = 60
_MOST_WAITING = 3

Shape = Callable[[str], str]


@dataclass(slots=True)
class _Frame:
    """One level of braces: its text so far, and the command that waits for an argument."""

    pieces: list[str] = field(default_factory=list)
    waiting: list[Shape] = field(default_factory=list)
    # Written around the group when it closes, where a command that is not known owns it.
    keeps_braces: bool = False

    def say(self, text: str) -> None:
        """Add one unit of text, as what waits for it shapes it."""
        while self.waiting:
            text = self.waiting.pop()(text)
        self.pieces.append(text)

    def await_argument(self, shape: Shape) -> None:
        if len(self.waiting) < _MOST_WAITING:
            self.waiting.append(shape)

    def end(self) -> str:
        if self.waiting:
            self.say("")
        return "".join(self.pieces)


def decode_latex(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without LaTeX, and the commands in it that are not known.

    >>> decode_latex(r"{\\'E}tude of $\\mu$g/mL {O}$_2$ -- 50% of 20 \\& more")
    ('Étude of μg/mL O₂ – 50% of 20 & more', ())
    >>> decode_latex(r"\\unknowncommand{stays} <10>")
    ('\\\\unknowncommand{stays} <10>', ('\\\\unknowncommand',))
    """
    if "$" in text:
        text = _SIGN_IN_DOLLARS.sub(r"\1", text)
    if "\\" in text and not _COMMAND.search(text):
        text = _ESCAPED_SIGN.sub(r"\1", text)
    elif "\\" in text or "$" in text:
        return _Decoder(with_quantities(text)).run()
    return (_without_commands(text) if _SPECIAL.search(text) else text), ()


def _without_commands(text: str) -> str:
    """The decoded text where it has no commands and no mathematics, as most have: in a tenth of the time."""
    for command, character in _TYPOGRAPHY.items():
        text = text.replace(command, character)
    return unicodedata.normalize("NFC", text.replace("{", "").replace("}", ""))


class _Decoder:
    """The state of one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.frames = [_Frame()]
        self.unknown: list[str] = []
        self.maths_ends = -1
        self.too_deep = 0

    def run(self) -> tuple[str, tuple[str, ...]]:
        for match in _TOKEN.finditer(self.text):
            self._take(match)
        while len(self.frames) > 1:
            self._close()
        return unicodedata.normalize("NFC", self.frames[0].end()), tuple(dict.fromkeys(self.unknown))

    def _take(self, match: re.Match[str]) -> None:
        piece, top = match[0], self.frames[-1]
        if match["word"]:
            self._command(match["word"], match["space"], match.end())
        elif match["sign"]:
            self._escape(match["sign"])
        elif piece in "{}":
            self._open() if piece == "{" else self._close()
        elif piece == "$":
            self._dollar(match.start())
        elif piece in "^_" and match.start() < self.maths_ends:
            top.await_argument(_power if piece == "^" else _lowered)
        elif piece in _TYPOGRAPHY:
            top.say(_TYPOGRAPHY[piece])
        else:
            self._plain(piece)

    def _plain(self, piece: str) -> None:
        """Words; where an accent or an index waits, it takes the first character alone."""
        top = self.frames[-1]
        if not top.waiting:
            top.pieces.append(piece)
            return
        piece = piece.lstrip()
        top.say(piece[:1])
        top.pieces.append(piece[1:])

    def _command(self, word: str, space: str, ends: int) -> None:
        top = self.frames[-1]
        next_is_group = self.text[ends : ends + 1] == "{"
        if word in SYMBOLS:
            top.say(SYMBOLS[word])
        elif word in ACCENTS:
            top.await_argument(_accented(ACCENTS[word]))
        elif word in SHAPES:
            top.await_argument(SHAPES[word])
        elif word in RAISED or word in LOWERED:
            top.await_argument(_raised if word in RAISED else _lowered)
        elif word not in FORMATS:
            self.unknown.append(f"\\{word}")
            top.say(f"\\{word}{space}")
            top.keeps_braces = next_is_group

    def _escape(self, sign: str) -> None:
        if sign in ESCAPES:
            self.frames[-1].say(ESCAPES[sign])
        elif sign in ACCENTS:
            self.frames[-1].await_argument(_accented(ACCENTS[sign]))
        else:
            self.frames[-1].say(f"\\{sign}")

    def _open(self) -> None:
        if len(self.frames) < _DEEPEST:
            self.frames.append(_Frame())
        else:
            self.too_deep += 1

    def _close(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
            return
        if len(self.frames) == 1:
            return  # a brace that nothing opened means nothing
        text = self.frames.pop().end()
        outer = self.frames[-1]
        if outer.keeps_braces:
            outer.keeps_braces = False
            text = f"{{{text}}}"
        outer.say(text)

    def _dollar(self, at: int) -> None:
        """The start or end of mathematics, or a sum of money."""
        if at == self.maths_ends:
            self.maths_ends = -1
            return
        ends = self.text.find("$", at + 1, at + _MATHS_LETTERS)
        if ends > at + 1 and _MATHS.search(self.text[at + 1 : ends]):
            self.maths_ends = ends
        else:
            self.frames[-1].say("$")


def _accented(mark: str) -> Shape:
    def shape(text: str) -> str:
        if not text.strip():
            return text  # an accent on nothing says nothing
        letter = _DOTLESS.get(text[0], text[0])
        return unicodedata.normalize("NFC", letter + mark) + text[1:]

    return shape


def _power(text: str) -> str:
    """As _raised, but what has no raised form in Unicode keeps the sign that raised it."""
    raised = _raised(text)
    return f"^{text}" if raised == text and text.isalnum() else raised


def _raised(text: str) -> str:
    return _indexed(text, SUPERSCRIPT)


def _lowered(text: str) -> str:
    return _indexed(text, SUBSCRIPT)


def _indexed(text: str, table: dict[int, int]) -> str:
    """Digits as indices; text without indices in Unicode is unchanged."""
    if text and all(ord(character) in table for character in text):
        return text.translate(table)
    return text
