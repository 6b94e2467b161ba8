"""Rows near a question: in which conditions a trial stands, and where it is told."""

from types import SimpleNamespace
from typing import Any

from evidence.findings.comparison_cells import ComparedCell
from evidence.pages.ask.answer_choice import Nearness
from evidence.pages.ask.asked_parts import AskedParts
from evidence.synthesis.compared_trials import ComparedWith
from studies.choices import CriticalOutcome
from studies.reported.comparisons import Comparison

STEROID, PAIN = ComparedWith(Comparison.STEROID), CriticalOutcome.PAIN
ABOVE = {"back": (), "disc": ("back",), "hernia": ("disc", "back"), "sciatica": ("disc", "back"), "neck": ()}


def near(asked: str, *, shown: str = "", **trials: int) -> list[str]:
    """The titles of the rows near a question of one condition; of each condition how many trials its row has."""
    cells = {
        name: ComparedCell(STEROID, PAIN, number, "/", state="values", tail=f" ({number})")
        for name, number in trials.items()
    }
    overviews: list[Any] = [
        SimpleNamespace(
            condition=SimpleNamespace(slug=name, name=name.title()), compared=[cells[name]] if name in cells else []
        )
        for name in ABOVE
    ]
    (of,) = (item for item in overviews if item.condition.slug == asked)
    answer: Any = SimpleNamespace(cell=cells[shown], window=None, route=None) if shown else None
    parts = AskedParts(asked, STEROID, PAIN, None, None)
    return [row.title for row in Nearness(parts, of, (), overviews, ABOVE, answer).rows()]


def test_trial_of_a_condition_is_told_once_with_the_conditions_above_it() -> None:
    assert near("sciatica", hernia=1, disc=1, back=1) == ["another condition: hernia; the same in disc and back"]


def test_condition_above_with_more_trials_has_a_row_of_its_own_and_stands_first() -> None:
    assert near("sciatica", hernia=1, disc=2, back=2, neck=2) == [
        "a wider condition: disc; the same in back",
        "another condition: hernia",
        "another condition: neck",
    ]


def test_two_conditions_side_by_side_are_never_one() -> None:
    assert near("back", hernia=1, sciatica=1) == ["a narrower condition: hernia", "a narrower condition: sciatica"]


def test_what_the_answer_itself_says_is_not_told_again() -> None:
    assert near("hernia", shown="hernia", hernia=1, disc=1, back=1, neck=1) == ["another condition: neck"]
    assert near("back", shown="back", hernia=1, disc=1, back=1) == []
