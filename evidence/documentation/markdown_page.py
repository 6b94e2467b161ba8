"""A Markdown file as the parts of a page: its title, a description, its headings and its HTML.

Pure: the text comes in, and a function says where a link leads. HTML in the text is shown as text, never as markup.
"""

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Search engines show about so many characters of a description.
DESCRIPTION_LENGTH = 200
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
# Where a link leads, as the file writes it; "" where the site has no such page.
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class DocumentHeading:
    """A heading under the title: its level (2 is a section), text, and name in an address."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """What stands under one heading of level 2, with that heading; before the first it has no heading."""

    heading: DocumentHeading | None
    html: str


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A document: its title, the beginning of its text, its sections, and the headings of levels 2 and 3."""

    title: str
    description: str
    sections: tuple[DocumentSection, ...]
    headings: tuple[DocumentHeading, ...]


def read_markdown(text: str, address: Address) -> MarkdownPage:
    """Read a document. The first heading of level 1 is its title, and the first paragraph describes it."""
    tokens = _PARSER.parse(text)
    headings = list(_named_headings(tokens))
    title = next((each.text for each in headings if each.level == 1), "")
    body = list(_wrapped_tables(_without_title(tokens), title))
    for token in body:
        _lead_links(token, address)
    return MarkdownPage(
        title,
        _description(tokens),
        tuple(_sections(body, headings)),
        tuple(each for each in headings if each.level in (2, 3)),
    )


def heading_anchors(text: str) -> set[str]:
    """The names of all headings of a Markdown text, as its pages here and on GitHub have them."""
    return {each.anchor for each in _named_headings(_PARSER.parse(text))}


def link_targets(text: str) -> list[str]:
    """Where the links and pictures of a Markdown text lead, as it writes them, in order."""
    inside = (child for token in _PARSER.parse(text) for child in token.children or ())
    return [str(child.attrs[name]) for child in inside for name in ("href", "src") if name in child.attrs]


def anchor_of(heading: str) -> str:
    """The name of a heading in an address, by GitHub's rule.

    >>> anchor_of("What to do when ... it's `full`?")
    'what-to-do-when--its-full'
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _named_headings(tokens: list[Token]) -> Iterator[DocumentHeading]:
    """Every heading; its token gets the name, and a second heading of one name the number 1."""
    used: Counter[str] = Counter()
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            text = plain_text(tokens[place + 1])
            name = anchor_of(text)
            anchor = f"{name}-{used[name]}" if used[name] else name
            used[name] += 1
            token.attrs["id"] = anchor
            yield DocumentHeading(int(token.tag[1:]), text, anchor)


def plain_text(token: Token) -> str:
    """The words of a heading, paragraph or cell, without its markup."""
    return "".join(" " if child.type == "softbreak" else child.content for child in token.children or ())


def _description(tokens: list[Token]) -> str:
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open":
            return textwrap.shorten(plain_text(tokens[place + 1]), DESCRIPTION_LENGTH, placeholder=" …")
    return ""


def _without_title(tokens: list[Token]) -> list[Token]:
    """The tokens without the first heading of level 1, which the page writes by itself."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return tokens[:place] + tokens[place + 3 :]
    return tokens


def _wrapped_tables(tokens: Iterable[Token], title: str) -> Iterator[Token]:
    """The tokens with each table and example in a box that scrolls by itself, named after the heading above it.

    Two boxes under one heading are numbered, so that a screen reader tells them apart.
    """
    heading, numbers = title, count(1)
    waits_for_heading = False
    for token in tokens:
        if token.type == "heading_open":
            waits_for_heading, numbers = True, count(1)
        elif waits_for_heading:
            heading, waits_for_heading = plain_text(token), False
        if token.type in ("table_open", "fence", "code_block"):
            kind = "Table" if token.type == "table_open" else "Example"
            label = f"{kind} {next(numbers)}: {heading}"
            yield Token("box_open", "div", 1, {"class": "scroll", "tabindex": 0, "role": "region", "aria-label": label})
        yield _for_our_policy(token)
        if token.type in ("table_close", "fence", "code_block"):
            yield Token("box_close", "div", -1)


def _for_our_policy(token: Token) -> Token:
    """The token without inline style, which the content policy forbids; a column on the right has a class for it."""
    if token.type in ("th_open", "td_open"):
        if "right" in str(token.attrs.pop("style", "")):
            token.attrs["class"] = "num"
        if token.type == "th_open":
            token.attrs["scope"] = "col"
    return token


def _lead_links(token: Token, address: Address) -> None:
    """Let the links and pictures in this token lead to pages of the site; without such a page its words stay."""
    kept: list[Token] = []
    dropped: list[bool] = []
    for child in token.children or ():
        if child.type == "link_open":
            href = address(str(child.attrs["href"]))
            dropped.append(not href)
            child.attrs["href"] = href
            if href.startswith(("https:", "http:")):
                child.attrs["rel"] = "noreferrer external"
        elif child.type == "image":
            child.attrs["src"] = address(str(child.attrs["src"]))
        is_dropped = dropped[-1:] == [True] and child.type in ("link_open", "link_close")
        if child.type == "link_close":
            dropped.pop()
        if not is_dropped and child.attrs.get("src") != "":
            kept.append(child)
    if token.children is not None:
        token.children = kept


def _sections(tokens: list[Token], headings: list[DocumentHeading]) -> Iterator[DocumentSection]:
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    named = iter([each for each in headings if each.level == 2])
    ends = [*starts, len(tokens)]
    if first := tokens[: ends[0]]:
        yield DocumentSection(None, _html(first))
    for start, end in zip(starts, ends[1:], strict=True):
        yield DocumentSection(next(named), _html(tokens[start:end]))


def _html(tokens: list[Token]) -> str:
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
