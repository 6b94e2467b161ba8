"""Any bytes give a plan or one message, never an exception, and totals that add up."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.choices import ImportVerdict
from studies.citations.parse.author_names import bibtex_names
from studies.citations.parse.decoding import decode
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.latex import decode_latex
from studies.citations.parse.read_file import open_file
from studies.citations.plan import KnownPublications, PlannedEntry, Planner

# Fragments of real files, so that random text resembles real files.
_PIECES = st.sampled_from(
    [
        *(
            "@article{",
            "@misc{k,",
            "@string{a = ",
            "@comment{",
            "@preamble{",
            "@",
            "%",
            "}",
            "{",
            '"',
            ",",
            "=",
            "#",
            "\\",
        ),
        *(
            "title = {Ozone for pain}",
            "author = {A and B and others}",
            "year = 2000",
            "doi = {10.1000/1}",
            "\n",
            "\r\n",
        ),
        *(
            "TY  - JOUR\n",
            "TI  - Ozone for back pain\n",
            "ER  - \n",
            "AU  - Rossi, Anna\n",
            "PMID- 123\n",
            "      more\n",
        ),
        *(
            "<xml><records>",
            "<record><ref-type>17</ref-type>",
            "<titles><title>Ozone</title></titles>",
            "</record>",
            "<PubmedArticleSet><PubmedArticle>",
            "<MedlineCitation><Article><ArticleTitle>",
            "</PubmedArticle>",
            "<!--",
            "-->",
        ),
        *('[{"type": "book", ', '"title": "Ozone", ', '"author": [{"family": "A"}], ', "}, {", "[", "]"),
        *(
            "Title,Year,Authors\n",
            '"Ozone, new",2000,A\n',
            "PMID,Title,Authors,Citation,X\n",
            "PT\tAU\tTI\n",
            "\t",
            ";",
        ),
        *("ty  - jour\n", "TY - JOUR\n", "<2>\n", "%0 Journal Article\n", "%T Ozone\n", "PT J\n", "TI Ozone\n", "ER\n"),
        *("Record #1 of 2\n", "ID: CN-1\n", "TI: Ozone\n", "Title\n", "  Ozone\n", "UI  - 1\n"),
        *("$", "\\'", "{\\'e}", "\\unknown{x}", "--", "é", "Ã¶", "\x00", "\ufeff", "臭氧", "&amp;", "<sub>2</sub>"),
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=40).map("".join)


def test_letters_of_another_encoding_are_counted_and_not_dropped():
    decoded = decode("Příliš žluťoučký ozón".encode("cp1250"))

    assert decoded.text == "Pøíliš žlu\ufffdouèký ozón"
    assert decoded.notes == (
        "The encoding of this file is not known: 1 character could not be read, shown as U+FFFD; other letters with "
        "accents can be wrong. Export it again as UTF-8.",
    )


_ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "cp1252", "latin-1"])
# Files that begin as those do whose format only their beginning shows.
_BEGINNINGS = st.sampled_from(
    [
        "",
        '[{"type": "book", "title": "',
        "<xml><records><record><ref-type>17</ref-type>",
        "<PubmedArticle>",
        "Title,Year\n",
    ]
)
_FILES = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda start, text, encoding: (start + text).encode(encoding, errors="replace"), _BEGINNINGS, _TEXTS, _ENCODINGS
    ),
)


def plan(data: bytes) -> list[PlannedEntry]:
    return list(Planner(KnownPublications()).plan(open_file(data).entries()))


@given(_FILES)
def test_any_file_gets_a_plan_or_a_message(data):
    try:
        entries = plan(data)
    except FileRejectedError:
        return  # in a sentence, as the last test shows
    assert {entry.verdict for entry in entries} <= set(ImportVerdict)
    assert [entry.index for entry in entries] == list(range(1, len(entries) + 1))
    check_whole(entries)


def check_whole(entries: Iterable[PlannedEntry]) -> None:
    earlier: set[int] = set()
    for entry in entries:
        assert entry.reasons
        assert all(entry.reasons)
        assert entry.parsed.line >= 1
        assert (entry.candidate is None) == (entry.verdict is ImportVerdict.UNREADABLE)
        if entry.verdict in (ImportVerdict.DUPLICATE, ImportVerdict.POSSIBLE):
            assert entry.duplicate_of is not None
            assert entry.duplicate_of.index in earlier
        earlier.add(entry.index)


@given(st.binary())
def test_any_bytes_decode_without_loss_of_the_newline_count(data):
    decoded = decode(data)

    assert "\x00" not in decoded.text
    assert "\r" not in decoded.text
    assert decoded.encoding


@given(_TEXTS)
def test_any_text_is_decoded_from_latex_and_keeps_its_digits(text):
    plain, _ = decode_latex(text)

    assert sorted(letter for letter in plain if letter in "%<>") == sorted(letter for letter in text if letter in "%<>")


@given(st.text(alphabet="abcXYZ 0123456789%<>.,;:()-+*/=!?", max_size=200))
def test_text_without_latex_is_unchanged(text):
    assert decode_latex(text)[0].replace("—", "---").replace("–", "--") == text


@given(_TEXTS)
def test_any_text_is_parsed_as_names(text):
    names, _ = bibtex_names(text)

    assert all(name.strip() for name in names)


@given(st.lists(st.sampled_from(["Rossi, Anna", "Müller, Jens", "van Dam, Ko", "WHO"]), min_size=1, max_size=9))
def test_parsed_names_round_trip(names):
    assert bibtex_names(" and ".join(names))[0] == tuple(names)


@pytest.mark.parametrize("text", ["", " \n ", "%PDF-1.4 x", "<html><p>x</p>", "a,b\n1,2", '{"a": 1}', "Dear colleague"])
def test_unrecognised_citation_file_is_refused_with_a_message(text):
    with pytest.raises(FileRejectedError, match=r"\.$"):
        open_file(text.encode())
