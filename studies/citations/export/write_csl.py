"""Citations as CSL-JSON, which Zotero, Pandoc and most citation programs read.

A publication that came from CSL-JSON keeps its members. Others are written from their fields.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from studies.citations.export.citation import Citation, SearchOfDatabase
from studies.citations.export.merge_fields import FieldRow, merged_fields
from studies.citations.export.original_entries import OriginalEntry
from studies.citations.export.work_kinds import word_of, work_kind

Members = list[tuple[str, Any]]

ROWS = (
    FieldRow(("title",), ("title",)),
    FieldRow(("authors",), ("author",)),
    FieldRow(("editors",), ("editor",)),
    FieldRow(("year",), ("issued",)),
    FieldRow(("journal",), ("container-title", "event-title", "event")),
    FieldRow(("volume",), ("volume",)),
    FieldRow(("number",), ("issue", "number")),
    FieldRow(("pages",), ("page", "page-first")),
    FieldRow(("publisher",), ("publisher",)),
    FieldRow(("language",), ("language",)),
    FieldRow(("issn",), ("ISSN",)),
    FieldRow(("isbn",), ("ISBN",)),
    FieldRow(("doi",), ("DOI",)),
    FieldRow(("pmid",), ("PMID",)),
    FieldRow(("pmcid",), ("PMCID",)),
    FieldRow(("url",), ("URL",)),
    FieldRow(("keywords",), ("keyword",)),
    FieldRow(("abstract",), ("abstract",)),
    FieldRow(("note",), ("note",)),
)
# Named, because the reader of the format need not be there to write it.
CSL_JSON = "csl-json"


def write_csl(citations: Iterable[Citation]) -> Iterator[str]:
    """A list with one object a citation."""
    yield "["
    place = 0
    for place, citation in enumerate(citations, 1):
        lines = json.dumps(_item(citation), ensure_ascii=False, indent=1).split("\n")
        yield f"{',' if place > 1 else ''}\n " + "\n ".join(lines)
    yield "\n]" if place else "]"


def _item(citation: Citation) -> dict[str, Any]:
    originals = [entry for entry in citation.originals if entry.format == CSL_JSON]
    if originals:
        members = merged_fields(
            citation,
            originals,
            ROWS,
            fields_of=_original_members,
            written=lambda row: _written(citation, row),
        )
        kind = originals[0].parsed.entry_type
    else:
        members = [member for row in ROWS for member in _written(citation, row)]
        kind = word_of(work_kind(citation.entry_type, citation.form).csl, citation.entry_type)
    item: dict[str, Any] = {"id": citation.key, "type": kind or "document"}
    item |= {name: value for name, value in members if value not in ("", [], {}, None)}
    if citation.is_retracted:
        item["status"] = "retracted"
    if citation.searches:
        item["custom"] = _object(item.get("custom")) | {"search": [_search(each) for each in citation.searches]}
    return item


def _search(search: SearchOfDatabase) -> dict[str, str]:
    return {"database": search.database, "date": search.searched_on.isoformat()}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _original_members(entry: OriginalEntry) -> Members:
    """The members as the file has them."""
    try:
        item = json.loads(entry.parsed.raw)
    except ValueError:
        item = {}
    return [(name, value) for name, value in _object(item).items() if name not in ("id", "type")]


def _written(citation: Citation, row: FieldRow) -> Members:
    """A field of the publication as a member."""
    field = row.fields[0]
    value = getattr(citation, field)
    if field in ("authors", "editors"):
        value = [_name(name) for name in value]
    elif field == "year":
        value = {"date-parts": [_date_parts(citation)]} if citation.year else {}
    elif field == "pages":
        value = value.replace("–", "-")
    elif field == "keywords":
        value = "; ".join(value)
    elif field in ("issn", "isbn"):
        value = value.replace(" ", ", ")
    return [(row.name, value)]


def _date_parts(citation: Citation) -> list[int | None]:
    parts = [citation.year, citation.work_date.month, citation.work_date.day]
    return [part for part in parts if part]


def _name(author: str) -> dict[str, str]:
    """A personal name in its parts; a group, and "others" as Pandoc writes it, as a whole."""
    family, comma, given_names = author.partition(", ")
    if not comma:
        return {"literal": author}
    given, _, suffix = given_names.partition(", ")
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})
