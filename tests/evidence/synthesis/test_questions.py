"""Which contrasts ask one question, and in which order questions stand."""

import pytest

from evidence.findings.finding import anchor_of
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.synthesis.answers import Answer
from studies.reported.comparisons import Comparison
from studies.reported.outcome_facts import outcome_of
from tests.evidence.synthesis.build import answer_of, answers_of, pain_trial, success_trial, two_arms
from tests.rows import OTHER_SUCCESS


def against(*comparators: tuple[str, ...], in_both: tuple[str, ...] = ()) -> tuple[Answer, ...]:
    """The answers of one pain trial a comparator."""
    return answers_of(*(pain_trial(arms=two_arms(*other, in_both=in_both)) for other in comparators))


def on_top_of(*bases: tuple[str, ...]) -> tuple[Answer, ...]:
    return answers_of(*(pain_trial(arms=two_arms(in_both=base)) for base in bases))


def test_each_mixture_is_a_separate_question() -> None:
    answers = against(("steroid", "supplement"), ("medication", "exercise"), ("unnamed-injection",))
    assert [answer.question.words.heading for answer in answers] == [
        "Instead of physiotherapy and medication",
        "Instead of steroid and medication",
        "Instead of an injection of unnamed drugs",
    ]
    assert {answer.question.comparison for answer in answers} == {Comparison.MIXTURE}
    assert [answer.k for answer in answers] == [1, 1, 1]


def test_mixtures_of_the_same_families_ask_one_question() -> None:
    (answer,) = against(("steroid", "supplement"), ("steroid", "medication", "local-anaesthetic"))
    assert answer.k == 2


@pytest.mark.parametrize("ask", [on_top_of, against])
def test_each_set_of_procedures_is_a_separate_question(ask) -> None:  # type: ignore[no-untyped-def]
    answers = ask(("radiofrequency",), ("acupuncture-or-needle",), ("radiofrequency",), ("laser", "prp"))
    assert sorted(answer.k for answer in answers) == [1, 1, 2]


def test_massage_with_needling_is_not_needling_and_discectomy_is_another_procedure() -> None:
    answers = on_top_of(("acupuncture-or-needle",), ("acupuncture-or-needle", "physiotherapy"), ("discectomy",))
    assert [answer.question.words.heading for answer in answers] == [
        "On top of acupuncture or needling",
        "On top of acupuncture or needling and physiotherapy",
        "On top of discectomy",
    ]


def test_questions_of_one_comparison_have_addresses_and_fingerprints_of_their_own() -> None:
    answers = against(("steroid", "supplement"), ("medication", "exercise"), ("laser",), ("radiofrequency",))
    assert len({anchor_of(answer) for answer in answers}) == 4
    assert len({fingerprint_of(answer) for answer in answers}) == 4
    assert anchor_of(answers[1]).startswith("ozone-v-mixture-steroid-medication-pain-")


def test_an_address_without_a_base_is_as_it_was() -> None:
    (answer,) = on_top_of(("steroid",))
    assert anchor_of(answer).startswith("add-on-to-steroid-pain-short-")


def test_names_that_differ_in_capital_letters_alone_are_one_outcome() -> None:
    """Else two findings would have one address, and readers could open one of them only."""
    answer = answer_of(
        *(success_trial(measure=OTHER_SUCCESS, outcome_name=name) for name in ("Good Result", "good result"))
    )
    assert (answer.k, answer.question.outcome.title) == (2, "Treatment success: “Good Result”")
    capital, small = (outcome_of(OTHER_SUCCESS, name) for name in ("Good Result", "good result"))
    assert capital.title != small.title
    assert capital == small
    assert not capital != small  # noqa: SIM202 - the other operator
    assert capital != outcome_of(OTHER_SUCCESS, "a good result")


def test_comparisons_are_in_the_order_in_which_readers_need_them() -> None:
    others = ("sham",), ("steroid",), ("exercise",), ("medication",), ("steroid", "exercise"), ("discectomy",)
    rest = ("laser",), ("local-anaesthetic",)
    add_ons = ("steroid",), ("usual-care",), ("exercise",), ("laser",)
    trials = [pain_trial(arms=two_arms(*other)) for other in reversed([*others, *rest])]
    trials += [pain_trial(arms=two_arms(in_both=base)) for base in reversed(add_ons)]
    assert [answer.question.comparison.value for answer in answers_of(*trials)] == [
        "ozone-v-sham",
        "add-on-to-steroid",
        "add-on-to-usual-care",
        "add-on-to-physiotherapy",
        "add-on-to-procedure",
        "ozone-v-steroid",
        "ozone-v-physiotherapy",
        "ozone-v-medication",
        "ozone-v-mixture",
        "ozone-v-discectomy",
        "ozone-v-other-procedure",
        "ozone-v-local-anaesthetic",
    ]
