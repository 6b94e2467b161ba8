"""A whole number as an address, a form or the key of a row names it."""

# No more digits are read: eighteen fit every column, and Python refuses to read some thousands.
MOST_DIGITS = 18


def whole_number(text: object) -> int | None:
    """The number that a text of digits names; None for any other text, and for one of more than eighteen digits.

    >>> whole_number("12"), whole_number("new1"), whole_number("²"), whole_number(""), whole_number("9" * 5000)
    (12, None, None, None, None)
    """
    digits = str(text)
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number else None
