"""Pairs of records, kind by kind: certain, possible or different."""

from dataclasses import replace

import pytest

from studies.citations.duplicates.candidate_search import WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.parse.entries import CandidatePublication

PAPER = CandidatePublication(
    entry_type="article",
    publication_type="journal-article",
    title="Intradiscal ozone injection for lumbar disc herniation: a randomised trial",
    authors=("Rossi, Anna", "Bianchi, Bruno"),
    year=2015,
    journal="European Spine Journal",
    volume="24",
    number="3",
    pages="1337–1344",
)
ORIGINAL = "Infiltrazione intradiscale di ozono nel trattamento dell'ernia del disco lombare"
ABSTRACT = {"publication_type": "conference-abstract", "number": "Suppl 2", "pages": "S12"}
EDITORIAL = {"title": "Editorial", "authors": ("Rossi, Anna",), "pages": "1–2"}
BARE = {"authors": (), "year": None, "journal": "", "volume": "", "number": "", "pages": ""}
DOI, OTHER_DOI = {"doi": "10.1000/one"}, {"doi": "10.1000/two"}

# What the second record has in place of the paper's values; and what both have, if it is not the paper's.
CERTAIN = {
    "journal abbreviated": ({"journal": "Eur Spine J"}, {}),
    "journal in another language": ({"journal": "Rivista Europea della Colonna"}, {}),
    "no journal": ({"journal": ""}, {}),
    "pages in short form": ({"pages": "1337-44"}, {}),
    "pages with pp.": ({"pages": "pp. 1337-1344"}, {}),
    "electronic page": ({"pages": "e123"}, {"pages": "123"}),
    "page of a supplement without its letter": ({"pages": "12"}, ABSTRACT),
    "brackets": ({"title": f"[{PAPER.title}]."}, {}),
    "brackets and language": ({"title": f"[{PAPER.title}]. [Italian]"}, {}),
    "language": ({"title": f"{PAPER.title}. [Article in Italian]".replace("Article in ", "")}, {}),
    "note on an erratum": ({"title": f"{PAPER.title} [Erratum appears in Eur Spine J. 2015 Jul;24(7):1600"}, {}),
    "original title added": ({"title": f"{PAPER.title} [{ORIGINAL}]"}, {}),
    "original title": ({"title": ORIGINAL}, {}),
    "original title against brackets": ({"title": ORIGINAL}, {"title": f"[{PAPER.title}]"}),
    "original title and another name of the journal": ({"title": ORIGINAL, "journal": "Rivista Spinale"}, {}),
    "title in Chinese": ({"title": "臭氧治疗腰椎间盘突出症的随机试验"}, {}),
    "another translation": (
        {"title": "Treatment of herniated lumbar discs by ozone"},
        {"title": "[Ozone in sciatica]"},
    ),
    "no subtitle": ({"title": "Intradiscal ozone injection for lumbar disc herniation"}, {}),
    "cut title": ({"title": "Intradiscal ozone injection for lumbar disc hernia…"}, {}),
    "title cut in a word": ({"title": "Intradiscal ozone injection for lumbar disc herniation: a randomi"}, {}),
    "online year": ({"year": 2014}, {}),
    "no year": ({"year": None}, {}),
    "volume in place of the issue": ({"volume": "3", "number": ""}, {}),
    "issue in place of a volume": ({"volume": "", "number": "4"}, {"volume": "4", "number": ""}),
    "mistyped volume": ({"volume": "42"}, {}),
    "no authors": ({"authors": ()}, {}),
    "another spelling of the author": ({"authors": ("Vishnevskii, A",)}, {"authors": ("Vishnevski, A",)}),
    "particle": ({"authors": ("Quintrec, A",)}, {"authors": ("Le Quintrec, A",)}),
    "letters transposed": ({"title": PAPER.title.replace("ozone", "ozoen")}, {}),
    "thousands": ({"title": f"{PAPER.title} in 31,000 women"}, {"title": f"{PAPER.title} in 31000 women"}),
    "abstract called an article": ({"publication_type": "journal-article"}, ABSTRACT),
    "shared DOI, no place": ({"volume": "", "number": "", "pages": ""}, DOI),
    "shared DOI, no subtitle": ({"title": "Intradiscal ozone injection for lumbar disc herniation"}, DOI),
    "no pages": ({"volume": ""}, {"pages": ""}),
    "shared address": ({"authors": ("Rossi, A.",)}, BARE | {"title": PAPER.title, "url": "https://a.org/1"}),
    "editorial of one issue": ({"journal": "Eur Spine J"}, EDITORIAL),
    "editorial on a high page": ({"number": ""}, EDITORIAL | {"pages": "698–699"}),
}
POSSIBLE = {
    "parts": ({"title": f"{PAPER.title}. Part II"}, {"title": f"{PAPER.title}. Part I"}),
    "parts on one page": ({"title": "Ozone in low back pain, part 2"}, {"title": "Ozone in low back pain, part 1"}),
    "erratum": ({"title": f"Erratum to: {PAPER.title}"}, {}),
    "erratum with a shared DOI": ({"title": f"Correction: {PAPER.title}"}, DOI),
    "correction in Web of Science": ({"title": f"{PAPER.title} (vol 24, pg 1337, 2015)"}, {}),
    "erratum in Embase": ({"title": f"{PAPER.title} (European Spine Journal (2015) 24 (1337-1344))"}, {}),
    "reply": ({"title": f"{PAPER.title} - Reply"}, {}),
    "protocol": ({"title": f"{PAPER.title}: study protocol"}, {}),
    "abstract in a supplement": (ABSTRACT, {}),
    "abstract without its place": (ABSTRACT | {"volume": "", "number": "", "pages": ""}, {}),
    "abstracts of two congresses": (ABSTRACT | {"journal": "Pain Physician", "volume": "9", "pages": "S90"}, ABSTRACT),
    "preprint": ({"journal": "medRxiv", "volume": "", "number": "", "pages": ""}, {}),
    "preprint by its DOI": ({"doi": "10.1101/2015.01.01"}, {}),
    "another year": ({"year": 2018, "volume": "27", "pages": "10–19"}, {}),
    "next year without a place": ({"year": 2016, "volume": "", "number": "", "pages": ""}, {}),
    "update of a Cochrane review": ({"year": 2016}, {"pages": "CD001234", "volume": "3"}),
    "update of a Cochrane review without a year": ({"year": None}, {"pages": "CD001234", "volume": "3"}),
    "shared DOI, other titles": ({"title": "Gait after surgery of the hip in older women"}, DOI),
    "abstracts of a supplement": ({"title": PAPER.title.replace("lumbar", "cervical")}, DOI | ABSTRACT),
    "abstracts on all pages of a supplement": (
        {"title": PAPER.title.replace("lumbar", "cervical")},
        DOI | ABSTRACT | {"pages": "S1–S120"},
    ),
    "abstracts without a place": ({"title": PAPER.title.replace("lumbar", "cervical")}, DOI | {"pages": ""}),
    "cut titles of abstracts": (ABSTRACT, ABSTRACT | {"title": "Intradiscal ozone injection for lumbar disc hernia…"}),
    "translated abstracts on one page": ({"title": f"[{ORIGINAL}]"}, ABSTRACT),
    "another DOI": (OTHER_DOI, DOI),
    "another PubMed number": ({"pmid": "2"}, {"pmid": "1"} | DOI),
    "other word on the same pages": ({"title": PAPER.title.replace("lumbar", "cervical")}, {}),
    "follow-up": ({"title": f"{PAPER.title}: 12 months"}, {"title": f"{PAPER.title}: 6 months"}),
    "paper without a page": ({"pages": "", "number": ""}, {}),
    "guideline in two journals": ({"journal": "Pain Physician", "volume": "9", "pages": "77–84"}, {}),
    "names transposed": ({"authors": ("Anna, Rossi",)}, {}),
    "translated without a volume": ({"title": ORIGINAL, "volume": "", "number": "", "year": 2014}, {}),
    "translated without pages": ({"title": ORIGINAL, "volume": "", "number": "", "pages": ""}, {}),
    "editorial without an issue": ({"number": ""}, EDITORIAL),
    "identical editorials": ({}, BARE | {"title": "Editorial", "authors": ("Rossi, Anna",), "year": 2015}),
    "identical titles only": ({}, BARE | {"title": "Ozone therapy"}),
    "identical long titles only": ({}, BARE | {"title": PAPER.title}),
    "title and year": ({}, BARE | {"title": "Letter to the editor", "year": 2015}),
    "title and journal": ({}, BARE | {"title": "Low back pain", "journal": "Spine"}),
    "title only against a full record": (BARE, {"title": "Ozone therapy"}),
}
DIFFERENT = {
    "editorials of two issues": ({"number": "4", "pages": "101–102"}, EDITORIAL),
    "editorials of two years": ({"year": 2016, "volume": "25"}, EDITORIAL),
    "editorials of two people": ({"authors": ("Kaya, Ege",), "pages": "401–402"}, EDITORIAL),
    "editorials with two DOIs": (OTHER_DOI, DOI | EDITORIAL | {"number": "", "volume": "", "pages": ""}),
    "other work of the same people": (
        {"title": "Epidural steroids in spinal stenosis of the elderly", "pages": "9"},
        {},
    ),
}


