"""A number or a range of two numbers, as printed in one cell."""

import re

_PLAIN_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?", re.ASCII)


def parse_plain_range(cell: str) -> tuple[float, float] | None:
    """The two ends of a dose that is printed as one number or one range; None for other text.

    >>> parse_plain_range("10"), parse_plain_range("5-7"), parse_plain_range("3 + 7"), parse_plain_range("")
    ((10.0, 10.0), (5.0, 7.0), None, None)
    """
    match = _PLAIN_RANGE.fullmatch(cell)
    if not match:
        return None
    low, high = float(match[1]), float(match[2] or match[1])
    return (low, high) if low <= high else None
