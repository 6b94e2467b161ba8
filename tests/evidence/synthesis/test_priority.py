"""What could move a headline, against what happens when it is really done, through all the rules."""

from collections.abc import Sequence

import pytest

from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.headline import headline, outcome_answers
from evidence.synthesis.priority import Task, TaskKind, estimate_of, plausible_effects, tasks_of, variance_of_size
from evidence.synthesis.trial_directions import TrialDirection
from studies.choices import PrintedDirection, QueryState
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import Evidence, ResultRow
from tests.evidence.synthesis.build import a_contrast, evidence_of, pain_trial, success_trial, two_arms
from tests.rows import a_query, a_study

# Pain is shown on 0 to 100, its trials print 0 to 10.
TENTHS = 10


def trial(label: str, difference: float, n: int, **values) -> list[ResultRow]:
    """A trial whose ozone arm is so much lower, with the standard deviation that all of them have."""
    arms = two_arms(study=a_study(label=label))
    return pain_trial(5 + difference, 5, arms=arms, n=n, **values)


@pytest.fixture
def evidence() -> Evidence:
    """A pool of four, and next to it: a large and a small trial without spread, a doubted one, one with a direction."""
    pooled = [trial(f"Pooled {place}", -1 + place / 4, 25) for place in range(4)]
    large, small = trial("Large", 0, 150, sd=None), trial("Small", 0, 8, sd=None)
    doubted = trial("Doubted", -1, 30)
    direction_arms = two_arms(study=a_study(label="Direction only"), n_analysed=40)
    report = a_contrast(*direction_arms, direction=PrintedDirection.FAVOURS_OZONE)
    return evidence_of(
        *pooled, large, small, doubted, reported=[report], arms=direction_arms, queries=[a_query(doubted[0])]
    )


def answers(evidence: Evidence) -> tuple[Answer, ...]:
    return synthesise(judge_evidence(evidence)).answers


def tasks(evidence: Evidence) -> list[Task]:
    unverified = [arm.study.id for arm in evidence.arms]
    return tasks_of(answers(evidence), unverified)


def estimate(evidence: Evidence) -> tuple[float, float]:
    """The headline's own estimate and its standard error."""
    (answer,) = headline(outcome_answers(answers(evidence))).usable
    if answer.pooled:
        return answer.pooled.estimate, answer.pooled.se
    return answer.entries[0].effect.estimate, answer.entries[0].effect.se


def done(evidence: Evidence, task: Task, effect: float) -> Evidence:
    """The evidence after the task is done, with this effect, spread as everywhere."""
    arms = [arm for arm in evidence.arms if arm.study.id == task.study.id]
    rows = [row for row in evidence.results if row.arm.study.id == task.study.id]
    rows = rows or pain_trial(arms=arms, n=arms[0].n)
    there = {row.arm.id: row for row in rows}
    found = [
        there[arm.id]._replace(mean=5 + (effect / TENTHS if "sham" not in arm.label else 0), sd=2.0) for arm in arms
    ]
    others = [row for row in evidence.results if row.arm.study.id != task.study.id]
    queries = tuple(
        query if query.study != task.study.id else query._replace(state=QueryState.RESOLVED)
        for query in evidence.queries
    )
    return Evidence(evidence.arms, (*others, *found), evidence.reported, queries)


def moved(evidence: Evidence, task: Task) -> float:
    """How far the headline really moves, in its standard errors, at most, with the effects that are plausible."""
    before, error = estimate(evidence)
    return max(abs(estimate(done(evidence, task, effect))[0] - before) / error for effect in task.plausible)


def names(found: Sequence[Task]) -> list[tuple[str, TaskKind]]:
    return [(task.study.label, task.kind) for task in found]


def test_the_first_task_really_moves_the_headline_more_than_any_other(evidence):
    found = tasks(evidence)

    really = [moved(evidence, task) for task in found]

    assert len(found) == 8
    assert names(found)[0] == ("Large", TaskKind.MISSING)
    assert really[0] == max(really)
    assert really[0] > 1.04 * max(really[1:])
    assert really == pytest.approx(sorted(really, reverse=True))


