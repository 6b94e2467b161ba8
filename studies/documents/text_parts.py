"""The text of a web page or a text file, in parts that a page can show: broken at line ends, or in endless lines."""

from collections.abc import Iterator

# A whole paper is one or two parts; a table that is broken is read from both.
MOST_LETTERS_OF_PART = 60_000
# A line longer than this is broken before its part is full.
_LONGEST_LINE = 20_000


def text_parts(text: str) -> list[str]:
    """The parts of a text in their order; joined by line ends they are the text, except where an endless line was cut.

    >>> text_parts("Pain fell.")
    ['Pain fell.']
    """
    parts: list[list[str]] = [[]]
    length = 0
    for line in _lines(text):
        if parts[-1] and length + len(line) > MOST_LETTERS_OF_PART:
            parts.append([])
            length = 0
        parts[-1].append(line)
        length += len(line) + 1
    return ["\n".join(part) for part in parts]


def _lines(text: str) -> Iterator[str]:
    for line in text.strip("\n").split("\n"):
        starts = range(0, max(len(line), 1), _LONGEST_LINE)
        yield from (line[start : start + _LONGEST_LINE] for start in starts)
