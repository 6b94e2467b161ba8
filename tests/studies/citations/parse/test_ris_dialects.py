"""RIS as databases and reference managers write it: each field where that program puts it."""

import pytest

from studies.citations.parse.read_file import open_file

COMMON = "TY  - JOUR\nTI  - Ozone for low back pain\nPY  - 2019\n"
EMBASE = """TY  - JOUR
M3  - Conference Abstract
Y1  - 2019
VL  - 28
SP  - 401
SN  - 1432-0932
JF  - European Spine Journal
JO  - Eur. Spine J.
UR  - https://www.embase.com/search/results?subaction=viewrecord&id=L600000001&from=export
U2  - L600000001
C5  - 30000001
DB  - Embase
DB  - Medline
L2  - http://dx.doi.org/10.5555/es-1
LK  - https://library.example/link?sid=EMBASE&id=doi:10.5555%2Fes-1&pages=401-
A1  - Rossi, A.
A1  - Dos Santos, H.B.
M1  - (Rossi A., rossi@example.org) Department of PMID studies, 12345678 Rome, Italy
C1  - ozone (10028-15-6)
CN  - ClinicalTrials.gov (NCT01234567)
T1  - Ozone for low back pain
LA  - English
KW  - ozone
KW  - retraction of publication as topic
N2  - Pain fell.
ER  -
"""
COCHRANE = """Record #3 of 18
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  -  JOUR
AN  -  CN-00000001
AU  -  Rossi, A
TI  -  Ozone for low back pain
JA  -  Spine
PY  -  2019
SP  -  1279‐1297
C3  -  PUBMED 30000001,EMBASE 600000001
M3  -  Journal article
UR  -  https://www.cochranelibrary.com/central/doi/10.1002/central/CN-00000001/full
ER  -


"""
REGISTER = """TY  -  JOUR
AN  -  CN-00000002
TI  -  Ozone for low back pain
JA  -  https://clinicaltrials.gov/show/NCT01234567
PY  -  2019
M3  -  Trial registry record
ER  -
"""
EBSCO = """TY  - JOUR
AU  - Rossi, Anna
T1  - Ozone for low back pain.
JO  - Spine
Y1  - 2019/04/03/
M3  - Article
PB  - Example Press
AB  - Pain fell.
AB  - Copyright of Spine is the property of Example Press and its content may not be copied.
N1  - Accession Number: 140000001. Language: English. NLM UID: 7610646. PMID: NLM30000001.
L3  - 10.5555/es-1
DP  - EBSCOhost
DB  - rzh
ER  -
"""
PSYCINFO = """2.
TY  - JOUR
DB  - APA PsycInfo <2019>
ID  - 2019-00001-001
DO  - https://dx.doi.org/10.5555/es-1
T1  - Ozone for low back pain.
A1  - Rossi, Anna
A2  - Verdi, C., Neri, D., Bruni, E., Gallo, F.
Y1  - 2019//
M1  - Verdi, C. (2009). Development of pain. Pain, 1(2), 3-4 https://pubmed.ncbi.nlm.nih.gov/19000001 NCT99999999
ER  -

"""
ERIC = """6.
TY  - JOUR
DB  - ERIC <1992 to June 2024>
ID  - EJ1000001
T1  - Ozone for low back pain
A1  - Rossi, Anna
Y1  - 2019//
N2  - Pain fell.
L1  - https://dx.doi.org/10.5555/es-1
JF  - Journal of Examples
PT  - Journal Articles, Reports - Research
ER  -
"""
SCOPUS = """TY  - JOUR
AU  - Rossi, A.
TI  - Ozone for low back pain
PY  - 2019
T2  - Spine
C7  - e12292
SN  - 00000019 (ISSN)
C2  - 30000001
UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-1&doi=10.5555%2fes-1&partnerID=40&md5=6
N1  - Export Date: 05 August 2024; Cited By: 2
DB  - Scopus
ER  -

"""
WEB_OF_SCIENCE = """TY  - JOUR
AU  - Rossi, A
TI  - Ozone for low back pain
T2  - SPINE
AB  - Background: Pain.
   Results: It fell.
C3  - University of PubMed
PU  - EXAMPLE PRESS
DA  - SEP 22
PY  - 2019
C7  - 112
AN  - WOS:000000000000001
N1  - Times Cited in All Databases:  3
ER  -

"""
OVID_MEDLINE = """<1>
TY  - JOUR
DB  - Ovid MEDLINE(R) <1946 to June 2024>
ID  - 30000001
A1  - Rossi A
T1  - Ozone for low back pain
Y1  - 2019 Apr 03
YR  - 2019
PT  - Retracted Publication
ER  -

"""
ENDNOTE = """TY  - JOUR
AU  - Rossi, A.
Bianchi, B.
DB  - Embase
Medline
DA  - Mar 5
DO  - 10.5555/es-1
KW  - *ozone
back pain
PY  - 2019
SN  - 0000-0019
0000-0027
TI  - Ozone for low back pain
UR  - https://example.org/1
https://pubmed.ncbi.nlm.nih.gov/30000001/
ID  - 889123
ER  -
"""
RAYYAN = """TY  - JOUR
AN  - rayyan-42000001
TI  - Ozone for low back pain
Y1  - 2019
SN  - ["0000-0019", "0000-0027"]
AU  - Rossi, A.
UR  - https://example.org/1     U2  - L600000001
N1  - RAYYAN-INCLUSION: {"Anna"=>"Included", "Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population
DO  - 10.5555/es-1     LK  - https://library.example/link?id=doi:10.5555%2Fother
ER  -
"""
COVIDENCE = """TY  - JOUR
TI  - Ozone for low back pain
AU  - Rossi, A.
PY  - 2019
PD  -
N2  - Pain fell.
JO  - Spine
PG  - 12-19
SP  -
AN  -
NS  - Rossi 2019
N1  - Excluded at full text: wrong comparator
ER  -
"""
ZOTERO = """TY  - CHAP
TI  - Ozone for low back pain
AU  - Rossi, Anna
A2  - Bianchi, Bruno
T2  - Handbook of examples
DA  - 2019/05//
PY  - 2019
Y2  - 2024/01/02/10:11:12
SN  - 978-3-16-148410-0
ER  -
"""
DIALECTS = [
    (
        EMBASE,
        "Embase",
        {
            "doi": "10.5555/es-1",
            "pmid": "30000001",
            "publication_type": "conference-abstract",
            "registrations": ("NCT01234567",),
            "authors": ("Rossi, A.", "Dos Santos, H.B."),
            "abstract": "Pain fell.",
            "retraction": "",
        },
    ),
    (COCHRANE, "Cochrane CENTRAL", {"doi": "", "pmid": "30000001", "journal": "Spine", "pages": "1279–1297"}),
    (
        REGISTER,
        "Cochrane CENTRAL",
        {"journal": "", "publication_type": "other", "registrations": ("NCT01234567",), "doi": ""},
    ),
    (EBSCO, "CINAHL", {"doi": "10.5555/es-1", "pmid": "30000001", "abstract": "Pain fell.", "note": ""}),
    (PSYCINFO, "APA PsycInfo", {"doi": "10.5555/es-1", "pmid": "", "editors": (), "registrations": ()}),
    (ERIC, "ERIC", {"doi": "10.5555/es-1", "pmid": "", "publication_type": "journal-article"}),
    (SCOPUS, "Scopus", {"doi": "10.5555/es-1", "pmid": "30000001", "pages": "e12292", "note": "", "issn": "0000-0019"}),
    (
        WEB_OF_SCIENCE,
        "Web of Science",
        {"pages": "112", "pmid": "", "publisher": "EXAMPLE PRESS", "abstract": "Background: Pain. Results: It fell."},
    ),
    (OVID_MEDLINE, "MEDLINE", {"pmid": "30000001", "retraction": "retracted"}),
    (
        ENDNOTE,
        "Embase",
        {
            "pmid": "30000001",
            "authors": ("Rossi, A.", "Bianchi, B."),
            "keywords": ("ozone", "back pain"),
            "issn": "0000-0019 0000-0027",
            "url": "https://example.org/1",
        },
    ),
    (
        RAYYAN,
        "",
        {
            "doi": "10.5555/es-1",
            "note": "Rayyan: Anna included; Ben excluded (wrong population).",
            "issn": "0000-0019 0000-0027",
        },
    ),
    (COVIDENCE, "", {"pages": "12–19", "note": "Excluded at full text: wrong comparator", "abstract": "Pain fell."}),
    (
        ZOTERO,
        "",
        {"journal": "Handbook of examples", "editors": ("Bianchi, Bruno",), "isbn": "9783161484100", "pmid": ""},
    ),
]


