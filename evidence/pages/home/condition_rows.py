"""One condition on the first page: in the matrix its cells, and what is known of it in short; else a note."""

from dataclasses import dataclass

from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.harm_cell import SeriousHarmCell, harm_cell
from evidence.findings.outcome_marks import OutcomeCell
from studies.choices import CriticalOutcome
from studies.models import Condition


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition that randomised trials studied: a cell an outcome, in their order, and what is known in short.

    Serious harm is a cell of its own kind: its people are no comparison.
    """

    condition: Condition
    cells: tuple[OutcomeCell | SeriousHarmCell, ...]
    knowledge: str
    usable_trials: str
    people: str


@dataclass(frozen=True, slots=True)
class ConditionNote:
    """A condition without marks of its own: one that gathers others, or that no randomised trial studied."""

    condition: Condition
    text: str


def condition_row(found: ConditionOverview) -> ConditionRow:
    """The row of a condition."""
    compared = {cell.outcome: cell for cell in found.cells}
    cells = tuple(compared.get(outcome) or harm_cell(found.answer.harm) for outcome in CriticalOutcome)
    return ConditionRow(found.condition, cells, found.knowledge, found.usable_trials_text, found.trials.people_text)
