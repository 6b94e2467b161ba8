"""The tables of the data set's README, row by row, under the names of their columns."""

import re
from functools import cache

from tests.studies.dataset.csv_copy import EVIDENCE

Row = dict[str, str]


@cache
def _text() -> str:
    return (EVIDENCE / "README.md").read_text(encoding="utf-8")


def table_under(heading: str) -> list[Row]:
    """The first table below a heading that starts with this text."""
    below = _text().split(f"{heading}", 1)[1]
    lines = re.search(r"(?m)^\|.*(?:\n\|.*)*", below)
    assert lines, heading
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def sentence_with(words: str) -> str:
    """The line of the README with this text."""
    return next(line for line in _text().splitlines() if words in line)
