"""What is known of a question: its one answer, or in a sentence how far trials go, and the nearest answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.findings.answer_index import IndexedAnswer
from evidence.findings.answer_lines import MOST_NOT_RANDOMISED, LineLink
from evidence.findings.comparison_cells import ComparedCell
from evidence.findings.condition_overview import ConditionOverview
from evidence.pages.ask.answer_choice import Nearness, NearRow, asks_for, find_answer
from evidence.pages.ask.asked_parts import AskedParts
from evidence.synthesis.comparison_labels import lower_first, upper_first
from evidence.synthesis.harm_on_record import NONE_ON_RECORD, harm_on_record
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import plural


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """``answer`` has a figure or says why it has none; without one, ``title`` and ``nothing`` say how far trials go.

    ``is_harm``: serious harm was asked, which is counted and not compared. ``unused`` is the address of trials that
    made the comparison and could not be used. ``not_randomised`` are other studies that made it.
    """

    answer: IndexedAnswer | None = None
    title: str = ""
    nothing: str = ""
    is_harm: bool = False
    unused: str = ""
    not_randomised: tuple[LineLink, ...] = ()
    near: tuple[NearRow, ...] = ()
    near_title: str = ""


def answer_question(nearness: Nearness, *, is_widest: bool = False) -> AskedAnswer:
    """Answer a question of one condition. Serious harm is told from its own counts.

    ``is_widest``: no condition was named, so that serious harm is told of every one.
    """
    asked, of = nearness.asked, nearness.of
    if asked.outcome is CriticalOutcome.SERIOUS_HARM:
        told = _harm_everywhere(nearness.overviews) if is_widest else _harm(of)
        return AskedAnswer(title="Serious harm", nothing=told, is_harm=True)
    if asked.compared is None:
        return _without_comparison(nearness)
    answer = find_answer(nearness.index, asked)
    near = replace(nearness, shown=answer).rows()
    others = _not_randomised(of, asked) if answer is None or not answer.is_usable else ()
    if answer:
        return AskedAnswer(answer, not_randomised=others, near=near, near_title="Near this question")
    cell = _cell_without_row(of, asked)
    return AskedAnswer(
        title="Nothing to show",
        nothing=_nothing(of, asked, cell),
        unused=cell.href if cell else "",
        not_randomised=others,
        near=near,
        near_title="The nearest",
    )


def _without_comparison(nearness: Nearness) -> AskedAnswer:
    """Where no comparison was said: the answer of each, and before it what is known of the condition."""
    asked, of = nearness.asked, nearness.of
    rows = nearness.rows_of_comparisons()
    told = f"{of.answer.knowledge}: {of.answer.trials_and_harm}"
    if asked.outcome and asked.outcome in of.unasked and of.answer.trials:
        told = f"{asked.outcome.label}: {of.unasked[asked.outcome]}."
    elif of.answer.trials and not rows and (asked.window or asked.route):
        told = _no_result(of, asked)
    return AskedAnswer(title=of.condition.name, nothing=told, near=rows, near_title="Against each comparison")


def _harm(of: ConditionOverview) -> str:
    """Who was harmed on record, as a sentence."""
    told = harm_on_record(of.answer.harm) or f"serious harm: {NONE_ON_RECORD}"
    return f"{upper_first(told)}."


def _harm_everywhere(overviews: Iterable[ConditionOverview]) -> str:
    """Who was harmed on record in each condition that lies in no other, as sentences."""
    roots = [item for item in overviews if item.condition.parent_id is None and harm_on_record(item.answer.harm)]
    told = [f"{item.condition.name}: {harm_on_record(item.answer.harm)}." for item in roots]
    return " ".join(told) or f"Serious harm: {NONE_ON_RECORD}."


def _matching(of: ConditionOverview, asked: AskedParts) -> list[ComparedCell]:
    """The cells of the comparison and, where one was asked, of the outcome."""
    cells = [cell for cell in of.compared if asks_for(cell.compared, asked.compared)]
    return [cell for cell in cells if asked.outcome in (None, cell.outcome)]


def _not_randomised(of: ConditionOverview, asked: AskedParts) -> tuple[LineLink, ...]:
    """Other controlled studies that made the comparison: without a word and without a size."""
    links = dict.fromkeys(link for cell in _matching(of, asked) for link in cell.not_randomised)
    return tuple(links)[:MOST_NOT_RANDOMISED]


def _cell_without_row(of: ConditionOverview, asked: AskedParts) -> ComparedCell | None:
    """What is known of trials that made the comparison, where none of them has a row of the outcome."""
    cells = [cell for cell in _matching(of, asked) if cell.state]
    return None if any(cell.is_row for cell in cells) else next(iter(cells), None)


def _nothing(of: ConditionOverview, asked: AskedParts, cell: ComparedCell | None) -> str:
    """Why there is no answer, the first reason that holds."""
    assert asked.compared is not None  # noqa: S101 - the caller asked; mypy needs to know
    gave = f"gave ozone {asked.compared.words.in_sentence} in {lower_first(of.condition.name)}"
    if not of.answer.trials:
        return f"No randomised trial here isolates ozone in {lower_first(of.condition.name)}."
    if not any(item.trials and asks_for(item.compared, asked.compared) for item in of.compared):
        return f"No randomised trial here {gave}."
    if cell:
        told = f"{asked.outcome.label}: {cell.state}" if asked.outcome else upper_first(cell.state)
        return f"{plural(cell.trials, 'randomised trial')} {gave}. {told}."
    return _no_result(of, asked)


def _no_result(of: ConditionOverview, asked: AskedParts) -> str:
    """Absence of a result says nothing of what was measured: the texts read give none."""
    outcome = f" of {asked.outcome.label.lower()}" if asked.outcome else ""
    compared = f" for ozone {asked.compared.words.in_sentence}" if asked.compared else ""
    name = lower_first(of.condition.name)
    return f"The texts read of randomised trials give no result{outcome} {_span(asked)}{compared} in {name}."


def _span(asked: AskedParts) -> str:
    """The time and the route asked for, as the end of a sentence."""
    time = f"at that time ({asked.window.span})" if asked.window else ""
    route = f"by that route ({asked.route.label})" if asked.route else ""
    return " and ".join(filter(None, (time, route)))
