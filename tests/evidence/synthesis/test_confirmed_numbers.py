"""Numbers behind an answer are counted once, and a sentence says how many of them are confirmed."""

import pytest

from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.confirmed_numbers import share_of_answers, share_of_line
from evidence.synthesis.eligibility import judge_evidence
from studies.reported.reported_numbers import NumberShare, confirmed_sentence
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import evidence_of, pain_trial, two_arms
from tests.rows import a_study


def trial(label: str, confirmed: frozenset[str]) -> list[ResultRow]:
    """Two arms of three numbers each, those of the first confirmed."""
    ozone, other = pain_trial(4, 5, arms=two_arms(study=a_study(label=label)), n=25)
    return [ozone._replace(provenance=Provenance(confirmed=confirmed)), other]


def answers(*trials: list[ResultRow]) -> tuple[Answer, ...]:
    return tuple(answer for answer in synthesise(judge_evidence(evidence_of(*trials))).answers if answer.is_usable)


@pytest.mark.parametrize(
    ("names", "share", "standing"),
    [
        ("", NumberShare(0, 6), "unverified"),
        ("mean", NumberShare(1, 6), "1 of 6 numbers confirmed"),
        # A confirmation of what is no number of the row says nothing of it.
        ("mean sd n median", NumberShare(3, 6), "3 of 6 numbers confirmed"),
    ],
)
def test_an_answer_has_the_numbers_of_its_rows(names: str, share: NumberShare, standing: str) -> None:
    (answer,) = answers(trial("Rossi", frozenset(names.split())))

    assert share_of_answers([answer]) == share_of_line(answer.entries[0].lines[0]) == share
    assert share.standing == standing


def test_a_number_of_two_answers_is_counted_once() -> None:
    found = answers(trial("Rossi", frozenset({"mean"})), trial("Bianchi", frozenset()))

    assert share_of_answers([*found, *found]) == NumberShare(1, 12)


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (NumberShare(), ""),
        (NumberShare(1, 1), "The one number here is confirmed by a second person."),
        (NumberShare(0, 1), "The one number here is unverified."),
        (NumberShare(31, 36), "A second person confirmed 31 of the 36 numbers here: the others are unverified."),
        (NumberShare(36, 36), "A second person confirmed all 36 numbers here."),
    ],
)
def test_a_sentence_says_how_many_are_confirmed(share: NumberShare, sentence: str) -> None:
    assert confirmed_sentence(share, "here") == sentence
