"""Tokens as regular expressions over a search key, which SQLite (Python) and PostgreSQL read alike.

A token is a stem in one spelling; its pattern finds the words that begin with it in any spelling. So the words with
the token are found, and some longer words.
"""

import re
from collections.abc import Sequence

_BEGIN, _END = "(^|[^a-z0-9])", "([^a-z0-9]|$)"
_BETWEEN = "[a-z0-9]*[^a-z0-9]+"
# Parts of a token, each with what may stand in its place: the other spelling, an ending, a letter of another alphabet.
_PARTS = {
    "disc": "dis[ck]",
    "or": "[oø]u?r",
    "er$": "(er|re)",
    "[oy]si$": "[oøy]s[ie]",
    "e": "([ao]?e|[æœ])",
    "z": "[zs]",
    "o": "[oø]",
    "l": "[lł]",
    "d": "[dđð]",
    "i": "[iyı]",
}
_PART = re.compile("|".join(_PARTS))
# A word in a script without letters of ASCII: its bytes.
_HEXADECIMAL = re.compile(r"x((?:[0-9a-f]{2})+)")


def words_pattern(tokens: Sequence[str], *, goes_on: bool = True) -> str:
    """What finds words with these tokens, one after the other. A number is found whole, unless it ``goes_on``.

    >>> import re
    >>> pattern = words_pattern(["herniat", "disc"])
    >>> [bool(re.search(pattern, text)) for text in ("a herniated disk", "discs, herniated", "herniation (discs)")]
    [True, False, True]
    """
    last = tokens[-1]
    end = _END if last.isascii() and not last.isalpha() and not goes_on else ""
    return _BEGIN + _BETWEEN.join(map(_token_pattern, tokens)) + end


def _token_pattern(token: str) -> str:
    if found := _HEXADECIMAL.fullmatch(token):
        try:
            word = bytes.fromhex(found[1]).decode()
        except UnicodeDecodeError:
            word = token
        if not word.isascii():
            return re.escape(word)
    return _PART.sub(_replacement, token)


def _replacement(found: re.Match[str]) -> str:
    return next(value for part, value in _PARTS.items() if re.fullmatch(part, found[0]))
