"""The summary of findings of a condition as the columns that GRADE asks for, the same for each format of document."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.text import capfirst

from evidence.exports.data_origin import source_cells
from evidence.exports.finding_files import FileOrigin
from evidence.findings.answer_cells import FigureCell
from evidence.findings.answer_table import AnswerTable, TableRow
from evidence.synthesis.condition_answer import ConditionAnswer
from studies.models import Condition
from studies.presentation.data_notice import DATA_NOTICE

COLUMNS = (
    "Outcome, time and route",
    "Without ozone",
    "With ozone",
    "Difference (95% interval)",
    "People (trials)",
    "Certainty",
    "With ozone it was",
)
# Said in the place of the table.
NO_ROWS = "No question has a usable figure from a randomised trial."


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One outcome. ``cells`` follow ``COLUMNS``, each a line a figure; ``letters`` are those of its footnotes."""

    cells: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """The outcomes of one comparison."""

    comparison: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class SummaryOfFindings:
    """All of a document: ``facts`` pair a name with a text, ``footnotes`` a letter with a text."""

    title: str
    answer: tuple[str, ...]
    selection: str
    groups: tuple[SummaryGroup, ...]
    footnotes: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def summary_of_findings(
    condition: Condition, answer: ConditionAnswer, table: AnswerTable, origin: FileOrigin
) -> SummaryOfFindings:
    """The summary of one condition, by default or by a reader's own selection."""
    address, state, licence, citation = source_cells(origin.data)
    return SummaryOfFindings(
        title=f"Ozone for {condition.name.lower()}: summary of findings",
        answer=(f"{answer.knowledge}.", capfirst(str(answer.trials_and_harm))),
        selection=origin.selection.notice,
        groups=tuple(
            SummaryGroup(group.comparison.heading, tuple(_row(row, address) for row in group.rows))
            for group in table.groups
        ),
        footnotes=tuple((mark.letter, mark.text) for mark in table.marks),
        beside=tuple(_beside(table)),
        facts=(
            ("Patients", f"{condition.name}{f' ({condition.everyday_name})' if condition.everyday_name else ''}"),
            ("Data of", state),
            ("To know", DATA_NOTICE),
            ("Licence", licence),
            ("To cite", citation),
            ("Page", address),
        ),
    )


def _row(row: TableRow, address: str) -> SummaryRow:
    figures = row.figures
    needed = f"{row.information.size.about} people needed" if row.information else ""
    certainty = (row.certainty.words,) if not row.certainty.is_unrated else ("not rated", needed)
    outcome = (f"{row.outcome}, {row.when}", row.better, row.route, f"differs by {row.differs}" if row.differs else "")
    return SummaryRow(
        cells=(
            _lines(*outcome),
            _lines(*(f"{figure.without_ozone} {figure.unit}" for figure in figures)),
            _lines(*(f"{figure.with_ozone} {figure.unit}" for figure in figures)),
            _lines(*(line for figure in figures for line in _differences(figure))),
            _lines(f"{row.people} ({row.trials})"),
            _lines(*certainty),
            _lines(row.word.word, row.word.side),
        ),
        letters=row.letters,
        address=urljoin(address, row.href),
    )


def _differences(figure: FigureCell) -> Iterator[str]:
    difference = f"{figure.difference} ({figure.interval})"
    yield f"{figure.name}: {difference}" if figure.name else difference
    if figure.usual:
        yield f"with a usual spread: {figure.usual}"


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


def _beside(table: AnswerTable) -> Iterator[str]:
    """What has no row, in sentences."""
    for folded in table.folded:
        names = ", ".join(f"{link.name}{link.tail}" for link in folded.links)
        yield f"{folded.outcome}: not clear in any comparison: {names}."
    for line in table.beside.without_figure:
        for state in line.groups:
            names = ", ".join(f"{item.name}{item.tail}" for item in state.comparisons)
            yield f"{line.outcomes}: {state.state}{f': {names}' if names else ''}."
    others = [f"{item.name}{item.tail}" for item in table.beside.not_randomised.rows]
    if others:
        yield f"Not randomised: {'; '.join(others)}."
