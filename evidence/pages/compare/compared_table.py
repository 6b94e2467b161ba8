"""The table that says in texts what the cells of the page draw: one line for each condition and comparison."""

from collections.abc import Iterable

from django.urls import reverse

from evidence.findings.comparison_cells import ComparedCell
from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.harm_cell import harm_cell
from evidence.findings.text_table import TextTable, text_table
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import trials

HEADINGS = (
    "Condition",
    "What was compared",
    "Measured",
    "With ozone it was",
    "Difference (95% interval)",
    "People",
    "Trials",
)
WHATEVER, HARM = "whatever was compared", CriticalOutcome.SERIOUS_HARM.label


def compared_table(outcome: CriticalOutcome, overviews: Iterable[ConditionOverview]) -> TextTable:
    """Every cell of one outcome, then serious harm of each condition.

    A cell without a usable figure says in place of its word what there is.
    """
    compared = [item for item in overviews if item.compared]
    found = [(item, cell) for item in compared for cell in item.compared if cell.outcome is outcome]
    rows = [(item.condition.name, cell.compared.words.heading, *_texts(cell)) for item, cell in found]
    rows += [(item.condition.name, WHATEVER, HARM, harm_cell(item.answer.harm).words, "", "", "") for item in compared]
    hrefs = [cell.href for _, cell in found] + [reverse("condition-harms", args=[i.condition.slug]) for i in compared]
    return text_table(f"{outcome.label}, each cell in words", HEADINGS, rows, hrefs)


def _texts(cell: ComparedCell) -> tuple[str, str, str, str, str]:
    estimate, size = cell.estimate, trials(cell.trials) if cell.trials else ""
    if estimate is None:
        said = "; ".join(filter(None, (f"{cell.state}{cell.tail}", cell.not_randomised_text)))
        return "", said, "", "", size
    measured = f"{estimate.name}, {estimate.when}, {estimate.better}, {estimate.route}"
    word = " ".join(filter(None, (estimate.word.word, f"({estimate.word.side})" if estimate.word.side else "")))
    differs = f"; differs by {estimate.differs}" if estimate.differs else ""
    return measured, f"{word}{differs}", estimate.figures_text, estimate.people, size
