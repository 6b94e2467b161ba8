"""Publications as entries of references.bib that the loader reads back.

An entry leaves as it came for as long as the publication says the same. Otherwise it is made anew, without the fields
that a reader of BibTeX would take for something else; those leave among the other values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from studies.choices import PublicationType
from studies.citations.export.citation import Citation, citation_of
from studies.citations.export.write_bibtex import write_bibtex
from studies.dataset.bibliography import read_entries
from studies.dataset.file_models import PUBLICATIONS
from studies.dataset.load_errors import DataSetError
from studies.dataset.table_spec import Cells
from studies.models import Publication

# Of what an entry holds, each cell with the field of a citation that it is written from.
_WRITTEN = ("title", "authors", "year", "journal", "volume", "number", "pages", "doi", "pmid", "pmcid", "url", "note")
_BLANK: Mapping[str, Any] = {"authors": (), "year": None}
# An entry of the data set has no field for these.
_NOT_WRITTEN: Mapping[str, Any] = {
    "form": PublicationType.JOURNAL_ARTICLE,
    "entry_type": "article",
    **dict.fromkeys(("publisher", "language", "issn", "isbn"), ""),
    **dict.fromkeys(("editors", "keywords"), ()),
    "is_retracted": False,
}


def bibliography_entry(publication: Publication, key: str, sources: Iterable[str]) -> Cells:
    """The cells of the entry, as the loader reads them; its text is the cell ``raw``."""
    for text in sources:
        cells = _read(text)
        if cells and cells["key"] == key and _says_the_same(publication, cells):
            return cells
    return _made(publication, key)


def _read(text: str) -> Cells | None:
    """The cells of a text that is one entry; None of any other text."""
    if not text.lstrip().startswith("@"):
        return None
    try:
        rows = read_entries(text, PUBLICATIONS.file)
    except DataSetError:
        return None
    return rows[0].cells if len(rows) == 1 and rows[0].cells["raw"] == text.strip() else None


def _says_the_same(publication: Publication, cells: Cells) -> bool:
    """Whether an entry contradicts its publication nowhere, and lacks nothing that it alone tells."""
    alone = ("volume", "number", "pages", "pmcid", "note")
    ours = {name: _text(publication, name) for name in _WRITTEN}
    return cells["type"] == publication.entry_type and all(
        cells[name] == ours[name] if name in alone or publication.study_id is None else cells[name] in ("", ours[name])
        for name in _WRITTEN
    )


def _text(publication: Publication, name: str) -> str:
    value = getattr(publication, name)
    return "" if value is None else str(value).strip()


def _made(publication: Publication, key: str) -> Cells:
    """An entry made of the publication."""
    citation = replace(citation_of(publication, (), (), private=False), key=key, **_NOT_WRITTEN)
    citation = replace(citation, note=publication.note.strip(), url=publication.url)
    cells = _read(_entry(citation)) or {}
    for name in _WRITTEN:
        if cells.get(name) != _text(publication, name):
            # Field by field: one that is not read back can spoil what stands behind it.
            alone = _read(_entry(_only(citation, name))) or {}
            if alone.get(name) != _text(publication, name):
                citation = replace(citation, **{name: _BLANK.get(name, "")})
    made = _read(_entry(citation))
    if made is None or made["key"] != key:
        made = _read(f"@article{{{key},\n}}")
    if made is None:
        raise DataSetError(f"{PUBLICATIONS.file}: the key {key!r} is none of BibTeX; expected letters and digits.")
    return made


def _only(citation: Citation, name: str) -> Citation:
    """The citation with one field alone."""
    return replace(citation, **{other: _BLANK.get(other, "") for other in _WRITTEN if other != name})


def _entry(citation: Citation) -> str:
    return "".join(write_bibtex([citation])).strip()
