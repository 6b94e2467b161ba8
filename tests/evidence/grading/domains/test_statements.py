"""Statements from size and certainty."""

import re
from dataclasses import replace
from itertools import product

import pytest

from evidence.choices import Certainty
from evidence.grading.domains.statements import EstimateSide, Size, StatementFacts, statement

HIGH, MODERATE, LOW, VERY_LOW = Certainty
PAIN = StatementFacts("ozone", "a sham injection", "pain", "in the short term", EstimateSide.DOWN)
SUCCESS = replace(PAIN, outcome="success", side=EstimateSide.UP, is_share=True)
END = " in the short term, compared with a sham injection"


@pytest.mark.parametrize(
    ("facts", "level", "text"),
    [
        (PAIN, HIGH, "Ozone reduces pain"),
        (PAIN, MODERATE, "Ozone probably reduces pain"),
        (PAIN, LOW, "Ozone may reduce pain"),
        (PAIN, VERY_LOW, "The evidence is very uncertain about the effect of ozone on pain"),
        (replace(PAIN, side=EstimateSide.UP), LOW, "Ozone may increase pain"),
        (replace(PAIN, size=Size.MEDIUM), HIGH, "Ozone reduces pain"),
        (replace(PAIN, size=Size.SMALL), HIGH, "Ozone reduces pain slightly"),
        (replace(PAIN, size=Size.SMALL), LOW, "Ozone may reduce pain slightly"),
        (replace(PAIN, size=Size.LARGE), HIGH, "Ozone results in a large reduction in pain"),
        (replace(PAIN, size=Size.LARGE), MODERATE, "Ozone probably results in a large reduction in pain"),
        (replace(PAIN, size=Size.LARGE, side=EstimateSide.UP), LOW, "Ozone may result in a large increase in pain"),
        (replace(PAIN, size=Size.LITTLE), HIGH, "Ozone results in little to no difference in pain"),
        (replace(PAIN, size=Size.LITTLE), LOW, "Ozone may result in little to no difference in pain"),
        (replace(PAIN, size=Size.LARGE), VERY_LOW, "The evidence is very uncertain about the effect of ozone on pain"),
        (SUCCESS, MODERATE, "Ozone probably increases the share of people with success"),
    ],
)
def test_statement_words_follow_size_and_certainty(facts: StatementFacts, level: Certainty, text: str) -> None:
    assert statement(facts, level) == f"{text}{END}."


def test_statement_mentions_an_interval_that_includes_no_difference() -> None:
    assert statement(replace(PAIN, includes_no_difference=True), LOW) == (
        f"Ozone may reduce pain{END}, though its interval holds no difference too."
    )


def test_studies_that_point_different_ways_have_no_direction() -> None:
    assert statement(replace(PAIN, side=EstimateSide.NEITHER), LOW) == (
        f"The effect of ozone on pain{END}, points neither way at low certainty."
    )


ALL = [
    replace(PAIN, side=way, size=size, includes_no_difference=includes_no_difference, is_share=share)
    for way, size, includes_no_difference, share in product(EstimateSide, Size, (True, False), (True, False))
]


@pytest.mark.parametrize("level", Certainty)
def test_no_statement_says_no_effect_or_significant(level: Certainty) -> None:
    for text in (statement(facts, level) for facts in ALL):
        assert not re.search(r"no effect|significan|ineffective|does not", text)
        assert re.fullmatch(r"[A-Z].*[^.]\.", text)
        assert "  " not in text


@pytest.mark.parametrize("level", Certainty)
def test_without_a_published_threshold_no_size_word_is_used(level: Certainty) -> None:
    texts = [statement(facts, level) for facts in ALL if facts.size is Size.UNKNOWN]
    assert texts
    assert [text for text in texts if re.search(r"slight|large|little|small|medium", text)] == []


@pytest.mark.parametrize("level", Certainty)
def test_may_is_low_certainty_and_probably_moderate(level: Certainty) -> None:
    for facts in ALL:
        text = statement(facts, level)
        if facts.side is not EstimateSide.NEITHER or facts.size is Size.LITTLE:
            assert (" may " in text) is (level is LOW), text
            assert (" probably " in text) is (level is MODERATE), text
            assert text.startswith("The evidence is very uncertain") is (level is VERY_LOW), text
