"""A file opened: its bytes decoded, its format recognised, its entries as candidates one after the other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from studies.importers.bibtex import BibtexReader
from studies.importers.candidates import candidate_of
from studies.importers.decoding import Decoded, decode
from studies.importers.limits import check_size, expected_entries
from studies.importers.pages import pages_of
from studies.importers.readings import bibtex_reading, medline_reading, ris_reading
from studies.importers.recognition import recognise
from studies.importers.records import Candidate, Format, ParsedEntry, ParseFailure
from studies.importers.tagged import TaggedReader

_READINGS = {Format.BIBTEX: bibtex_reading, Format.RIS: ris_reading, Format.MEDLINE: medline_reading}


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry with its place in the file, counted from 1, and the candidate made of it; a failure has none."""

    index: int
    parsed: ParsedEntry | ParseFailure
    candidate: Candidate | None


@dataclass(slots=True)
class OpenedFile:
    """``notes`` are sentences about the file as a whole, complete once all entries are read."""

    format: Format
    encoding: str
    sha256: str
    # About how many entries there are, known before they are read.
    expected: int
    reader: BibtexReader | TaggedReader
    decoding_notes: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.decoding_notes, *dict.fromkeys(self.reader.notes))

    def entries(self) -> Iterator[ReadEntry]:
        """Every entry in the order of the file. Can be asked once."""
        reading = _READINGS[self.format]
        for index, parsed in enumerate(self.reader.entries(), 1):
            if isinstance(parsed, ParseFailure):
                yield ReadEntry(index, parsed, None)
                continue
            made = candidate_of(parsed, reading(parsed))
            if isinstance(made, ParseFailure):
                yield ReadEntry(index, made, None)
            else:
                yield ReadEntry(index, parsed, made)


def open_file(data: bytes) -> OpenedFile:
    """Open the bytes of a file. Raises ``Refused`` with a sentence when it is no citation file."""
    check_size(len(data))
    return open_text(decode(data), sha256=hashlib.sha256(data).hexdigest())


def open_text(decoded: Decoded, *, sha256: str) -> OpenedFile:
    """Open a file that was decoded; its text may be forgotten afterwards. Raises ``Refused`` as above."""
    format_ = recognise(decoded.text)
    expected = expected_entries(decoded.text, format_)
    pages = pages_of(decoded.text)
    reader = BibtexReader(pages) if format_ is Format.BIBTEX else TaggedReader(pages, format_)
    return OpenedFile(format_, decoded.encoding, sha256, expected, reader, decoded.notes)
