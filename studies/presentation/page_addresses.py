"""Addresses of the pages of records, of which one page shows hundreds; in templates ``{% load page_addresses %}``."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape

register = template.Library()


@register.simple_tag
def page_address(name: str, *slugs: str) -> str:
    """The address of that name with these slugs, as ``reverse`` writes it.

    What stands around the slugs never changes, and slugs stand in an address as they are.
    """
    around = _around(name, len(slugs))
    return around.format(*slugs) if slugs else around


@cache
def _around(name: str, slugs: int) -> str:
    """What stands around so many slugs; without any, the address as HTML, which is not escaped again for each page."""
    places = [f"slug-{place}" for place in range(slugs)]
    address = reverse(name, args=places)
    for place in places:
        address = address.replace(place, "{}")
    return address if slugs else escape(address)