def test_the_measure_is_what_happens(evidence):
    """Exactly, where the study has the spread of the others; a doubted one may also enter as printed."""
    for task in tasks(evidence):
        assert moved(evidence, task) == pytest.approx(task.shift, rel=1e-6)


def test_every_kind_of_task_is_there_and_the_small_one_is_far_down(evidence):
    found = names(tasks(evidence))

    assert ("Small", TaskKind.MISSING) in found
    assert ("Doubted", TaskKind.DOUBT) in found
    assert ("Direction only", TaskKind.MISSING) in found
    assert sum(kind is TaskKind.UNVERIFIED for _, kind in found) == 4
    assert found.index(("Small", TaskKind.MISSING)) > found.index(("Large", TaskKind.MISSING)) + 1


def test_a_study_that_was_verified_is_no_task(evidence):
    assert all(task.kind is not TaskKind.UNVERIFIED for task in tasks_of(answers(evidence), unverified=()))


def test_a_printed_direction_leaves_one_side(evidence):
    (direction_task,) = [task for task in tasks(evidence) if task.study.label == "Direction only"]

    low, high = direction_task.plausible
    # Less pain is better: in favour of ozone means lower.
    assert low < high <= 0


def test_an_answer_without_a_figure_comes_first_and_its_largest_study_first():
    """Pain is measured and not usable; success, which has a figure, is only the headline because of that."""
    success = success_trial(12, 8)
    few, many = trial("Few", -1, 10, sd=None), trial("Many", -1, 90, sd=None)

    found = tasks(evidence_of(success, few, many))

    assert [(task.study.label, task.shift) for task in found[:2]] == [("Many", None), ("Few", None)]
    assert found[2].kind is TaskKind.UNVERIFIED


def test_one_study_alone_moves_by_its_own_interval():
    (task,) = tasks(evidence_of(trial("Only", -1, 20)))

    # t at 38 degrees of freedom.
    assert task.shift == pytest.approx(2.0244, abs=0.001)
    assert task.before == pytest.approx(-10)


def test_what_no_work_would_change_is_no_task():
    """A study that may share patients with one in the answer, and one whose ozone was in both arms."""
    sharing = [trial(name, -1, n) for name, n in (("Early", 20), ("Late", 30))]
    grouped = [
        [
            row._replace(arm=row.arm._replace(study=a_study(id=900 + place, label=f"G{place}", cohort_group="one")))
            for row in rows
        ]
        for place, rows in enumerate(sharing)
    ]
    both = pain_trial(arms=two_arms("sham", in_both=["ozone"]), sd=None)

    found = tasks(evidence_of(*grouped, both))

    assert [task.kind for task in found] == [TaskKind.UNVERIFIED]
    assert all(task.reason is not ContrastExclusion.OZONE_BOTH_ARMS for task in found)


def test_a_larger_study_has_a_smaller_variance():
    (answer,) = answers(evidence_of(trial("Only", -1, 20)))

    assert variance_of_size(answer.entries, 80) == pytest.approx(answer.entries[0].effect.variance / 2)
    assert variance_of_size(answer.entries, None) == answer.entries[0].effect.variance


def test_plausible_effects_reach_as_far_as_a_new_study_would():
    """One study of estimate -10 and variance 40: a new one of variance 40 lies within -10 ± 1.96 x sqrt(80)."""
    (answer,) = answers(evidence_of(trial("Only", -1, 20)))
    effects = [answer.entries[0].effect]

    low, high = plausible_effects(effects, 40.0, TrialDirection.NOT_STATED, higher_is_better=False)

    assert (low, high) == pytest.approx((-10 - 17.530, -10 + 17.530), abs=0.001)
    assert plausible_effects(effects, 40.0, TrialDirection.FAVOURS_COMPARATOR, higher_is_better=False) == pytest.approx(
        (0, 7.530), abs=0.001
    )
    assert plausible_effects(effects, 40.0, TrialDirection.NO_DIFFERENCE, higher_is_better=False) == pytest.approx(
        (-12.396, 12.396), abs=0.001
    )
    assert estimate_of(effects)[0] == -10
