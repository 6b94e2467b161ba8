"""Values of a parsed JSON document, each checked when it is read; a sentence names what is wrong."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import isfinite
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class InputError(Exception):
    """The input is no valid request; the text says what is wrong."""


def require_known(fields: Mapping[str, object], known: Sequence[str], where: str = "") -> None:
    """Raise InputError for a key that is none of the known ones."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise InputError(f"Unknown key {unknown[0]!r}{where}; known are {', '.join(known)}.")


def optional_number(fields: Mapping[str, object], key: str, label: str) -> float | None:
    """A number of a JSON object, or None where it is not there. Raises InputError."""
    value = fields.get(key)
    return None if value is None else number_of(value, f"{label}: {key}")


def number_of(value: object, name: str) -> float:
    """A finite number. Raises InputError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{name} should be a number, not {value!r}.")
    try:
        number = float(value)
    except OverflowError:
        raise InputError(f"{name} is too large a number.") from None
    if not isfinite(number):
        raise InputError(f"{name} should be a finite number.")
    return number


def mapping_of(value: object, name: str) -> Mapping[str, object]:
    """A JSON object. Raises InputError."""
    if not isinstance(value, dict):
        raise InputError(f"{name} should be a JSON object, in braces.")
    return value


def list_of(value: object, name: str) -> list[object]:
    """A JSON list. Raises InputError."""
    if not isinstance(value, list):
        raise InputError(f"{name} should be a list, in brackets.")
    return value


def choice_of(fields: Mapping[str, object], key: str, choices: type[Choice], default: Choice | None) -> Choice:
    """The choice under a key, or the default where the key is not there. Raises InputError."""
    if key not in fields and default is not None:
        return default
    return one_of(choices, fields.get(key), key)


def one_of(choices: type[Choice], value: object, key: str) -> Choice:
    """The choice that a text names. Raises InputError."""
    if isinstance(value, str) and value in list(choices):
        return choices(value)
    raise InputError(f"{key} should be one of {', '.join(choices)}; {value!r} is not.")
