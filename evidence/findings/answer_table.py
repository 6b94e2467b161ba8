"""The answer of a condition as one table: a row for each comparison and critical outcome with a usable figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

from evidence.figures.answer_axis import AnswerDrawing
from evidence.findings.answer_cells import (
    NO_WORD,
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
from evidence.findings.answer_lines import BesideLines, LineLink, beside_lines
from evidence.findings.answer_marks import TableMark, table_marks
from evidence.findings.answer_set import AnswerContext
from evidence.findings.condition_answers import answer_href
from evidence.findings.finding import anchor_of
from evidence.findings.truncation import TruncatedList, truncate
from evidence.grading.current_ratings import FindingCertainty, finding_certainty
from evidence.synthesis.answer_information import AnswerInformation, information_size
from evidence.synthesis.answer_rows import AnswerRow, AnswerRows, OtherAnswer, RowSide
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import ComparisonWords, join_words
from evidence.synthesis.confirmed_numbers import share_of_answers
from evidence.synthesis.row_figures import RowFigure, row_figures
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import count, plural
from studies.reported.reported_numbers import NumberShare

Figures = tuple[RowFigure, ...]
# With more rows than these an outcome that is not clear in any comparison is one line.
MANY_ROWS = 18
# With more rows than these each is one line.
FEW_ROWS = 12
# With more remarks than these they are folded.
FEW_REMARKS = 12
# Other routes, times and definitions of one comparison that are unfolded; the rest is on the page of findings.
MOST_OTHERS = 40


class TableRow(NamedTuple):
    """One row. ``letters`` are those of its remarks; ``information`` is None where no number of people follows.

    ``drawing`` is None where the figure has no place on the axis. ``differs`` names what has another word; ``numbers``
    are those behind it that a second person confirmed.
    """

    outcome: str
    when: str
    better: str
    route: str
    letters: tuple[str, ...]
    figures: tuple[FigureCell, ...]
    drawing: AnswerDrawing | None
    word: WordCell
    differs: str
    href: str
    people: str
    trials: str
    certainty: FindingCertainty
    information: AnswerInformation | None
    numbers: NumberShare

    @property
    def share(self) -> float:
        """People there are as percent of those needed, at most 100."""
        share = self.information.share if self.information else None
        return round(100 * min(share or 0.0, 1.0), 1)


class OtherRow(NamedTuple):
    """Another route, time or definition, in one line."""

    text: str
    href: str
    effect: str
    word: WordCell


class TableGroup(NamedTuple):
    """The rows of one comparison, and what stands beside them."""

    comparison: ComparisonWords
    rows: tuple[TableRow, ...]
    others: TruncatedList[OtherRow]


@dataclass(frozen=True, slots=True)
class FoldedOutcome:
    """An outcome without a direction in any comparison, in one line: each comparison with its finding and word."""

    outcome: str
    links: tuple[LineLink, ...]

    @property
    def is_clear_nowhere(self) -> bool:
        """Whether no comparison is borderline either."""
        return not any(link.tail for link in self.links)


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The table, the remarks, and the lines under it."""

    groups: tuple[TableGroup, ...]
    marks: tuple[TableMark, ...]
    folded: tuple[FoldedOutcome, ...]
    beside: BesideLines

    @property
    def rows(self) -> list[TableRow]:
        """Every row in order."""
        return [row for group in self.groups for row in group.rows]

    @property
    def standings_differ(self) -> bool:
        """Whether a second person confirmed some of its numbers, so that rows say which; else one sentence says it."""
        return len({row.numbers.standing for row in self.rows}) > 1 or any(
            0 < row.numbers.confirmed < row.numbers.total for row in self.rows
        )

    @property
    def is_dense(self) -> bool:
        """Whether it has so many rows that each is one line."""
        return len(self.rows) > FEW_ROWS

    @property
    def folds_remarks(self) -> bool:
        """Whether the remarks are so many that they are folded."""
        return len(self.marks) > FEW_REMARKS

    @property
    def has_pools(self) -> bool:
        """Whether some row is a pool."""
        return any(mark.mark.shape == "diamond" for row in self.rows if row.drawing for mark in row.drawing.marks)

    @property
    def has_bands(self) -> bool:
        """Whether some row shows which differences are called small."""
        return any(row.drawing and row.drawing.band for row in self.rows)

    @property
    def has_others(self) -> bool:
        """Whether some row shows other routes, times or definitions."""
        return any(row.drawing and row.drawing.ticks for row in self.rows)

    @property
    def has_usual(self) -> bool:
        """Whether some row shows a more careful interval."""
        return any(mark.usual for row in self.rows if row.drawing for mark in row.drawing.marks)

    @property
    def says_not_clear(self) -> bool:
        """Whether some row says so."""
        return any(row.word.word == RowSide.NOT_CLEAR.label for row in self.rows)

    @property
    def lacks_words(self) -> bool:
        """Whether some row has no word."""
        return any(row.word.word == NO_WORD for row in self.rows)

    @property
    def says_borderline(self) -> bool:
        """Whether some row says so."""
        return any(row.word.word == RowSide.BORDERLINE.label for row in self.rows)


