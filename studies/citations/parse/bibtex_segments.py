"""A BibTeX text cut where its entries seem to start.

A *segment* is the text from one plausible start of an entry, at the start of a line, to the next. The content of
@comment belongs to none. The text comes page by page, and only the current segment and one page are in memory, except
for a @comment that never ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studies.citations.parse.bibtex_values import UnclosedValueError, closing_brace
from studies.citations.parse.text_chunks import Pages

# Twice the text may be searched for the ends of comments that do not end.
_COMMENT_SEARCH = 2
# What distinguishes the start of an entry from an @ in a text comes within so many letters, blank lines aside.
_FORESIGHT = 2_000

_NAMED = "article|book|booklet|conference|in(?:book|collection|proceedings)|manual|(?:masters|phd)?thesis|misc|online"
_NAMED += "|proceedings|techreport|report|unpublished|dataset|electronic|software"
# What follows shows whether an @ starts an entry or is part of an abstract: a key and a comma, a field, the end of the
# line, or a type that every program writes.
_START = re.compile(
    rf"(?im)^[ \t]*@[ \t]*(?P<type>[a-z][\w-]*)(?P<gap>[ \t]*\n?[ \t]*)(?P<open>[{{(])"
    rf"(?=\s{{0,20}}[^\s{{}}()\",=@][^{{}}\",=\n]{{0,200}}(?:,|=|$)|[ \t]*,|[ \t]*$"
    rf"|(?<=comment[{{(])|(?<=string[{{(])|(?<=preamble[{{(]))"
    rf"|^[ \t]*@(?P<bare>(?:{_NAMED})\b)(?P<rest>[ \t]*(?![ \t\n]*[{{(]))"
    rf"|^[ \t]*@[ \t]*(?P<known>{_NAMED})(?P<known_gap>[ \t]*\n?[ \t]*)(?P<known_open>[{{(])"
    rf"(?![^{{}}\n,=]*}}[ \t]*[^\s@])"
)
COMMENTED_OUT = re.compile(r"(?m)^[ \t]*%+[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*[{(]")
_ENTRY_IN_COMMENT = re.compile(r"(?m)@[ \t]*(?!comment|string|preamble)[A-Za-z]\w*[ \t]*[{(][^\s,{}]*,")


@dataclass(frozen=True, slots=True)
class BibtexSegment:
    """``line`` is where in its file the text begins, counted from 1."""

    line: int
    text: str


@dataclass(slots=True)
class Segmenter:
    """Cuts one text. ``commented`` and ``hidden`` count the skipped entries, complete at the end of the text."""

    pages: Pages
    commented: int = 0
    hidden: int = 0
    # The text in memory; the line of the file at a place in it; how much can be searched for ends of comments.
    _text: str = ""
    _line: int = 1
    _counted: int = 0
    _budget: int = 1_000

    def segments(self) -> Iterator[BibtexSegment]:
        """Every segment in the order of the file."""
        pending: int | None = None
        at = 0
        while True:
            start = _START.search(self._text, at)
            if start is None or start.start() > len(self._text) - _FORESIGHT:
                # The decision can depend on the next page: the start is examined again together with it.
                again = start.start() if start else max(at, self._last_line_to_doubt())
                keep_from = again if pending is None else pending
                if self._read_next_page(keep_from):
                    at, pending = again - keep_from, None if pending is None else 0
                    continue
            if start is None:
                break
            if pending is not None:
                yield self._segment(pending, start.start())
            is_comment = (start["type"] or "").lower() == "comment"
            pending = None if is_comment else start.start()
            at = self._after_comment(start) if is_comment else start.end()
        if pending is not None:
            yield self._segment(pending, len(self._text))

    def _segment(self, begins: int, ends: int) -> BibtexSegment:
        self._line += self._text.count("\n", self._counted, begins)
        self._counted = begins
        return BibtexSegment(self._line, _normalised(self._text[begins:ends]))

    def _last_line_to_doubt(self) -> int:
        return self._text.rfind("\n", 0, max(0, len(self._text) - _FORESIGHT)) + 1

    def _read_next_page(self, keep_from: int) -> bool:
        """Drop the text before a place and add the next page to the rest; False when there is none."""
        page = next(self.pages, None)
        if page is None:
            return False
        self._line += self._text.count("\n", self._counted, keep_from)
        self._counted = 0
        self._text = self._text[keep_from:] + page
        self._budget += _COMMENT_SEARCH * len(page)
        self.commented += len(COMMENTED_OUT.findall(page))
        return True

    def _after_comment(self, start: re.Match[str]) -> int:
        """Where a @comment ends: at its brace, else with its line. Entries in it are counted."""
        end = self._comment_end(start) if start["open"] == "{" else None
        if end is None:
            line_end = self._text.find("\n", start.end())
            end = len(self._text) if line_end < 0 else line_end
        self.hidden += len(_ENTRY_IN_COMMENT.findall(self._text, start.end(), end))
        return end

    def _comment_end(self, start: re.Match[str]) -> int | None:
        """The place after the brace that closes a comment, on whatever page; none when there is none."""
        while self._budget > 0:
            try:
                end = closing_brace(self._text, start.end() - 1) + 1
            except UnclosedValueError:
                self._budget -= len(self._text) - start.end()
                if not self._read_next_page(0):
                    return None
                # All at once: a long comment, searched again from its start for every page, would take very long.
                while self._read_next_page(0):
                    pass
            else:
                self._budget -= end - start.end()
                return end
        return None


def _normalised(text: str) -> str:
    """A segment whose first line the splitter accepts, from `@ article {` or a brace on the next line."""
    start = _START.match(text)
    if not start or not start["type"] or (start["gap"] == "" and text[start.start("type") - 1] == "@"):
        return text if text.endswith("\n") else f"{text}\n"
    newline = "\n" if "\n" in start["gap"] else ""
    rest = text[start.end() :]
    return f"@{start['type']}{start['open']}{newline}{rest}" + ("" if rest.endswith("\n") else "\n")
