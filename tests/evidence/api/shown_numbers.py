"""The numbers that a page shows, each with the rows of the API that the page names next to it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

from studies.numerics.number_formatting import weeks_text

_VOID = {"meta", "link", "input", "br", "hr", "img", "line", "rect", "path", "circle", "polygon", "wbr"}
# Figures have a table as their twin; the navigation and forms show no number of a record.
_LEFT_OUT = {"svg", "script", "nav", "form"}
_NUMBER = re.compile(r"(?<![\w.])[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?")
# Shares are shown in percent and in people of 1,000.
_FACTORS = (1, 100, 1_000)


class ShownNumber(NamedTuple):
    """A number as printed on a page, what is printed around it, and ids and links next to it, the nearest first."""

    text: str
    around: str
    places: tuple[frozenset[str], ...]


@dataclass
class _Element:
    tag: str
    parent: "_Element | None"
    place: str = ""
    children: list["_Element | str"] = field(default_factory=list)

    def text(self) -> str:
        parts = (each if isinstance(each, str) else f" {each.text()} " for each in self.children)
        return "" if self.tag in _LEFT_OUT else "".join(parts)

    def places(self) -> frozenset[str]:
        """Ids and links in it."""
        below = (each.places() for each in self.children if isinstance(each, _Element))
        return frozenset(filter(None, [self.place])).union(*below)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = self.root = _Element("html", None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        place = found.get("href") or (f"#{found['id']}" if found.get("id") else "")
        element = _Element(tag, self.open, place)
        self.open.children.append(element)
        if tag not in _VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(_Element(tag, self.open))

    def handle_endtag(self, tag: str) -> None:
        element = self.open
        while element.parent and element.tag != tag:
            element = element.parent
        self.open = element.parent or self.root

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def shown_numbers(html: str) -> list[ShownNumber]:
    """Every number in the main part of a page."""
    tree = _Tree()
    tree.feed(html)
    [main] = [each for each in _walk(tree.root) if each.tag == "main"]
    return list(_numbers(main, ()))


def _walk(element: _Element) -> Iterator[_Element]:
    yield element
    for each in element.children:
        if isinstance(each, _Element):
            yield from _walk(each)


def _numbers(element: _Element, above: tuple[_Element, ...]) -> Iterator[ShownNumber]:
    if element.tag in _LEFT_OUT:
        return
    chain = (element, *above)
    around = " ".join(element.text().split())
    for each in element.children:
        if isinstance(each, _Element):
            yield from _numbers(each, chain)
        elif found := _NUMBER.findall(each):
            places = tuple(dict.fromkeys(filter(None, (one.places() for one in chain[:6]))))
            yield from (ShownNumber(text, around[:120], places) for text in found)


def leaves(data: Any) -> Iterator[float | str]:
    """Every number and text in an answer of the API."""
    if isinstance(data, Mapping):
        # Pages say in months what the API says in weeks.
        yield from (weeks_text(data[name]) for name in data if name.endswith("weeks") and data[name] is not None)
        data = list(data.values())
    if isinstance(data, list | tuple):
        for each in data:
            yield from leaves(each)
    elif isinstance(data, int | float | str) and not isinstance(data, bool):
        yield data


def says(data: Any, shown: str) -> bool:
    """Whether an answer of the API holds a number that is written so where it is rounded to the same decimals."""
    wanted = _plain(shown)
    decimals = len(shown.partition(".")[2])
    return any(_is_same(leaf, wanted, decimals) for leaf in leaves(data))


def _is_same(leaf: float | str, wanted: float, decimals: int) -> bool:
    if isinstance(leaf, str):
        return wanted in _sizes_in(leaf)
    return any(abs(abs(leaf * factor) - wanted) <= 0.5 * 10**-decimals + 1e-9 for factor in _FACTORS)


@cache
def _sizes_in(text: str) -> frozenset[float]:
    return frozenset(map(_plain, _NUMBER.findall(text)))


def _plain(text: str) -> float:
    """The size of a number as printed: which side it is on is said in words as often as by a sign."""
    return abs(float(text.replace("−", "-").replace(",", "")))


def is_shown(value: float, texts: Iterable[str]) -> bool:
    """Whether some number as printed is a value of the API, rounded as the page rounds it."""
    return any(_is_same(value, _plain(text), len(text.partition(".")[2])) for text in texts)