def read(text):
    opened = open_file(text.encode())
    return opened, [entry.candidate for entry in opened.entries()]


@pytest.mark.parametrize(("text", "database", "expected"), DIALECTS)
def test_a_dialect_gives_its_fields_and_its_database(text, database, expected):
    opened, candidates = read(text * 2)

    assert len(candidates) == 2
    assert opened.notes == ()
    assert opened.database == database
    candidate = candidates[1]
    assert candidate.title.rstrip(".") == "Ozone for low back pain"
    assert candidate.year == 2019
    assert candidate.warnings == () or expected.get("retraction")
    assert {name: getattr(candidate, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "pmid"),
    [
        ("C3  - PUBMED 30000001", "30000001"),
        ("XR  - EMBASE 600000001; PUBMED 30000001", "30000001"),
        ("C2  - PMID: 30000001", "30000001"),
        ("AN  - MEDLINE:30000001", "30000001"),
        ("AN  - PMID 30000001", "30000001"),
        ("UR  - https://www.ncbi.nlm.nih.gov/pubmed/30000001", "30000001"),
        ("C7  - PMID: 30000001", "30000001"),
        ("M1  - PubMed ID 30000001", "30000001"),
        ("PM  - 30000001", "30000001"),
        ("C7  - 30000001", ""),
        ("M1  - 30000001", ""),
        ("AN  - 30000001", ""),
        ("C2  - 7000001", ""),
        ("C3  - University of PubMed, 30000001 beds", ""),
        ("N1  - Comment on PMID: 30000001", ""),
    ],
)
def test_a_pubmed_number_is_read_where_it_is_named(line, pmid):
    _, (candidate,) = read(f"{COMMON}{line}\nER  - \n")

    assert candidate.pmid == pmid


