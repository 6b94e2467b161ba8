"""A long text in pages, given out one after the other and then forgotten.

A page is a million characters and ends with the end of a line. Kept as bytes: one letter that Latin-1 does
not have would double or fourfold the room that the whole text takes as one string.
"""

from collections.abc import Iterator
from dataclasses import dataclass

LETTERS_A_PAGE = 1_000_000


@dataclass(slots=True)
class Pages:
    """The pages of a text that are left."""

    left: list[bytes]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.left:
            raise StopIteration
        return self.left.pop().decode()


def pages_of(text: str) -> Pages:
    """The pages of a text; joined, they are the text.

    >>> pages_of("TY  - JOUR\\nER  - ").left
    [b'TY  - JOUR\\nER  - ']
    """
    pages, at = [], 0
    while at < len(text):
        end = text.find("\n", at + LETTERS_A_PAGE) + 1
        pages.append(text[at : end or len(text)].encode())
        at = end or len(text)
    return Pages(pages[::-1])
