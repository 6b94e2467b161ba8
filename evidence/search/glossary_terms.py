"""The terms of the glossary with their places and meanings, read from its own templates."""

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from django.template.loader import render_to_string

# The parts of the page, by the names of their templates.
PARTS = ("treatments", "routes", "studies", "outcomes", "numbers", "marks")


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """One term: its place on the page, its name, and what it means."""

    anchor: str
    name: str
    meaning: str


@cache
def glossary_terms() -> tuple[GlossaryTerm, ...]:
    """Every term, in the order of the page. They change with the code alone."""
    return tuple(term for part in PARTS for term in _terms(render_to_string(f"evidence/pages/_glossary_{part}.html")))


def _terms(html: str) -> list[GlossaryTerm]:
    reader = _TermReader()
    reader.feed(html)
    return [
        GlossaryTerm(anchor, _plain(name), _plain(meaning))
        for anchor, (name, meaning) in reader.terms.items()
        if anchor
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _TermReader(HTMLParser):
    """Collects, by its id, the text of each term and of what follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: dict[str, list[str]] = {}
        self._anchor = ""
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("dt", "dd"):
            self._tag = tag
        if tag == "dt":
            self._anchor = dict(attrs).get("id") or ""
            self.terms.setdefault(self._anchor, ["", ""])

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag and self._anchor:
            self.terms[self._anchor][self._tag == "dd"] += data