@pytest.mark.parametrize(
    "line", ["YR  - 2018", "Y1  - 2018/05//", "DA  - 2018/05/01", "PY  - 2018///", "Y1  - 2018 Apr"]
)
def test_a_year_is_read_from_each_tag(line):
    _, (candidate,) = read(f"TY  - JOUR\nTI  - Ozone\n{line}\nER  - \n")

    assert (candidate.year, candidate.warnings) == (2018, ())


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("PT  - Journal Article; Retracted Publication", "retracted"),
        ("M3  - Retracted", "retracted"),
        ("KW  - retracted article", "retracted"),
        ("PT  - Retraction of Publication", "notice"),
        ("M3  - Retraction", "notice"),
        ("KW  - *Retraction of Publication as Topic", ""),
        ("KW  - retraction", ""),
        ("KW  - nerve root; retracted", ""),
    ],
)
def test_a_record_says_itself_that_it_is_retracted(line, mark):
    _, (candidate,) = read(f"{COMMON}{line}\nER  - \n")

    assert candidate.retraction == mark


@pytest.mark.parametrize("tag", ["C1", "N1", "SI", "CN", "AB", "U1"])
@pytest.mark.parametrize("number", ["NCT01234567", "ISRCTN12345678", "ChiCTR-IOR-15006987", "IRCT20190101042262N1"])
def test_a_number_of_a_register_is_a_registration_wherever_it_stands(tag, number):
    _, (candidate,) = read(f"{COMMON}{tag}  - Register ({number})\nER  - \n")

    assert candidate.registrations == (number,)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("AU  - Smith J.A., Brown K., Li X.", ("Smith, J.A.", "Brown, K.", "Li, X.")),
        ("AU  - Smith JA, Brown K and Li X", ("Smith, JA", "Brown, K", "Li, X")),
        ("AU  - Smith, J.A., Brown, K., Li, X.", ("Smith, J.A.", "Brown, K.", "Li, X.")),
        ("AU  - Smith, John; Brown, Kate; WHO", ("Smith, John", "Brown, Kate", "WHO")),
        ("AU  - van der Berg A., O’Neil J.-P., et al.", ("van der Berg, A.", "O’Neil, J.-P.", "others")),
        ("AU  - Smith, John, Jr.", ("Smith, John, Jr.",)),
        ("AU  - Smith J. A.", ("Smith, J. A.",)),
        ("AU  - Ministry of Health, Rome and Milan", ("Ministry of Health, Rome and Milan",)),
        ("AU  - Research, Development and Innovation Group", ("Research, Development and Innovation Group",)),
    ],
)
def test_several_authors_in_one_field_are_split_where_it_is_safe(line, authors):
    _, (candidate,) = read(f"{COMMON}{line}\nER  - \n")

    assert (candidate.authors, candidate.warnings) == (authors, ())


