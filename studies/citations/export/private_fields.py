"""Fields of an original entry that are not for everybody, and addresses that are for nobody."""

import html
import re
from collections.abc import Container, Iterable, Sequence
from typing import TypeVar

Value = TypeVar("Value")

# The abstract, what owners of files write for themselves, and where their copies are.
_PRIVATE_NAMES = re.compile(
    r"(?i)abstract|ab|n2|annote|annotation|notes|comments?|review|files?|pdf|attachments?|local-url|owner|groups|l4"
    r"|bdsk-file-\d+"
)
_PATH = re.compile(r"(?i)(?<![a-z])[a-z]\\?:\\|\\\\\w+\\|file:/|internal-pdf:|/(?:home|users)/")
_LONGEST_PUBLIC = 1_000
# The first letters of an abstract; fewer than the least can be in another text by chance.
_OPENING_LETTERS, _LEAST_LETTERS = 60, 30
_TITLES = frozenset({"title", "TI", "T1"})
_SCRIPT = re.compile(r"(?i)(?:javascript|vbscript|data):")
_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f{}\"']+|\\(?:url|href)")


def public_fields(
    fields: Iterable[tuple[str, Value]],
    *,
    abstracts: Sequence[str],
    stored: Container[str],
) -> list[tuple[str, Value]]:
    """The fields that everybody may have.

    Left out are the abstract under any name, comments, paths of the owner's computer, and long texts under a name that
    is not among the ``stored`` ones, which are public fields of a publication.
    """
    return [
        (name, value)
        for name, value in fields
        if name in _TITLES or not _is_private(name, str(value), abstracts, is_stored=name in stored)
    ]


def _is_private(name: str, text: str, abstracts: Sequence[str], *, is_stored: bool) -> bool:
    if _PRIVATE_NAMES.fullmatch(name) or _PATH.search(text):
        return True
    return (len(text) > _LONGEST_PUBLIC and not is_stored) or holds_abstract(text, abstracts)


def holds_abstract(text: str, abstracts: Iterable[str]) -> bool:
    """Whether a text holds the beginning of one of these abstracts."""
    openings = [_letters(each[:1_000])[:_OPENING_LETTERS] for each in abstracts]
    letters = _letters(text)
    return any(len(opening) >= _LEAST_LETTERS and opening in letters for opening in openings)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[:20_000].lower()))


def is_script(text: str) -> bool:
    """Whether a value is an address that runs a script where a program makes a link of it.

    >>> is_script("java\\tscript:alert(1)"), is_script("https://doi.org/10.1/javascript:x")
    (True, False)
    """
    return bool(_SCRIPT.match(_INVISIBLE.sub("", html.unescape(text[:2_000]))))
