"""The whole public set as one ZIP file: tables as CSV, references as BibTeX, and what describes them.

The file is written row by row. The same records with the same origin make the same bytes, whatever the database.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evidence.exports.data_origin import DataOrigin
from evidence.exports.data_package import data_package
from evidence.exports.fixed_zip import fixed_entry, write_lines
from evidence.exports.public_tables import PublicRows, PublicTable, public_tables
from evidence.exports.public_texts import citation_file, dictionary_rows, licence_text, readme_text
from studies.citations.export.citation import Citation, citation_of
from studies.citations.export.write_bibtex import write_bibtex
from studies.models import Publication
from studies.presentation.csv_text import csv_line, safe_cell, write_csv

REFERENCES = "references.bib"


def write_public_data(origin: DataOrigin) -> bytes:
    """Every table that readers see, with its dictionary, licence and citation, as the bytes of a ZIP file.

    Call it within one snapshot of the database (``read_snapshot``): it reads table after table.
    """
    out, rows, tables = io.BytesIO(), PublicRows(), public_tables()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for table in tables:
            write_lines(bundle, table.file, csv_rows(table, rows.of(table)))
        write_lines(bundle, REFERENCES, write_bibtex(PublicCitations(rows)))
        package = json.dumps(data_package(tables, origin), indent=2, ensure_ascii=False)
        for name, text in {
            "README.md": readme_text(tables, origin),
            "datapackage.json": package + "\n",
            "dictionary.csv": write_csv(*dictionary_rows(tables)),
            "LICENCE.txt": licence_text(),
            "CITATION.cff": citation_file(origin),
        }.items():
            bundle.writestr(fixed_entry(name), text)
    return out.getvalue()


def csv_rows(table: PublicTable, rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a table. Numbers stay as printed; a text that a spreadsheet would run gets an apostrophe."""
    yield csv_line([column.name for column in table.columns])
    # Numbers, words of closed lists, and the many empty cells need no look.
    is_text = [not (column.is_number or column.words or column.flags) for column in table.columns]
    for row in rows:
        yield csv_line([safe_cell(cell) if text and cell else cell for cell, text in zip(row, is_text, strict=True)])


class PublicCitations:
    """The citations of the set, read again whenever they are gone through."""

    def __init__(self, rows: PublicRows) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Citation]:
        keys = self._rows.keys.of(Publication)
        for publication in self._rows.publications():
            texts = [source.original for source in publication.sources.all()]
            citation = citation_of(publication, texts, taken=(), private=False)
            yield replace(citation, key=keys[publication.pk])