@pytest.mark.parametrize(
    ("field", "authors"),
    [
        ("Rossi, A, Verdi, CB, and Neri, D", ("Rossi, A", "Verdi, CB", "Neri, D")),
        ("Rossi, Anna and Verdi, Carla and Neri, Dario", ("Rossi, Anna", "Verdi, Carla", "Neri, Dario")),
        ("Rossi, Jr., Anna and Verdi, III, Carla", ("Rossi, Anna, Jr.", "Verdi, Carla, III")),
    ],
)
def test_authors_of_bibtex_between_commas_are_split_where_it_is_safe(field, authors):
    _, (candidate,) = read(f"@article{{a, title = {{Ozone}}, year = 2019, author = {{{field}}}}}")

    assert candidate.authors == authors


def test_names_that_cannot_be_told_apart_are_one_author_with_a_warning():
    _, (candidate,) = read(f"{COMMON}AU  - Anna Rossi, Bruno Bianchi, Carla Verdi, Dario Neri\nER  - \n")

    assert candidate.authors == ("Anna Rossi, Bruno Bianchi, Carla Verdi, Dario Neri",)
    assert "could not be told apart" in " ".join(candidate.warnings)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ('{"Anna"=>"Maybe"}', "Rayyan: Anna maybe."),
        ('{"Anna"=>"Included"} | RAYYAN-LABELS: knee,ML', "Rayyan: Anna included; labels: knee, ML."),
        (
            '{"Ben"=>"Excluded"} | USER-NOTES: {"Ben"=>["too old", "ask"]} | RAYYAN-EXCLUSION-REASONS: wrong age,dose',
            "Rayyan: Ben excluded (wrong age, dose); Ben notes “too old, ask”.",
        ),
    ],
)
def test_decisions_of_rayyan_are_a_note_in_words_in_each_format(note, words):
    ris = f"{COMMON}N1  - RAYYAN-INCLUSION: {note}\nER  - \n"
    bibtex = f"@article{{a, title = {{Ozone}}, year = 2019, note = {{RAYYAN-INCLUSION: {note}}}}}"

    assert [read(text)[1][0].note for text in (ris, bibtex)] == [words, words]
