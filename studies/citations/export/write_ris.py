"""Citations as RIS.

A publication that came from RIS keeps its type and tags. Others are written from their fields.
"""

from collections.abc import Iterable, Iterator

from studies.citations.export.citation import OTHERS, RETRACTED, Citation
from studies.citations.export.merge_fields import FieldRow, merged_fields
from studies.citations.export.original_entries import OriginalEntry
from studies.citations.export.work_kinds import word_of, work_kind
from studies.citations.parse.formats import Format

Lines = list[tuple[str, str]]

_JOURNALS = ("JF", "JO", "T2", "JA", "J2", "J1", "JI", "J9")
_BOOKS = ("T2", "BT", "JF")
_IN_BOOK = ("CHAP", "ECHAP", "CONF", "CPAPER")
# Types whose editors have a tag of their own.
_EDITED = (*_IN_BOOK, "BOOK", "EBOOK", "EDBOOK", "SER")
_ROWS = (
    FieldRow(("title",), ("TI", "T1", "CT", "ST", "BT")),
    FieldRow(("authors",), ("AU", "A1"), parts=("AU", "A1")),
    FieldRow(("editors",), ("ED", "A2"), parts=("ED",)),
    FieldRow(("year",), ("PY", "Y1", "YR", "DA")),
    FieldRow(("journal",), _JOURNALS, usual="T2"),
    FieldRow(("volume",), ("VL", "VO")),
    FieldRow(("number",), ("IS",)),
    FieldRow(("pages",), ("SP", "PG"), parts=("EP",)),
    FieldRow(("publisher",), ("PB", "PU")),
    FieldRow(("language",), ("LA",)),
    FieldRow(("issn", "isbn"), ("SN", "BN"), parts=("BN",)),
    FieldRow(("doi",), ("DO", "DOI", "DI")),
    FieldRow(("pmid",), ("PM", "C3", "XR"), usual="AN"),
    FieldRow(("pmcid",), ("C2",)),
    FieldRow(("url",), ("UR",)),
    FieldRow(("keywords",), ("KW",)),
    FieldRow(("abstract",), ("AB", "N2")),
    FieldRow(("note",), ("N1", "RN")),
)
_IN_BOOK_ROWS = tuple(FieldRow(("journal",), _BOOKS) if row.fields == ("journal",) else row for row in _ROWS)


def write_ris(citations: Iterable[Citation]) -> Iterator[str]:
    """One record a citation, each ended by its ER line."""
    for place, each in enumerate(citations):
        record = "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in _lines(each))
        yield f"\n{record}" if place else record


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    originals = [entry for entry in citation.originals if entry.format is Format.RIS]
    kind = originals[0].parsed.entry_type if originals else _type(citation)
    rows = _IN_BOOK_ROWS if kind.upper() in _IN_BOOK else _ROWS
    if originals:
        lines = merged_fields(
            citation, originals, rows, fields_of=_original_lines, written=lambda row: _written(citation, row, kind)
        )
        lines = _with_retraction(citation, originals[0], lines)
    else:
        lines = [line for row in rows for line in _written(citation, row, kind)] + _date_lines(citation)
    yield "TY", kind or "GEN"
    yield "ID", citation.key
    yield from ((tag, text) for tag, text in lines if text)
    yield "ER", ""


def _type(citation: Citation) -> str:
    return word_of(work_kind(citation.entry_type, citation.form).ris, citation.entry_type)


def _original_lines(entry: OriginalEntry) -> Lines:
    return [(tag, text) for tag, text in entry.parsed.fields if tag not in ("TY", "ID", "ER")]


def _with_retraction(citation: Citation, lead: OriginalEntry, lines: Lines) -> Lines:
    if not citation.is_retracted or lead.candidate.retraction:
        return lines
    title = next((tag for tag in ("TI", "T1") if any(each == tag for each, _ in lines)), "")
    return [(tag, f"{RETRACTED}{text}" if tag == title else text) for tag, text in lines]


def _date_lines(citation: Citation) -> Lines:
    date = citation.work_date
    day = f"{date.day:02}" if date.day else ""
    return [("DA", f"{citation.year}/{date.month:02}/{day}")] if date.month and citation.year else []


def _written(citation: Citation, row: FieldRow, kind: str) -> Lines:
    """The lines of some fields of the publication in a record of this type."""
    field, tag = row.fields[0], row.name
    value = getattr(citation, field)
    if field == "authors":
        return [(tag, _name(name)) for name in value]
    if field == "editors":
        return [("A2" if kind.upper() in _EDITED else tag, _name(name)) for name in value]
    if field == "keywords":
        return [(tag, word) for word in value]
    if field == "issn":
        return [(tag, number) for number in (*citation.issn.split(), *citation.isbn.split())]
    if field == "pages":
        first, _, last = value.partition("–")
        return [(tag, first), ("EP", last)]
    if field == "title" and citation.is_retracted:
        value = f"{RETRACTED}{value}"
    if field == "pmid" and value:
        value = f"PMID: {value}"
    return [(tag, str(value or ""))]


def _name(author: str) -> str:
    """A group, which has no comma, gets one at its end, so that it is not split."""
    if author == OTHERS:
        return "et al."
    return author if "," in author else f"{author},"
