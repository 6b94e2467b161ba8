"""A long text in pages, each freed after it was read.

A page is a million characters and ends at the end of a line. Pages are stored as bytes: in one string, a single letter
outside Latin-1 would take the whole text two or four times the memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

LETTERS_A_PAGE = 1_000_000


@dataclass(slots=True)
class Pages:
    """The pages of a text that are not read yet."""

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
