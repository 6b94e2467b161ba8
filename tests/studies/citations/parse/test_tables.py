"""Tables: what cells and rows look like, rows that break the standard, and headers of many programs."""

import pytest

from studies.citations.parse.entries import CandidatePublication, ParsedEntry, ParseFailure
from studies.citations.parse.formats import Format
from studies.citations.parse.read_file import open_file, recognise_format


def read(text: str) -> list[ParsedEntry | ParseFailure]:
    return [entry.parsed for entry in open_file(text.encode()).entries()]


def candidate(text: str) -> CandidatePublication:
    (entry,) = open_file(text.encode()).entries()
    assert entry.candidate
    return entry.candidate


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("a,b,c", ("a", "b", "c")),
        ('"a, b","say ""yes""","c"', ("a, b", 'say "yes"', "c")),
        ('"two\n\nlines",b,"c\n"', ("two\n\nlines", "b", "c")),
        (' a ,5" disc,c"', ("a", '5" disc', 'c"')),
        ('"a",b,"c",,,', ("a", "b", "c")),
        ('"The "new" disc","b",c', ('The "new" disc', "b", "c")),
        ('"""a""",b,c', ('"a"', "b", "c")),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_of_a_row(row, cells, delimiter):
    text = "Title,Year,DOI\n".replace(",", delimiter) + row.replace(",", delimiter)

    (entry,) = read(text)

    assert isinstance(entry, ParsedEntry)
    expected = dict(zip(("title", "year", "doi"), (cell.replace(",", delimiter) for cell in cells), strict=True))
    assert dict(entry.fields) == expected
    assert read(entry.raw)[0].raw == entry.raw


ROWS = {
    "too short": ("Bad,2001", "The row has 2 cells and the header 3."),
    "too long": ("Bad,2001,10.1/x,more", "The row has 4 cells and the header 3."),
    "a quote that is never closed": ('"Bad,2001,10.1/x', "A quote in the row is never closed"),
    "a quote that is never closed, at the end": ('Bad,2001,"', "A quote in the row is never closed"),
    "a quote inside": ('"Bad" disc,2001,10.1/x', "A quote in the row is never closed"),
    "lines below a quote": ('"Bad\nsecond line\nthird" line,2001,10.1/x', "A quote in the row is never closed"),
}
GOOD = "Good,2000,10.1/good\n"
QUOTED = '"Quoted, good","2000","10.1/quoted"\n'


