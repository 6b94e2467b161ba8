"""Numbers as files hold them: without the digits that binary fractions add to a sum."""

from typing import Any

# More than any source prints and any analysis needs; a float has three or four more, which are noise.
SIGNIFICANT_DIGITS = 12


def file_number(value: float) -> float:
    """A number of at most twelve significant digits, which is then written as shortly as can be.

    >>> file_number(45.900000000000006), file_number(-4.399999999999999), file_number(1 / 3)
    (45.9, -4.4, 0.333333333333)
    """
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def with_file_numbers(data: Any) -> Any:
    """The same data of a JSON file, with every decimal number in it so written; whole numbers and texts as they are."""
    if isinstance(data, dict):
        return {key: with_file_numbers(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [with_file_numbers(value) for value in data]
    return file_number(data) if isinstance(data, float) else data
