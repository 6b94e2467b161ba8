"""The arms and outcomes of a study by the names that a table may call them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Beside the name of one arm, these say that a text means more than that arm.
_JOINED = re.compile(r"\+|&|\b(plus|with|without|and|or|versus|vs|v|followed by|combined)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(versus|vs\.?|v\.?|against|compared (with|to))(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """A record that a table may name: its key, and its names.

    ``tops`` are the upper ends of an outcome's scales. ``is_length``: an outcome marked on a line of ten centimetres,
    which may be read in millimetres.
    """

    key: str
    names: tuple[str, ...]
    tops: tuple[float, ...] = ()
    is_length: bool = False


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Where a text names a record."""

    key: str
    start: int
    end: int


def matches_in(text: str, known: tuple[NameIndex, ...]) -> list[NameMatch]:
    """Every name in a text, from left to right; a name inside a longer one is none."""
    found = sorted(set(_all_matches(text, known)), key=lambda each: (each.start, -each.end, each.key))
    return [
        each
        for each in found
        if not any(
            other.start <= each.start and each.end <= other.end and other.end - other.start > each.end - each.start
            for other in found
        )
    ]


def _all_matches(text: str, known: tuple[NameIndex, ...]) -> Iterator[NameMatch]:
    for each in known:
        for name in filter(None, each.names):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                yield NameMatch(each.key, match.start(), match.end())


def outcome_in(text: str, measures: tuple[NameIndex, ...]) -> tuple[str, str]:
    """The one outcome that a text names ('' for none, or two), and the text without its names."""
    matches = matches_in(text, measures)
    if len({each.key for each in matches}) != 1:
        return "", text
    return matches[0].key, _without(text, matches)


def arm_in(text: str, arms: tuple[NameIndex, ...]) -> tuple[str, str]:
    """The one arm that a text names, and the text without its names.

    "Ozone + exercise" is not the arm "Ozone": where more is joined to a name, no arm is named.
    """
    matches = matches_in(text, arms)
    if len({each.key for each in matches}) != 1:
        return "", text
    rest = _without(text, matches)
    return ("", text) if _JOINED.search(rest) else (matches[0].key, rest)


def arms_compared(text: str, arms: tuple[NameIndex, ...]) -> tuple[str, ...]:
    """The two arms of a text such as "Ozone vs Steroid", in its order; empty where it does not name two.

    >>> arms_compared("P, ozone v. sham", (NameIndex("1", ("Sham",)), NameIndex("2", ("Ozone",))))
    ('2', '1')
    """
    keys = tuple(dict.fromkeys(each.key for each in matches_in(text, arms)))
    return keys if len(keys) == 2 and _AGAINST.search(text) else ()


def _without(text: str, matches: list[NameMatch]) -> str:
    for each in reversed(matches):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text
