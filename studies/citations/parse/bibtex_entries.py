"""BibTeX segments into parsed entries.

They are split some hundred at a time, which limits memory. A segment in which the splitter finds an error, or accepts
what is not BibTeX (``bibtex_blocks``), is read again by itself and repaired (``bibtex_repair``): a bad entry never
costs its neighbours.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from bibtexparser.model import Block, Entry, ExplicitComment, ImplicitComment, String

from studies.citations.parse.bibtex_blocks import are_trusted, split_blocks
from studies.citations.parse.bibtex_grammar import NAME, end_of_value
from studies.citations.parse.bibtex_repair import repair
from studies.citations.parse.bibtex_segments import COMMENTED_OUT, START_ANYWHERE, BibtexSegment, is_commented_out
from studies.citations.parse.bibtex_values import Strings, UnclosedValueError, closing_brace
from studies.citations.parse.entries import Parsed, ParsedEntry
from studies.citations.parse.error_guard import guarded

# Splitting everything at once took 1 GB for 100,000 entries; this many at a time take 20 MB, at the same speed.
SEGMENTS_AT_ONCE = 400
LETTERS_AT_ONCE = 400_000
# A longer segment is read by itself: the splitter stops at each of its braces.
_LONG_SEGMENT = 100_000
# More starts than this in one segment are no entries, and each would cost the splitter a failure.
_MOST_STARTS = 200

# Sentences about one file; more would be as many as its entries.
_MOST_NOTES = 50

_MARKS = re.compile(r"@\w*[ \t]*[{(]")
_PLAIN_STRING = re.compile(r"(?i)\s*@string\s*\{\s*([a-z][\w:.+/-]*)\s*=\s*(\"[^\"{}]*\"|\{[^{}]*\})\s*,?\s*\}\s*\Z")
_STRING = re.compile(rf"(?i)\s*@\s*string\s*[{{(]\s*({NAME})\s*=\s*")
_STRING_END = re.compile(r"\s*,?\s*[})]")
_NO_ENTRY = re.compile(r"(?i)\s*(@\s*(?:string|preamble|comment)\b)")
# Fields that are lists: a second one adds to the first.
_LISTS = frozenset({"keywords", "keyword", "note", "annote", "annotation", "file", "url"})


@dataclass(slots=True)
class SegmentReader:
    """Reads the segments of one text. ``notes`` are sentences about the text."""

    strings: Strings = field(default_factory=Strings)
    notes: list[str] = field(default_factory=list)

    def read(self, segments: Iterable[BibtexSegment]) -> Iterator[Parsed]:
        """Every entry of the segments in their order, read or failed."""
        for batch in _batches(segments):
            yield from self._read(batch)

    def _read(self, segments: list[BibtexSegment]) -> Iterator[Parsed]:
        plain = [_PLAIN_STRING.match(segment.text) for segment in segments]
        alone = [bool(string) or _is_too_much(segment.text) for string, segment in zip(plain, segments, strict=True)]
        blocks = self._split(segments, alone)
        for segment, inside, string in zip(segments, blocks, plain, strict=True):
            if string:
                self._note(*self.strings.define(string[1], string[2]))
            else:
                yield from guarded(partial(self._segment, segment, inside), line=segment.line, raw=segment.text)

    def _segment(self, segment: BibtexSegment, blocks: list[Block]) -> Iterable[Parsed]:
        if segment.inner_line:
            # The splitter would end the entry there.
            for read in self._repair(segment):
                yield _with_inner_start(read, segment.inner_line) if isinstance(read, ParsedEntry) else read
        elif are_trusted(segment.text, blocks):
            yield from self._clean(segment, blocks)
        else:
            yield from self._repair(segment)

    def _split(self, segments: list[BibtexSegment], alone: list[bool]) -> list[list[Block]]:
        """The blocks of each segment, all split in one go; none of those that are read alone."""
        texts = ["\n" if skip else segment.text for segment, skip in zip(segments, alone, strict=True)]
        starts, line = [], 0
        for text in texts:
            starts.append(line)
            line += text.count("\n")
        blocks: list[list[Block]] = [[] for _ in segments]
        for block in split_blocks("".join(texts)):
            if not isinstance(block, ImplicitComment | ExplicitComment):
                blocks[bisect_right(starts, block.start_line or 0) - 1].append(block)
        return blocks

    def _clean(self, segment: BibtexSegment, blocks: list[Block]) -> Iterable[Parsed]:
        try:
            return list(self._entries(segment, blocks))
        except UnclosedValueError:
            # The splitter ends a value in quotes at the first of them, whatever braces are open.
            return self._repair(segment)

    def _entries(self, segment: BibtexSegment, blocks: list[Block]) -> Iterator[Parsed]:
        first_line = last_line = blocks[0].start_line or 0
        for block in blocks:
            line = block.start_line or 0
            if isinstance(block, String):
                self._note(*self.strings.define(block.key, block.value))
            elif isinstance(block, Entry) and (block.fields or block is blocks[0] or line != last_line):
                # Without fields, and after another on its line, it is an @ in a text.
                yield self._entry(segment.line + line - first_line, block)
            last_line = line

    def _entry(self, line: int, entry: Entry) -> ParsedEntry:
        fields, warnings = [], []
        for each in entry.fields:
            value, value_warnings = self.strings.resolve(each.value)
            fields.append((each.key.lower(), value))
            warnings += value_warnings
        if not entry.key:
            warnings.append("The entry has no key; it was read without one.")
        parsed = ParsedEntry(line, entry.key, entry.entry_type, tuple(fields), entry.raw or "", tuple(warnings))
        return without_repetition(parsed)

    def _note(self, *sentences: str) -> None:
        self.notes += [each for each in sentences if len(self.notes) < _MOST_NOTES and each not in self.notes]

    def _repair(self, segment: BibtexSegment) -> Iterator[Parsed]:
        text, at, counted, line = segment.text, 0, 0, segment.line
        while at >= 0:
            line, counted = line + text.count("\n", counted, at), at
            other = _NO_ENTRY.match(text, at)
            if other:
                ends = self._no_entry(text, at, line, what=other[1].lower())
            else:
                read = repair(text, line, self.strings, at=at)
                yield without_repetition(read) if isinstance(read, ParsedEntry) else read
                # The end of a failed entry is unknown: what follows on its lines belongs to it.
                ends = text.index(read.raw, at) + len(read.raw) if isinstance(read, ParsedEntry) else len(text)
            at = _next_on_the_line(text, ends)

    def _no_entry(self, text: str, at: int, line: int, *, what: str) -> int:
        """Read the @string, @preamble or @comment at a place; the place after it."""
        string = _STRING.match(text, at)
        try:
            if string:
                ends = end_of_value(text, string.end())
                self._note(*self.strings.define(string[1], text[string.end() : ends].strip()))
                if closing := _STRING_END.match(text, ends):
                    return closing.end()
            elif not what.endswith("string"):
                return closing_brace(text, text.index("{", at)) + 1
        except ValueError:
            # Nothing closes it, or it has no brace.
            pass
        self._note(f"Line {line}: the {what} cannot be read and was left out.")
        return (text + "\n").index("\n", at)


def _with_inner_start(entry: ParsedEntry, line: int) -> ParsedEntry:
    return replace(entry, warnings=(*entry.warnings, f"What looks like an entry on line {line} is text of this one."))


def _next_on_the_line(text: str, at: int) -> int:
    """Where another entry begins after one that ended in the same segment; -1 when none does."""
    for start in START_ANYWHERE.finditer(text, at):
        if not is_commented_out(text, start.start()):
            return start.start()
    return -1


def _is_too_much(text: str) -> bool:
    """Whether the splitter does not manage a segment.

    It is too long, has false starts of entries (very many, or commented out), or a line that ends in a backslash: the
    splitter does not count it.
    """
    if len(text) > _LONG_SEGMENT or "\\\n" in text:
        return True
    marks = len(_MARKS.findall(text))
    return marks > _MOST_STARTS or (marks > 1 and bool(COMMENTED_OUT.search(text)))


def _batches(segments: Iterable[BibtexSegment]) -> Iterator[list[BibtexSegment]]:
    batch: list[BibtexSegment] = []
    letters = 0
    for segment in segments:
        batch.append(segment)
        letters += len(segment.text)
        if len(batch) == SEGMENTS_AT_ONCE or letters > LETTERS_AT_ONCE:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def without_repetition(entry: ParsedEntry) -> ParsedEntry:
    """The entry with each field once: the first, but lists are joined; a warning names what was repeated."""
    names = [name for name, _ in entry.fields]
    if len(set(names)) == len(names):
        return entry
    fields: dict[str, str] = {}
    warnings = []
    for name, value in entry.fields:
        if name not in fields:
            fields[name] = value
            continue
        if name in _LISTS:
            fields[name] = f"{fields[name]}; {value}" if value not in fields[name] else fields[name]
            warnings.append(f"The field {name} occurs more than once; its values were joined.")
        elif fields[name] != value:
            warnings.append(f"The field {name} occurs more than once; the first was used.")
    return replace(entry, fields=tuple(fields.items()), warnings=entry.warnings + tuple(dict.fromkeys(warnings)))
