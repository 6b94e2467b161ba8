"""A list of choices as Django's templates write it, in one step: they take two templates for each choice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# The choices of a widget under their heading, if they have one, and their place.
Group = tuple[str | None, Iterable[Mapping[str, Any]], int]


@register.filter
def options(groups: Iterable[Group]) -> SafeString:
    """The options of a list of choices, in the groups of its widget."""
    return mark_safe("".join(_lines(groups)))  # noqa: S308 - escaped line by line


@register.filter
def attributes(named: Mapping[str, object]) -> SafeString:
    """The attributes of a field, each behind a space: one that is True without a value, none that is False."""
    return mark_safe("".join(_attribute(name, value) for name, value in named.items()))  # noqa: S308 - escaped one by one


def _lines(groups: Iterable[Group]) -> Iterator[str]:
    for heading, choices, _ in groups:
        if heading:
            yield format_html('\n  <optgroup label="{}">', heading)
        for each in choices:
            option = '\n  <option value="{}"{}>{}</option>\n'
            yield format_html(option, str(each["value"]), attributes(each["attrs"]), each["label"])
        if heading:
            yield "\n  </optgroup>"


def _attribute(name: str, value: object) -> str:
    if value is False:
        return ""
    return format_html(" {}" if value is True else ' {}="{}"', name, value)
