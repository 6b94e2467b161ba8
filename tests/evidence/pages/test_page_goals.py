"""How the benchmark of pages judges a page that is computed: by its goal, and by how slow the machine is."""

from pathlib import Path

import pytest

from benchmarks.pages.earlier_page import earlier_site
from benchmarks.pages.page_costs import CONDITION, HOME, ComputedCost, PageCosts
from benchmarks.pages.page_goals import REAL, SYNTHETIC, PageGoal, goals_of


def goal_of_home(milliseconds: float, earlier: dict[str, float]) -> PageGoal:
    cost = ComputedCost(total=milliseconds, sql=1.0, queries=1)
    pages = {HOME: PageCosts(cost, cost, person=1, kept=1, unchanged=1, size=1, sent=1, is_study=False)}
    goals = goals_of(REAL, "sqlite", pages, robots=1.0, memory=1.0, earlier=earlier)
    [found] = [goal for goal in goals if f"cold {HOME}" in goal.of]
    return found


@pytest.mark.parametrize("slower", [1, 3])
def test_a_slower_machine_moves_no_verdict(slower: float) -> None:
    reached = goal_of_home(39 * slower, {HOME: 190 * slower})
    missed = goal_of_home(41 * slower, {HOME: 190 * slower})

    assert reached.is_reached
    assert missed.is_missed
    assert (missed.measured, missed.most) == (41 * slower, 40 * slower)


def test_a_faster_machine_is_judged_by_the_milliseconds_themselves() -> None:
    assert goal_of_home(39, {HOME: 95}).is_reached
    assert goal_of_home(41, {HOME: 95}).is_missed


def test_the_line_tells_the_milliseconds_of_both_and_their_ratio() -> None:
    line = goal_of_home(115.6, {HOME: 380.0}).line

    assert line.startswith("MISSED     115.600 ms  (at most 80 ms)")
    assert "0.304 times commit" in line
    assert line.endswith("which takes 380.0 ms here and took 190 where the goal was 40, 0.211 times")


def test_without_the_earlier_commit_milliseconds_are_judged() -> None:
    assert goal_of_home(40, {}).is_reached
    goal = goal_of_home(41, {})

    assert goal.is_missed
    assert (goal.unit, goal.most, goal.measured) == ("ms", 40, 41)


def test_a_commit_that_is_not_at_hand_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.harness.earlier_code.ROOT", tmp_path)

    with earlier_site("sqlite:///never.sqlite3") as code:
        assert code is None
    assert "are judged in milliseconds of this machine" in capsys.readouterr().out


def test_with_many_studies_a_page_is_judged_after_one_change() -> None:
    cold, changed = (ComputedCost(total=total, sql=1.0, queries=1) for total in (9, 2))
    pages = {CONDITION: PageCosts(cold, changed, person=1, kept=1, unchanged=1, size=1, sent=1, is_study=False)}

    goals = goals_of(SYNTHETIC, "sqlite", pages, robots=1.0, memory=1.0, earlier={})

    lines = [goal.line for goal in goals if "in times its SQL" in goal.of]
    assert [line.split()[0] for line in lines] == ["reached", "no"]
    assert "9.000 x   (the studies are kept before the first reader)" in lines[1]
