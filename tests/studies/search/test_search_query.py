"""What a reader types, as a query: spellings, phrases, exclusions, alternatives, identifiers and synonyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.search.search_query import MOST_CLAUSES, Choice, SearchQuery, read_query
from studies.search.search_tokens import LONGEST_TOKEN, tokens_of
from studies.search.synonyms import SynonymSet

SYNONYMS = SynonymSet.from_lines(
    ["slipped disc; disc herniation; prolapse", "sham; placebo; simulated", "one term only", "", "; ;"]
)


def choices(query: SearchQuery) -> list[list[tuple[str, ...]]]:
    return [[choice.tokens for choice in clause.choices] for clause in query.clauses]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("randomised", "Randomized"),
        ("randomisation", "randomization"),
        ("herniated disk", "herniations of discs"),
        ("oedema, anaesthesia, tumours", "edema anesthesia tumor"),
        ("stenoses, meta-analyses", "stenosis meta-analysis"),
        ("Peña Müller HÉRNIA", "pena muller hernia"),
        ("Pen\u0303a", "Peña"),
        ("O₂–O₃", "o2-o3"),
        ("centre", "center"),
        ("30µg/ml", "30 mcg/mL"),
        ("30 \u03bcg/ml", "30 ug/ml"),
    ],
)
def test_spellings_of_a_word_are_one_token(one: str, other: str) -> None:
    without_joints = [[each for each in tokens_of(text) if each != "of"] for text in (one, other)]
    assert without_joints[0] == without_joints[1]


def test_signs_without_spaces_between_are_words_of_their_own() -> None:
    assert len(tokens_of("臭氧治疗")) == 4
    assert read_query("臭氧").clauses[0].choices[0].tokens == tuple(tokens_of("臭"))


@given(st.text(max_size=200))
def test_any_text_is_a_query_of_plain_tokens(text: str) -> None:
    query = read_query(text, SYNONYMS)

    assert len(query.clauses) <= MOST_CLAUSES
    for each in [*(choice for clause in query.clauses for choice in clause.choices), *query.excluded]:
        assert each.tokens
        for token in each.tokens:
            assert token.isascii()
            assert token.isalnum()
            assert token == token.lower()
            assert len(token) <= LONGEST_TOKEN + len("xdoi") or token.startswith("xdoi")


@given(st.text(max_size=60))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    assert {choice.tokens[0] for clause in read_query(text).clauses for choice in clause.choices} <= {
        *tokens_of(text),
        *(f"xdoi{''.join(tokens_of(text))}",),
    } or any(sign in text for sign in '/"“”„«»')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does ozone help my back?", [[("ozon",)], [("back",)]]),
        ("what is it", [[("what",)], [("is",)], [("it",)]]),
        ('"intradiscal ozone" pain', [[("intradisc", "ozon")], [("pain",)]]),
        ("“intradiscal ozone", [[("intradisc", "ozon")]]),
        ("steroid OR laser pain", [[("steroid",), ("laser",)], [("pain",)]]),
        ("OR pain OR", [[("pain",)]]),
        ("follow-up", [[("follow",)], [("up",)]]),
        ("or and not near", [[("not",)], [("near",)]]),
        ("PMID 20188591", [[("xpmid20188591",)]]),
        ("pmid:20188591 pain", [[("xpmid20188591",)], [("pain",)]]),
        ("PubMed 20188591", [[("xpmid20188591",)]]),
        ("pubmed 2009", [[("pubm",)], [("2009",)]]),
        ("https://www.ncbi.nlm.nih.gov/pubmed/20188591", [[("xpmid20188591",)]]),
        ("https://doi.org/10.3174/AJNR.A0123.", [[("xdoi103174ajnra0123",)]]),
        ("www.doi.org/10.3174/ajnr.a0123/", [[("xdoi103174ajnra0123",)]]),
        ("see doi.org/10.3174/ajnr.a0123, pain", [[("see",)], [("xdoi103174ajnra0123",)], [("pain",)]]),
        ("https://www.frontiersin.org/a/10.3389/fneur.2023.1078111/full#h2", [[("xdoi103389fneur20231078111",)]]),
        ("20ml 30 µg/mL", [[("20",)], [("ml",)], [("30",)], [("ug",)], [("ml",)]]),
        ("doi: 10.3174/ajnr.a0123", [[("xdoi103174ajnra0123",)]]),
        ("Bonetti et al. 2005", [[("bonetti",)], [("2005",)]]),
        ("?!", []),
    ],
)
def test_query_is_read(text: str, expected: list[list[tuple[str, ...]]]) -> None:
    assert choices(read_query(text)) == expected


@pytest.mark.parametrize(
    "text", ["slipped disc", "prolapse", "herniated discs", "herniation of the disk", "discs, slipped"]
)
def test_terms_of_one_meaning_find_the_same(text: str) -> None:
    query = read_query(text, SYNONYMS)

    assert {frozenset(each) for each in choices(query)[0]} == {
        frozenset({"slip", "disc"}),
        frozenset({"disc", "herniat"}),
        frozenset({"prolaps"}),
    }


def test_the_query_says_which_synonyms_it_used_and_no_spelling_of_the_same_term() -> None:
    query = read_query("placebo for herniated disk", SYNONYMS)

    assert [(each.words, each.others) for each in query.synonyms] == [
        ("placebo", ("sham", "simulated")),
        ("herniated disk", ("slipped disc", "prolapse")),
    ]
    assert read_query("pain", SYNONYMS).synonyms == ()


def test_a_phrase_in_quotes_has_no_synonyms_and_an_exclusion_is_what_is_typed() -> None:
    query = read_query('"slipped disc" -placebo -"at night" -', SYNONYMS)

    assert choices(query) == [[("slip", "disc")]]
    assert query.excluded == (Choice(("placebo",), is_phrase=True), Choice(("at", "night"), is_phrase=True))
    assert query.synonyms == ()


def test_not_in_capital_letters_excludes_what_follows() -> None:
    query = read_query('ozone NOT "disc pain" NOT laser AND not', SYNONYMS)

    assert choices(query) == [[("ozon",)], [("not",)]]
    assert [each.tokens for each in query.excluded] == [("disc", "pain"), ("laser",)]
    assert read_query("ozone NOT", SYNONYMS).excluded == ()


def test_only_words_to_exclude_find_nothing() -> None:
    assert read_query("-laser").clauses == ()


def test_a_wide_term_finds_the_narrow_ones_and_a_narrow_one_itself_alone() -> None:
    synonyms = SynonymSet.from_lines(["steroid; cortisone > dexamethasone", "> nothing"])

    assert choices(read_query("steroid", synonyms)) == [[("steroid",), ("cortison",), ("dexamethason",)]]
    assert choices(read_query("dexamethasone", synonyms)) == [[("dexamethason",)]]
    assert read_query("dexamethasone nothing", synonyms).synonyms == ()


def test_synonyms_stand_on_both_sides_of_or() -> None:
    assert choices(read_query("placebo OR prolapse", SYNONYMS)) == [
        [("placebo",), ("sham",), ("simul",), ("prolaps",), ("slip", "disc"), ("disc", "herniat")]
    ]