def grade_of(one: CandidatePublication, other: CandidatePublication) -> MatchGrade:
    index = WorkIndex()
    index.add(1, match_keys_of(one))
    match = index.best(match_keys_of(other))
    return match.comparison.grade if match else MatchGrade.DIFFERENT


@pytest.mark.parametrize(
    ("changed", "usual", "grade"),
    [
        pytest.param(*values, grade, id=f"{grade}: {name}")
        for grade, pairs in (
            (MatchGrade.CERTAIN, CERTAIN),
            (MatchGrade.POSSIBLE, POSSIBLE),
            (MatchGrade.DIFFERENT, DIFFERENT),
        )
        for name, values in pairs.items()
    ],
)
def test_pair_has_its_grade(changed, usual, grade):
    one = replace(PAPER, **usual)
    other = replace(one, **changed)

    assert (grade_of(one, other), grade_of(other, one)) == (grade, grade)


def test_names_of_a_journal_that_an_issn_shows_to_be_one_count_for_the_file():
    """A paper of the two names without a volume is certain once the file shows that they are one journal."""
    index = WorkIndex()
    one = replace(PAPER, volume="", number="", pages="1337")
    other = replace(one, journal="Rivista Europea della Colonna")
    index.add(1, match_keys_of(one))
    before = index.best(match_keys_of(other))
    for number, journal in enumerate((one.journal, other.journal), 2):
        work = replace(PAPER, title=f"Another work, number {number}", journal=journal, issn="0940-6719 1432-0932")
        index.add(number, match_keys_of(work))
    after = index.best(match_keys_of(other))

    assert before is not None
    assert after is not None
    assert (before.comparison.grade, after.comparison.grade) == (MatchGrade.POSSIBLE, MatchGrade.CERTAIN)


def test_names_of_a_journal_that_an_identifier_shows_to_be_one_count_for_the_file():
    index = WorkIndex()
    other_name = {"journal": "Rivista Europea della Colonna"}
    for number, paper in enumerate([replace(PAPER, **DOI), replace(PAPER, **DOI, **other_name)]):
        index.add(1, match_keys_of(replace(paper, title=f"{paper.title}{' ' * number}")))
    one = replace(PAPER, title="Epidural steroids in spinal stenosis of the elderly", volume="", number="", pages="12")
    index.add(2, match_keys_of(one))
    match = index.best(match_keys_of(replace(one, **other_name)))

    assert match is not None
    assert (match.target, match.comparison.grade) == (2, MatchGrade.CERTAIN)
