"""An Atom document of entries, with the library's writer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from evidence.data_citation import SITE_TITLE

# Entries of a document; older ones are on the pages.
MOST_ENTRIES = 50
# What no XML document may hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Of a feed that has no entry yet: it was never updated.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry: ``name`` tells it from all others for ever, ``path`` is where to read more, ``text`` is plain.

    ``published`` never changes: its day is a part of the identifier. It is None where nobody may know it.
    """

    name: str
    title: str
    path: str
    text: str
    published: datetime | None
    updated: datetime


class _DatedFeed(Atom1Feed):
    """The library's feed, which says of a feed without entries that it was updated just now."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)


def tag_uri(request: HttpRequest, name: str, day: datetime) -> str:
    """A name that stays the same, by RFC 4151: of the site, the day, and what it is of.

    Where ``SITE_URL`` is set it does not hang on the host by which the site was asked.
    """
    authority = (urlsplit(settings.SITE_URL).hostname if settings.SITE_URL else "") or request.get_host().split(":")[0]
    return f"tag:{authority},{day:%Y-%m-%d}:{name}"


def atom_response(
    request: HttpRequest, *, name: str, title: str, page: str, entries: Iterable[FeedEntry]
) -> HttpResponse:
    """The document; ``page`` is the address of the page that shows the same. The newest entries come first."""
    site = request.build_absolute_uri("/").rstrip("/")
    feed = _DatedFeed(
        title=_plain(f"{title} · {SITE_TITLE}"),
        link=f"{site}{page}",
        description="",
        language="en-GB",
        author_name=SITE_TITLE,
        author_link=f"{site}/",
        feed_url=request.build_absolute_uri(),
        feed_guid=tag_uri(request, f"feed/{name}", _NEVER),
    )
    newest = sorted(entries, key=lambda each: (each.updated, each.name), reverse=True)[:MOST_ENTRIES]
    for entry in newest:
        feed.add_item(
            title=_plain(entry.title),
            link=f"{site}{entry.path}",
            description=escape(_plain(entry.text)),
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=tag_uri(request, entry.name, entry.published or _NEVER),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)
