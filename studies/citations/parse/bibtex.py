"""BibTeX text into parsed entries, on bibtexparser's splitter.

The text comes in segments (``bibtex_segments``), one for each plausible beginning of an entry. They are
split some hundred at a time, which limits memory. A segment in which the splitter finds an error, or accepts what is
not BibTeX, is read again by itself and repaired (``bibtex_repair``): a bad entry never costs its neighbours.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    Preamble,
    String,
)
from bibtexparser.splitter import Splitter

from studies.citations.parse.bibtex_repair import repair
from studies.citations.parse.bibtex_segments import COMMENTED_OUT, BibtexSegment, Segmenter
from studies.citations.parse.bibtex_values import Strings, UnclosedValueError
from studies.citations.parse.entries import Parsed, ParsedEntry
from studies.citations.parse.error_guard import guarded
from studies.citations.parse.text_chunks import Pages

logger = logging.getLogger(__name__)
# One log line for each failed block would flood the log; every failure is stored with its entry.
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

# Splitting everything at once took 1 GB for 100,000 entries; this many at a time take 20 MB, at the same speed.
SEGMENTS_AT_ONCE = 400
LETTERS_AT_ONCE = 400_000
# A longer segment is read by itself: the splitter stops at each of its braces.
_LONG_SEGMENT = 100_000
# More starts than this in one segment are no entries, and each would cost the splitter a failure.
_MOST_STARTS = 200

_MARKS = re.compile(r"@\w*[ \t]*[{(]")
_PLAIN_STRING = re.compile(r"(?i)\s*@string\s*\{\s*([a-z][\w:.+/-]*)\s*=\s*(\"[^\"{}]*\"|\{[^{}]*\})\s*,?\s*\}\s*\Z")
_FIELD_NAME = re.compile(r"[A-Za-z][\w:.+/-]*\Z")
# A field that begins right after the end of another: the comma between them is missing.
_COMMA_MISSING = re.compile(r"[}\"]\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
# Fields that are lists: a second one adds to the first.
_LISTS = frozenset({"keywords", "keyword", "note", "annote", "annotation", "file", "url"})


@dataclass(slots=True)
class BibtexReader:
    """Reads one text. ``notes`` are sentences about the file as a whole, complete once all entries are read."""

    pages: Pages
    strings: Strings = field(default_factory=Strings)
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[Parsed]:
        """Every entry in the order of the file, read or failed."""
        segmenter = Segmenter(self.pages)
        for segments in _batches(segmenter.segments()):
            yield from self._read(segments)
        if segmenter.commented:
            self.notes.insert(0, f"{segmenter.commented} entries that are commented out with % were skipped.")
        if segmenter.hidden:
            self.notes.append(f"{segmenter.hidden} entries inside @comment were skipped.")

    def _read(self, segments: list[BibtexSegment]) -> Iterator[Parsed]:
        plain = [_PLAIN_STRING.match(segment.text) for segment in segments]
        alone = [bool(string) or _is_crowded(segment.text) for string, segment in zip(plain, segments, strict=True)]
        blocks = self._split(segments, alone)
        for segment, inside, string in zip(segments, blocks, plain, strict=True):
            if string:
                self.notes += self.strings.define(string[1], string[2])
            else:
                yield from guarded(partial(self._segment, segment, inside), line=segment.line, raw=segment.text)

    def _segment(self, segment: BibtexSegment, blocks: list[Block]) -> Iterable[Parsed]:
        if blocks and all(map(_is_clean, blocks)):
            try:
                return list(self._clean(segment, blocks))
            except UnclosedValueError:
                # The splitter ends a value in quotes at the first of them, whatever braces are open.
                return self._repair(segment)
        return self._repair(segment)

    def _split(self, segments: list[BibtexSegment], alone: list[bool]) -> list[list[Block]]:
        """The blocks of each segment, all split in one go; none of those that are read alone."""
        texts = ["\n" if skip else segment.text for segment, skip in zip(segments, alone, strict=True)]
        starts, line = [], 0
        for text in texts:
            starts.append(line)
            line += text.count("\n")
        blocks: list[list[Block]] = [[] for _ in segments]
        for block in _split("".join(texts)):
            if not isinstance(block, ImplicitComment | ExplicitComment):
                blocks[bisect_right(starts, block.start_line or 0) - 1].append(_unwrapped(block))
        return blocks

    def _clean(self, segment: BibtexSegment, blocks: list[Block]) -> Iterator[Parsed]:
        lines_before = 0
        for place, block in enumerate(blocks):
            if isinstance(block, String):
                self.notes += self.strings.define(block.key, block.value)
            elif isinstance(block, Entry):
                # Entries that share a line share a segment.
                offset = (block.start_line or 0) - (blocks[0].start_line or 0) if place else lines_before
                yield self._entry(segment.line + offset, block)

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

    def _repair(self, segment: BibtexSegment) -> Iterator[Parsed]:
        lowered = segment.text.lstrip()[:10].lower()
        if lowered.startswith(("@string", "@preamble")):
            self.notes.append(f"Line {segment.line}: the {lowered.split('{')[0]} cannot be read and was left out.")
            return
        at, line = 0, segment.line
        while at >= 0:
            read = repair(segment.text, line, self.strings, at=at)
            yield without_repetition(read) if isinstance(read, ParsedEntry) else read
            # The end of a failed entry is unknown: what follows on its lines belongs to it.
            ends = _end_of(read, segment.text, at)
            at = _next_on_the_line(segment.text, ends)
            line += segment.text.count("\n", ends - len(read.raw), at) if at >= 0 else 0


def _split(text: str) -> list[Block]:
    """The blocks that bibtexparser finds; none when it breaks off: then every segment is read by itself."""
    try:
        return list(Splitter(text).split().blocks)
    except Exception:
        logger.exception("bibtexparser broke off")
        return []


def _end_of(read: Parsed, text: str, at: int) -> int:
    return text.index(read.raw, at) + len(read.raw) if isinstance(read, ParsedEntry) else len(text)


def _next_on_the_line(text: str, at: int) -> int:
    """Where another entry begins after one that ended in the same segment; -1 when none does."""
    for mark in _MARKS.finditer(text, at):
        line_start = max(at, text.rfind("\n", at, mark.start()))
        if "%" not in text[line_start : mark.start()]:
            return mark.start()
    return -1


def _is_crowded(text: str) -> bool:
    """Whether a segment is too long for the splitter, or has false starts of entries: very many, or commented out."""
    if len(text) > _LONG_SEGMENT:
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


def _unwrapped(block: Block) -> Block:
    """The block inside a report of a repeated key, which is no error here, or of a repeated field."""
    inner: Block | None = block
    while isinstance(inner, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        inner = inner.ignore_error_block
    return inner or block


def _is_clean(block: Block) -> bool:
    """Whether the splitter has read a block without a doubt."""
    if isinstance(block, Preamble):
        return True
    if isinstance(block, String):
        return _is_whole(block.value)
    if not isinstance(block, Entry) or (block.raw and _COMMA_MISSING.search(block.raw)):
        return False
    return "=" not in block.key and all(_FIELD_NAME.match(each.key) and _is_whole(each.value) for each in block.fields)


def _is_whole(value: str) -> bool:
    """Whether a value consists only of braced, quoted or bare parts joined by #."""
    if value[:1] == "{" and value[-1:] == "}":
        return True
    if value[:1] == '"' and value[-1:] == '"' and len(value) > 1:
        return True
    return bool(value) and "=" not in value and ("#" in value or not any(sign in value for sign in ' \n\t{}"'))


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
    return ParsedEntry(
        entry.line,
        entry.key,
        entry.entry_type,
        tuple(fields.items()),
        entry.raw,
        entry.warnings + tuple(dict.fromkeys(warnings)),
    )
