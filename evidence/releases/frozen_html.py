"""The main part of a page, cut out of its HTML so that it can be shown later in another frame.

The HTML is that of this site's own templates, which escape every text of the records, so nothing is added to it that
must be taken out. What would act on today's site, forms and their buttons, is left out. Pure.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

# The host of addresses that a page prints of itself, until they are those of the release. No such host can exist.
FROZEN_HOST = "frozen.invalid"

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*?/css/([a-z_]+)(?:\.[0-9a-f]+)?\.css"')
_HREF = re.compile(r'(\shref=")(/[^"]*)"')
_PRINTED = re.compile(rf"https?://{re.escape(FROZEN_HOST)}(/[^\s<\"]*)?")
_SPACE = re.compile(r"\n\s*\n\s*")


class MainPart(NamedTuple):
    """The main part of a page: its title as plain text, its HTML, and the names of its style sheets."""

    title: str
    html: str
    styles: tuple[str, ...]


def main_part(page: str) -> MainPart:
    """Cut it out. Raises ``ValueError`` for HTML that has none.

    >>> main_part('<title>A</title><main id="m"><p>1</p><form><b>2</b></form></main>')
    MainPart(title='A', html='<p>1</p>', styles=())
    """
    main, title = _MAIN.search(page), _TITLE.search(page)
    if main is None or title is None:
        raise ValueError("The page has no main part or no title.")
    html = _SPACE.sub("\n", _FORM.sub("", main[1])).strip()
    return MainPart(unescape(" ".join(title[1].split())), html, tuple(dict.fromkeys(_STYLE.findall(page))))


def linked_paths(html: str) -> set[str]:
    """The addresses of this site that its links name, without what follows the path.

    >>> sorted(linked_paths('<a href="/a/#b">1</a> <a href="/c/?d=e">2</a> <a href="https://f.org/">3</a>'))
    ['/a/', '/c/']
    """
    return {_path(match[2]) for match in _HREF.finditer(html)}


def within_release(html: str, *, is_frozen: Callable[[str], bool], prefix: str, site: str, home: str) -> str:
    """The HTML with each link to a frozen address leading to it; other links lead to today's site.

    ``prefix`` comes before the path of a frozen address, and ``home`` stands for the path of the first page; ``site``
    is scheme and host of the addresses that it prints.

    >>> page = '<a href="/a/?b=c">1</a> <a href="/a/#d">2</a> <a href="/e/">3</a> http://frozen.invalid/a/'
    >>> print(within_release(page, is_frozen={"/a/"}.__contains__, prefix="/r/3", site="https://x.org", home="home/"))
    <a href="/a/?b=c">1</a> <a href="/r/3/a/#d">2</a> <a href="/e/">3</a> https://x.org/r/3/a/
    """

    def lead(match: re.Match[str]) -> str:
        path = match[2]
        # A selection of a reader is computed from today's rows.
        if "?" in path or not is_frozen(_path(path)):
            return match[0]
        return f'{match[1]}{prefix}{_below(path, home)}"'

    html = _HREF.sub(lead, html)
    return _PRINTED.sub(lambda match: f"{site}{prefix}{_below(match[1] or '/', home)}", html)


def _below(path: str, home: str) -> str:
    """The path as it is below a release."""
    return f"/{home}{path[1:]}" if _path(path) == "/" else path


def _path(address: str) -> str:
    return address.split("#")[0].split("?")[0]
