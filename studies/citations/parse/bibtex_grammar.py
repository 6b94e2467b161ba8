"""BibTeX's own grammar of one entry, without any repair.

It decides what an @ at the start of a line is: the next entry, or a line inside a value of an entry that is whole only
with it.
"""

import re

from studies.citations.parse.bibtex_values import UnclosedValueError, read_part

# What a type or the name of a field consists of: letters, digits, and signs that do not part values.
NAME = r"[A-Za-z!$&*+./:;<>?\[\\\]^_`|~-][\w!$&*+./:;<>?\[\\\]^`|~@-]*"

_OPENING = re.compile(rf"@\s*{NAME}\s*([{{(])\s*[^\s,{{}}]*\s*")
_NAME = re.compile(rf"\s*,\s*(?:(@*{NAME})\s*=\s*)?")
_JOINT = re.compile(r"\s*#\s*")
_CLOSING = re.compile(r"\s*([})])")


def end_of_entry(text: str, begins: int, limit: int) -> int | None:
    """The place after the entry that begins at a place; none when it is not correct, or ends after ``limit``.

    >>> end_of_entry("@misc{a, note = {See\\n@misc{b, and more}}, year = 2000} and", 0, 1000)
    54
    >>> end_of_entry("@misc{a, note = {See\\n@misc{b, title = {T}}", 0, 1000)
    """
    opening = _OPENING.match(text, begins)
    if not opening:
        return None
    text, at = text[begins:limit], opening.end() - begins
    try:
        while field := _NAME.match(text, at):
            at = end_of_value(text, field.end()) if field[1] else field.end()
    except UnclosedValueError:
        return None
    end = _CLOSING.match(text, at)
    return begins + end.end() if end and end[1] == ("}" if opening[1] == "{" else ")") else None


def end_of_value(text: str, at: int) -> int:
    """The place after a value. Raises ``UnclosedValueError``."""
    kind, part, at = read_part(text, at)
    if kind == "bare" and not part:
        raise UnclosedValueError(at, "")
    joint = _JOINT.match(text, at)
    return end_of_value(text, joint.end()) if joint else at
