"""Where a publication came from: each occurrence in a citation file, with its line."""

from dataclasses import dataclass

from studies.models import ImportedEntry, Publication, PublicationSource


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source; ``entry`` is the entry of an import that it is, None for the data set."""

    source: PublicationSource
    entry: ImportedEntry | None


def source_lines(publication: Publication) -> list[SourceLine]:
    """The sources of a publication in their order: two queries."""
    entries = publication.entries.filter(applied=True).select_related("file").defer("original", "candidate")
    # The first entry with a fingerprint made the source; the import can hold the same entry again.
    by_source = {(entry.batch_id, entry.fingerprint): entry for entry in entries.order_by("-pk")}
    return [
        SourceLine(source, by_source.get((source.batch_id or 0, source.fingerprint)))
        for source in publication.sources.all()
    ]