@pytest.mark.parametrize("after", [GOOD, QUOTED, QUOTED + GOOD])
@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_breaks_the_standard_costs_no_neighbour(name, after):
    bad, reason = ROWS[name]

    found = read(f"Title,Year,DOI\n{GOOD}{QUOTED}{bad}\n{after}")

    titles = [entry.first("title") for entry in found if isinstance(entry, ParsedEntry)]
    assert titles == ["Good", "Quoted, good", *["Quoted, good"][: after.count("Q")], *["Good"][: after.count("Good")]]
    failures = [entry for entry in found if isinstance(entry, ParseFailure)]
    assert failures[0].line == 4
    assert failures[0].reason.startswith(reason)
    assert "\n".join(failure.raw for failure in failures) == bad


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        pytest.param(
            "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,"
            "notes,doi,keywords,pubmed_id,pmc_id",
            'rayyan-1,Ozone,2019,5,3,Spine,0362-2436,4,2,1-9,"Rossi, Anna and van Dam, Ko",,eng,,,Pain.,'
            '"RAYYAN-INCLUSION: {""Anna""=>""Included""}",,ozone,'
            "15891150,PMC1234567",
            {
                "citation_key": "rayyan-1",
                "authors": ("Rossi, Anna", "van Dam, Ko"),
                "pmid": "15891150",
                "pmcid": "PMC1234567",
                "number": "2",
                "note": "Rayyan: Anna included.",
                "issn": "0362-2436",
            },
            id="Rayyan",
        ),
        pytest.param(
            "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,"
            "Covidence #,Study,Notes,Tags",
            'Ozone,"Rossi, Anna; van Dam, Ko",Pain.,2019,May,Spine,4,2,1-9,PMID: 15891150,10.1/x,1,#12,Rossi 2019,,',
            {"authors": ("Rossi, Anna", "van Dam, Ko"), "year": 2019, "pmid": "15891150", "citation_key": "#12"},
            id="Covidence",
        ),
        pytest.param(
            '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url",'
            '"Abstract Note","Date","Pages","Issue","Volume","Journal Abbreviation","Language","Extra","Manual Tags",'
            '"Automatic Tags","Editor"',
            '"AB12","bookSection","2019","Rossi, Anna; van Dam, Ko","Ozone","Methods","","10.1/x","https://x.org/a",'
            '"Pain.","2019-05","1-9","","","Meth","en","PMID: 15891150","ozone","Pain","Bruni, Bea"',
            {
                "publication_type": "book-chapter",
                "journal": "Methods",
                "editors": ("Bruni, Bea",),
                "keywords": ("ozone", "Pain"),
                "pmid": "15891150",
                "url": "https://x.org/a",
            },
            id="Zotero",
        ),
        pytest.param(
            "Title,Author Names,Source,Source title,Publication Year,Volume,Issue,First Page,Last Page,"
            "Publication Type,ISSN,Abstract,Clinical Trial Numbers,Embase Accession ID,Medline PMID,DOI",
            'Ozone,"Rossi A., van Dam K.",Spine (2019) 4:2 (1-9),Spine,2019,4,2,1,9,Conference Abstract,3622436,Pain.,'
            "NCT01234567,2012345678,15891150,10.1/x",
            {
                "journal": "Spine",
                "pages": "1–9",
                "publication_type": "conference-abstract",
                "registrations": ("NCT01234567",),
                "pmid": "15891150",
            },
            id="Embase",
        ),
        pytest.param(
            "ID\tAU\tTI\tSO\tYR\tVL\tNO\tPG\tPM\tDOI\tAB\tUS",
            "CN-01\tRossi, A; Bruni, B\tOzone\tSpine\t2019\t4\t2\t1-9\tPUBMED 15891150\t10.1/x\tPain.\thttps://x.org",
            {"journal": "Spine", "year": 2019, "pmid": "15891150", "citation_key": "CN-01", "abstract": "Pain."},
            id="letters",
        ),
        pytest.param(
            "Title,Original Title,Author Names,Correspondence Address,Source,Abstract,"
            "Emtree Medical Index Terms (Major Focus),Clinical Trial Numbers,Open URL Link",
            'Ozone,,"Rossi A.B., van Dam K.",Bari,Spine (2019) 4:2 (1-9). Date of Publication: 2019,"Pain\n\nfell.",'
            '"cyst (diagnosis, surgery), pain",NCT01234567,'
            "http://sfx.example.org/?sid=EMBASE&issn=03622436&id=doi:10.1000%2Fspine.1&atitle=Ozone&volume=4",
            {
                "authors": ("Rossi, A.B.", "van Dam, K."),
                "journal": "Spine",
                "year": 2019,
                "volume": "4",
                "number": "2",
                "pages": "1–9",
                "doi": "10.1000/spine.1",
                "keywords": ("cyst (diagnosis, surgery)", "pain"),
                "registrations": ("NCT01234567",),
                "abstract": "Pain fell.",
            },
            id="Embase, with its column of sources",
        ),
        pytest.param(
            "Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Author/s,Volume,"
            "Issue Number,Start Page,End Page,Source URLs,PMID,DOI",
            "000-1,Ozone,2019-05-03,2019,journal article,Spine,03622436; 15281159,Anna Rossi; Ko van Dam,4,NA,1,9,"
            "https://www.ncbi.nlm.nih.gov/pubmed/15891150,NA,10.1/x",
            {
                "citation_key": "000-1",
                "authors": ("Rossi, Anna", "van Dam, Ko"),
                "issn": "0362-2436 1528-1159",
                "number": "",
                "pmid": "15891150",
                "publication_type": "journal-article",
            },
            id="The Lens",
        ),
        pytest.param(
            '"About the data: Exported on May 3, 2019. Criteria: ozone."\n'
            "Rank,Publication ID,DOI,PMID,Title,Source title,Anthology title,PubYear,Volume,Issue,Pagination,Authors",
            '1,pub.1,10.1/x,15891150,Ozone,Spine,,2019,4,2,1-9,"Rossi, Anna; van Dam, Ko"',
            {"pages": "1–9", "year": 2019, "journal": "Spine", "authors": ("Rossi, Anna", "van Dam, Ko")},
            id="Dimensions",
        ),
    ],
)
def test_columns_are_found_by_their_names(header, row, expected):
    text = f"{header}\n{row}\n"
    found = candidate(text)

    assert recognise_format(text) is Format.CITATION_TABLE
    assert found.title == "Ozone"
    assert {name: getattr(found, name) for name in expected} == expected


def test_columns_that_are_not_used_are_named():
    opened = open_file(b"Title,Year,Reviewer,Cited by\nOzone,2000,Anna,7\n")

    assert [entry.parsed.line for entry in opened.entries()] == [2]
    assert opened.notes == ("Columns that were not used: Reviewer, Cited by.",)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Title,Year," + ",".join(f"c{n}" for n in range(1_000)), "The table has 1,002 columns; the limit is 500."),
        ('Title,Year,"DOI', "A quote in the header of the table is never closed."),
    ],
)
def test_a_header_that_is_none_is_a_failure(header, reason):
    (failure,) = read(f"{header}\nOzone,2000\n")

    assert isinstance(failure, ParseFailure)
    assert (failure.line, failure.reason) == (1, reason)


@pytest.mark.parametrize(
    ("full_names", "authors", "expected"),
    [
        ("", "Smith J., Brown K.A., Li X.", ("Smith, J.", "Brown, K.A.", "Li, X.")),
        ("", "Smith, J.; Brown, K.A.", ("Smith, J.", "Brown, K.A.")),
        ("Smith, John (571); Brown, Kim (572)", "Smith, J.; Brown, K.", ("Smith, John", "Brown, Kim")),
        ("", "[No author name available]", ()),
    ],
)
def test_authors_of_a_scopus_table(full_names, authors, expected):
    text = f'Authors,Author full names,Title,Source title,EID\n"{authors}","{full_names}",Ozone,Spine,2-s2.0-1\n'

    assert recognise_format(text) is Format.SCOPUS_TABLE
    assert candidate(text).authors == expected


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Rossi A, van Dam KA Jr, WHO Group, Li X-Y.", ("Rossi, A", "van Dam, KA, Jr", "WHO Group", "Li, X-Y")),
        ("", ()),
    ],
)
def test_authors_of_a_pubmed_table(authors, expected):
    header = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year"

    assert candidate(f'{header}\n1,Ozone,"{authors}",Spine. 2005;30:1.,,Spine,2005').authors == expected
