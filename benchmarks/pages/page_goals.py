"""The goals of the pages, and whether a run reached them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.pages.earlier_page import EARLIER_COMMIT, MILLISECONDS_THEN
from benchmarks.pages.page_costs import CONDITION, HOME, PARENT, STUDIES, PageCosts

REAL, SYNTHETIC = "real", "synthetic"
# Milliseconds of processor. A kept page also costs at most so many times /robots.txt.
MOST_KEPT, MOST_UNCHANGED, MOST_TIMES_ROBOTS = 3.0, 2.0, 3.0
# Of a page that is computed. With the real data in milliseconds; where the page of an earlier commit takes longer than
# the 190 of the day of the goals, in the same turns, so many times as long. With many studies in times its bare SQL,
# judged where the database works in this process: of another server the processor time is only the client's part.
MOST_COLD = {HOME: 40.0, CONDITION: 60.0, PARENT: 60.0, STUDIES: 30.0}
MOST_COLD_STUDY = 30.0
MOST_TIMES_SQL = {CONDITION: 3.0}
JUDGED_BY_SQL = "sqlite"
# What a reader receives with the real data, in kB; and the process that answers, in MB.
MOST_SENT, MOST_MEMORY = 40.0, 400.0
# Whole data sets: no page that somebody reads.
FILES = (".csv", ".json")


@dataclass(frozen=True)
class PageGoal:
    """One goal: what was measured, and the most that it may be; ``reason``: why it cannot be judged here."""

    of: str
    measured: float
    most: float
    unit: str
    reason: str = ""

    @property
    def is_missed(self) -> bool:
        return not self.reason and self.measured > self.most

    @property
    def is_reached(self) -> bool:
        return not self.reason and self.measured <= self.most

    @property
    def line(self) -> str:
        word = "no goal" if self.reason else "MISSED" if self.is_missed else "reached"
        most = self.reason or f"at most {self.most:.3g} {self.unit}"
        return f"{word:8} {self.measured:9.3f} {self.unit:3} ({most})  {self.of}"


def goals_of(
    kind: str,
    server: str,
    pages: dict[str, PageCosts],
    *,
    robots: float,
    memory: float,
    earlier: dict[str, float],
) -> list[PageGoal]:
    """Every goal of one data set on one database; of goals that each page has, the page that is furthest from it.

    ``earlier``: by page, the milliseconds of the earlier commit's page in its turns; empty where that was not at hand.
    """
    return [
        replace(goal, of=f"{kind}, {server}: {goal.of}")
        for goal in [
            *_worst("kept", "ms", MOST_KEPT, {name: costs.kept for name, costs in pages.items()}),
            *_worst("kept, in times robots.txt", "x", MOST_TIMES_ROBOTS, _times(pages, robots)),
            *_worst("304", "ms", MOST_UNCHANGED, {name: costs.unchanged for name, costs in pages.items()}),
            *(_goals_of_real_data(pages, earlier) if kind == REAL else _goals_of_many_studies(pages, server)),
            PageGoal("memory of the process", memory, MOST_MEMORY, "MB"),
        ]
    ]


def _times(pages: dict[str, PageCosts], robots: float) -> dict[str, float]:
    return {name: costs.kept / max(robots, 0.01) for name, costs in pages.items()}


def _goals_of_real_data(pages: dict[str, PageCosts], earlier: dict[str, float]) -> Iterator[PageGoal]:
    for name, costs in pages.items():
        most = MOST_COLD.get(name) or (MOST_COLD_STUDY if costs.is_study else None)
        if most is not None:
            yield goal_from_nothing(name, costs.cold.total, most, earlier.get(name))
    yield from _worst("compressed", "kB", MOST_SENT, _read_pages(pages))


def goal_from_nothing(name: str, measured: float, most: float, earlier: float | None) -> PageGoal:
    """Milliseconds; on a machine that is slower than that of the goals, as many times more.

    ``earlier`` are those of the earlier commit's page in the same turns, where it was at hand.
    """
    if earlier is None:
        return PageGoal(f"cold {name}", measured, most, "ms")
    here = f"{measured / earlier:.3f} times commit {EARLIER_COMMIT}, which takes {earlier:.1f} ms here"
    said = f"{here} and took {MILLISECONDS_THEN:g} where the goal was {most:g}, {most / MILLISECONDS_THEN:.3f} times"
    return PageGoal(f"cold {name}: {said}", measured, most * max(1.0, earlier / MILLISECONDS_THEN), "ms")


def _goals_of_many_studies(pages: dict[str, PageCosts], server: str) -> Iterator[PageGoal]:
    """A page that is computed after one change, from what is kept of its studies; and, without a goal, from nothing.

    A site of this size keeps its studies before its first reader (``manage.py prepare``), and its worker keeps them
    again where they are lost.
    """
    reason = "" if server == JUDGED_BY_SQL else "not judged: the SQL is the client's part alone"
    for name, most in MOST_TIMES_SQL.items():
        if name in pages:
            cold, changed = pages[name].cold, pages[name].changed
            said = f"{name}, in times its SQL"
            yield PageGoal(f"cold after one change {said}", changed.times(cold), most, "x", reason)
            nothing_kept = "the studies are kept before the first reader"
            yield PageGoal(f"cold from nothing {said}", cold.times(cold), most, "x", reason or nothing_kept)


def _read_pages(pages: dict[str, PageCosts]) -> dict[str, float]:
    return {name: costs.sent / 1_000 for name, costs in pages.items() if not name.endswith(FILES)}


def _worst(of: str, unit: str, most: float, measured: dict[str, float]) -> Iterator[PageGoal]:
    if measured:
        name = max(measured, key=measured.__getitem__)
        yield PageGoal(f"{of}, at most {name}", measured[name], most, unit)


def store_goals(path: Path, goals: Iterable[PageGoal]) -> None:
    path.write_text(json.dumps([asdict(goal) for goal in goals]))


def stored_goals(path: Path) -> list[PageGoal]:
    """Those of a run that ended; none where it stored none."""
    return [PageGoal(**goal) for goal in json.loads(path.read_text())] if path.exists() else []
