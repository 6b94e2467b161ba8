"""What the interval of a ratio and that of the difference say together."""

import pytest

from evidence.findings.finding import effect_comment
from tests.evidence.synthesis.build import answer_of, success_trial

BOTH = "The interval holds both more and fewer."
BORDERLINE = "Of the intervals of ratio and difference one alone holds both more and fewer."


@pytest.mark.parametrize(
    ("events", "n", "comment"),
    [
        ((13, 10), 25, BOTH),
        # RR 1.25 (0.998 to 1.565), 179 more per 1,000 (2 more to 347 more).
        ((35, 28), 39, BORDERLINE),
        ((38, 20), 40, ""),
    ],
)
def test_a_ratio_has_a_comment_where_none_is_not_excluded(events: tuple[int, int], n: int, comment: str) -> None:
    assert effect_comment(answer_of(success_trial(*events, n=n)), []) == comment


def test_a_pool_of_ratios_has_one_interval() -> None:
    assert effect_comment(answer_of(*(success_trial(11, 10) for _ in range(3))), []) == BOTH
