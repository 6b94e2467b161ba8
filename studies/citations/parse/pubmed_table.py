"""PubMed's CSV: one row an article; volume, issue and pages are in its column "Citation"."""

import re

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry
from studies.citations.parse.table_rows import ABOVE_HEADER, TableReader
from studies.citations.parse.text_chunks import Pages

RECOGNISED_BY = re.compile(ABOVE_HEADER + r'"?PMID"?([,;\t])"?Title"?\1"?Authors"?\1"?Citation"?\1')
# Behind the date: volume, issue in brackets, pages behind a colon, full stop.
_WHERE = re.compile(
    r";\s*(?P<volume>[^:;(]{0,40}?)\s*(?:\((?P<issue>[^)]{0,40})\))?\s*(?::\s*(?P<pages>[^\s.;]{1,40}))?\s*\.(?:\s|\Z)"
)
# "van Dam KA Jr": a family name, initials in capitals, a suffix. Any other name is a group or has one word.
_NAME = re.compile(r"(\S.*?)\s+([^\W\d_]{1,4}(?:-[^\W\d_])?)(?:\s+(Jr|Sr|I{2,3}|IV|\d\w\w))?\Z")


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
        authors=listed_names(map(_name, entry.first("Authors").rstrip(". ").split(", "))),
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


def _name(text: str) -> str:
    """A name as "Family, Given, Suffix"; a comma keeps a group together.

    >>> _name("van Dam KA Jr"), _name("Ozone Trial Group")
    ('van Dam, KA, Jr', 'Ozone Trial Group,')
    """
    match = _NAME.match(text)
    return ", ".join(filter(None, match.groups())) if match and match[2].isupper() else f"{text},"
