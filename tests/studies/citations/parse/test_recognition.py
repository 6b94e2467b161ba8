"""A file is what it begins as: entries of another format inside it change nothing."""

import itertools

import pytest

from studies.citations.parse.formats import Format
from studies.citations.parse.read_file import open_file, recognise_format

# One entry of each format; {} is in its abstract.
ENTRIES = {
    Format.BIBTEX: "@article{{a,\n  title = {{Ozone}},\n  abstract = {{Pain fell.\n{}}}\n}}\n",
    Format.RIS: "TY  - JOUR\nTI  - Ozone\nAB  - Pain fell.\n{}\nER  - \n",
    Format.MEDLINE: "PMID- 30000001\nTI  - Ozone\nAB  - Pain fell.\n      {}\n",
    Format.ENDNOTE_TAGGED: "%0 Journal Article\n%T Ozone\n%X Pain fell.\n{}\n",
    Format.WEB_OF_SCIENCE_TAGGED: "PT J\nAU Rossi, A\nTI Ozone\nAB Pain fell.\n   {}\nER\n",
    Format.CENTRAL_TEXT: "Record #1 of 1\nID: CN-00000001\nTI: Ozone\nAB: Pain fell.\n{}\n",
    Format.OVID_TEXT: "<1>\nTitle\n  Ozone\nAbstract\n  Pain fell.\n  {}\n",
}
# Lines that show a format, and none that ends a field of another.
SIGNS = {
    Format.BIBTEX: "@article",
    Format.RIS: "TY  -  is no tag of this record",
    Format.MEDLINE: "PMID- 1 of them",
    Format.ENDNOTE_TAGGED: "%0 Journal Article",
    Format.WEB_OF_SCIENCE_TAGGED: "FN Clarivate",
    Format.CENTRAL_TEXT: "Record #1 of 1",
    Format.OVID_TEXT: "Unique Identifier",
}


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(ENTRIES, ENTRIES)))
def test_a_file_is_of_the_format_of_its_first_entry(outer, inner):
    text = ENTRIES[outer].format("") + "\n" + ENTRIES[inner].format("")

    assert recognise_format(text) is outer
    assert recognise_format(ENTRIES[outer].format(ENTRIES[inner].format(""))) is outer
    assert recognise_format("A search of May\n\n" + text) is outer
    assert recognise_format("A line of a long strategy\n" * 2_000 + text) is outer


@pytest.mark.parametrize(("outer", "inner"), list(itertools.permutations(ENTRIES, 2)))
def test_a_line_in_an_abstract_that_shows_another_format_is_text(outer, inner):
    opened = open_file(ENTRIES[outer].format(SIGNS[inner]).encode())

    (entry,) = opened.entries()

    assert opened.format is outer
    assert entry.candidate is not None
    assert entry.candidate.abstract == " ".join(f"Pain fell. {SIGNS[inner]}".split())


@pytest.mark.parametrize("format_", [format_ for format_ in ENTRIES if format_ is not Format.BIBTEX])
def test_lines_before_the_first_record_are_named_and_are_no_entry(format_):
    opened = open_file(f"Results of May\n\nfor a reader\n{ENTRIES[format_].format('') * 2}".encode())

    assert [entry.parsed.line for entry in opened.entries()][0] == 4
    assert opened.notes == ("Not read: 2 lines between the records; the first is line 1: 'Results of May'.",)
    assert opened.expected == 2
