"""Whatever the magnitude of what is printed, the synthesis answers in finite numbers or says why it does not."""

from math import isfinite
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from evidence.synthesis.alternatives import alternatives, steps_by_year, steps_without_each_study
from evidence.synthesis.arithmetic import arithmetic_steps
from evidence.synthesis.changes import changes
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.priority import tasks_of
from evidence.synthesis.proportions import proportions
from tests.evidence.synthesis.build import answers_of, evidence_of, success_trial, two_arms
from tests.extreme_numbers import numbers, numbers_in
from tests.rows import a_count, a_score, an_arm

FIELDS = ("mean", "sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum", "scale_max")

printed = st.dictionaries(st.sampled_from(FIELDS), numbers)
scored = st.tuples(printed, st.sampled_from((None, 1, 2, 20, 2_000_000_000)))
counted = st.sampled_from(((0, 20), (1, 20), (20, 20), (0, 2_000_000_000), (2_000_000_000, 2_000_000_000)))

Scored = tuple[dict[str, Any], int | None]
Counted = tuple[int, int]
PLAIN: Scored = ({}, 20)


def finite(*results: Any) -> bool:
    return all(isfinite(number) for number in numbers_in(results))


@given(st.lists(st.tuples(scored, scored), min_size=1, max_size=5))
@example([(({"scale_max": 5e-324}, 20), PLAIN)])
@example([(({"mean": value, "sd": 1e-30}, 20), PLAIN) for value in (1e30, -1e30, 1e30)])
def test_scores_are_answered_or_left_out(drawn: list[tuple[Scored, Scored]]) -> None:
    trials = []
    for pair in drawn:
        arms = zip(two_arms(), pair, strict=True)
        trials.append([a_score(arm, **{**values, "n": n}) for arm, (values, n) in arms])
    answers = answers_of(*trials)
    for answer in answers:
        assert finite(answer.pooled, [entry.effect for entry in answer.entries])
        assert finite(alternatives(answer), steps_without_each_study(answer), steps_by_year(answer))
        assert all(arithmetic_steps(line) for entry in answer.entries for line in entry.lines)
    tasks = tasks_of(answers, [entry.study.id for answer in answers for entry in answer.entries])
    assert finite([(task.shift, task.plausible, task.after) for task in tasks])


@given(st.lists(st.tuples(counted, counted), min_size=1, max_size=5))
# The limits of their pooled ratio were beyond writing down, and pages asked for them.
@example([((2_000_000_000, 2_000_000_000), (1, 20)), ((20, 20), (0, 2_000_000_000)), ((20, 20), (0, 2_000_000_000))])
def test_counts_are_answered_in_ratios_that_can_be_written(drawn: list[tuple[Counted, Counted]]) -> None:
    trials = []
    for pair in drawn:
        trial = success_trial()
        trials.append([row._replace(events=events, n=n) for row, (events, n) in zip(trial, pair, strict=True)])
    for answer in answers_of(*trials):
        assert finite(answer.pooled and answer.pooled.reader_interval())
        assert finite(alternatives(answer), steps_without_each_study(answer), steps_by_year(answer))


@given(st.lists(st.tuples(scored, scored), min_size=1, max_size=4), st.sampled_from((None, 0.0, 0.5, 0.95)))
@example([(({"mean": 1e300}, 20), PLAIN)], 0.5)
def test_changes_are_finite(drawn: list[tuple[Scored, Scored]], correlation: float | None) -> None:
    arms = []
    for (before, n), (after, m) in drawn:
        arm = an_arm()
        first = a_score(arm, **{**before, "n": n, "weeks": 0, "timepoint_label": "baseline"})
        arms.append([first, a_score(arm, **{**after, "n": m})])
    for answer in changes(evidence_of(*arms), by_study(()), correlation):
        values = [arm.value for arm in answer.all_entries]
        assert finite(answer.pooled, [(each.before.middle, each.after.middle, each.effect) for each in values])


@given(st.lists(counted, min_size=1, max_size=5))
def test_shares_are_finite(drawn: list[Counted]) -> None:
    evidence = evidence_of([a_count(an_arm(), events=events, n=n) for events, n in drawn])
    assert finite([answer.pooled for answer in proportions(evidence, by_study(()))])
