"""Where the links of a page lead, and whether their targets exist."""

import re
from html import unescape

from django.test import Client

from tests.shares import drawn

_LINK = re.compile(r'href="(/[^"]*|#[^"]+)"')
_FILES = ("/static/",)


def internal_links(html: str, page: str) -> set[str]:
    """Every address on this site that the main part of the page links to, with its anchor."""
    main = html.partition("<main")[2].partition("</main>")[0]
    found = (unescape(link) for link in _LINK.findall(main))
    return {page + link if link.startswith("#") else link for link in found if not link.startswith(_FILES)}


def broken_links(client: Client, *addresses: str, share: float = 1) -> list[str]:
    """Links of these pages to a missing page or anchor; each page is fetched once. Of so many pages a share."""
    found = {address: internal_links(client.get(address).content.decode(), address) for address in addresses}
    assert all(found.values())
    links = set().union(*found.values())
    paths = sorted({link.partition("#")[0] for link in links})
    pages = {path: client.get(path) for path in drawn(paths, share)}
    broken = []
    for link in sorted(links):
        path, _, anchor = link.partition("#")
        page = pages.get(path)
        if page and (page.status_code != 200 or (anchor and f'id="{anchor}"' not in page.content.decode())):
            broken.append(link)
    return broken
