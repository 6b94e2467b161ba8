"""All answers of one condition in short, each as a small cell with its sentence: where a question finds its answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from evidence.findings.answer_cells import route_text, time_of
from evidence.findings.comparison_cells import ComparedCell, row_cell
from evidence.findings.condition_answers import RatedAnswers, read_rated_answers
from evidence.findings.condition_evidence import read_condition
from evidence.grading.current_ratings import FindingCertainty
from evidence.synthesis.answer_rows import AnswerRow, answer_rank, answer_rows
from evidence.synthesis.answers import Answer
from evidence.synthesis.confirmed_numbers import share_of_answers
from evidence.synthesis.question_title import question_title
from evidence.synthesis.sentences import Sentence
from studies.choices import RouteGroup
from studies.reported.reported_numbers import NumberShare
from studies.reported.windows import Window
from studies.revisions.kept_values import keep


@dataclass(frozen=True, slots=True)
class IndexedAnswer:
    """One answer of randomised trials. ``rank``: the smaller, the sooner a row shows it.

    ``is_shown``: the row of the condition's page shows it.
    """

    cell: ComparedCell
    window: Window
    route: RouteGroup | None
    rank: tuple[int, int, int, int]
    is_shown: bool
    when: str
    route_name: str
    title: str
    sentence: Sentence
    certainty: FindingCertainty
    numbers: NumberShare

    @property
    def is_usable(self) -> bool:
        """Whether it has a usable figure."""
        return self.cell.estimate is not None


def read_answer_index(slug: str) -> tuple[IndexedAnswer, ...]:
    """Every answer of the condition with this slug to a critical outcome, in reading order; kept by data version."""
    return keep(f"answer index of condition {slug}", partial(_answer_index, slug))


def _answer_index(slug: str) -> tuple[IndexedAnswer, ...]:
    read = read_condition(slug)
    if read is None:
        return ()
    return tuple(_indexed(slug, read.answers, read_rated_answers()))


def _indexed(slug: str, answers: tuple[Answer, ...], rated: RatedAnswers) -> Iterator[IndexedAnswer]:
    shown = {id(row.answer): row for row in answer_rows(answers).rows}
    for answer in answers:
        row = shown.get(id(answer)) or _own_row(answer)
        if row:
            certainty = rated.certainty_of(slug, answer)
            yield IndexedAnswer(
                cell=row_cell(row, slug, certainty),
                window=answer.question.window,
                route=answer.question.route,
                rank=answer_rank(answer),
                is_shown=id(answer) in shown,
                when=time_of(answer),
                route_name=route_text(answer),
                title=question_title(answer),
                sentence=rated.sentence(slug, answer),
                certainty=certainty,
                numbers=share_of_answers([answer]),
            )


def _own_row(answer: Answer) -> AnswerRow | None:
    """The row that an answer would make alone; None where no randomised trial, or no critical outcome, is asked."""
    return next(iter(answer_rows([answer]).rows), None)
