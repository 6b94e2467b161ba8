"""A format is recognised by content, wherever it stands, and what is not read is refused by its name."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from studies.citations.parse.decoding import decode
from studies.citations.parse.entries import FileRejectedError, ParsedEntry
from studies.citations.parse.formats import Format
from studies.citations.parse.read_file import open_file, recognise_format

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


# The text of the first test file of each format.
SAMPLES = {
    expected["format"]: decode((HERE / "files" / name).read_bytes()).text
    for name, expected in reversed(EXPECTED.items())
}
OWN_TEXTS = [name for name in sorted(EXPECTED) if name.endswith((".xml", ".json", ".csv", ".tsv"))]


@pytest.mark.parametrize("format_", Format)
def test_of_two_formats_in_a_file_the_first_decides(format_):
    first = SAMPLES[format_]

    recognised = {other: recognise_format(f"\n \n{first}\n\n{second}") for other, second in SAMPLES.items()}

    assert set(recognised) == set(Format)
    assert set(recognised.values()) == {format_}


@pytest.mark.parametrize("name", OWN_TEXTS)
def test_the_text_of_an_entry_is_read_again_by_itself(name):
    opened = open_file((HERE / "files" / name).read_bytes())

    for entry in opened.entries():
        if isinstance(entry.parsed, ParsedEntry):
            again = open_file(entry.parsed.raw.encode())
            (same,) = (each.parsed for each in again.entries())
            assert again.format == opened.format
            assert isinstance(same, ParsedEntry)
            assert (same.key, same.fields, same.raw) == (entry.parsed.key, entry.parsed.fields, entry.parsed.raw)


def archive(*names: str, hour: int = 10, minute: int = 30) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            of_file = zipfile.ZipInfo(name, (2026, 11, 30, hour, minute, 0))
            file.writestr(of_file, "@article{a, title = {Ozone}}\n" * 50, zipfile.ZIP_DEFLATED)
    return data.getvalue()


@pytest.mark.parametrize("hour", range(24))
def test_zip_archive_is_refused_by_its_name_at_each_time_of_day(hour):
    """Its first bytes hold the time: between 01:08 and 01:24 that is a tab or a newline."""
    for minute in range(60):
        with pytest.raises(FileRejectedError, match="This looks like a zip archive"):
            open_file(archive("citations.bib", hour=hour, minute=minute))


def test_empty_zip_archive_is_refused_by_its_name():
    with pytest.raises(FileRejectedError, match="This looks like a zip archive"):
        open_file(archive())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n@article{a, title={T}}", "a PDF"),
        (archive("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (archive("ozone.enl", "rdb/refs"), "a compressed EndNote library"),
        (archive("citations.bib"), "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + b"\x3e\x00\x03\x00" * 200, "an old Word or Excel file"),
        (gzip.compress(b"TY  - JOUR\n" * 100), "a compressed file"),
        (b"SQLite format 3\x00" + b"\x00\x10" * 100, "a database file"),
        (b"{\\rtf1\\ansi Rossi A. Ozone.}", "a formatted text (RTF)"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<xml><records/></xml>', "XML that declares entities"),
        (b'<!DOCTYPE x [\n<!ATTLIST a b CDATA "c">]>\n<PubmedArticleSet/>', "XML that declares entities"),
        (b"<!DOCTYPE html>\n<html><p>x</p></html>", "a web page"),
        (b'<?xml version="1.0"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3"/>', "MODS XML"),
        (b"<rdf:RDF\n xmlns:z='http://www.zotero.org/namespaces/export#'/>", "RDF, which Zotero exports too"),
        (b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record/></collection>', "MARC XML"),
        (b"00714cam a2200205 a 4500001001300000003000600013", "a MARC file"),
        (b"<XML><RECORDS><RECORD><REFNUM>1</REFNUM></RECORD></RECORDS></XML>", "the XML of EndNote 7"),
        (b'<?xml version="1.0"?>\n<article article-type="research-article"><front/></article>', "an article in XML"),
        (b"<MedlineCitationSet><MedlineCitation/></MedlineCitationSet>", "a MEDLINE set in XML"),
        (b'<?xml version="1.0"?>\n<b:Sources SelectedStyle=""/>', "Word's list of sources"),
        (b'<?xml version="1.0"?>\n<feed/>', "an XML file of another kind"),
        (b'[{"key": "A", "data": {"itemType": "book", "title": "T"}}]', "Zotero's own JSON"),
        (b'{"results": [{"doi": "10.1/x", "publication_year": 2000}]}', "the JSON of a search service"),
        (b'{"a": 1}', "a JSON file of another kind"),
        (b"---\nreferences:\n- id: rossi2019\n  title: Ozone\n", "pandoc's YAML"),
        (b"15891150\n15891151\n15891152\n", "a list of PubMed numbers"),
        (b"https://doi.org/10.1000/x\n10.1000/y\n", "a list of DOIs"),
        (b"RT Journal Article\nSR Electronic(1)\nA1 Rossi,A.\nT1 Ozone\nYR 2000\n", "RefWorks tagged text"),
        (
            b"1. Spine. 2005 Feb 1;30(3):10-9. doi: 10.1000/x.\n\nOzone.\n\nRossi A.\n\nPMID: 15891150\n",
            "PubMed's summary or abstracts as text",
        ),
        (b'"TITLE","Ozone for pain"\n"AUTHOR NAMES","Rossi A."\n', "Embase's table with a field on each row"),
        (
            b"1. Rossi A. Ozone for pain. Spine. 2005;30:10-9.\n2. Verdi G. Ozone. Pain. 2006;1:2.\n",
            "a list of references in words",
        ),
        (b"Rossi A,Ozone for pain,2005\nVerdi G,Ozone,2006\n", "a table without a column of titles"),
    ],
)
def test_what_is_not_read_is_refused_by_name(data, name):
    with pytest.raises(FileRejectedError) as refused:
        open_file(data)

    assert str(refused.value).startswith(f"This looks like {name}")
    assert "which cannot be read here. " in str(refused.value)
    assert str(refused.value).endswith(", and send that.")


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("PK,Title,Year\n1,Ozone for é,2000\n", Format.CITATION_TABLE),
        ("PMID,Title,Authors,Citation,DOI\n1,T,A,B,C\n", Format.PUBMED_TABLE),
        ("Title,Source title,EID\nT,S,2\n", Format.SCOPUS_TABLE),
        ("Title\tYear\nT\t2000\n", Format.CITATION_TABLE),
        ("<record><ref-type>17</ref-type></record>", Format.ENDNOTE_XML),
        ("<!-- made by hand --><PubmedBookArticle></PubmedBookArticle>", Format.PUBMED_XML),
        ('{"message": {"items": [{"DOI": "10.1/x"}]}}', Format.CSL_JSON),
    ],
)
def test_a_small_file_is_recognised(text, format_):
    assert recognise_format(text) is format_
