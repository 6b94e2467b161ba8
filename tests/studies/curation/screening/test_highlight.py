"""Words of criteria in a text: whole words, plurals, beginnings, phrases; the text itself stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.choices import CriterionKind
from studies.curation.screening.highlight import highlighted, phrases_of

INCLUDE, EXCLUDE = CriterionKind.INCLUDE, CriterionKind.EXCLUDE


def marked(text: str, include: str = "", exclude: str = "") -> list[str]:
    """The marked parts of a text, those of exclusion after a minus."""
    phrases = [*phrases_of(include, INCLUDE), *phrases_of(exclude, EXCLUDE)]
    signs = {INCLUDE: "", EXCLUDE: "-"}
    return [f"{signs[piece.kind]}{piece.text}" for piece in highlighted(text, phrases) if piece.kind]


@pytest.mark.parametrize(
    ("text", "include", "exclude", "parts"),
    [
        ("Ozone for the lumbar disc", "ozone", "", ["Ozone"]),
        # Whole words only.
        ("Ozonated oil; bozone", "ozone", "", []),
        ("Ozonated oil; bozone", "ozon*", "", ["Ozonated"]),
        ("Two trials of herniated discs", "trial\ndisc", "", ["trials", "discs"]),
        ("One trial, many studies", "trials\nstudy", "", ["trial", "studies"]),
        ("Pain of the pus, gas and bias", "ga\npu\nbia", "", ["gas", "bias"]),
        # Without case and accents, on either side.
        ("ÓZONO para la hernia discal", "ozono", "", ["ÓZONO"]),
        ("Ozon in der Bandscheibe", "özon", "", ["Ozon"]),
        # Phrases over spaces, hyphens and lines, but not over the end of a sentence.
        ("low-back pain, low\nback pains", "low back pain", "", ["low-back pain", "low\nback pains"]),
        ("It was low. Back pain rose", "low back pain", "", []),
        ("randomised controlled trial", "randomi* controlled", "", ["randomised controlled"]),
        # The longest wins, then exclusion.
        ("back pain of rats", "back\nback pain", "pain", ["back pain"]),
        ("a rat", "rat", "rat", ["-rat"]),
        ("a rat model", "rat model", "rat", ["rat model"]),
        ("a rat", "* \n\n--\n", "", []),
        ("", "ozone", "", []),
    ],
)
def test_parts_that_are_words_of_criteria(text, include, exclude, parts):
    assert marked(text, include, exclude) == parts


WORDS = st.text(st.sampled_from("abs* -\n.é"), max_size=12)


@given(WORDS, WORDS, WORDS)
def test_pieces_are_the_text(text, include, exclude):
    phrases = [*phrases_of(include, INCLUDE), *phrases_of(exclude, EXCLUDE)]
    pieces = highlighted(text, phrases)

    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
