"""Fields of publications: as a row of studies.csv has them, and as an entry of references.bib."""

from studies import choices
from studies.fields.field import CHOICE, LONG, RECORD, TEXT, YEAR, Field, row_fields

PAPER = row_fields(
    "studies.csv",
    Field("title", LONG, can_be_empty=False),
    Field("authors", LONG),
    Field("year", YEAR),
    Field("journal", TEXT),
    Field("publication_type", CHOICE, options=choices.PublicationType),
    Field("doi", TEXT, "DOI"),
    Field("pmid", TEXT, "PubMed number"),
    Field("url", TEXT, "address", can_be_empty=False),
    Field("url_kind", CHOICE, "kind of address", options=choices.UrlKind, can_be_empty=True),
    key=("key",),
)

PUBLICATION = row_fields(
    "references.bib",
    Field("entry_type", TEXT, "type in the citation file", column="type"),
    Field("volume", TEXT),
    Field("number", TEXT),
    Field("pages", TEXT),
    Field("pmcid", TEXT, "PubMed Central number"),
    Field("note", LONG),
    Field("study", RECORD),
    key=("key",),
)

PUBLICATION_SOURCE = row_fields(
    "references.bib",
    Field("key", TEXT, can_be_empty=False),
    Field("publication", RECORD, column="key"),
    Field("original", LONG, column="raw"),
    Field("fingerprint", TEXT),
    key=("key",),
)
