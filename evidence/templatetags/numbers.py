"""The functions of ``evidence.formatting`` as filters; a missing number stays an empty text."""

from collections.abc import Callable
from typing import Any

from django import template

from evidence import formatting

register = template.Library()


def _or_empty(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes what is there and nothing where nothing was reported."""
    return lambda value, *settings: "" if value is None or value == "" else write(value, *settings)


def _with_digits(value: float, digits: int = 1) -> str:
    return formatting.number(value, digits=digits)


FILTERS: dict[str, Callable[..., Any]] = {
    "number": _with_digits,
    "difference": formatting.difference,
    "ratio": formatting.ratio,
    "p_value": formatting.p_value,
    "count": formatting.count,
    "percent": formatting.percent,
    "per_thousand": formatting.per_thousand,
    "people": formatting.people,
    "trials": formatting.trials,
    "weeks": formatting.weeks_text,
}
for name, write in FILTERS.items():
    register.filter(name, _or_empty(write))
