"""One work has one DOI, whatever an address adds to it; what looks like an addition but is none stays."""

import pytest

from studies.citations.parse.identifiers import doi_in_note, doi_of
from studies.citations.parse.read_file import open_file

WORK = "10.5555/ab-12.3"
# A DOI with what publishers and resolvers write around it.
ADDRESSES = [
    "https://doi.org/10.5555/ab-12.3?af=r",
    "https://doi.org/10.5555/ab-12.3#sec-2",
    "http://dx.doi.org/10.5555%2FAB-12.3.",
    "dx.doi.org/10.5555/ab-12.3&rft_val=x",
    "https://pages.example/doi/abs/10.5555/ab-12.3?url_ver=Z39.88-2003&rfr_id=ori:rid",
    "https://pages.example/doi/10.5555/ab-12.3/abstract",
    "https://pages.example/doi/10.5555/ab-12.3/full",
    "https://pages.example/doi/10.5555/ab-12.3/full/html",
    "https://pages.example/doi/10.5555/ab-12.3/fulltext.html",
    "https://pages.example/doi/10.5555/ab-12.3/pdf",
    "https://pages.example/doi/10.5555/ab-12.3/epdf?needAccess=true",
    "https://pages.example/content/pdf/10.5555/ab-12.3.pdf",
    "https://pages.example/content/10.5555/ab-12.3.full.pdf+html",
    "https://pages.example/doi/10.5555/ab-12.3/abstract;jsessionid=0A1B.f01t01?deniedAccess=1",
    "https://pages.example/doi/10.5555/ab-12.3;jsessionid=0A1B",
    "https://pages.example/resolve?ref=1&doi=10.5555/ab-12.3&rft.date=2019",
    "www.pages.example/doi/10.5555/ab-12.3#anchor",
    "(https://pages.example/doi/10.5555/ab-12.3/references).",
    "10.5555/ab-12.3?af=r",
    "10.5555/ab-12.3;jsessionid=0A1B",
    "doi: 10.5555/ab-12.3&url_ver=Z39.88-2003",
    "{10.5555/ab-12.3}",
    "10.5555/ab-12.3[doi]",
    "10.5555/ab‐12.3\u200b",
    "10.5555/ab-12.3;10.5555/cd",
    "10.5555/ab-12.3,PMID:30000001",
    "10.5555/ab-12.3&nbsp;",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_a_doi_loses_what_an_address_adds(text):
    assert doi_of(text) == WORK


# Wiley's and others' DOIs never end so, even in a field of their own.
@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1002/ejp.1234/abstract", "10.1002/ejp.1234"),
        ("10.1111/papr.12/full", "10.1111/papr.12"),
        ("10.3389/fneur.2020.00123/full", "10.3389/fneur.2020.00123"),
        ("10.1007/s00586-000-0000-1.pdf", "10.1007/s00586-000-0000-1"),
        ("https://doi.org/10.1002/14651858.CD000001.pub2/full", "10.1002/14651858.cd000001.pub2"),
        ("https://pages.example/content/10.1101/2020.01.02.00000001v2.full", "10.1101/2020.01.02.00000001"),
        ("10.1101/2020.01.02.00000001v1", "10.1101/2020.01.02.00000001"),
        ("10.48550/arXiv.2001.00001v2", "10.48550/arxiv.2001.00001"),
        ("https://pages.example/cdsr/doi/10.1002/14651858.CD000001.pub2/full/de", "10.1002/14651858.cd000001.pub2"),
        ("https://pages.example/pm/doi/10.1093/pm/abc123/5000001", "10.1093/pm/abc123"),
    ],
)
def test_a_publisher_whose_dois_have_no_page_names(text, doi):
    assert doi_of(text) == doi


SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (SICI, SICI),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2", SICI),
        (r"10.1002/(SICI)1097-0258(19980815/30)17:15/16$<$1661::AID-SIM968$>$3.0.CO;2-2", SICI),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2", SICI),
        (f"https://pages.example/doi/{SICI.upper()}/abstract?af=r", SICI),
        (f"https://doi.org/{SICI}", SICI),
        (
            "see 10.1002/(SICI)1097-0000(199801)1:1<1::AID-XX1>3.0.CO;2-#.",
            "10.1002/(sici)1097-0000(199801)1:1<1::aid-xx1>3.0.co;2-#",
        ),
        ("10.1130/0091-7613(1999)027<0607:ABCDEF>2.3.CO;2", "10.1130/0091-7613(1999)027<0607:abcdef>2.3.co;2"),
        (
            "https://doi.org/10.1890/0012-9658(2006)87[1234:ABCD]2.0.CO;2",
            "10.1890/0012-9658(2006)87[1234:abcd]2.0.co;2",
        ),
        ("10.5555/on/abstract", "10.5555/on/abstract"),
        ("https://doi.org/10.5555/notes/full", "10.5555/notes/full"),
        ("10.5555/report.pdf", "10.5555/report.pdf"),
        ("10.5555/a;b#c", "10.5555/a;b#c"),
        ("https://doi.org/10.5555/a%23c", "10.5555/a#c"),
        ("10.5555/a<b>c", "10.5555/a<b>c"),
        ("<10.5555/ab>", "10.5555/ab"),
        ("<a href='https://doi.org/10.5555/ab'>10.5555/ab</a>", "10.5555/ab"),
        ("10.1016/s0140-6736(05)12345-6", "10.1016/s0140-6736(05)12345-6"),
    ],
)
def test_a_doi_with_unusual_signs_or_words_stays_whole(text, doi):
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    "text",
    [
        "10.1371/journal.pone.0000001.s001",
        "https://pages.example/article/figure?id=10.1371/journal.pone.0000001.g002",
        "10.7717/peerj.1/supp-1",
        "10.7717/peerj.1/fig-2",
        "https://pages.example/doi/10.5555/ab-12.3/supplementary",
        "https://pages.example/doi/10.5555/ab-12.3/suppl_file/ab_si_001.pdf",
        "https://www.cochranelibrary.com/central/doi/10.1002/central/CN-00000001/full",
        "version 10.2 of 2019/20",
    ],
)
def test_a_part_of_a_work_or_its_record_in_a_register_has_no_doi_of_the_work(text):
    assert doi_of(text) == ""


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://pages.example/doi/full/10.5555/ab?af=r (DOI: 10.5555/AB)", "10.5555/ab"),
        ("10.5555/ab and 10.5555/cd", ""),
        ("Erratum in 10.5555/ab", ""),
        ("Protocol: https://doi.org/10.17605/OSF.IO/AB1CD", ""),
        ("Data: 10.5555/ab.s001; paper: 10.5555/ab", "10.5555/ab"),
    ],
)
def test_a_note_that_names_one_work_gives_its_doi(text, doi):
    assert doi_in_note(text) == doi


def test_the_doi_of_a_part_is_named_in_a_warning():
    text = "TY  - JOUR\nTI  - Ozone\nPY  - 2019\nDO  - 10.1371/journal.pone.0000001.s001\nER  - \n"

    (entry,) = open_file(text.encode()).entries()

    assert entry.candidate is not None
    assert entry.candidate.doi == ""
    assert entry.candidate.warnings == (
        "10.1371/journal.pone.0000001.s001 is the DOI of a part of a work and was not taken.",
    )


def test_a_doi_that_is_too_long_is_left_out_and_not_cut():
    """Two DOIs with the same beginning would else be one."""
    text = "@article{a, title = {Ozone}, year = 2019, doi = {10.5555/" + "d" * 250 + "}}"

    (entry,) = open_file(text.encode()).entries()

    assert entry.candidate is not None
    assert entry.candidate.doi == ""
    assert entry.candidate.warnings == ("The DOI has 258 characters and was not taken; at most 200 are.",)


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {Ozone}, abstract = {As in doi:10.1000/other, PMID: 15891150, NCT01234567.}}",
        "TY  - JOUR\nTI  - Ozone\nAB  - As in doi:10.1000/other, PMID: 15891150, NCT01234567.\nER  - ",
    ],
)
def test_abstract_names_registrations_but_not_the_work_itself(text):
    (entry,) = open_file(text.encode()).entries()

    assert entry.candidate is not None
    assert (entry.candidate.doi, entry.candidate.pmid) == ("", "")
    assert entry.candidate.registrations == ("NCT01234567",)
