"""Every kind of sentence x direction x certainty: grammatical, never silent on direction, and never more than known."""

import re

import pytest

from evidence.choices import Certainty
from evidence.grading.rating_fingerprint import graded_statement
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.sentence_patterns import PATTERNS, SentenceKind
from evidence.synthesis.sentences import sentence_of
from studies.choices import Severity
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import MACNAB, ODI, POOR, RMDQ, a_query, a_study

# What the figure says and what its interval holds: ozone lower, higher, or both sides of no difference.
DOWN, UP, OPEN = "down", "up", "open"
SCORES = {DOWN: (2.0, 6.0), UP: (6.0, 2.0), OPEN: (3.9, 4.1)}
COUNTS = {DOWN: (4, 16), UP: (16, 4), OPEN: (10, 9)}
RATIOS = {DOWN: (0.5, 0.3, 0.8), UP: (2.0, 1.3, 3.1), OPEN: (1.1, 0.6, 2.0)}


def printed_ratio(measure: str, figures: tuple[float, float, float]) -> Answer:
    estimate, low, high = figures
    values = {"estimate": estimate, "ci_low": low, "ci_high": high, "ci_level": 95, "direction": "not-stated"}
    arms = two_arms()
    return answer_of(reported=[a_contrast(*arms, POOR, effect_measure=measure, **values)], arms=arms)


def strata(trial: list[ResultRow], other: list[ResultRow]) -> Answer:
    return answer_of(trial, other)


def answers(direction: str) -> dict[str, Answer]:
    """An answer of each kind whose figure has this direction."""
    ozone, comparator = SCORES[direction]
    events, against = COUNTS[direction]
    study = a_study()
    apart = [two_arms(study=study, stratum=name) for name in ("disc", "stenosis")]
    scores = {
        "one trial of a score": answer_of(pain_trial(ozone, comparator, n=40)),
        "a pool of scores": answer_of(*(pain_trial(ozone, comparator, n=40) for _ in range(3))),
        "a pool across scales": answer_of(
            *(pain_trial(10 * ozone, 10 * comparator, sd=20, n=40, measure=ODI) for _ in range(2)),
            pain_trial(2 * ozone, 2 * comparator, sd=5, n=40, measure=RMDQ),
        ),
        "strata of a score": answer_of(*(pain_trial(ozone, comparator, n=40, arms=pair) for pair in apart)),
    }
    counts = {
        f"{kind}, {measure.slug}": answer_of(*trials)
        for measure in (MACNAB, POOR)
        for kind, trials in {
            "one trial of counts": [success_trial(events, against, measure=measure)],
            "a pool of counts": [success_trial(events + k, against + k, measure=measure) for k in range(3)],
            "strata of counts": [success_trial(events, against, measure=measure, arms=pair) for pair in apart],
        }.items()
    }
    ratios = {f"printed {measure}": printed_ratio(measure, RATIOS[direction]) for measure in ("RR", "OR", "HR")}
    return scores | counts | ratios


def without_direction() -> dict[str, Answer]:
    """An answer of each kind that has no one figure, or none at all."""
    doubted, wrong, arms = pain_trial(), pain_trial(), two_arms()
    return {
        "two trials of scores": answer_of(pain_trial(2, 6), pain_trial(6, 2)),
        "two trials of counts": answer_of(success_trial(4, 16), success_trial(16, 4)),
        "counts without events on one side": answer_of(success_trial(0, 8, measure=POOR)),
        "parts": answer_of(success_trial(part="extrusions")),
        "means without a spread": answer_of(pain_trial(sd=None)),
        "a change without a spread": answer_of(pain_trial(-2, -1, sd=None, is_change=True)),
        "values of two trials": answer_of(pain_trial(sd=None), pain_trial(sd=None)),
        "counts without events": answer_of(success_trial(0, 0, measure=POOR)),
        "doubted": answer_of(doubted, queries=[a_query(doubted[0])]),
        "left out for an error": answer_of(wrong, queries=[a_query(wrong[0], severity=Severity.ERROR)]),
        "a printed direction": answer_of(reported=[a_contrast(*arms)], arms=arms),
    }


