"""One condition on the first page: in the matrix its cells, and what is known of it in short; else a note."""

from typing import NamedTuple

from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.harm_cell import SeriousHarmCell, harm_cell
from evidence.findings.outcome_marks import OutcomeCell
from studies.choices import CriticalOutcome
from studies.models import Condition


class ShownCondition(NamedTuple):
    """What the page shows of a condition, and all that is kept of it."""

    slug: str
    name: str
    everyday_name: str
    in_back_pain: bool


class ConditionRow(NamedTuple):
    """One condition that randomised trials studied: a cell an outcome, in their order, and what is known in short.

    Serious harm is a cell of its own kind: its people are no comparison.
    """

    condition: ShownCondition
    cells: tuple[OutcomeCell | SeriousHarmCell, ...]
    knowledge: str
    usable_trials: str
    people: str


class ConditionNote(NamedTuple):
    """A condition without marks of its own: one that gathers others, or that no randomised trial studied."""

    condition: ShownCondition
    text: str


def shown_condition(item: Condition) -> ShownCondition:
    """What the page shows of this condition."""
    return ShownCondition(item.slug, item.name, item.everyday_name, item.in_back_pain)


def condition_row(found: ConditionOverview) -> ConditionRow:
    """The row of a condition."""
    compared = {cell.outcome: cell for cell in found.cells}
    cells = tuple([compared.get(outcome) or harm_cell(found.answer.harm) for outcome in CriticalOutcome])
    people = found.trials.people_text
    return ConditionRow(shown_condition(found.condition), cells, found.knowledge, found.usable_trials_text, people)
