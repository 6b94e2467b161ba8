"""Web of Science's table, between tabs: its columns are the tags of its tagged text, or the full names of these."""

import re

from studies.citations.parse.table_rows import ABOVE_HEADER, TableReader
from studies.citations.parse.text_chunks import Pages

RECOGNISED_BY = re.compile(
    ABOVE_HEADER + r'(?:"?PT"?[,;\t]"?(?:AU|BA)"?[,;\t]'
    r'|"?Publication Type"?[,;\t](?=[^\n]{0,20000}[,;\t]"?Article Title"?[,;\t]))'
)
# The names of the columns in Excel's form of the export.
_TAGS = {
    "Publication Type": "PT",
    "Authors": "AU",
    "Author Full Names": "AF",
    "Book Authors": "BA",
    "Book Author Full Names": "BF",
    "Book Editors": "BE",
    "Editors": "ED",
    "Group Authors": "CA",
    "Book Group Authors": "GP",
    "Article Title": "TI",
    "Source Title": "SO",
    "Language": "LA",
    "Document Type": "DT",
    "Author Keywords": "DE",
    "Keywords Plus": "ID",
    "Abstract": "AB",
    "Publisher": "PU",
    "ISSN": "SN",
    "eISSN": "EI",
    "ISBN": "BN",
    "Journal Abbreviation": "J9",
    "Journal ISO Abbreviation": "JI",
    "Publication Date": "PD",
    "Publication Year": "PY",
    "Volume": "VL",
    "Issue": "IS",
    "Supplement": "SU",
    "Special Issue": "SI",
    "Start Page": "BP",
    "End Page": "EP",
    "Article Number": "AR",
    "DOI": "DI",
    "Book DOI": "D2",
    "Early Access Date": "EA",
    "Funding Text": "FX",
    "Pubmed Id": "PM",
    "UT (Unique WOS ID)": "UT",
    "UT (Unique ID)": "UT",
}


def web_of_science_table_reader(pages: Pages) -> TableReader:
    """Reads the rows of one search."""
    return TableReader(pages, field_of=tag_of, key_fields=("UT",), type_fields=("PT",))


def tag_of(column: str) -> str:
    """The tag of a column; a column that is none has its own name.

    >>> tag_of("Article Title"), tag_of("TI"), tag_of("Cited Reference Count")
    ('TI', 'TI', 'Cited Reference Count')
    """
    return _TAGS.get(column, column)
