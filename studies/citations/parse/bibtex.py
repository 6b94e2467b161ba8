"""BibTeX text into parsed entries, on bibtexparser's splitter.

The text comes in segments (``bibtex_segments``), one for each plausible beginning of an entry, which are read into
entries (``bibtex_entries``). They are completed with what they inherit from others (``bibtex_crossref``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from studies.citations.parse.bibtex_crossref import ParentEntries, parent_keys
from studies.citations.parse.bibtex_entries import SegmentReader
from studies.citations.parse.bibtex_original import used_strings
from studies.citations.parse.bibtex_segments import Segmenter, SkippedEntries
from studies.citations.parse.entries import Parsed, ParsedEntry
from studies.citations.parse.error_guard import guarded
from studies.citations.parse.text_chunks import Pages


@dataclass(slots=True)
class BibtexReader:
    """Reads one text. ``notes`` are sentences about the file as a whole, complete once all entries are read."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[Parsed]:
        """Every entry in the order of the file, read or failed, except those that only hold fields of others."""
        parents = _parents(self.pages)
        containers = SkippedEntries()
        segmenter = Segmenter(self.pages)
        segment_reader = SegmentReader(notes=self.notes)
        for read in segment_reader.read(segmenter.segments()):
            if not isinstance(read, ParsedEntry):
                yield read
                continue
            if segment_reader.strings.are_defined:
                read = replace(read, strings=used_strings(read, segment_reader.strings))
            if parents.is_container(read):
                containers.add(read.line)
            elif parents.keys:
                yield from guarded(partial(_completed, parents, read), line=read.line, raw=read.raw)
            else:
                yield read
        self._describe(segmenter, containers)

    def _describe(self, segmenter: Segmenter, containers: SkippedEntries) -> None:
        skipped = {
            "commented out with %": segmenter.commented,
            "inside @comment": segmenter.hidden,
            "without a key and fields": segmenter.not_understood,
            "with fields for others only (crossref, xdata, set)": containers,
        }
        self.notes += [entries.sentence(what) for what, entries in skipped.items() if entries.number]


def _completed(parents: ParentEntries, entry: ParsedEntry) -> Iterator[Parsed]:
    yield parents.completed(entry)


def _parents(pages: Pages) -> ParentEntries:
    """The entries that others name as crossref or xdata. ``pages`` are not used up."""
    parents = ParentEntries(parent_keys(reversed(pages.left)))
    if parents.keys:
        segments = Segmenter(Pages(list(pages.left))).segments()
        needed = (each for each in segments if each.is_string or parents.are_in(each.text))
        for read in SegmentReader().read(needed):
            if isinstance(read, ParsedEntry):
                parents.add(read)
    return parents
