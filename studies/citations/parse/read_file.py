"""Opening a citation file: bytes are decoded, the format is recognised by content, entries become candidates."""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from studies.citations.parse.candidates import candidate_of
from studies.citations.parse.decoding import Decoded, decode
from studies.citations.parse.entries import CandidatePublication, FileRejectedError, ParsedEntry, ParseFailure
from studies.citations.parse.error_guard import guarded_reader, unexpected_failure
from studies.citations.parse.formats import FORMATS, WHAT_TO_SEND, CitationFormat, EntryReader, Format
from studies.citations.parse.limits import check_index, check_size, expected_entries
from studies.citations.parse.other_formats import NEVER_READ, OTHER_FORMATS, OtherFormat, other_format
from studies.citations.parse.text_chunks import pages_of

logger = logging.getLogger(__name__)

# The signs of formats end within so many characters.
_LONGEST_SIGN = 25_000
# Room for more authors than any work has.
_LONGEST_FIELD = 500_000


def recognise_format(text: str) -> Format:
    """The format whose pattern matches first in the text; of two at one place, the first in the table of formats.

    Raises ``FileRejectedError`` with a sentence when there is none.
    """
    if not text.strip():
        raise FileRejectedError("The file is empty: it holds no citations.")
    if other := other_format(text, NEVER_READ):
        raise _refusal(other)
    # Most files show their format at once; searching all of a long text for each takes time.
    if recognised := _first_format(text, _LONGEST_SIGN) or _first_format(text, len(text)):
        return recognised
    if other := other_format(text, OTHER_FORMATS):
        raise _refusal(other)
    raise FileRejectedError(f"No citation was recognised in this file. {WHAT_TO_SEND}")


def _first_format(text: str, reach: int) -> Format | None:
    """The format of the first sign that begins within so many characters."""
    recognised: Format | None = None
    for format_, row in FORMATS.items():
        # Only what lies before another format's sign matters, and the rest of a long sign.
        match = row.recognised_by.search(text, 0, reach + _LONGEST_SIGN)
        if match and match.start() < reach:
            recognised, reach = format_, match.start()
    return recognised


def _refusal(other: OtherFormat) -> FileRejectedError:
    sentences = (f"This looks like {other.name}, which cannot be read here.", other.help, WHAT_TO_SEND)
    return FileRejectedError(" ".join(filter(None, sentences)))


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with its place in the file, counted from 1, and the candidate made of it; a failure has none."""

    index: int
    parsed: ParsedEntry | ParseFailure
    candidate: CandidatePublication | None


@dataclass(slots=True)
class OpenedFile:
    """``notes`` are sentences about the file as a whole, complete once all entries are read."""

    format: Format
    encoding: str
    sha256: str
    # About how many entries there are, known before they are read.
    expected: int
    reader: EntryReader
    decoding_notes: tuple[str, ...]
    # How many of the entries that were read name each database.
    _databases: Counter[str] = field(default_factory=Counter)

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.decoding_notes, *dict.fromkeys(self.reader.notes))

    @property
    def database(self) -> str:
        """The database that the format or most of the entries name, complete once they are read; '' without one."""
        named = self._databases.most_common(1)
        return named[0][0] if named else FORMATS[self.format].database

    def entries(self) -> Iterator[ReadEntry]:
        """Every entry in the order of the file, once."""
        row = FORMATS[self.format]
        for index, parsed in enumerate(guarded_reader(self.reader.entries()), 1):
            check_index(index)
            made = parsed if isinstance(parsed, ParseFailure) else guarded_candidate(parsed, row)
            if isinstance(made, ParseFailure):
                yield ReadEntry(index, made, None)
                continue
            if made.database:
                self._databases[made.database] += 1
            yield ReadEntry(index, parsed, made)


def with_short_fields(parsed: ParsedEntry) -> ParsedEntry:
    """An entry whose longest fields are cut, with a warning: split into names, a text takes forty times its memory."""
    long = [name for name, value in parsed.fields if len(value) > _LONGEST_FIELD]
    if not long:
        return parsed
    warnings = (f"The field {name[:60]!r} is longer than {_LONGEST_FIELD:,} characters and was cut." for name in long)
    fields = tuple((name, value[:_LONGEST_FIELD]) for name, value in parsed.fields)
    return replace(parsed, fields=fields, warnings=(*parsed.warnings, *warnings))


def guarded_candidate(parsed: ParsedEntry, row: CitationFormat) -> CandidatePublication | ParseFailure:
    """The candidate of an entry; a failure when there is nothing to make it of, or on an error of this program."""
    try:
        parsed = with_short_fields(parsed)
        return candidate_of(parsed, row.map_fields(parsed), latex=row.latex)
    except Exception as error:
        logger.exception("No candidate could be made of an entry: line %d", parsed.line)
        return unexpected_failure(error, line=parsed.line, key=parsed.key, raw=parsed.raw)


def open_file(data: bytes) -> OpenedFile:
    """Open the bytes of a file. Raises ``FileRejectedError`` with a sentence when it is no citation file."""
    check_size(len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    decoded = decode(data)
    del data  # of a large file, before its text is copied into pages
    return open_text(decoded, sha256=sha256)


def open_text(decoded: Decoded, *, sha256: str) -> OpenedFile:
    """Open a decoded file; its text is not needed afterwards. Raises ``FileRejectedError`` as above."""
    format_ = recognise_format(decoded.text)
    expected = expected_entries(decoded.text, format_)
    reader = FORMATS[format_].reader(pages_of(decoded.text))
    return OpenedFile(format_, decoded.encoding, sha256, expected, reader, decoded.notes)
