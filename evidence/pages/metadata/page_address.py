"""The addresses of pages as other sites, programs and search engines write them: whole, and one for each page."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest


def site_origin(request: HttpRequest) -> str:
    """Scheme and host of the site: those that it was set up with, else those that were asked."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute_address(request: HttpRequest, path: str) -> str:
    """The whole address of a path of this site."""
    return f"{site_origin(request)}{path}"


def canonical_address(request: HttpRequest) -> str:
    """The one address of this page: its parameters, which are a reader's selection, in the order of their names."""
    chosen = sorted((name, value) for name, values in request.GET.lists() for value in values if value)
    return absolute_address(request, request.path) + (f"?{urlencode(chosen)}" if chosen else "")
