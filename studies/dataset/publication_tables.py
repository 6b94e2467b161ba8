"""The files of studies: what each was, its arms, what they reported, and doubts about it."""

from studies.choices import PublicationType, UrlKind
from studies.dataset.parse_cell import filled, text, word, word_or_empty, year
from studies.dataset.table_spec import ReferenceSpec, TableSpec, column
from studies.models import Publication, PublicationSource, Study

# The columns of studies.csv that describe the paper and not the research.
PUBLICATION_COLUMNS = (
    column("title", filled),
    column("authors", text),
    column("year", year),
    column("journal", text),
    column("publication_type", word(PublicationType)),
    column("doi", text),
    column("pmid", text),
    column("url", filled),
    column("url_kind", word_or_empty(UrlKind)),
)


PAPERS = TableSpec(file="studies.csv", model=Publication, key=("key",), columns=PUBLICATION_COLUMNS)


# One publication an entry of references.bib; those of studies take the rest from studies.csv.
PUBLICATIONS = TableSpec(
    file="references.bib",
    model=Publication,
    key=("key",),
    columns=(
        column("type", text, "entry_type"),
        column("volume", text),
        column("number", text),
        column("pages", text),
        column("note", text),
        ReferenceSpec("study", Study, "study"),
    ),
)


PUBLICATION_SOURCES = TableSpec(
    file="references.bib",
    model=PublicationSource,
    key=("key",),
    columns=(
        column("key", filled),
        ReferenceSpec("key", Publication, "publication"),
        column("raw", text, "original"),
        column("fingerprint", text),
    ),
)