WITH_DIRECTION = [
    pytest.param(answer, direction, id=f"{kind}, {direction}")
    for direction in (DOWN, UP, OPEN)
    for kind, answer in answers(direction).items()
]
EVERY = [*(case.values[0] for case in WITH_DIRECTION), *without_direction().values()]
RATING_WORDS = {
    Certainty.HIGH: "",
    Certainty.MODERATE: "probably",
    Certainty.LOW: "may",
    Certainty.VERY_LOW: "very uncertain",
}


def grammatical(text: str) -> bool:
    """Whether sentences start and end as sentences do, with no hole or double word where a pattern was filled."""
    wrong = (r"  ", r"\.\.", r" [.,;)]", r"\( ", r"[{}]", r"None", r"\b(\w+) \1\b", r";\)", r"\(;", r"^[a-z]")
    return (
        text.endswith(".") and text.count("(") == text.count(")") and not any(re.search(each, text) for each in wrong)
    )


@pytest.mark.parametrize("answer", EVERY, ids=lambda answer: str(sentence_of(answer))[:70])
def test_every_sentence_is_grammatical_and_unrated(answer: Answer) -> None:
    text = str(sentence_of(answer))
    assert grammatical(text), text
    assert not re.search(r"\b(may|probably|uncertain|likely|little|significant\w*|no effect)\b", text)
    assert not re.search(r"\b(CI|RR|OR|HR|SMD|MD)\b", text)


@pytest.mark.parametrize(("answer", "direction"), WITH_DIRECTION)
def test_a_sentence_with_a_figure_says_its_direction_and_which_side_is_better(answer: Answer, direction: str) -> None:
    text = str(sentence_of(answer)).split(" Caution:")[0]
    assert text.count(" is better") == 1, text
    figure = f"{sentence_of(answer).figure} {sentence_of(answer).interval}"
    ways = {DOWN: ("lower", "fewer"), UP: ("higher", "more ")}
    if "per 1,000" in text or not answer.is_ratio:
        side = ways[UP if direction == OPEN and answer.is_ratio else DOWN if direction == OPEN else direction]
        assert any(word in figure for word in side), text
    else:
        assert re.search(r"\d times (as frequent|the odds|the hazard)", text), text
    limits = re.search(r"95% interval ([^;)]*)", text).group(1)
    both_sides = ("lower to" in limits and "higher" in limits) or ("fewer to" in limits and "more" in limits)
    if not answer.is_ratio or "per 1,000" in text:
        assert both_sides is (direction == OPEN), text


@pytest.mark.parametrize("answer", without_direction().values(), ids=list(without_direction()))
def test_without_one_figure_no_direction_is_claimed(answer: Answer) -> None:
    text = str(sentence_of(answer))
    if answer.state is not AnswerState.SIDE_BY_SIDE:
        assert not re.search(r"\b(lower|higher|more|fewer)\b(?! is better)", text.replace("fewer per", "")), text


@pytest.mark.parametrize("level", Certainty)
def test_a_rated_statement_has_the_words_of_its_level_only(level: Certainty) -> None:
    others = "|".join(word for other, word in RATING_WORDS.items() if other is not level and word)
    for answer, direction in (case.values for case in WITH_DIRECTION if case.values[0].is_usable):
        text = graded_statement(answer, level)
        assert grammatical(text), text
        assert RATING_WORDS[level] in text, text
        assert not re.search(rf"\b({others})\b", text), text
        if level is Certainty.VERY_LOW:
            assert not re.search(r"reduc|increas", text), text
        elif direction == OPEN:
            assert "though its interval holds no difference too" in text, text
        else:
            assert re.search({DOWN: "reduce", UP: "increase"}[direction], text), text


def test_every_kind_of_sentence_is_tried() -> None:
    pieces = {kind: re.split(r"\{\w+\}", f"{item.lead}{{figure}}{item.tail}") for kind, item in PATTERNS.items()}
    texts = [str(sentence_of(answer)) for answer in EVERY]
    for kind in SentenceKind:
        assert any(all(piece.strip() in text for piece in pieces[kind]) for text in texts), kind
