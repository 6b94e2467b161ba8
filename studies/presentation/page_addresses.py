"""Addresses of the pages of records, of which one page shows hundreds; in templates ``{% load page_addresses %}``."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def page_address(name: str, *slugs: str | int) -> str:
    """The address of that name with these slugs, as ``reverse`` writes it; without slugs, as HTML.

    What stands around the slugs never changes, and slugs stand in an address as they are.
    """
    return _around(name, len(slugs)).format(*slugs) if slugs else _written(name)


@cache
def _around(name: str, slugs: int) -> str:
    """What stands around so many slugs."""
    # Where an address takes a number, it takes no other slug.
    places = [f"98765{place}" for place in range(slugs)]
    address = reverse(name, args=places)
    for place in places:
        address = address.replace(place, "{}")
    return address


@cache
def _written(name: str) -> SafeString:
    """An address without slugs, as every page has it in its frame: it is not escaped again for each."""
    return escape(reverse(name))
