"""Fields as Django's templates write them, in one step: for each choice they take two templates, for each field one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from studies.presentation.filled_html import filled

register = template.Library()

# The choices of a widget under their heading, if they have one, and their place.
Group = tuple[str | None, Iterable[Mapping[str, Any]], int]


@register.filter
def options(groups: Iterable[Group]) -> SafeString:
    """The options of a list of choices, in the groups of its widget."""
    return SafeString("".join(_lines(groups)))


@register.filter
def typed_field(widget: Mapping[str, Any]) -> SafeString:
    """A field into which something is typed, from what its widget gives a template."""
    value = "" if widget["value"] is None else filled(' value="{}"', str(widget["value"]))
    return filled('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes(widget["attrs"]))


@register.filter
def attributes(named: Mapping[str, object]) -> SafeString:
    """The attributes of a field, each behind a space: one that is True without a value, none that is False."""
    return SafeString("".join(_attribute(name, value) for name, value in named.items()))


def _lines(groups: Iterable[Group]) -> Iterator[str]:
    for heading, choices, _ in groups:
        if heading:
            yield filled('\n  <optgroup label="{}">', str(heading))
        for each in choices:
            option = '\n  <option value="{}"{}>{}</option>\n'
            yield filled(option, str(each["value"]), attributes(each["attrs"]), str(each["label"]))
        if heading:
            yield "\n  </optgroup>"


def _attribute(name: str, value: object) -> str:
    if value is False:
        return ""
    return filled(" {}", name) if value is True else filled(' {}="{}"', name, str(value))
