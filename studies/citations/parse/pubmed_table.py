"""PubMed's CSV: one row an article; volume, issue and pages are in its column "Citation"."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.table_rows import TableReader
from studies.citations.parse.text_chunks import Pages

RECOGNISED_BY = re.compile(r'\A\s*(?:sep=.\n)?"?PMID"?([,;\t])"?Title"?\1"?Authors"?\1"?Citation"?\1')
# "Spine. 2005 Feb 1;30(3):10-9. doi: 10.1000/x."
_WHERE = re.compile(r";\s*(?P<volume>[^:;(]*?)\s*(?:\((?P<issue>[^)]*)\))?\s*(?::\s*(?P<pages>[^\s.;]+))?\s*\.(?:\s|\Z)")


def pubmed_table_reader(pages: Pages) -> TableReader:
    """Reads the rows of one search."""
    return TableReader(pages, field_of=str, key_fields=("PMID",))


def map_pubmed_table_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a row.

    >>> row = ParsedEntry(1, "", "", (("Citation", "Spine. 2005 Feb 1;30(3 Suppl):S10-9. doi: 10.1/x."),), "")
    >>> found = map_pubmed_table_fields(row)
    >>> found.volume, found.number, found.pages
    ('30', '3 Suppl', 'S10-9')
    """
    citation = entry.first("Citation")
    where = _WHERE.search(citation)
    volume, number, pages = (where["volume"], where["issue"], where["pages"]) if where else ("", "", "")
    return FieldMapping(
        title=entry.first("Title"),
        authors=listed_names([entry.first("Authors").rstrip(". ")]),
        years=(entry.first("Publication Year"), citation),
        form=PublicationType.JOURNAL_ARTICLE.value,
        journal=entry.first("Journal/Book"),
        volume=volume,
        number=number or "",
        pages=pages or "",
        doi=entry.first("DOI"),
        pmid=entry.first("PMID"),
        pmcid=entry.first("PMCID"),
    )
