"""Parses an HTML page: its text, tables, links and headings."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from django.contrib.messages import get_messages
from django.http import HttpResponse

Attributes = dict[str, str]
_VOID = {"meta", "link", "input", "br", "hr", "img", "line", "rect", "path", "circle", "polygon"}
_SILENT = {"svg", "script", "style"}


def collapse_whitespace(text: str) -> str:
    """The text with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Cell:
    """One cell of a table: its tag, attributes, text and links."""

    tag: str
    attributes: Attributes
    text: str = ""
    links: list[str] = field(default_factory=list)


@dataclass
class Table:
    """A table, by its class, and its rows of cells."""

    kind: str
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        """The text of every cell."""
        return [[collapse_whitespace(cell.text) for cell in row] for row in self.rows]

    @property
    def text(self) -> str:
        """All its text."""
        return collapse_whitespace(" ".join(cell for row in self.texts for cell in row))


@dataclass
class Page:
    """The content of a page."""

    html: str
    lang: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    main: str = ""

    @property
    def text(self) -> str:
        """The text of the main content of the page."""
        return collapse_whitespace(self.main)

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def tables_of(self, kind: str) -> list[Table]:
        """The tables with this class."""
        return [table for table in self.tables if kind in table.kind.split()]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []
        self.main: list[str] = []
        self.cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.elements.append((tag, attributes))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "html":
            self.page.lang = attributes.get("lang", "")
        elif tag == "a":
            self.page.links.append(attributes)
            if self.cell:
                self.cell.links.append(attributes.get("href", ""))
        elif tag == "table":
            self.page.tables.append(Table(attributes.get("class", "")))
        elif tag == "tr":
            self.page.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self.cell = Cell(tag, attributes)
            self.page.tables[-1].rows[-1].append(self.cell)
        elif re.fullmatch(r"h[1-6]", tag):
            self.page.headings.append((tag, ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if _SILENT.isdisjoint(self.open):
            if self.cell:
                self.cell.text += data
            if "main" in self.open:
                self.main.append(f"{data} " if data.strip() else data)
        for heading in ("h1", "h2", "h3"):
            if heading in self.open:
                tag, words = self.page.headings[-1]
                self.page.headings[-1] = (tag, words + data)


def read(response: HttpResponse) -> Page:
    """Parse a page; the same page, asked again, is parsed once. Nobody may change it."""
    return _parsed(response.content.decode())


@lru_cache(maxsize=50)
def _parsed(html: str) -> Page:
    page = Page(html)
    reader = _Reader(page)
    reader.feed(html)
    page.main = "".join(reader.main)
    page.headings[:] = [(tag, " ".join(words.split())) for tag, words in page.headings]
    return page


def markup_errors(page: Page) -> list[str]:
    """Errors of the page: what every page must have and this one lacks."""
    heads = [cell for table in page.tables for row in table.rows for cell in row if cell.tag == "th"]
    ids = Counter(page.ids)
    twice = [name for name, times in ids.items() if times > 1]
    broken = {
        link["href"] for link in page.links if link.get("href", "").startswith("#") and link["href"][1:] not in ids
    }
    checks = {
        "no language": not page.lang,
        "not one h1": [tag for tag, _ in page.headings].count("h1") != 1,
        "a table header without scope": any("scope" not in cell.attributes for cell in heads),
        "inline style": any(tag == "style" or "style" in attributes for tag, attributes in page.elements),
        "inline script": any(
            # A block of data is never run.
            (tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json")
            or any(name.startswith("on") for name in attributes)
            for tag, attributes in page.elements
        ),
        f"repeated ids: {sorted(twice)}": bool(twice),
        f"links to nothing on the page: {sorted(broken)}": bool(broken),
    }
    return [fault for fault, found in checks.items() if found]


def messages_of(response: HttpResponse) -> str:
    """What the next page says at its top, read without asking for it."""
    return " ".join(map(str, get_messages(response.wsgi_request)))  # type: ignore[attr-defined]  # of the test client
