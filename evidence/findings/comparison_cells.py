"""What one condition has for each comparison and critical outcome, as a small cell of a table of all conditions.

A cell is one row of the answer of the condition, and says what that row says, by the same functions. Where there is no
row, it says how far the trials that made the comparison go.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.choices import Certainty
from evidence.figures.answer_axis import AnswerDrawing
from evidence.findings.answer_cells import (
    FigureCell,
    WordCell,
    better_text,
    draw_row,
    figure_cells,
    outcome_name,
    route_text,
    time_of,
    word_cell,
)
from evidence.findings.answer_lines import (
    LineLink,
    not_randomised_link,
    unasked_state,
    unusable_line,
    unusable_state,
)
from evidence.findings.condition_answers import answer_href
from evidence.findings.outcome_marks import MarkShape, shape_of
from evidence.grading.current_ratings import FindingCertainty
from evidence.synthesis.answer_rows import AnswerRow, AnswerRows, RowKey, row_key
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.compared_trials import ComparedWith
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.measured_outcomes import TrialsRead
from evidence.synthesis.row_figures import row_figures
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import count
from studies.presentation.page_addresses import page_address
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from studies.reported.rows import StudyRow

COMPARED_WITH_SURGERY = "no comparison: the comparator is an operation"
_SHORT_STATES = {
    AnswerState.VALUE_WITHOUT_INTERVAL: "value, no interval",
    AnswerState.DOUBTED: "doubted",
    AnswerState.SHOWN_BESIDE: "in no pool",
    AnswerState.LEFT_OUT_FOR_ERROR: "error in print",
    AnswerState.PRINTED_DIRECTION_ONLY: "direction only",
    AnswerState.NO_RESULT: "no result",
}
CertaintyOf = Callable[[Answer], FindingCertainty]


@dataclass(frozen=True, slots=True)
class CellEstimate:
    """The usable figure of a cell. ``differs`` names what has another word; ``level`` is its certainty if rated."""

    name: str
    when: str
    better: str
    route: str
    figures: tuple[FigureCell, ...]
    drawing: AnswerDrawing | None
    word: WordCell
    differs: str
    people: str
    level: Certainty | None

    @property
    def figures_text(self) -> str:
        """Each difference with its interval, in words; the word follows the interval that says less."""
        return "; ".join(map(_figure_text, self.figures))


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One condition, one comparison, one outcome. ``trials`` are the randomised trials that it is about.

    ``estimate`` is None without a usable figure; ``state`` then says what there is, ``short`` in two words, and
    ``tail`` goes on with values, doubts and trials. ``href`` is empty where nothing more is told anywhere.
    ``not_randomised`` are other studies.
    """

    compared: ComparedWith
    outcome: CriticalOutcome
    trials: int
    href: str
    shape: MarkShape | None = None
    estimate: CellEstimate | None = None
    short: str = ""
    state: str = ""
    tail: str = ""
    not_randomised: tuple[LineLink, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether the answer of the condition has a row of it, usable or not."""
        return self.estimate is not None or bool(self.tail)

    def says_same(self, other: "ComparedCell") -> bool:
        """Whether another cell of this comparison and outcome has the same figures, words and number of trials."""
        return _said(self) == _said(other)

    @property
    def not_randomised_text(self) -> str:
        """What other studies compared, and in whom."""
        return "; ".join(f"not randomised: {link.name}{link.tail}" for link in self.not_randomised)


def _figure_text(figure: FigureCell) -> str:
    trial = f"{figure.name}: " if figure.name else ""
    usual = f"; with a usual spread: {figure.usual}" if figure.usual else ""
    return f"{trial}{figure.difference} ({figure.interval}{usual})"


def _said(cell: ComparedCell) -> tuple[object, ...]:
    """What a cell says of its trials; a rating, and what else there is, are of one condition."""
    estimate = replace(cell.estimate, level=None, differs="") if cell.estimate else None
    return cell.compared, cell.outcome, cell.trials, estimate, cell.state, cell.tail


@dataclass(frozen=True, slots=True)
class ComparedCondition:
    """What the cells of a condition (slug) are made of: its rows, and its trials by what they compared."""

    slug: str
    rows: AnswerRows
    trials: Mapping[ComparedWith, Sequence[StudyRow]]
    certainty_of: CertaintyOf


def comparison_cells(of: ComparedCondition) -> tuple[ComparedCell, ...]:
    """A cell for each comparison that some study made, and each outcome of results, in their order."""
    rows = {row.key: row for row in of.rows.rows}
    others: dict[RowKey, list[Answer]] = {}
    for answer in of.rows.not_randomised:
        if key := row_key(answer):
            others.setdefault(key, []).append(answer)
    compared = {*of.trials, *(ComparedWith(*key[:2]) for key in (*rows, *others))}
    keys = [RowKey(*item, outcome) for item in sorted(compared, key=_order) for outcome in OUTCOMES_OF_RESULTS]
    return tuple(
        cell for key in keys for cell in [_cell(of, key, rows.get(key), others.get(key, ()))] if cell is not None
    )


def _order(compared: ComparedWith) -> tuple[int, tuple[str, ...]]:
    return compared.order


def _cell(of: ComparedCondition, key: RowKey, row: AnswerRow | None, others: Sequence[Answer]) -> ComparedCell | None:
    """The cell of a row; without one, of the trials that made the comparison; None where no study has anything."""
    links = _each_once(not_randomised_link(answer, of.slug) for answer in others)
    if row:
        return row_cell(row, of.slug, of.certainty_of(row.answer), links)
    compared = ComparedWith(*key[:2])
    trials = tuple(of.trials.get(compared, ()))
    if not trials:
        return ComparedCell(compared, key.outcome, 0, "", not_randomised=links) if links else None
    if not key.is_compared:
        return ComparedCell(compared, key.outcome, len(trials), "", short="operated", state=COMPARED_WITH_SURGERY)
    read = TrialsRead(trials, of.rows.read.measured)
    was_measured = bool(read.measured_by(key.outcome))
    return ComparedCell(
        compared,
        key.outcome,
        len(trials),
        page_address("condition-unused", of.slug),
        shape=MarkShape.MEASURED if was_measured else None,
        short="measured only" if was_measured else "not measured" if read.were_read_in_full else "no result",
        state=unasked_state(key.outcome, read),
        not_randomised=links,
    )


def _each_once(links: Iterable[LineLink]) -> tuple[LineLink, ...]:
    """What one study compared and measured is told once, whatever its times and routes."""
    found: dict[tuple[str, str], LineLink] = {}
    for link in links:
        found.setdefault((link.name, link.tail), link)
    return tuple(found.values())


def row_cell(row: AnswerRow, slug: str, certainty: FindingCertainty, others: tuple[LineLink, ...] = ()) -> ComparedCell:
    """The cell of a row of a condition (slug), with the links to what ``others`` found that are not randomised."""
    answer = row.answer
    return ComparedCell(
        ComparedWith(*row.key[:2]),
        row.key.outcome,
        answer.k if row.is_usable else len(row.trials),
        answer_href(slug, answer),
        shape=shape_of(row),
        estimate=_estimate(row, certainty) if row.is_usable else None,
        short="" if row.is_usable else short_state(answer),
        state="" if row.is_usable else unusable_state(answer),
        tail="" if row.is_usable else unusable_line(row, slug).tail,
        not_randomised=others,
    )


def short_state(answer: Answer) -> str:
    """What there is in place of a usable figure, in two or three words."""
    return "one arm only" if answer.has_one_arm_only else _SHORT_STATES[answer.state]


def _estimate(row: AnswerRow, certainty: FindingCertainty) -> CellEstimate:
    answer, figures = row.answer, row_figures(row.answer)
    changed = "change at " if any(figure.is_change for figure in figures) else ""
    return CellEstimate(
        name=outcome_name(answer),
        when=f"{changed}{time_of(answer)}",
        better=better_text(answer),
        route=route_text(answer),
        figures=figure_cells(answer, figures),
        drawing=draw_row(answer, figures, (), ()),
        word=word_cell(row.word, row.side),
        differs=join_words(facet.label for facet in row.differs_by),
        people=count(answer.people) if answer.people else "not printed",
        level=certainty.rating.level if certainty.rating else None,
    )
