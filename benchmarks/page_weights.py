"""What a reader's browser must load: every page and file of the site as it is sent, compressed.

    python -m benchmarks.page_weights [--most 400] [--person NAME] [--rows 25]

Follows the links of the site from its home page, on the database of ``DATABASE_URL``; with ``--person`` as that person
sees it. For each page: its size, its size with gzip, and its first load, which is the page with its styles, scripts and
icon, each with gzip, as a browser without any of them loads it. The longest are printed.

The script ends with 1 where a page has more than 40 kB with gzip, a first load more than 60 kB, or a file, or a part of
one, more than 5 MB.
"""

import argparse
import gzip
import os
import re
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import django

MOST_PAGE, MOST_FIRST_LOAD, MOST_FILE = 40_000, 60_000, 5_000_000
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
_LOADED = re.compile(r'<(?:link|script|img)\b[^>]*\b(?:href|src)="(/static/[^"]+)"')
# Where a visit changes something, and Django's own pages.
_NOT_FOLLOWED = ("/static/", "/admin/", "/accounts/")


class Weight(NamedTuple):
    """Bytes of one page or file: as made, with gzip, and the first load of a page (0 of a file)."""

    address: str
    size: int
    sent: int
    first_load: int

    @property
    def is_too_heavy(self) -> bool:
        """Whether it misses a goal."""
        if not self.first_load:
            return self.size > MOST_FILE
        return self.sent > MOST_PAGE or self.first_load > MOST_FIRST_LOAD


def weights(starts: Sequence[str], *, most: int, person: str = "") -> Iterator[Weight]:
    """The first pages and files that are reached from some addresses by links, with their weights."""
    from django.contrib.auth.models import User
    from django.contrib.staticfiles.finders import find
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    if person:
        client.force_login(User.objects.get(username=person))
    loaded: dict[str, int] = {}

    def weight_of(name: str) -> int:
        if name not in loaded:
            path = find(name.removeprefix("/static/"))
            loaded[name] = len(gzip.compress(Path(path).read_bytes(), 9)) if path else 0
        return loaded[name]

    waiting, seen = deque(starts), {*starts}
    while waiting and most:
        address = waiting.popleft()
        response = client.get(address)
        if response.status_code != 200:
            continue
        most -= 1
        body = b"".join(response.streaming_content) if response.streaming else response.content
        sent = len(gzip.compress(body, 6))
        if not response["Content-Type"].startswith("text/html"):
            yield Weight(address, len(body), sent, 0)
            continue
        text = body.decode()
        yield Weight(address, len(body), sent, sent + sum(map(weight_of, dict.fromkeys(_LOADED.findall(text)))))
        for link in _LINK.findall(text):
            parts = urlsplit(urljoin(f"http://localhost{address}", unescape(link)))
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.netloc == "localhost" and target not in seen and not target.startswith(_NOT_FOLLOWED):
                seen.add(target)
                waiting.append(target)


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=400, help="pages and files that are opened")
    parser.add_argument("--person", default="", help="the name of the person who is logged in")
    parser.add_argument("--rows", type=int, default=25, help="lines that are printed")
    options = parser.parse_args()
    found = sorted(
        weights(["/"], most=options.most, person=options.person),
        key=lambda each: each.first_load or each.sent,
        reverse=True,
    )
    print(f"{'kB':>9}{'gzip kB':>9}{'first kB':>10}  address")
    for each in found[: options.rows]:
        first = f"{each.first_load / 1000:.1f}" if each.first_load else "file"
        print(f"{each.size / 1000:>9.1f}{each.sent / 1000:>9.1f}{first:>10}  {each.address}")
    heavy = [each for each in found if each.is_too_heavy]
    pages = [each for each in found if each.first_load]
    print(f"{len(pages)} pages and {len(found) - len(pages)} files; too heavy: {len(heavy)}")
    for each in heavy:
        print(f"too heavy: {each.address}")
    return 1 if heavy else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    django.setup()
    from django.test.utils import override_settings

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, ALLOWED_HOSTS=["localhost"], SECURE_SSL_REDIRECT=False):
        sys.exit(main())
