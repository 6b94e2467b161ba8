"""Citations as CSV."""

from collections.abc import Iterable

from studies.citations.export.citation import Citation
from studies.presentation.csv_text import write_csv

_FIELDS = ("key", "form", "title", "authors", "year", "journal", "volume", "number", "pages")
_IDENTIFIERS = ("doi", "pmid", "pmcid", "url", "note", "retracted")
COLUMNS = (*_FIELDS, *_IDENTIFIERS)


def write_citation_table(citations: Iterable[Citation]) -> str:
    """One row a citation."""
    return write_csv(COLUMNS, [_row(citation) for citation in citations])


def _row(citation: Citation) -> list[object]:
    last = ["; ".join(citation.authors) if name == "authors" else getattr(citation, name) for name in COLUMNS[:-1]]
    return [*last, "yes" if citation.is_retracted else "no"]
