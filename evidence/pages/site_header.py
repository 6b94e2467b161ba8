"""The header of every page: ``{% load site_header %}{% site_header %}``."""

from functools import cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string

from studies.revisions.kept_values import is_keeping

register = template.Library()
_NO_RIGHTS = {"add_publication": False, "change_study": False}


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> str:
    """The header, written once for each name of an address and the rights that it depends on."""
    request = context.get("request")
    match, path = (request.resolver_match, request.path_info) if request else (None, "")
    person = context.get("user")
    rights = context["perms"]["studies"] if person and person.is_authenticated else _NO_RIGHTS
    # With DEBUG templates change while the site runs.
    write = written_header if is_keeping() else written_header.__wrapped__
    return write(
        match.url_name if match else None,
        is_in_curation=path.startswith("/curation/"),
        may_import=rights["add_publication"],
        may_curate=rights["change_study"],
    )


@cache
def written_header(here: str | None, *, is_in_curation: bool, may_import: bool, may_curate: bool) -> str:
    """The header of the pages with an address of this name, for a person with these rights."""
    rights = {"may_import": may_import, "may_curate": may_curate}
    return render_to_string("_header.html", {"here": here, "is_in_curation": is_in_curation, **rights})
