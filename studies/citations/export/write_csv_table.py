"""Citations as CSV."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from studies.citations.export.citation import Citation
from studies.presentation.csv_text import csv_lines

_WORK = ("key", "form", "entry_type", "title", "authors", "editors", "year", "date")
_PLACE = ("journal", "volume", "number", "pages", "publisher", "language", "issn", "isbn", "keywords")
_IDENTIFIERS = ("doi", "pmid", "pmcid", "url", "note", "retracted", "searches")
COLUMNS = (*_WORK, *_PLACE, *_IDENTIFIERS)
_LISTS = ("authors", "editors", "keywords", "searches")


def write_citation_table(citations: Iterable[Citation]) -> Iterator[str]:
    """One row a citation; abstracts in a column of their own where the citations are for people who are logged in."""
    others = iter(citations)
    first = list(islice(others, 1))
    columns = (*COLUMNS, "abstract") if first and first[0].is_private else COLUMNS
    return csv_lines(columns, ([_cell(each, name) for name in columns] for each in chain(first, others)))


def _cell(citation: Citation, name: str) -> object:
    if name == "retracted":
        return "yes" if citation.is_retracted else "no"
    if name == "date":
        return _date(citation)
    if name == "authors":
        return "; ".join(citation.authors or citation.editors)
    value = getattr(citation, name)
    return "; ".join(map(str, value)) if name in _LISTS else value


def _date(citation: Citation) -> str:
    """The date as far as it is known: 2009-05-03, 2009-05 or 2009."""
    date = citation.work_date
    parts = [f"{citation.year}"] if citation.year else []
    parts += [f"{part:02}" for part in (date.month, date.day) if part and parts]
    return "-".join(parts)
