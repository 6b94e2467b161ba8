"""What counts mean for 1,000 people, and that a bad event is told with it."""

import pytest

from evidence.synthesis.absolute_differences import difference_per_thousand
from evidence.synthesis.answers import Answer
from evidence.synthesis.sentences import sentence_of
from studies.reported.rows import MeasureRow
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import ANALGESICS, MACNAB, NOT_OPERATED, OPERATED, POOR, a_count


def test_one_trial_has_its_own_difference_by_newcombe() -> None:
    """56 of 70 and 48 of 80 (Newcombe 1998, table II)."""
    ozone, sham = two_arms()
    answer = answer_of([a_count(ozone, events=56, n=70), a_count(sham, events=48, n=80)])
    assert difference_per_thousand(answer) == "200 more per 1,000, 95% interval 52 more to 334 more"


def test_a_pool_has_the_difference_of_its_ratio_at_the_comparator_risk() -> None:
    answer = answer_of(*(success_trial(8 + k, 10, n=100, measure=POOR) for k in range(3)))
    assert answer.pooled
    ratio, limits = answer.pooled.reader(), answer.pooled.reader_interval()
    expected = [f"{round(abs(100 * (value - 1)))}" for value in (ratio, limits.low, limits.high)]
    assert difference_per_thousand(answer) == (
        f"{expected[0]} fewer per 1,000, 95% interval {expected[1]} fewer to {expected[2]} more"
    )


@pytest.mark.parametrize(
    "answer",
    [
        answer_of(pain_trial()),
        answer_of(pain_trial(sd=None)),
        answer_of(success_trial(), success_trial()),
        # The upper limit would be more than everyone.
        answer_of(*(success_trial(*events, n=10) for events in ((9, 8), (9, 3), (9, 9)))),
    ],
)
def test_without_one_difference_there_is_no_text(answer: Answer) -> None:
    assert difference_per_thousand(answer) == ""


@pytest.mark.parametrize("measure", [OPERATED, POOR, ANALGESICS])
def test_a_bad_event_has_its_absolute_difference(measure: MeasureRow) -> None:
    assert "61 fewer per 1,000, 95% interval 117 fewer to 8 fewer" in str(
        sentence_of(answer_of(success_trial(7, 18, n=180, measure=measure)))
    )


def test_surgery_avoided_is_worded_as_operated() -> None:
    """173 and 162 of 180 spared is a ratio of 1.07; 7 and 18 operated is one of 0.39."""
    text = str(sentence_of(answer_of(success_trial(173, 162, n=180, measure=NOT_OPERATED))))
    assert "an operation at 4 weeks was seen in 3.9% with intradiscal ozone and 10%" in text
    assert "risk ratio 0.39" in text
    assert "1.07" not in text


def test_two_trials_of_a_bad_event_have_a_difference_each() -> None:
    text = str(sentence_of(answer_of(*(success_trial(7, 18, n=180, measure=OPERATED) for _ in range(2)))))
    people = "61 fewer per 1,000, 95% interval 117 fewer to 8 fewer"
    assert text.count(f"risk ratio 0.39 (95% interval 0.17 to 0.91), {people}") == 2


def test_a_good_outcome_has_its_difference_in_people_too() -> None:
    # 12 of 20 and 8 of 20: Newcombe's limits.
    text = str(sentence_of(answer_of(success_trial(measure=MACNAB))))
    assert "(200 more per 1,000, 95% interval 102 fewer to 456 more; risk ratio 1.50" in text


def test_a_pool_of_counts_gives_the_risks_that_follow_from_its_ratio() -> None:
    # 60 of 100 and 40 of 100 three times: ratio 1.5 of 40% is 60%.
    text = str(sentence_of(answer_of(*(success_trial(60, 40, n=100) for _ in range(3)))))
    assert "was seen in about 60% with intradiscal ozone and 40% with a sham injection (200 more per 1,000" in text
