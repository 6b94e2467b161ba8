"""The answer of a condition on one sheet of paper, for a patient and a clinician.

The sheet holds the first rows in the order of outcomes; what has no room is counted and stands on the site.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest

from evidence.figures.icon_array import IconArray, icon_array
from evidence.findings.answer_cells import outcome_name, time_of
from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.pages.condition.harm_line import HarmLine, harm_line
from evidence.pages.condition.review_line import PooledReviews, review_line
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.synthesis.answer_rows import AnswerRow, AnswerRows, RowSide
from evidence.synthesis.comparison_labels import join_labels
from evidence.synthesis.condition_answer import ConditionAnswer
from evidence.synthesis.row_figures import RowUnit, row_figures
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.numerics.number_formatting import plural
from studies.presentation.show_page import Context, show_page
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS

# Figures, and pairs of drawings, that one sheet holds beside all the rest; with few figures one pair more.
MOST_FIGURES = 8
FEW_FIGURES = 5
MOST_DRAWINGS = 1


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """100 people without ozone and 100 with it, of a row whose interval lies on one side."""

    title: str
    without_ozone: IconArray
    with_ozone: IconArray


@dataclass(frozen=True, slots=True)
class Handout:
    """The sheet. ``more`` rows have no room on it; ``unknown`` are sentences on what has no usable figure."""

    condition: Condition
    answer: ConditionAnswer
    basis: tuple[str, ...]
    table: AnswerTable
    more: int
    drawings: tuple[DrawnRow, ...]
    unknown: tuple[str, ...]
    harm: HarmLine
    reviews: PooledReviews


def handout(of: SynthesisedCondition) -> Handout:
    """Prepare the sheet of a condition."""
    context, rows = of.judged.context, of.rows
    shown = first_rows(rows.usable)
    return Handout(
        condition=of.read.condition,
        answer=of.answer,
        basis=of.basis,
        table=answer_table(replace(rows, rows=shown), of.read.condition.slug, context, with_reasons=False),
        more=len(rows.usable) - len(shown),
        drawings=tuple(_drawings(shown))[: MOST_DRAWINGS + (len(shown) <= FEW_FIGURES)],
        unknown=tuple(_unknown(rows)),
        harm=harm_line(of.judged.serious_harm, context.harms),
        reviews=review_line(of.read.review_conditions, [item.slug for item in of.read.scope]),
    )


def first_rows(rows: Sequence[AnswerRow], most: int = MOST_FIGURES) -> tuple[AnswerRow, ...]:
    """The first rows in the order of outcomes, in their own order: pain of every comparison before any disability.

    Together they show at most so many figures; two trials side by side are two.
    """
    order = list(CriticalOutcome)
    chosen: list[int] = []
    room = most
    for place in sorted(range(len(rows)), key=lambda place: (order.index(rows[place].key.outcome), place)):
        room -= len(row_figures(rows[place].answer))
        if room < 0:
            break
        chosen.append(place)
    return tuple(rows[place] for place in sorted(chosen))


def _drawings(rows: Iterable[AnswerRow]) -> Iterable[DrawnRow]:
    """Rows of people whose word names the better side; a drawing of an unclear one would look like an effect."""
    for row in rows:
        if row.side not in (RowSide.BETTER, RowSide.WORSE):
            continue
        for figure in row_figures(row.answer):
            if figure.unit is RowUnit.PEOPLE and figure.without is not None and figure.with_ozone is not None:
                title = f"{outcome_name(row.answer)}, {time_of(row.answer)}, {row.key.words.in_sentence}"
                yield DrawnRow(title, icon_array(figure.without), icon_array(figure.with_ozone))


def _unknown(rows: AnswerRows) -> Iterable[str]:
    """Critical outcomes without a usable figure anywhere, and comparisons without one where another has one."""
    usable = {row.key.outcome for row in rows.usable}
    without = [outcome.label for outcome in OUTCOMES_OF_RESULTS if outcome not in usable]
    if without and rows.read.trials:
        yield f"{join_labels(without)}: no usable figure in any comparison."
    for outcome in OUTCOMES_OF_RESULTS:
        missing = len(rows.without_figure(outcome))
        if outcome in usable and missing:
            yield f"{outcome.label}: no usable figure in {plural(missing, 'further comparison')}."


@show_page("evidence/pages/condition/handout.html", shared=True)
def condition_handout(request: HttpRequest, slug: str) -> Context:
    return {"page": handout(synthesise_condition_or_404(slug))}
