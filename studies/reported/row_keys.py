"""Keys of rows, made of what a row is: its study, arm, outcome and time. They stand in addresses and in files.

A *row key* begins with the key of its study and is unique with its kind of row; its words are joined by two hyphens:
``paoloni2009--ozone--pain-free--w26-07``. The same row typed into another database gets the same key. A *row address*
is what follows the study: it names the row within the address of its study.
"""

import re
from collections.abc import Container, Iterable

from studies.reported.text_keys import search_key

JOINT = "--"
LONGEST_KEY = 150
LONGEST_WORD = 40
_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def key_word(text: str, longest: int = LONGEST_WORD) -> str:
    """A text as one word of a key: small letters and digits joined by hyphens; '' where it has none of these.

    >>> key_word("Pain after 3.5 months"), key_word("Søren's scale"), key_word("臭氧")
    ('pain-after-3-5-months', 's-ren-s-scale', '')
    """
    return _NOT_IN_A_KEY.sub("-", search_key(text)).strip("-")[:longest].strip("-")


def time_word(weeks: float | None, label: str = "") -> str:
    """A time as one word of a key.

    >>> time_word(26.07), time_word(4.0), time_word(None, "after treatment"), time_word(None)
    ('w26-07', 'w4', 't-after-treatment', 't-time-not-stated')
    """
    if weeks is None:
        return f"t-{key_word(label) or 'time-not-stated'}"
    return f"w{weeks:.10g}".replace(".", "-").replace("+", "")


def free_key(words: Iterable[str], taken: Container[str]) -> str:
    """The key of these words, empty ones left out; with a number behind it where another row has it.

    >>> free_key(["bonetti2005", "ozone", "", "w4"], taken=())
    'bonetti2005--ozone--w4'
    >>> free_key(["a", "b"], taken={"a--b", "a--b--2"})
    'a--b--3'
    """
    key = JOINT.join(filter(None, words))[:LONGEST_KEY].strip("-")
    place, free = 1, key
    while free in taken:
        place += 1
        free = f"{key}{JOINT}{place}"
    return free


def row_address(key: str) -> str:
    """What names a row within the address of its study: its key without that of the study.

    >>> row_address("paoloni2009--ozone--pain-free--w26-07"), row_address("c01")
    ('ozone--pain-free--w26-07', 'c01')
    """
    return key.partition(JOINT)[2] or key
