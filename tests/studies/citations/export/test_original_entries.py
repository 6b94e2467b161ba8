"""An export gives back what came in: type, key, fields and values, with what the publication says since."""

import csv
import json
from io import StringIO

import pybtex.database
import pytest
import rispy

from studies.citations.export.write_bibtex import write_bibtex
from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.export.write_ris import write_ris
from tests.studies.citations.export.imported import citations_of, imported, second_plan
from tests.studies.citations.export.round_trip import joined

ABSTRACT = "Forty people had injections of ozone into the disc, and forty had none at all."
BOOK = r"""
@string{publisher = "Springer \& Sons"}
@Book{knuth:84,
  Author = "Donald E. Knuth and M{\"u}ller, J{\"o}rg",
  Title = {Pain in the {USA}: 50\% $\alpha$},
  Publisher = publisher,
  Address = {Reading, MA}, Month = jul, YEAR = 1984, isbn = {0-201-13447-0},
  abstract = {ABSTRACT}, keywords = {back pain, ozone},
  file = {:C\:\\Users\\me\\a.pdf:PDF}, mycustom = {kept}, xref = {nowhere}
}
""".replace("ABSTRACT", ABSTRACT)


def exported(text: str, write=write_bibtex, *, private: bool = True, **changes: object) -> str:
    """A text imported and exported again, with changes that a person made of the first publication."""
    records = imported(text)
    for name, value in changes.items():
        setattr(records[0].publication, name, value)
    return joined(write, citations_of(records, private=private))


def bibtex_fields(text: str) -> dict[str, str]:
    """The one entry of a text as another program reads it, with its type and its key."""
    ((key, entry),) = pybtex.database.parse_string(text, "bibtex").entries.items()
    people = {role: " and ".join(map(str, names)) for role, names in entry.persons.items()}
    return {"type": entry.type, "key": key, **entry.fields, **people}


def test_bibtex_entry_comes_out_as_it_came_in():
    assert bibtex_fields(exported(BOOK)) == bibtex_fields(BOOK)


def test_unchanged_bibtex_entry_is_the_same_entry_for_a_second_import():
    records = imported(BOOK)

    (planned,) = second_plan(records, joined(write_bibtex, citations_of(records)))

    assert planned.reasons == ("the same entry was imported before",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Pain & 5% of {all"}, {"title": r"{Pain \& 5\% of {\textbraceleft}all}"}),
        ({"year": 1985}, {"year": "1985"}),
        ({"doi": "10.1000/a_b"}, {"doi": "10.1000/a_b"}),
        ({"isbn": "9783161484100", "language": "en_GB"}, {"isbn": "9783161484100", "language": r"en\_GB"}),
        (
            {"authors": "Knuth, Donald E., Jr; WHO Group; others"},
            {"Author": "Knuth, Jr, Donald E. and {WHO Group} and others"},
        ),
        ({"citation_key": "knuth1984"}, {"key": "knuth1984"}),
        # What earlier imports did not store is kept.
        ({"editors": "", "isbn": "", "keywords": ""}, {}),
    ],
)
def test_bibtex_entry_has_the_values_that_a_person_improved(changes, expected):
    before, after = bibtex_fields(BOOK), bibtex_fields(exported(BOOK, **changes))

    lowered = {name.lower(): value for name, value in expected.items()}
    differing = {name.lower(): value for name, value in after.items() if before.get(name) != value}
    if "author" in lowered:
        assert f"Author = {{{lowered.pop('author')}}}" in exported(BOOK, **changes)
        differing.pop("author")
    assert differing == lowered


FAMILY = r"""
@string{cup = {Cambridge \& Press}}
@inproceedings{child, title = {Ozone in a part of the proceedings}, author = {A, B}, crossref = {parent}, pages = 1}
@incollection{part, title = {Ozone in a part of the book, too}, author = {A, B}, xdata = {shared}, note = cup # { 2}}
@proceedings{parent, title = {Proceedings of Ozone}, year = 2010, editor = {Itor, Ed}, series = cup, publisher = cup}
@xdata{shared, booktitle = {Book of Ozone}, date = {2011-05}, address = {Rome}}
"""


def test_inherited_fields_and_names_of_strings_come_out_complete():
    child, part = pybtex.database.parse_string(exported(FAMILY), "bibtex").entries.values()

    assert dict(child.fields) == {
        "title": "Ozone in a part of the proceedings",
        "xref": "parent",
        "pages": "1",
        "booktitle": "Proceedings of Ozone",
        "year": "2010",
        "series": r"Cambridge \& Press",
        "publisher": r"Cambridge \& Press",
    }
    assert [str(person) for person in child.persons["editor"]] == ["Itor, Ed"]
    assert dict(part.fields) == {
        "title": "Ozone in a part of the book, too",
        "note": r"Cambridge \& Press 2",
        "booktitle": "Book of Ozone",
        "date": "2011-05",
        "address": "Rome",
    }
    assert {each.verdict for each in second_plan(imported(FAMILY), exported(FAMILY))} == {"duplicate"}


