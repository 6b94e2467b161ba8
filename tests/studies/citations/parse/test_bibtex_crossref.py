"""An entry has what it inherits by crossref or xdata; its parent is no entry of its own, and is counted."""

import pytest

from benchmarks.bibtex_mutations import guard
from studies.citations.parse import text_chunks
from studies.citations.parse.entries import CandidatePublication
from studies.citations.parse.read_file import open_file

BOOK = """@proceedings{Conf:2014, title = {Ozone Congress}, subtitle = {Abstracts}, editor = {Kaya, Ege}, year = 2014,
  publisher = pub, series = {Ozone}, volume = 3, isbn = {978-3-11-021808-4}, doi = {10.1000/whole}, pages = {1--900},
  abstract = {Of the whole}, url = {https://example.org/whole}}
"""
PAPER = (
    "@inproceedings{paper, author = {Rossi, Anna}, title = {Ozone and discs}, pages = {5--9}, crossref = {conf:2014}}\n"
)
STRING = "@string{pub = {Thie} # {me}}\n"


def read(text: str) -> tuple[dict[str, CandidatePublication | None], tuple[str, ...]]:
    """Candidates by key, and the notes on the file."""
    opened = open_file(text.encode())
    return {entry.parsed.key: entry.candidate for entry in opened.entries()}, opened.notes


@pytest.mark.parametrize(
    ("text", "line"), [(STRING + PAPER + BOOK, 3), (STRING + BOOK + PAPER, 2), (STRING + BOOK + guard("g") + PAPER, 2)]
)
def test_a_part_has_the_year_and_the_book_of_its_parent_on_either_side(text, line):
    entries, notes = read(text)
    paper = entries["paper"]

    assert paper
    assert (paper.year, paper.journal, paper.volume) == (2014, "Ozone Congress: Abstracts", "3")
    assert (paper.editors, paper.publisher, paper.isbn) == (("Kaya, Ege",), "Thieme", "9783110218084")
    # What is true of the whole only.
    assert (paper.doi, paper.pages, paper.abstract, paper.url) == ("", "5–9", "", "")
    assert paper.warnings == ()
    assert "Conf:2014" not in entries
    assert notes == (f"1 entry with fields for others only (crossref, xdata, set) was skipped: line {line}.",)


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        ("@book{p, title = {B}, author = {K, E}, year = 2001}", "@inbook{c, title = {C}, crossref = {P}}", ("K, E",)),
        ("@book{p, title = {B}, author = {K, E}, year = 2001}", "@incollection{c, title = {C}, crossref = {P}}", ()),
        ("@book{p, title = {B}, editor = {K, E}, year = 2001}", "@incollection{c, title = {C}, crossref = {P}}", ()),
        (
            "@book{p, title = {B}, date = {2001-05}}",
            "@inbook{c, author = {R, A}, title = {C}, crossref = p}",
            ("R, A",),
        ),
    ],
)
def test_the_authors_of_a_book_are_those_of_its_part_only_where_they_must_be(parent, child, expected):
    entries, _ = read(f"{child}\n{parent}\n")

    assert entries["c"]
    assert (entries["c"].authors, entries["c"].year, entries["c"].journal) == (expected, 2001, "B")


def test_an_entry_keeps_what_it_has_and_its_own_fields_are_its_fingerprint():
    child = '@incollection{c, title = {C}, booktitle = {Mine}, date = {1999}, crossref = "p"}\n'
    with_parent, _ = read(
        f"{child}@collection{{p, title = {{B}}, booktitle = {{B2}}, year = 2001, publisher = {{P}}}}\n"
    )
    alone, _ = read(child)

    assert with_parent["c"]
    assert alone["c"]
    assert (with_parent["c"].journal, with_parent["c"].year, with_parent["c"].publisher) == ("Mine", 1999, "P")
    assert with_parent["c"].fingerprint == alone["c"].fingerprint
    assert alone["c"].warnings == ("It refers to 'p', which is not in this file.",)


def test_xdata_of_several_entries_and_of_theirs_gives_every_field():
    entries, notes = read(
        "@article{c, title = {C}, xdata = {one, TWO}}\n"
        "@xdata{one, journal = {Spine}, xdata = {three}}\n"
        "@xdata{two, journal = {Pain}, year = {2001}, keywords = {a; b}}\n"
        "@xdata{three, issn = {0362-2436}}\n@xdata{unused, year = {1900}}\n"
    )

    assert entries.keys() == {"c"}
    assert entries["c"]
    assert (entries["c"].journal, entries["c"].year, entries["c"].issn) == ("Spine", 2001, "0362-2436")
    assert entries["c"].keywords == ("a", "b")
    assert notes[0].endswith("were skipped: lines 2, 3, 4, 5.")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        # A parent that is a publication of its own.
        ("@article{c, title = {Reply}, crossref = {p}}\n@article{p, title = {Paper}, year = 2001}", ["c", "p"]),
        # A set of entries, as biblatex writes it.
        ("@set{s, entryset = {a,b}, crossref = {a}}\n@article{a, title = {A}}\n@article{b, title = {B}}", ["a", "b"]),
        # Cycles, and an entry that names itself.
        ("@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, crossref = {a}}\n@misc{c, title = {C}}", ["c"]),
        ("@inbook{c, title = {C}, crossref = {c}}", ["c"]),
        # A reference that is commented out is none.
        ("@misc{c, title = {C},\n% crossref = {p},\n}\n@book{p, title = {B}}", ["c", "p"]),
        # A parent that cannot be read is a failure as any other entry.
        ("@inbook{c, title = {C}, crossref = {p}}\n@book{p, title = {B}", ["c", "p"]),
    ],
)
def test_what_remains_an_entry(text, keys):
    assert list(read(text)[0]) == keys


def test_a_long_chain_of_parents_ends(monkeypatch):
    monkeypatch.setattr(text_chunks, "LETTERS_A_PAGE", 300)
    chain = "".join(f"@book{{b{n}, title = {{B{n}}}, crossref = {{b{n + 1}}}}}\n" for n in range(500))
    entries, notes = read(f"@inbook{{c, title = {{C}}, crossref = {{b0}}}}\n{chain}@book{{b500, year = 2001}}\n")

    assert entries.keys() == {"c"}
    assert entries["c"]
    assert entries["c"].journal == "B0"
    assert notes[0].startswith("501 entries with fields for others only")