def answer_table(
    rows: AnswerRows, slug: str, context: AnswerContext, address_end: str = "", *, with_reasons: bool = True
) -> AnswerTable:
    """Prepare the rows of a condition (slug). ``address_end`` carries a selection into every link to a finding.

    ``with_reasons``: remarks say why a certainty was rated down or up, not only what it is.
    """
    folded = _folded(rows.usable)
    shown = [row for row in rows.usable if row.key.outcome not in folded]
    made = _RowMaker(slug, context, address_end)
    certainties = [made.certainty(row.answer) for row in shown]
    marks = table_marks(shown, certainties if with_reasons else [item._replace(rating=None) for item in certainties])
    parts = list(zip(shown, marks.letters, certainties, strict=True))
    groups = [list(group) for _, group in groupby(parts, key=lambda item: item[0].key[:2])]
    return AnswerTable(
        groups=tuple(made.group(group) for group in groups),
        marks=marks.marks,
        folded=tuple(made.folded(outcome, rows.usable) for outcome in folded),
        beside=beside_lines(rows, slug, address_end),
    )


def _folded(rows: Sequence[AnswerRow]) -> list[CriticalOutcome]:
    """With many rows the outcomes of which no row names a side, in several comparisons."""
    if len(rows) <= MANY_ROWS:
        return []
    of_outcome = {outcome: [row for row in rows if row.key.outcome is outcome] for outcome in CriticalOutcome}
    return [
        outcome
        for outcome, found in of_outcome.items()
        if len(found) > 1 and all(row.side in (RowSide.NOT_CLEAR, RowSide.BORDERLINE) for row in found)
    ]


def _with_figures(other: OtherAnswer) -> tuple[OtherAnswer, Figures]:
    return other, row_figures(other.answer)


@dataclass(frozen=True, slots=True)
class _RowMaker:
    """What all rows of a table share."""

    slug: str
    context: AnswerContext
    address_end: str

    def group(self, rows: Sequence[tuple[AnswerRow, tuple[str, ...], FindingCertainty]]) -> TableGroup:
        others = [[_with_figures(other) for other in row.others] for row, *_ in rows]
        return TableGroup(
            comparison=rows[0][0].key.words,
            rows=tuple(self.row(*item, of_row) for item, of_row in zip(rows, others, strict=True)),
            others=truncate(list(chain.from_iterable(others)), self.other, MOST_OTHERS),
        )

    def certainty(self, answer: Answer) -> FindingCertainty:
        return finding_certainty(answer, anchor_of(answer), self.context.ratings, self.context.bands)

    def row(
        self,
        row: AnswerRow,
        letters: tuple[str, ...],
        certainty: FindingCertainty,
        others: Sequence[tuple[OtherAnswer, Figures]],
    ) -> TableRow:
        answer, figures, bands = row.answer, row_figures(row.answer), self.context.bands
        changed = "change at " if any(figure.is_change for figure in figures) else ""
        return TableRow(
            outcome=outcome_name(answer),
            when=f"{changed}{time_of(answer)}",
            better=better_text(answer),
            route=route_text(answer),
            letters=letters,
            figures=figure_cells(answer, figures),
            drawing=draw_row(answer, figures, [(other.answer, of_other) for other, of_other in others], bands),
            word=word_cell(row.word, row.side),
            differs=join_words(facet.label for facet in row.differs_by),
            href=self.href(answer),
            people=count(answer.people) if answer.people else "not printed",
            trials=plural(answer.k, "trial"),
            certainty=certainty,
            information=information_size(answer),
            numbers=share_of_answers([answer]),
        )

    def other(self, found: tuple[OtherAnswer, Figures]) -> OtherRow:
        other, figures = found
        answer, cells = other.answer, figure_cells(other.answer, figures)
        return OtherRow(
            text=f"{outcome_name(answer)}, {time_of(answer)}, {route_text(answer)}",
            href=self.href(answer),
            effect="; ".join(f"{cell.difference} ({cell.interval})" for cell in cells),
            word=word_cell(other.word, other.side),
        )

    def folded(self, outcome: CriticalOutcome, rows: Sequence[AnswerRow]) -> FoldedOutcome:
        links = [
            LineLink(
                row.key.words.in_sentence,
                self.href(row.answer),
                f" ({row.side.label})" if row.side is RowSide.BORDERLINE else "",
            )
            for row in rows
            if row.key.outcome is outcome
        ]
        return FoldedOutcome(outcome.label, tuple(links))

    def href(self, answer: Answer) -> str:
        return answer_href(self.slug, answer, self.address_end)
