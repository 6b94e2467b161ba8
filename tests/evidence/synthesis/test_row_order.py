"""The order of the rows and the numbers of the records decide nothing."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.synthesis.answers import synthesise
from evidence.synthesis.eligibility import EligibleContrast, judge_evidence
from studies.reported.rows import ArmRow, Evidence, ResultRow
from studies.selectors import read_evidence
from tests.evidence.synthesis.build import a_contrast, evidence_of
from tests.evidence.synthesis.row_order import answers_in_words, reordered
from tests.rows import ODI, OTHER, RMDQ, VAS, a_count, a_query, a_score, a_study, an_arm

measures = st.sampled_from([VAS, VAS, ODI, RMDQ, OTHER])
outcomes = st.fixed_dictionaries(
    {
        "measure": measures,
        "outcome_name": st.sampled_from(["at rest", "walking"]),
        "weeks": st.sampled_from([3.0, 5.0]),
        "is_change": st.booleans(),
    }
)
differences = st.sampled_from(
    [
        {"effect_measure": "MD", "estimate": -1, "se": 0.5},
        {"effect_measure": "MD", "estimate": -2, "ci_low": -3, "ci_high": -1},
        {"effect_measure": "adjusted-MD", "estimate": -1.5, "se": 0.4},
        {"effect_measure": "RR", "estimate": 1.5, "se": 0.2},
        {"effect_measure": "OR", "estimate": 2, "se": 0.3},
    ]
)
means = st.sampled_from([20.0, 30.0, 40.0, 50.0])
comparators = st.sampled_from([("ozone",), ("sham",)])


@st.composite
def results_of(draw: st.DrawFn, arm: ArmRow, outcome: dict[str, Any]) -> list[ResultRow]:
    """One result of an arm, sometimes two of one outcome and time."""
    repeats = range(draw(st.sampled_from([1, 1, 1, 2])))
    if outcome["measure"] is OTHER and draw(st.booleans()):
        return [a_count(arm, **outcome, n=20, events=draw(st.integers(0, 10))) for _ in repeats]
    scale = {"scale_min": 0, "scale_max": 100}
    return [a_score(arm, **outcome, **scale, n=20, mean=draw(means), sd=20) for _ in repeats]


@st.composite
def study_rows(draw: st.DrawFn) -> tuple[list[ArmRow], list[ResultRow]]:
    """A study with few times and measures, so that many of its results are as good as each other."""
    study = a_study(cohort_group=draw(st.sampled_from(["", "one clinic"])))
    arms = [
        an_arm(*received, study=study, stratum=stratum, label=f"{received[0]} {stratum} {place}")
        for stratum in draw(st.sampled_from([("",), ("disc", "other")]))
        for place, received in enumerate([("ozone",), ("sham",), draw(comparators)])
    ]
    found = draw(st.lists(outcomes, min_size=1, max_size=4))
    return arms, [row for arm in arms for outcome in found for row in draw(results_of(arm, outcome))]


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    studies = draw(st.lists(study_rows(), min_size=1, max_size=3))
    directions = st.sampled_from(["favours-ozone", "no-difference"])
    return evidence_of(
        *(rows for _, rows in studies),
        reported=[
            a_contrast(arms[0], arms[1], draw(measures), direction="not-stated", **draw(differences))
            for arms, _ in studies
        ]
        + [
            a_contrast(arms[0], arms[1], draw(measures), direction=draw(directions))
            for arms, _ in studies
            for _ in "12"
        ],
        queries=[
            a_query(row, problem=f"doubt {draw(means)}")
            for _, rows in studies
            for row in rows
            if draw(st.integers(0, 9)) == 0
        ],
    )


@given(evidence(), st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_same_answers(rows: Evidence, chance: Random) -> None:
    assert answers_in_words(reordered(rows, chance)) == answers_in_words(rows)


@given(evidence())
def test_a_study_answers_by_one_kind_of_score_and_no_one_counts_twice(rows: Evidence) -> None:
    judged = judge_evidence(rows)
    kinds = {(item.contrast, item.printed): item.score_kind for item in judged if isinstance(item, EligibleContrast)}
    for answer in synthesise(judged).answers:
        for entry in answer.all_entries:
            used = {kinds[contrast, line.printed] for line in entry.lines for contrast in line.contrasts}
            assert len(used) == 1
            arms = [{arm for contrast in line.contrasts for arm in contrast.pair.arms} for line in entry.lines]
            assert sum(map(len, arms)) == len(set().union(*arms))
        ids = [entry.study.id for entry in answer.entries]
        assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("real_evidence", "db")
@pytest.mark.parametrize("seed", range(3))
def test_real_rows_in_another_order_give_the_same_answers(seed: int) -> None:
    rows = read_evidence()
    assert answers_in_words(reordered(rows, Random(seed))) == answers_in_words(rows)  # noqa: S311 - no secret
