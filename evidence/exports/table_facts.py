"""The answer table of a condition for its files: a dictionary for each row, and what stands under the table."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from evidence.findings.answer_table import AnswerTable, TableGroup, TableRow

WHAT_IS_KNOWN = "What is known"


class Fact(NamedTuple):
    """One statement of a page. ``href`` is the address of its source, where that is one place."""

    section: str
    heading: str
    subject: str
    what: str
    value: str
    href: str = ""


def table_json(table: AnswerTable) -> dict[str, Any]:
    """The rows, and the remarks by their letters."""
    return {
        "rows": [_row_json(group, row) for group in table.groups for row in group.rows],
        "remarks": {mark.letter: mark.text for mark in table.marks},
    }


def _row_json(group: TableGroup, row: TableRow) -> dict[str, Any]:
    return {
        "comparison": group.comparison.heading,
        "outcome": row.outcome,
        "when": row.when,
        "better": row.better,
        "route": row.route,
        "differs_by": row.differs,
        "figures": [
            {
                "trial": figure.name,
                "without_ozone": figure.without_ozone,
                "with_ozone": figure.with_ozone,
                "unit": figure.unit,
                "difference": figure.difference,
                "interval": figure.interval,
                "interval_with_usual_spread": figure.usual,
            }
            for figure in row.figures
        ],
        "word": row.word.word,
        "side": row.word.side,
        "people": row.people,
        "trials": row.trials,
        "people_needed": row.information.size.about if row.information else "",
        "certainty": "" if row.certainty.is_unrated else row.certainty.words,
        "numbers": row.numbers.total,
        "numbers_confirmed": row.numbers.confirmed,
        "remarks": list(row.letters),
        "finding": row.href,
    }


def table_facts(table: AnswerTable) -> Iterator[Fact]:
    """What the table and the lines under it say, in their order."""
    for group in table.groups:
        for row in group.rows:
            yield from _row(group.comparison.heading, row)
    for folded in table.folded:
        for link in folded.links:
            yield Fact(WHAT_IS_KNOWN, link.name, folded.outcome, "", link.tail.strip(" ()") or "not clear", link.href)
    for line in table.beside.without_figure:
        for state in line.groups:
            if not state.comparisons:
                yield Fact(WHAT_IS_KNOWN, "", line.outcomes, "no usable figure", state.state)
            for item in state.comparisons:
                by = ";" if item.tail.startswith(" (") else ""
                value = f"{state.state}{by}{item.tail}"
                yield Fact(WHAT_IS_KNOWN, item.name, line.outcomes, "no usable figure", value, item.href)
    for item in table.beside.not_randomised.rows:
        yield Fact(WHAT_IS_KNOWN, "", item.name, "not randomised", item.tail.strip(" ()"), item.href)
    for mark in table.marks:
        yield Fact(WHAT_IS_KNOWN, "", mark.letter, "remark", mark.text)


def _row(heading: str, row: TableRow) -> Iterator[Fact]:
    what = ", ".join((row.when, row.better, row.route))
    for figure in row.figures:
        name = f"{what}, {figure.name}" if figure.name else what
        yield Fact(WHAT_IS_KNOWN, heading, row.outcome, name, figure.difference, row.href)
        yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{name}, 95% interval", figure.interval, row.href)
        for side, value in (("without ozone", figure.without_ozone), ("with ozone", figure.with_ozone)):
            if value:
                yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{name}, {side}", f"{value} {figure.unit}".strip())
    yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{what}, in a word", row.word.word)
    yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{what}, people", f"{row.people} {row.trials}")
    yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{what}, by a second person", row.numbers.standing)
    if not row.certainty.is_unrated:
        yield Fact(WHAT_IS_KNOWN, heading, row.outcome, f"{what}, certainty", row.certainty.words)
