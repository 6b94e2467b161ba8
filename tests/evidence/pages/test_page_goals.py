"""How the benchmark of pages judges a page from nothing: by the page of an earlier commit where that was at hand."""

from pathlib import Path

import pytest

from benchmarks.pages.earlier_page import earlier_site
from benchmarks.pages.page_costs import HOME, ComputedCost, PageCosts
from benchmarks.pages.page_goals import REAL, PageGoal, goals_of

# The goal of home is 40 ms where the page of the earlier commit takes 190.
SHARE_OF_HOME = 40 / 190


def goal_of_home(milliseconds: float, earlier: dict[str, float]) -> PageGoal:
    cost = ComputedCost(total=milliseconds, sql=1.0, queries=1)
    pages = {HOME: PageCosts(cost, cost, person=1, kept=1, unchanged=1, size=1, sent=1, is_study=False)}
    goals = goals_of(REAL, "sqlite", pages, robots=1.0, memory=1.0, earlier=earlier)
    [found] = [goal for goal in goals if f"cold {HOME}" in goal.of]
    return found


@pytest.mark.parametrize("slower", [0.5, 1, 3])
def test_the_speed_of_the_machine_moves_no_verdict(slower: float) -> None:
    reached = goal_of_home(39 * slower, {HOME: 190 * slower})
    missed = goal_of_home(41 * slower, {HOME: 190 * slower})

    assert reached.is_reached
    assert missed.is_missed
    assert (reached.unit, reached.most) == ("x", pytest.approx(SHARE_OF_HOME))
    assert missed.measured == pytest.approx(41 / 190)


def test_the_line_tells_the_milliseconds_of_both() -> None:
    line = goal_of_home(115.6, {HOME: 380.0}).line

    assert line.startswith("MISSED       0.304 x   (at most 0.211 x)")
    assert "115.6 ms here, where commit" in line
    assert line.endswith("takes 380.0; the goal is 40 ms where it takes 190")


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
