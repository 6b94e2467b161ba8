"""The functions of ``studies.numerics.number_formatting`` as filters; a missing number becomes an empty text."""

from collections.abc import Callable
from typing import Any

from django import template

from studies.numerics import number_formatting

register = template.Library()

WRITERS: dict[str, Callable[[Any], str]] = {
    "difference": number_formatting.difference,
    "ratio": number_formatting.ratio,
    "p_value": number_formatting.p_value,
    "count": number_formatting.count,
    "percent": number_formatting.percent,
    "per_thousand": number_formatting.per_thousand,
    "people": number_formatting.people,
    "trials": number_formatting.trials,
    "weeks": number_formatting.weeks_text,
}


def _or_empty(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """A filter that writes a value, and an empty text for a missing one."""
    return lambda value: "" if value is None or value == "" else write(value)


for name, write in WRITERS.items():
    register.filter(name, _or_empty(write))


@register.filter
def number(value: float | None, digits: int = 1) -> str:
    """A number with that many decimals."""
    return "" if value is None else number_formatting.number(value, digits=digits)
