"""Keys by which texts are compared: the same for what is typed, printed or exported in different ways.

A *name key* drops case. A *search key* drops accents and needless space, too. A *word key* also drops everything that
is neither letter nor digit, in any script: a title in Chinese or Cyrillic keeps its letters and never becomes an empty
key.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_A_WORD = re.compile(r"[\W_]+")
# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "n", "µ": "μ"}
)


# Asked of every result, and few are different.
@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """What identifies an outcome, a harm or a scale by its name: sources print one with other capital letters.

    >>> name_key("Good Result") == name_key(" good result"), name_key("Good result") == name_key("A good result")
    (True, False)
    """
    return name.strip().casefold()


def search_key(text: str) -> str:
    """Text without case, accents and needless space: what is searched, and what a reader types, alike.

    >>> search_key("  Hägg O,  SPINE ")
    'hagg o, spine'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # Letters of ASCII stay as they are: of a long text, only the others are taken apart.
    return " ".join(_NOT_ASCII.sub(_without_marks, text).casefold().split())


def _without_marks(found: re.Match[str]) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", found[0]) if not unicodedata.combining(letter))


def word_key(text: str) -> str:
    """The words of a text, one space between them.

    >>> word_key("Ozone (O₂–O₃): a Randomised trial"), word_key("Søren Łukasz"), word_key("臭氧治疗")
    ('ozone o2 o3 a randomised trial', 'soren lukasz', '臭氧治疗')
    """
    key = search_key(text)
    if not key.isascii():
        key = key.translate(_PLAIN)
    return _NOT_A_WORD.sub(" ", key).strip()


def family_key(author: str) -> str:
    """The family name of "Family, Given" in lower case, a group's whole name; '' when there is none.

    >>> family_key("Dalla Volta, Giorgio"), family_key("WHO Group"), family_key("others")
    ('dalla volta', 'who group', '')
    """
    family = author.partition(",")[0]
    return "" if family == "others" else word_key(family)
