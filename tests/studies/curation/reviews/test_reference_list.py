"""Pasted references are split, read, and matched with publications by the rules of an import."""

import pytest

from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.plan import KnownPublications
from studies.curation.reviews.match_references import ReferenceVerdict, match_references
from studies.curation.reviews.reference_list import (
    MOST_REFERENCES,
    ReferenceListError,
    candidate_of_reference,
    read_references,
    split_references,
)

TITLE = "Intraforaminal O2-O3 versus periradicular steroidal infiltrations in lower back pain"
VANCOUVER = (
    f"Bonetti M, Fontana A, Cotticelli B, et al. {TITLE}: randomized controlled study. AJNR Am J Neuroradiol. "
    "2005;26(5):996-1000."
)
GALLUCCI = (
    "Gallucci, M., Limbucci, N., Zugaro, L., ... & Masciocchi, C. (2007). Sciatica: treatment with intradiscal and "
    "intraforaminal injections of steroid and oxygen-ozone. Radiology, 242(3), 907–913. "
    "https://doi.org/10.1148/radiol.2423051934"
)
PAOLONI = (
    "Paoloni M, Di Sante L. Intramuscular oxygen-ozone therapy in the treatment of acute back pain. Spine (Phila Pa "
    "1976) 2009; 34: 1337–44. doi: 10.1097/BRS.0b013e3181a3c18d"
)
PERRI = "Perri M., Marsecano C. et al., Ozone in different disc pathologies. Radiol Med 121, 463-471 (2016)"


@pytest.mark.parametrize(
    ("text", "first", "title", "place"),
    [
        (VANCOUVER, "Bonetti, M", f"{TITLE}: randomized controlled study",
         ("AJNR Am J Neuroradiol", 2005, "26", "996-1000")),
        (GALLUCCI, "Gallucci, M.", "Sciatica: treatment with intradiscal and intraforaminal injections of steroid and "
         "oxygen-ozone", ("Radiology", 2007, "242", "907-913")),
        (PAOLONI, "Paoloni, M", "Intramuscular oxygen-ozone therapy in the treatment of acute back pain",
         ("Spine (Phila Pa 1976)", 2009, "34", "1337-44")),
        (PERRI, "Perri M., Marsecano C.", "Ozone in different disc pathologies",
         ("Radiol Med", 2016, "121", "463-471")),
        ("Zambello 2006", "Zambello", "", ("", 2006, "", "")),
        ("Zambello et al., 2006a", "Zambello", "", ("", 2006, "", "")),
        ("Clavo B, Santana N. Ozone therapy. 2021.", "Clavo, B", "Ozone therapy", ("", 2021, "", "")),
        ("Rossi A. Ozono? Minerva Med. 1999;3:12.", "Rossi, A", "Ozono", ("Minerva Med", 1999, "3", "12")),
        ("Only a title without anything else", "", "Only a title without anything else", ("", None, "", "")),
    ],
)  # fmt: skip
def test_a_reference_is_read_as_people_print_it(text, first, title, place):
    read = candidate_of_reference(text)

    assert next(iter(read.authors), "") == first
    assert read.title == title
    assert (read.journal, read.year, read.volume, read.pages) == place


@pytest.mark.parametrize(
    ("text", "doi", "pmid"),
    [
        (GALLUCCI, "10.1148/radiol.2423051934", ""),
        (PAOLONI, "10.1097/brs.0b013e3181a3c18d", ""),
        (f"{VANCOUVER} PMID: 15891150; PMCID: PMC8158618.", "", "15891150"),
    ],
)
def test_its_identifiers_are_read(text, doi, pmid):
    read = candidate_of_reference(text)

    assert (read.doi, read.pmid) == (doi, pmid)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 2001\nB 2002\n", [(1, "A 2001"), (2, "B 2002")]),
        ("1. A long\n  reference. 2001\n2. B. 2002", [(1, "A long reference. 2001"), (3, "B. 2002")]),
        ("[1] A. 2001\r\n\r\n[2] B.\r\n2002", [(1, "A. 2001"), (3, "B. 2002")]),
        ("\nA long\nreference. 2001\n\nB. 2002", [(2, "A long reference. 2001"), (5, "B. 2002")]),
        ("• A 2001\n• B 2002", [(1, "A 2001"), (2, "B 2002")]),
        ("Rossi A. Ozono. 2005. Minerva", [(1, "Rossi A. Ozono. 2005. Minerva")]),
        # The number of a lone reference is dropped, and a year at the beginning of a line is none.
        ("3) A. 2001", [(1, "A. 2001")]),
        ("2001 was the year of A\nB 2002", [(1, "2001 was the year of A"), (2, "B 2002")]),
        (" \n", []),
    ],
)
def test_a_list_is_split_by_numbers_or_empty_lines_or_lines(text, expected):
    assert split_references(text) == expected


@pytest.mark.parametrize(
    ("text", "words"), [(" ", "is empty"), ("A 2001\n" * (MOST_REFERENCES + 1), "more than"), ("x" * 200_001, "longer")]
)
def test_a_list_that_no_page_can_show_is_refused(text, words):
    with pytest.raises(ReferenceListError, match=words):
        read_references(text)


def test_a_citation_file_is_read_as_one():
    ris = f"TY  - JOUR\nAU  - Bonetti, M\nTI  - {TITLE}\nPY  - 2005\nER  - \n\nTY  - JOUR\nTI  - Ozone\nER  - \n"

    found = read_references(ris)

    assert [each.candidate.title for each in found] == [TITLE, "Ozone"]
    assert found[0].text == f"Bonetti, M. {TITLE}. 2005."


def known(*texts):
    publications = KnownPublications()
    for number, text in enumerate(texts, 11):
        publications.add(number, match_keys_of(candidate_of_reference(text)))
    return publications


@pytest.mark.parametrize(
    ("text", "verdict", "publications"),
    [
        (VANCOUVER, ReferenceVerdict.MATCHED, (11,)),
        (VANCOUVER.replace("Am J Neuroradiol", "").replace(", et al", ""), ReferenceVerdict.MATCHED, (11,)),
        # Another title by the same author in the same year: the curator decides.
        ("Bonetti M. Chemical discolysis of the spine. Eur J 2005.", ReferenceVerdict.POSSIBLE, (11,)),
        ("Bonetti 2005", ReferenceVerdict.POSSIBLE, (11,)),
        ("Bonetti 2007", ReferenceVerdict.NOT_FOUND, ()),
        ("Nobody X. Knees of the young. Knee J. 1999;1:1-2.", ReferenceVerdict.NOT_FOUND, ()),
        ("Bonetti M. Chemical discolysis. 2005. doi:10.1148/radiol.2423051934", ReferenceVerdict.POSSIBLE, (12, 11)),
    ],
)
def test_a_reference_is_matched_as_an_import_would(text, verdict, publications):
    [found] = match_references(read_references(text), known(VANCOUVER, GALLUCCI))

    assert (found.verdict, found.publications) == (verdict, publications)


def test_a_second_line_of_one_publication_is_a_repeat():
    found = match_references(
        read_references(f"{VANCOUVER}\n{VANCOUVER.replace('AJNR ', '')}\n{GALLUCCI}"), known(VANCOUVER)
    )

    assert [each.verdict for each in found] == [
        ReferenceVerdict.MATCHED,
        ReferenceVerdict.REPEATED,
        ReferenceVerdict.NOT_FOUND,
    ]
