"""Files that people send instead of citations: what they are, and how to get citations out of them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OtherFormat:
    """A kind of file that is not read here: its name for people, what shows it, and what helps its sender."""

    name: str
    recognised_by: re.Pattern[str]
    help: str = ""


def _rows(*rows: tuple[str, str, str]) -> tuple[OtherFormat, ...]:
    return tuple(OtherFormat(name, re.compile(pattern), help_) for name, pattern, help_ in rows)


# As much of a text as shows what it is.
_HEAD = 50_000
_ZIP = r"\APK(?:\x03\x04|\x05\x06|\x07\x08)"

# Bytes and not text, or text that is never safe to read, whatever else is in it. Decoding left
# control characters in archives alone.
NEVER_READ = _rows(
    ("a PDF", r"\A\s*%PDF", ""),
    ("a Word document", _ZIP + r"(?s:.{0,20000}?)word/", "Export from the citation program that the document uses."),
    (
        "an Excel workbook",
        _ZIP + r"(?s:.{0,20000}?)xl/",
        "Save the sheet as CSV, with the names of the columns on top.",
    ),
    ("a compressed EndNote library", _ZIP + r"(?s:.{0,20000}?)\.enl", "In EndNote, export the references as XML."),
    ("a zip archive", _ZIP, "Unpack it and send the files that are in it."),
    ("an old Word or Excel file", r"\AÐÏ\x11?à", "Save a sheet as CSV, with the names of the columns on top."),
    ("a compressed file", r"\A\x1f?[\u2039\x8b]", "Unpack it and send the file that is in it."),
    ("a database file", r"\ASQLite format", "Export from the program that made it."),
    ("a formatted text (RTF)", r"\A\{\\rtf", "Export from the citation program that the text was made with."),
    (
        "XML that declares entities of its own",
        r"\A\s*(?=<)(?s:.{0,20000}?)<!(?:ENTITY|DOCTYPE[^<>\[]{0,2000}\[)",
        "Such declarations are never followed: export again without a document type.",
    ),
)
# Looked for when no format was recognised.
OTHER_FORMATS = _rows(
    ("a web page", r"(?i)\A\s*<(?:!doctype html|html|head|body)\b", "Use the page's export of citations."),
    ("MODS XML", r"\A(?s:.{0,2000}?)<(?:\w+:)?mods(?:Collection)?\b", ""),
    ("RDF, which Zotero exports too", r"\A(?s:.{0,2000}?)<rdf:RDF\b", "In Zotero, choose RIS or CSL-JSON."),
    ("MARC XML", r"\A(?s:.{0,2000}?)(?:MARC21/slim|<marc:|<leader>)", ""),
    ("a MARC file", r"\A\d{5}[a-z]{3}[ a]{2}22\d{5}", ""),
    ("the XML of EndNote 7 and before", r"\A(?s:.{0,2000}?)<RECORDS?>", "Open it in a newer EndNote and export it."),
    ("a MEDLINE set in XML", r"\A(?s:.{0,2000}?)<MedlineCitation", "Download the same records from PubMed."),
    ("an article in XML (JATS)", r"\A(?s:.{0,2000}?)<article[\s>]", "Send the citation and not the article."),
    ("Word's list of sources", r"\A(?s:.{0,2000}?)<b:Sources?\b", ""),
    ("an XML file of another kind", r"\A\s*<\??[A-Za-z]", ""),
    ("Zotero's own JSON", r'\A\s*[\[{](?s:.{0,20000}?)"itemType"\s*:', "In Zotero, choose CSL-JSON."),
    (
        "the JSON of a search service",
        r'\A\s*[\[{](?s:.{0,20000}?)"(?:publication_year|externalIds|esearchresult|hitCount)"\s*:',
        "Look the works up in PubMed or Crossref, or export them there.",
    ),
    ("a JSON file of another kind", r"\A\s*[\[{]\s*[\"{\[]", ""),
    ("pandoc's YAML", r"(?m)\A(?:---\s*\n)?references:\s*\n\s*- ", "With pandoc, convert it to CSL-JSON."),
    (
        "a list of PubMed numbers",
        r"\A\s*(?:(?:PMID:?[ \t]*)?\d{5,9}[ \t]*\n+){2}",
        "Search for the numbers in PubMed, and save the format PubMed.",
    ),
    (
        "a list of DOIs",
        r"(?i)\A\s*(?:(?:https?://(?:dx\.)?doi\.org/|doi:[ \t]*)?10\.\d{4,9}/\S+[ \t]*\n+){2}",
        "Add them to a citation program by their DOI, and export the references there.",
    ),
    ("RefWorks tagged text", r"(?m)^RT (?:Journal|Book|Conference|Dissertation|Generic|Report|Web)", "Choose RIS."),
    (
        "PubMed's summary or abstracts as text",
        r"(?m)\A(?=(?s:.*?)\bPMID: \d)(?s:.*?)^\d{1,5}[:.] [^\n]{3,300}?\b(?:19|20)\d\d\b",
        "In PubMed, save the format PubMed.",
    ),
    (
        "Embase's table with a field on each row",
        r'(?i)\A\s*"?title"?,[^\n]*\n+"?(?:source|author names)"?,',
        "In Embase's export, choose RIS, or CSV with fields by column.",
    ),
    (
        "a list of references in words",
        r"(?m)(?:^[ \t]*(?:\[?\d{1,4}[\].)]|•|-)[^\n]{0,1000}?\b(?:19|20)\d\d\b[^\n]*+\n++){2}",
        "Export the list from the citation program that made it, or look the works up in a database.",
    ),
    (
        "a table without a column of titles",
        r"\A[^\n,;\t]++(?:[,;\t][^\n,;\t]*+)++\n[^\n,;\t]*+[,;\t]",
        'Name the columns in the first row: "Title", "Authors", "Year", "DOI".',
    ),
)


def other_format(text: str, formats: tuple[OtherFormat, ...]) -> OtherFormat | None:
    """The first of the formats that the head of a text shows."""
    head = text[:_HEAD]
    return next((each for each in formats if each.recognised_by.search(head)), None)
