"""The functions of ``studies.numerics.formatting`` as filters; a missing number becomes an empty text."""

from collections.abc import Callable
from typing import Any

from django import template

from studies.numerics import formatting

register = template.Library()

WRITERS: dict[str, Callable[[Any], str]] = {
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


def _or_empty(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """A filter that writes a value, and an empty text for a missing one."""
    return lambda value: "" if value is None or value == "" else write(value)


for name, write in WRITERS.items():
    register.filter(name, _or_empty(write))


@register.filter
def number(value: float | None, digits: int = 1) -> str:
    """A number with that many decimals."""
    return "" if value is None else formatting.number(value, digits=digits)
