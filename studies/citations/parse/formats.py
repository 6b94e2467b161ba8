"""The formats of citation files: one row for each, with all that opening a file needs to know of its format."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from studies.citations.parse import (
    citation_table,
    csl_json,
    endnote_xml,
    pubmed_table,
    pubmed_xml,
    scopus_table,
    table_rows,
    web_of_science_table,
)
from studies.citations.parse.bibtex import BibtexReader
from studies.citations.parse.bibtex_fields import map_bibtex_fields
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.central_text import CentralTextReader, map_central_fields
from studies.citations.parse.endnote_tagged import EndnoteTaggedReader, map_endnote_tagged_fields
from studies.citations.parse.entries import Parsed, ParsedEntry
from studies.citations.parse.medline import MedlineReader, map_medline_fields
from studies.citations.parse.ovid_text import RECORD_START, OvidTextReader, map_ovid_fields
from studies.citations.parse.ris import RisReader
from studies.citations.parse.ris_fields import map_ris_fields
from studies.citations.parse.text_chunks import Pages
from studies.citations.parse.web_of_science_tagged import WebOfScienceReader, map_web_of_science_fields


class Format(StrEnum):
    """The kinds of citation file that can be read; the values are stored with each import."""

    BIBTEX = "bibtex"
    RIS = "ris"
    MEDLINE = "medline"
    ENDNOTE_TAGGED = "endnote-tagged"
    WEB_OF_SCIENCE_TAGGED = "wos-tagged"
    CENTRAL_TEXT = "central-text"
    OVID_TEXT = "ovid-text"
    PUBMED_XML = "pubmed-xml"
    ENDNOTE_XML = "endnote-xml"
    CSL_JSON = "csl-json"
    PUBMED_TABLE = "pubmed-csv"
    SCOPUS_TABLE = "scopus-csv"
    WEB_OF_SCIENCE_TABLE = "wos-table"
    CITATION_TABLE = "csv"


class EntryReader(Protocol):
    """Reads one text."""

    # Sentences about the file as a whole, complete once all entries are read.
    notes: list[str]

    def entries(self) -> Iterator[Parsed]:
        """Every entry in the order of the file, once."""


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """What is particular to one format."""

    # Its name for people, and how its files end.
    name: str
    extension: str
    # Matches where a file shows its format; of several formats, the first match in the text decides.
    recognised_by: re.Pattern[str]
    # Matches once where an entry starts: the matches are counted before the entries are read.
    entry_start: re.Pattern[str]
    reader: Callable[[Pages], EntryReader]
    map_fields: Callable[[ParsedEntry], FieldMapping]
    # Whether values are written in LaTeX.
    latex: bool = False
    # The database whose own format it is; '' for a format of many.
    database: str = ""


FORMATS = {
    Format.BIBTEX: CitationFormat(
        name="BibTeX",
        extension=".bib",
        recognised_by=re.compile(
            r"(?m)^[ \t%]*@\s{0,20}[A-Za-z][\w-]*\s{0,20}[{(]"
            r"|^[ \t]*@(?:article|book|misc|inproceedings|techreport|phdthesis)\b"
            r"|@[A-Za-z]{3,20}\{[^\s,{}]{1,100},\s{0,20}[A-Za-z]{3,20}\s{0,20}="
        ),
        entry_start=re.compile(r"(?im)^[ \t]*@[ \t]*(?!comment|string|preamble)[a-z]"),
        reader=BibtexReader,
        map_fields=map_bibtex_fields,
        latex=True,
    ),
    Format.RIS: CitationFormat(
        name="RIS",
        extension=".ris",
        recognised_by=re.compile(r"(?m)^[ \t]*(?:TY|ty|Ty) {0,4}-|^(?:ER|er|Er)  ?-"),
        entry_start=re.compile(r"(?im)^[ \t]*TY {0,4}-"),
        reader=RisReader,
        map_fields=map_ris_fields,
    ),
    Format.MEDLINE: CitationFormat(
        name="PubMed",
        extension=".nbib",
        recognised_by=re.compile(r"(?m)^(?:PMID ?|UI {0,2})- ?\d"),
        entry_start=re.compile(r"(?m)^(?:PMID ?|UI {0,2})-"),
        reader=MedlineReader,
        map_fields=map_medline_fields,
        database="PubMed",
    ),
    Format.ENDNOTE_TAGGED: CitationFormat(
        name="EndNote tagged",
        extension=".enw",
        recognised_by=re.compile(r"(?m)^[ \t]*%0 [A-Z][A-Za-z ]+$|^%A \S.*\n(?:%\S .*\n){0,30}%T \S"),
        entry_start=re.compile(r"(?m)^[ \t]*%0 "),
        reader=EndnoteTaggedReader,
        map_fields=map_endnote_tagged_fields,
    ),
    Format.WEB_OF_SCIENCE_TAGGED: CitationFormat(
        name="Web of Science tagged",
        extension=".ciw",
        recognised_by=re.compile(r"(?m)^FN (?:Clarivate|Thomson|ISI)|^PT [JBSP]\n(?:AU|AF|BA|BE|CA|TI|GP|ED) "),
        entry_start=re.compile(r"(?m)^PT [A-Z]$"),
        reader=WebOfScienceReader,
        map_fields=map_web_of_science_fields,
        database="Web of Science",
    ),
    Format.CENTRAL_TEXT: CitationFormat(
        name="Cochrane Library text",
        extension=".txt",
        recognised_by=re.compile(r"(?m)^Record #\d+ of \d+[ \t]*\n\s*(?:ID|AU|TI): "),
        entry_start=re.compile(r"(?m)^Record #\d+ of \d+[ \t]*$"),
        reader=CentralTextReader,
        map_fields=map_central_fields,
        database="Cochrane CENTRAL",
    ),
    Format.OVID_TEXT: CitationFormat(
        name="Ovid text",
        extension=".txt",
        recognised_by=re.compile(
            rf"(?m)^{RECORD_START}[ \t]*\n+"
            r"(?:Unique Identifier|Accession Number|Authors?|Title|Status|Database|Source|Record Owner)[ \t]*\n[ \t]+\S"
        ),
        entry_start=re.compile(rf"(?m)^{RECORD_START}[ \t]*$"),
        reader=OvidTextReader,
        map_fields=map_ovid_fields,
    ),
    Format.PUBMED_XML: CitationFormat(
        name="PubMed XML",
        extension=".xml",
        recognised_by=pubmed_xml.RECOGNISED_BY,
        entry_start=re.compile(rf"<(?:{pubmed_xml.TAGS})(?=[\s/>])"),
        reader=pubmed_xml.pubmed_xml_reader,
        map_fields=pubmed_xml.map_pubmed_xml_fields,
        database="PubMed",
    ),
    Format.ENDNOTE_XML: CitationFormat(
        name="EndNote XML",
        extension=".xml",
        recognised_by=endnote_xml.RECOGNISED_BY,
        entry_start=re.compile(rf"<(?:{endnote_xml.TAGS})(?=[\s/>])"),
        reader=endnote_xml.endnote_xml_reader,
        map_fields=endnote_xml.map_endnote_xml_fields,
    ),
    Format.CSL_JSON: CitationFormat(
        name="CSL-JSON",
        extension=".json",
        recognised_by=csl_json.RECOGNISED_BY,
        entry_start=csl_json.ENTRY_START,
        reader=csl_json.csl_reader,
        map_fields=csl_json.map_csl_fields,
    ),
    Format.PUBMED_TABLE: CitationFormat(
        name="PubMed CSV",
        extension=".csv",
        recognised_by=pubmed_table.RECOGNISED_BY,
        entry_start=table_rows.ROW_START,
        reader=pubmed_table.pubmed_table_reader,
        map_fields=pubmed_table.map_pubmed_table_fields,
        database="PubMed",
    ),
    Format.SCOPUS_TABLE: CitationFormat(
        name="Scopus CSV",
        extension=".csv",
        recognised_by=scopus_table.RECOGNISED_BY,
        entry_start=table_rows.ROW_START,
        reader=scopus_table.scopus_table_reader,
        map_fields=scopus_table.map_scopus_fields,
        database="Scopus",
    ),
    Format.WEB_OF_SCIENCE_TABLE: CitationFormat(
        name="Web of Science table",
        extension=".txt",
        recognised_by=web_of_science_table.RECOGNISED_BY,
        entry_start=table_rows.ROW_START,
        reader=web_of_science_table.web_of_science_table_reader,
        map_fields=map_web_of_science_fields,
        database="Web of Science",
    ),
    # After the tables with a format of their own.
    Format.CITATION_TABLE: CitationFormat(
        name="CSV with a title column",
        extension=".csv",
        recognised_by=citation_table.RECOGNISED_BY,
        entry_start=table_rows.ROW_START,
        reader=citation_table.citation_table_reader,
        map_fields=citation_table.map_table_fields,
    ),
}


def _alternatives(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"


FORMAT_NAMES = _alternatives(row.name for row in FORMATS.values())
# For a person who sends something else.
WHAT_TO_SEND = (
    f"Export the citations as {_alternatives(f'{row.name} ({row.extension})' for row in FORMATS.values())}, "
    "and send that."
)
