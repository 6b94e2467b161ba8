"""A BibTeX text cut where its entries seem to start.

A *segment* is the text from one plausible start of an entry, at the start of a line, to the next. Outside entries, an
entry can also start within a line, after other words. A start inside a value of an entry that is whole only with it is
text. The content of @comment belongs to no segment. The text comes page by page, and only the current segment and one
page are in memory, except for a @comment that never ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.citations.parse.bibtex_grammar import NAME, end_of_entry
from studies.citations.parse.bibtex_values import UnclosedValueError, closing_brace
from studies.citations.parse.text_chunks import Pages

# Twice the text may be searched for the ends of comments that do not end, and for the ends of entries.
_SEARCHES = 2
# What distinguishes the start of an entry from an @ in a text comes within so many letters, blank lines aside.
_FORESIGHT = 2_000
# An entry in which others seem to start is examined up to this length.
_LONGEST_EXAMINED = 200_000
# The lines of skipped entries that a note names.
_MOST_LINES = 10

_NAMED = "article|book|booklet|conference|in(?:book|collection|proceedings)|manual|(?:masters|phd)?thesis|misc|online"
_NAMED += "|proceedings|techreport|report|unpublished|dataset|electronic|software"
_GAP = r"\s{0,20}"
# What follows shows whether an @ starts an entry or is part of an abstract: a key and a comma, a field, the end of the
# line, or a type that every program writes.
_START = re.compile(
    rf"(?im)^[ \t]*@(?P<blank>{_GAP})(?P<type>{NAME})(?P<gap>{_GAP})(?P<open>[{{(])"
    rf"(?=\s{{0,20}}[^\s{{}}()\",=@][^}}\",=\n]{{0,200}}(?:,|=|$)|[ \t]*,|[ \t]*$"
    rf"|(?<=comment[{{(])|(?<=string[{{(])|(?<=preamble[{{(]))"
    rf"|^[ \t]*@(?P<bare>(?:{_NAMED})\b)(?P<rest>[ \t]*(?![ \t\n]*[{{(]))"
    rf"|^[ \t]*@[ \t]*(?P<known>{_NAMED})(?P<known_gap>{_GAP})(?P<known_open>[{{(])"
    rf"(?![^{{}}\n,=]*}}[ \t]*[^\s@])"
)
# Outside entries: a key and a field.
START_ANYWHERE = re.compile(
    rf"(?i)@(?P<blank>{_GAP})(?P<type>{NAME})(?P<gap>{_GAP})(?P<open>[{{(])"
    rf"(?=\s{{0,20}}[^\s,]{{1,200}}(?:\s{{0,20}},|\s)\s{{0,200}}(?:[a-z][\w:.+-]{{0,60}}\s{{0,20}}=|[}})])"
    rf"|(?<=string[{{(])|(?<=preamble[{{(])|(?<=comment[{{(]))"
)
_AT = re.compile(rf"@{_GAP}{NAME}{_GAP}[{{(]")
COMMENTED_OUT = re.compile(rf"(?m)^[ \t]*%+[ \t]*@[ \t]*{NAME}[ \t]*[{{(]")
_PERCENT = re.compile(r"[ \t]*%+[ \t]*\Z")
_ENTRY_IN_COMMENT = re.compile(rf"@[ \t]*(?!comment|string|preamble){NAME}[ \t]*[{{(][^\s,{{}}]*,")


@dataclass(frozen=True, slots=True)
class BibtexSegment:
    """``line`` is where in its file the text begins, counted from 1.

    ``inner_line`` is the line of a first start of an entry that is text of this one; 0 when there is none.
    """

    line: int
    text: str
    inner_line: int = 0

    @property
    def is_string(self) -> bool:
        return self.text.lstrip()[:7].lower() == "@string"


@dataclass(slots=True)
class SkippedEntries:
    """How many entries were skipped, and the lines of the first of them."""

    number: int = 0
    lines: list[int] = field(default_factory=list)
    last: int = 0

    def add(self, line: int) -> None:
        """Count the entry on a line, in the order of the file; once, if its text is examined again."""
        if line <= self.last:
            return
        self.number += 1
        self.last = line
        if len(self.lines) < _MOST_LINES:
            self.lines.append(line)

    def sentence(self, what: str) -> str:
        """What was skipped, and where.

        >>> SkippedEntries(2, [3, 9]).sentence("inside @comment")
        '2 entries inside @comment were skipped: lines 3, 9.'
        """
        entries = "1 entry" if self.number == 1 else f"{self.number} entries"
        more = ", and more" if self.number > len(self.lines) else ""
        lines = f"line{'s' if self.number > 1 else ''} {', '.join(map(str, self.lines))}{more}"
        return f"{entries} {what} {'was' if self.number == 1 else 'were'} skipped: {lines}."


@dataclass(slots=True)
class Segmenter:
    """Cuts one text. The skipped entries are complete at the end of the text."""

    pages: Pages
    commented: SkippedEntries = field(default_factory=SkippedEntries)
    hidden: SkippedEntries = field(default_factory=SkippedEntries)
    not_understood: SkippedEntries = field(default_factory=SkippedEntries)
    # The text in memory; the line of the file at a place in it; the line of the next page.
    _text: str = ""
    _line: int = 1
    _counted: int = 0
    _page_line: int = 1
    # How much can be searched for the ends of comments, and of entries.
    _comment_budget: int = 1_000
    _entry_budget: int = 1_000

    def segments(self) -> Iterator[BibtexSegment]:
        """Every segment in the order of the file."""
        pending: int | None = None
        at = inner_line = 0
        while True:
            start = self._next_start(at, outside=pending is None)
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
                around = self._end_around(pending, start)
                if around is not None:
                    # An @ without a brace is no start anyhow.
                    inner_line = inner_line or (0 if start["bare"] else self._line_of(start.start()))
                    at = around
                    continue
                yield self._segment(pending, start.start(), inner_line)
            is_comment = (start["type"] or "").lower() == "comment"
            pending, inner_line = None if is_comment else start.start(), 0
            at = self._after_comment(start) if is_comment else start.end()
        if pending is not None:
            yield self._segment(pending, len(self._text), inner_line)

    def _next_start(self, at: int, *, outside: bool) -> re.Match[str] | None:
        start = _START.search(self._text, at)
        if not outside:
            return start
        ends = start.start() if start else len(self._text)
        for other in _AT.finditer(self._text, at, ends):
            if is_commented_out(self._text, other.start()):
                continue
            anywhere = START_ANYWHERE.match(self._text, other.start())
            if anywhere:
                return anywhere
            is_decided = other.start() < len(self._text) - _FORESIGHT or not self.pages.left
            line_start = self._text.rfind("\n", 0, other.start()) + 1
            if is_decided and not self._text[line_start : other.start()].strip():
                self._count_to(other.start())
                self.not_understood.add(self._line)
        return start

    def _end_around(self, begins: int, start: re.Match[str]) -> int | None:
        """The end of the entry that begins at a place, when a start is part of it; none when the start is the next."""
        ends = start.start()
        depth = self._text.count("{", begins, ends) - self._text.count("}", begins, ends)
        if depth == 0:
            return None
        if depth > 1 and start["bare"]:
            return start.end()
        limit = begins + _LONGEST_EXAMINED
        while limit > len(self._text) and self._read_next_page(0):
            pass
        if self._entry_budget < 0:
            return None
        end = end_of_entry(self._text, begins, limit)
        self._entry_budget -= min(limit, len(self._text)) - begins
        return end if end is not None and end > ends else None

    def _segment(self, begins: int, ends: int, inner_line: int) -> BibtexSegment:
        self._count_to(begins)
        return BibtexSegment(self._line, _normalised(self._text[begins:ends]), inner_line)

    def _line_of(self, place: int) -> int:
        return self._line + self._text.count("\n", self._counted, place)

    def _count_to(self, place: int) -> None:
        """Count the lines up to a place; nothing before it is needed any more."""
        if place > self._counted:
            self._line, self._counted = self._line_of(place), place

    def _last_line_to_doubt(self) -> int:
        return self._text.rfind("\n", 0, max(0, len(self._text) - _FORESIGHT)) + 1

    def _read_next_page(self, keep_from: int) -> bool:
        """Drop the text before a place and add the next page to the rest; False when there is none."""
        page = next(self.pages, None)
        if page is None:
            return False
        self._count_to(keep_from)
        self._counted -= keep_from
        self._text = self._text[keep_from:] + page
        self._comment_budget += _SEARCHES * len(page)
        self._entry_budget += _SEARCHES * len(page)
        counted = 0
        for match in COMMENTED_OUT.finditer(page):
            self._page_line += page.count("\n", counted, match.end())
            counted = match.end()
            self.commented.add(self._page_line)
        self._page_line += page.count("\n", counted)
        return True

    def _after_comment(self, start: re.Match[str]) -> int:
        """Where a @comment ends: at its brace, else with its line. Entries in it are counted."""
        end = self._comment_end(start) if start["open"] == "{" else None
        if end is None:
            line_end = self._text.find("\n", start.end())
            end = len(self._text) if line_end < 0 else line_end
        for match in _ENTRY_IN_COMMENT.finditer(self._text, start.end(), end):
            self._count_to(match.start())
            self.hidden.add(self._line)
        return end

    def _comment_end(self, start: re.Match[str]) -> int | None:
        """The place after the brace that closes a comment, on whatever page; none when there is none."""
        while self._comment_budget > 0:
            try:
                end = closing_brace(self._text, start.end() - 1) + 1
            except UnclosedValueError:
                self._comment_budget -= len(self._text) - start.end()
                if not self._read_next_page(0):
                    return None
                # All at once: a long comment, searched again from its start for every page, would take very long.
                while self._read_next_page(0):
                    pass
            else:
                self._comment_budget -= end - start.end()
                return end
        return None


def is_commented_out(text: str, at: int) -> bool:
    """Whether only percent signs stand before a place on its line."""
    begins = max(0, at - _FORESIGHT)
    return bool(_PERCENT.match(text, max(begins, text.rfind("\n", begins, at) + 1), at))


def _normalised(text: str) -> str:
    """A segment whose first line the splitter accepts, from `@ article {` or a brace on the next line."""
    start = _START.match(text) or START_ANYWHERE.match(text)
    end = "" if text.endswith("\n") else "\n"
    if not start or not start["type"] or not (start["blank"] or start["gap"]):
        return text + end
    lines = (start["blank"] + start["gap"]).count("\n") * "\n"
    return f"@{start['type']}{start['open']}{lines}{text[start.end() :]}{end}"
