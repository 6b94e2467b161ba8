"""Citations as BibTeX in UTF-8, which an import and other programs read back to the same values.

A publication that came from BibTeX is written as its entry was: type, key, names and values. Others are written from
their fields.
"""

import re
from collections.abc import Container, Iterable, Iterator

from studies.citations.export.bibtex_text import address_value, bibtex_key, escaped, kept_value
from studies.citations.export.citation import OTHERS, RETRACTED, Citation, free_citation_key
from studies.citations.export.merge_fields import FieldRow, merged_fields
from studies.citations.export.original_entries import OriginalEntry
from studies.citations.export.work_kinds import word_of, work_kind
from studies.citations.parse.formats import Format

Fields = list[tuple[str, str]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})(?![a-z])(.*)\Z", re.DOTALL)
# In the order in which they are written.
ROWS = (
    FieldRow(("authors",), ("author",)),
    FieldRow(("editors",), ("editor",)),
    FieldRow(("title",), ("title",), parts=("subtitle",)),
    FieldRow(("journal",), ("journal", "journaltitle", "booktitle", "howpublished", "organization")),
    FieldRow(("year",), ("year", "date"), parts=("date",)),
    FieldRow(("volume",), ("volume",)),
    FieldRow(("number",), ("number", "issue")),
    FieldRow(("pages",), ("pages", "page", "eid", "article-number")),
    FieldRow(("publisher",), ("publisher", "institution", "school", "organization")),
    FieldRow(("language",), ("language", "langid")),
    FieldRow(("issn",), ("issn",)),
    FieldRow(("isbn",), ("isbn",)),
    FieldRow(("doi",), ("doi",)),
    FieldRow(("pmid",), ("pmid", "pubmedid", "pubmed", "ncbi_pubmed")),
    FieldRow(("pmcid",), ("pmcid", "pmc")),
    FieldRow(("url",), ("url", "link", "ee")),
    FieldRow(("keywords",), ("keywords", "keyword")),
    FieldRow(("abstract",), ("abstract",)),
    FieldRow(("note",), ("note",)),
)
_IN_BOOK = ("inproceedings", "conference", "incollection", "inbook", "bookinbook", "suppbook", "inreference")
_PUBLISHERS = {
    "phdthesis": "school",
    "mastersthesis": "school",
    "thesis": "institution",
    "techreport": "institution",
    "report": "institution",
}
_ADDRESSES = ("doi", "pmid", "pmcid", "url", "issn", "isbn")
_LIKE_A_NAME = re.compile(r"([A-Za-z_][\w:.+/-]*)\s*=")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd)\.?\Z", re.IGNORECASE)


def write_bibtex(citations: Iterable[Citation]) -> Iterator[str]:
    """One entry a citation.

    They are gone through twice, since an entry may refer to one below it; what can be read only once is held.
    """
    if iter(citations) is citations:
        citations = list(citations)
    keys = _keys(citations)
    for place, (each, key) in enumerate(zip(citations, keys, strict=True)):
        entry = _entry(each, key, keys)
        yield f"\n{entry}" if place else entry


def _keys(citations: Iterable[Citation]) -> dict[str, None]:
    """The key of each citation in the letters that BibTeX allows."""
    keys: dict[str, None] = {}
    for citation in citations:
        keys[free_citation_key(bibtex_key(citation.key) or "entry", keys)] = None
    return keys


def _entry(citation: Citation, key: str, keys: Container[str]) -> str:
    originals = [entry for entry in citation.originals if entry.format is Format.BIBTEX]
    kind = originals[0].parsed.entry_type if originals else _type(citation)
    names: dict[str, str] = {}
    if originals:
        names = _names_as_written(originals[0].parsed.raw)
        fields = merged_fields(
            citation,
            originals,
            ROWS,
            fields_of=lambda entry: _original_fields(entry, keys),
            written=lambda row: _written(citation, row, kind),
        )
        fields = _with_retraction(citation, originals[0], fields)
    else:
        fields = [field for row in ROWS for field in _written(citation, row, kind)]
        fields += _date_fields(citation)
    lines = [f"  {names.get(name, name)} = {_delimited(name, value)}" for name, value in fields if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _type(citation: Citation) -> str:
    return word_of(work_kind(citation.entry_type, citation.form).bibtex, citation.entry_type)


def _names_as_written(raw: str) -> dict[str, str]:
    """The names of fields with their capital letters, by the name in small letters."""
    return {match[1].lower(): match[1] for match in reversed(list(_LIKE_A_NAME.finditer(raw)))}


def _original_fields(entry: OriginalEntry, keys: Container[str]) -> Fields:
    """The fields as written, and those that it inherits. A parent that is not in the file is named, not looked for."""
    fields = [(name, kept_value(value)) for name, value in (*entry.parsed.fields, *entry.parsed.inherited)]
    missing = {name for name, value in fields if name in ("crossref", "xdata") and value not in keys}
    return [
        ("xref" if name in missing else name, value) for name, value in fields if name not in missing - {"crossref"}
    ]


def _delimited(name: str, value: str) -> str:
    """A value in braces; the name of a month that styles know stays without."""
    month = _MONTH.match(value) if name == "month" else None
    if not month:
        return f"{{{value}}}"
    return f"{month[1]} # {{{month[2]}}}" if month[2] else month[1]


def _with_retraction(citation: Citation, lead: OriginalEntry, fields: Fields) -> Fields:
    if not citation.is_retracted or lead.candidate.retraction:
        return fields
    return [(name, f"{{{RETRACTED}}}{value}" if name == "title" else value) for name, value in fields]


def _date_fields(citation: Citation) -> Fields:
    if not citation.work_date.month:
        return []
    return [("month", _MONTHS[citation.work_date.month - 1]), ("day", str(citation.work_date.day or ""))]


def _written(citation: Citation, row: FieldRow, kind: str) -> Fields:
    """A field of the publication under its usual name in an entry of this type."""
    field, name = row.fields[0], row.name
    value = getattr(citation, field)
    if field in ("authors", "editors"):
        text = " and ".join(map(_name, value))
    elif field == "keywords":
        text = escaped("; ".join(value))
    elif field == "title":
        text = f"{{{RETRACTED if citation.is_retracted else ''}{escaped(value)}}}"
    elif field in _ADDRESSES:
        text = address_value(value)
    else:
        text = escaped(str(value or ""))
    if field == "pages":
        text = text.replace("–", "--")
    elif field == "journal" and kind.lower() in _IN_BOOK:
        name = "booktitle"
    elif field == "publisher":
        name = _PUBLISHERS.get(kind.lower(), name)
    return [(name, text)]


def _name(author: str) -> str:
    """A name as BibTeX orders its parts; a group, which has no comma, in braces that keep it together."""
    if author == OTHERS:
        return author
    parts = [escaped(part.strip()) for part in author.split(",")]
    if len(parts) == 1:
        return f"{{{parts[0]}}}"
    if len(parts) == 3 and _SUFFIX.match(parts[2]):
        parts = [parts[0], parts[2], parts[1]]
    return ", ".join(f"{{{part}}}" if re.search(r"(?i)\band\b", part) else part for part in parts)
