"""Tokens as regular expressions over a search key, which SQLite (Python) and PostgreSQL read alike.

A token is a stem in one spelling; its pattern finds the words that begin with it in any spelling. So the words with
the token are found, and some longer words.
"""

import re
from collections.abc import Sequence

_BEGIN, _END = "(^|[^a-z0-9])", "([^a-z0-9]|$)"
_BETWEEN = "[a-z0-9]*[^a-z0-9]+"
# Parts of a token, each with what may stand in its place: another spelling, ending, or letter. The first that fits.
_PARTS = {
    "disc": "dis[ck]",
    "or": "[oø]u?r",
    "er$": "(er|re)",
    "[oy]si$": "[oøy]s[ie]",
    "bl$": "bi?[lł]",
    "e$": "([ao]?e|[æœ])?",
    "i$": "[iyı]",
    "e": "([ao]?e|[æœ])",
    "z": "[zs]",
    "o": "[oø]",
    "l": "[lł]",
    "d": "[dđð]",
    "i": "[iı]",
}
_PART = re.compile("|".join(f"({part})" for part in _PARTS))
_IN_PLACE = tuple(_PARTS.values())
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
    return _PART.sub(lambda found: _IN_PLACE[(found.lastindex or 1) - 1], token)
