"""The stored results of a study at a glance: outcome by outcome, arms down and times across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studies.numerics.number_formatting import weeks_text
from studies.presentation.reported_values import result_text
from studies.reported.text_keys import name_key

NO_TIME = "no time"
# A time: its weeks, else its words; times without weeks come last.
Time = tuple[bool, float, str]


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """One stored result: the id of its row in the grid, and what it prints."""

    row: str
    text: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One arm, or some of its people, with its results at each time."""

    arm: str
    cells: tuple[tuple[OverviewCell, ...], ...]


@dataclass(frozen=True, slots=True)
class OutcomeOverview:
    """One outcome."""

    title: str
    times: tuple[str, ...]
    rows: tuple[OverviewRow, ...]


def results_overview(results: Iterable[Any]) -> tuple[OutcomeOverview, ...]:
    """An overview for each outcome, in the order in which they were stored.

    A result has its arm, its measure, its time and its numbers as ``OutcomeResult`` has them.
    """
    by_outcome: dict[str, list[Any]] = {}
    for result in results:
        by_outcome.setdefault(name_key(_outcome(result)), []).append(result)
    return tuple(_overview(_outcome(found[0]), found) for found in by_outcome.values())


def _outcome(result: Any) -> str:
    printed = result.outcome_name if name_key(result.outcome_name) != name_key(result.measure.name) else ""
    words = [result.measure.name, printed, "change from baseline" if result.is_change else ""]
    return ", ".join(filter(None, words))


def _overview(title: str, results: Sequence[Any]) -> OutcomeOverview:
    times = sorted({_time(result) for result in results})
    arms = dict.fromkeys((result.arm.label, result.part) for result in results)
    return OutcomeOverview(
        title=title,
        times=tuple(weeks_text(weeks) if not is_words else words for is_words, weeks, words in times),
        rows=tuple(
            OverviewRow(
                ", ".join(filter(None, arm)),
                tuple(
                    tuple(_cell(each) for each in results if (each.arm.label, each.part) == arm and _time(each) == time)
                    for time in times
                ),
            )
            for arm in arms
        ),
    )


def _time(result: Any) -> Time:
    if result.weeks is not None:
        return False, result.weeks, ""
    return True, 0.0, result.timepoint_label or NO_TIME


def _cell(result: Any) -> OverviewCell:
    people = f" (n {result.n})" if result.n is not None and result.events is None else ""
    return OverviewCell(f"row-results-{result.pk}", f"{result_text(result)}{people}")
