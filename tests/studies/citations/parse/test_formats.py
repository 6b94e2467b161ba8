"""The table of formats: complete, and the sentences that are made of it."""

import json
from pathlib import Path

import pytest

from studies.citations.pages.import_list_page import UploadForm
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.formats import FORMATS, Format
from studies.citations.parse.limits import expected_entries
from studies.citations.parse.read_file import open_file, recognise_format
from studies.models import ImportFile

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))


def test_every_format_has_its_row():
    assert set(FORMATS) == set(Format)


def test_every_format_has_a_test_file():
    assert {expected["format"] for expected in EXPECTED.values()} == set(Format)


@pytest.mark.parametrize("format_", Format)
def test_the_value_of_a_format_fits_its_column(format_):
    width = ImportFile._meta.get_field("format").max_length

    assert width is not None
    assert 0 < len(format_.value) <= width


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (Format.BIBTEX, "@article{a, title={T}, abstract={Pain \\emph{fell}.}}\n@comment{b}\n"),
        (Format.RIS, "TY  - JOUR\nTI  - T\nAB  - Pain fell.\nER  - \n"),
        (Format.RIS, "TY  - JOUR\nTI  - T\nN2  - Pain fell.\nER  - \n"),
        (Format.MEDLINE, "PMID- 123\nTI  - T\nAB  - Pain\n      fell.\n"),
        (Format.ENDNOTE_TAGGED, "%0 Journal Article\n%T T\n%X Pain fell.\n\n"),
        (Format.WEB_OF_SCIENCE_TAGGED, "PT J\nAU A, B\nTI T\nAB Pain\n   fell.\nER\n\n"),
        (Format.OVID_TEXT, "<1>\nTitle\n  T\nAbstract\n  Pain\n  fell.\n\n"),
        (Format.CENTRAL_TEXT, "Record #1 of 9\nID: CN-00000001\nTI: T\nAB: Pain fell.\n\n"),
        (Format.CSL_JSON, '{"type": "book", "title": "T", "abstract": "Pain fell."}'),
        (
            Format.PUBMED_XML,
            "<PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle><Abstract>"
            "<AbstractText>Pain <i>fell</i>.</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>",
        ),
    ],
)
def test_an_entry_is_recognised_counted_and_its_abstract_read(format_, text):
    assert recognise_format(text) is format_
    assert expected_entries(text * 2, format_) == 2
    (entry,) = open_file(text.encode()).entries()
    assert entry.candidate.abstract == "Pain fell."


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("@article a, title = {T}", Format.BIBTEX),
        ("% @article{a, title = {T}}", Format.BIBTEX),
        ("AU  - Rossi, A\nER  - \nPMID- 1\n", Format.RIS),
        ("PMID- 1\nTY  - JOUR\n", Format.MEDLINE),
    ],
)
def test_the_first_sign_of_a_format_decides(text, format_):
    assert recognise_format(text) is format_


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("%PDF-1.7", "This looks like a PDF, which cannot be read here."),
        ("Dear colleague", "No citation was recognised in this file."),
    ],
)
def test_another_file_is_refused_with_what_to_send(text, reason):
    with pytest.raises(FileRejectedError) as refused:
        recognise_format(text)

    names = [f"{row.name} ({row.extension})" for row in FORMATS.values()]
    what_to_send = f"Export the citations as {', '.join(names[:-1])} or {names[-1]}, and send that."
    assert str(refused.value) == f"{reason} {what_to_send}"


def test_the_upload_form_names_the_formats():
    help_text = UploadForm().fields["citation_files"].help_text

    assert help_text.startswith("BibTeX, RIS, PubMed")
    assert all(row.name in help_text for row in FORMATS.values())
    assert help_text.endswith(" 60 MB together.")
