"""BibTeX text into parsed entries, on bibtexparser's splitter.

The text comes in segments (``bibtex_segments``), one for each plausible beginning of an entry. They are
split some hundred at a time, which limits memory. A segment in which the splitter finds an error, or accepts what is
not BibTeX, is read again by itself and repaired (``bibtex_repair``): a bad entry never costs its neighbours.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
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

from studies.citations.parse.bibtex_grammar import NAME, end_of_value
from studies.citations.parse.bibtex_repair import MORE_FIELDS, repair
from studies.citations.parse.bibtex_segments import COMMENTED_OUT, START_ANYWHERE, BibtexSegment, Segmenter
from studies.citations.parse.bibtex_values import Strings, UnclosedValueError, closing_brace, read_part
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

# Sentences about one file; more would be as many as its entries.
_MOST_NOTES = 50

_MARKS = re.compile(r"@\w*[ \t]*[{(]")
_PLAIN_STRING = re.compile(r"(?i)\s*@string\s*\{\s*([a-z][\w:.+/-]*)\s*=\s*(\"[^\"{}]*\"|\{[^{}]*\})\s*,?\s*\}\s*\Z")
_STRING = re.compile(rf"(?i)\s*@\s*string\s*[{{(]\s*({NAME})\s*=\s*")
_STRING_END = re.compile(r"\s*,?\s*[})]")
_NO_ENTRY = re.compile(r"(?i)\s*(@\s*(?:string|preamble|comment)\b)")
_FIELD_NAME = re.compile(rf"{NAME}\Z")
# A field that begins right after the end of another: the comma between them is missing.
_COMMA_MISSING = re.compile(r"[}\"]\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_ESCAPE = re.compile(r'\\[{}"]')
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
        if segmenter.commented.number:
            self.notes.insert(0, segmenter.commented.sentence("commented out with %"))
        if segmenter.hidden.number:
            self.notes.append(segmenter.hidden.sentence("inside @comment"))
        if segmenter.not_understood.number:
            self.notes.append(segmenter.not_understood.sentence("without a key and fields"))

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
        elif blocks and all(map(_is_clean, blocks)) and _are_all(segment.text, blocks):
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
        for block in _split("".join(texts)):
            if not isinstance(block, ImplicitComment | ExplicitComment):
                blocks[bisect_right(starts, block.start_line or 0) - 1].append(_unwrapped(block))
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
            if not string:
                return closing_brace(text, text.index("{", at)) + 1
            ends = end_of_value(text, string.end())
            self._note(*self.strings.define(string[1], text[string.end() : ends].strip()))
        except ValueError:
            ends = -1
        closing = _STRING_END.match(text, ends) if ends >= 0 else None
        if closing:
            return closing.end()
        self._note(f"Line {line}: the {what} cannot be read and was left out.")
        return (text + "\n").index("\n", at)


def _split(text: str) -> list[Block]:
    """The blocks that bibtexparser finds; none when it breaks off: then every segment is read by itself."""
    try:
        return list(Splitter(text).split().blocks)
    except Exception:
        logger.exception("bibtexparser broke off")
        return []


def _with_inner_start(entry: ParsedEntry, line: int) -> ParsedEntry:
    return replace(entry, warnings=(*entry.warnings, f"What looks like an entry on line {line} is text of this one."))


def _next_on_the_line(text: str, at: int) -> int:
    """Where another entry begins after one that ended in the same segment; -1 when none does."""
    for start in START_ANYWHERE.finditer(text, at):
        line_start = max(at, text.rfind("\n", at, start.start()))
        if "%" not in text[line_start : start.start()]:
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
    if _ESCAPE.search(block.raw or "") and not all(_has_no_doubtful_escape(each.value) for each in block.fields):
        return False
    return "=" not in block.key and all(_FIELD_NAME.match(each.key) and _is_whole(each.value) for each in block.fields)


def _are_all(text: str, blocks: list[Block]) -> bool:
    """Whether blocks end within a segment, and neither a field nor an entry that the splitter missed follows one."""
    raws = [block.raw or "" for block in blocks]
    if sum(map(len, raws)) == len(text.strip()):
        return True
    ends = [text.find(raw) + len(raw) for raw in raws]
    return (
        all(raw in text for raw in raws)
        and not any(MORE_FIELDS.match(text, end - 1) for end in ends)
        and not START_ANYWHERE.search(text, max(ends))
    )


def _is_whole(value: str) -> bool:
    """Whether a value consists only of braced, quoted or bare parts joined by #."""
    if value[:1] == "{" and value[-1:] == "}":
        return True
    if value[:1] == '"' and value[-1:] == '"' and len(value) > 1:
        return True
    return bool(value) and "=" not in value and ("#" in value or not any(sign in value for sign in ' \n\t{}"'))


def _has_no_doubtful_escape(value: str) -> bool:
    """Whether a value ends at the same place with and without the splitter's rule that a backslash escapes."""
    if "\\}" not in value and "\\{" not in value and (value[:1] == "{" or '\\"' not in value):
        return True
    try:
        return read_part(value, 0)[2] == len(value)
    except UnclosedValueError:
        return False


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