def test_cleared_identifier_does_not_come_back():
    text = "@article{a, title = {Ozone}, doi = {10.1000/wrong}, year = 2000}"

    assert "10.1000" not in exported(text, doi="", url="")


def test_lone_brace_does_not_swallow_the_next_field():
    text = r'@article{a, title = "One \{ lone and \} two \} of the other", note = "stays", year = 2001}'

    written = exported(text)

    assert bibtex_fields(written)["note"] == "stays"
    assert [each.publication.title for each in imported(written)] == [imported(text)[0].publication.title]


def test_repeated_keys_get_letters():
    text = "\n".join(f"@article{{smith, title = {{Ozone study number {number}}}}}" for number in range(4))

    written = exported(text)

    assert list(pybtex.database.parse_string(written, "bibtex").entries) == ["smith", "smitha", "smithb", "smithc"]
    assert [each.key for each in citations_of(imported(written))] == ["smith", "smitha", "smithb", "smithc"]


def test_later_entries_of_a_publication_add_what_the_first_lacks():
    first, second = imported(
        "@article{a, title = {Ozone for the back}, year = 2001}"
        "\n@article{b, title = {Ozone, for the back}, year = 2002, series = {Blue}, month = may, doi = {10.1000/other}}"
    )
    first.originals += second.originals

    fields = bibtex_fields(joined(write_bibtex, citations_of([first])))

    assert fields == {
        "type": "article", "key": "a", "title": "Ozone for the back", "year": "2001", "series": "Blue", "month": "May",
    }  # fmt: skip


@pytest.mark.parametrize("write", [write_bibtex, write_ris, write_csl, write_citation_table])
@pytest.mark.parametrize("field", ["annote", "notes", "note", "x-summary"])
def test_public_files_have_neither_abstract_nor_path_nor_script(write, field):
    text = """@misc{a, url = {java\tscript:alert(1)}, title = {Ozone for the back}, pdf = {/home/me/b.pdf},
        file = {C:\\Users\\me\\a.pdf}, abstract = {ABSTRACT}, FIELD = {In short: ABSTRACT}}"""
    text = text.replace("ABSTRACT", ABSTRACT).replace("FIELD", field)

    public = exported(text, write, private=False)

    assert "Ozone for the back" in public
    assert [word for word in ("Forty", "Users", "home", "script") if word in public] == []
    assert "Forty" in exported(text, write)


def test_title_is_public_whatever_it_looks_like():
    text = r"@misc{a, title = {Ozone in C:\papers\ and elsewhere}, howpublished = {See C:\papers\b.pdf}}"

    assert list(bibtex_fields(exported(text, private=False))) == ["type", "key", "title"]


def test_book_is_a_book_in_every_format():
    assert exported(BOOK).startswith("@book{knuth:84,")
    assert exported(BOOK, write_ris).startswith("TY  - BOOK\nID  - knuth:84\n")
    (item,) = json.loads(exported(BOOK, write_csl))
    assert (item["type"], item["id"], item["publisher"]) == ("book", "knuth:84", "Springer & Sons")
    assert "container-title" not in item
    assert item["issued"] == {"date-parts": [[1984, 7]]}


def test_ris_of_a_bibtex_entry_has_every_field():
    (record,) = rispy.loads(exported(BOOK, write_ris))

    assert record["authors"] == ["Knuth, Donald E.", "Müller, Jörg"]
    assert (record["publisher"], record["date"], record["issn"]) == ("Springer & Sons", "1984/07/", "0201134470")
    assert (record["abstract"], record["keywords"]) == (ABSTRACT, ["back pain", "ozone"])


RIS = """TY  - JOUR
T1  - Ozone for the back
A1  - Bonetti, Matteo
A1  - WHO Group,
Y1  - 2005/05/03/
JF  - Spine Journal
J2  - Spine J
U1  - my custom field
SP  - 1
EP  - 9
N2  - Forty people.
L1  - file:///C:/Users/me/a.pdf
ER  -
"""


def test_ris_record_keeps_its_tags():
    original, written = (rispy.loads(text)[0] for text in (RIS, exported(RIS, write_ris)))

    assert written == original | {"id": "bonetti2005"}


def test_ris_record_has_improved_values_under_its_own_tags():
    written = exported(RIS, write_ris, title="Ozone for backs", pages="2–8", authors="Bonetti, M")

    assert "T1  - Ozone for backs\nA1  - Bonetti, M\nY1  - 2005/05/03/\n" in written
    assert "SP  - 2\nEP  - 8\n" in written
    assert "TI  -" not in written


def test_csv_names_every_field():
    (row,) = csv.DictReader(StringIO(exported(BOOK, write_citation_table)))

    assert (row["key"], row["entry_type"], row["publisher"]) == ("knuth:84", "book", "Springer & Sons")
    assert (row["date"], row["isbn"], row["keywords"], row["abstract"]) == (
        "1984-07", "0201134470", "back pain; ozone", ABSTRACT,
    )  # fmt: skip
