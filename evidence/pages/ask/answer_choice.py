"""The one answer to a question among all answers of its condition, and the nearest ones to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.findings.answer_index import IndexedAnswer
from evidence.findings.comparison_cells import ComparedCell
from evidence.findings.condition_overview import ConditionOverview
from evidence.pages.ask.asked_parts import AskedParts
from evidence.synthesis.compared_trials import ComparedWith
from evidence.synthesis.comparison_labels import join_words, lower_first
from studies.choices import CriticalOutcome, RouteGroup
from studies.models import Condition
from studies.reported.comparisons import NO_BASE
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from studies.reported.windows import Window

# Rows with one kind of difference, and rows in all.
MOST_ALIKE, MOST_NEAR = 4, 10
# Where a part was not said, each value of it has rows.
MOST_WITHOUT_A_PART = 16
_OUTCOMES: list[CriticalOutcome] = list(OUTCOMES_OF_RESULTS)


@dataclass(frozen=True, slots=True)
class NearRow:
    """The answer to another question than the one that was asked. ``differs`` says in what.

    ``also`` are conditions above its own that hold the same and no more.
    """

    cell: ComparedCell
    condition: Condition
    differs: str
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """In what it differs, and where else it stands."""
        if not self.also:
            return self.differs
        return f"{self.differs}; the same in {join_words(map(lower_first, self.also))}"


def asks_for(compared: ComparedWith, asked: ComparedWith | None) -> bool:
    """Whether a comparison is the one asked for: of a kind without its base, any of the kind."""
    if asked is None:
        return True
    return compared.comparison is asked.comparison and asked.base in (NO_BASE, compared.base)


def find_answer(index: Iterable[IndexedAnswer], asked: AskedParts) -> IndexedAnswer | None:
    """The answer that a row shows of those that answer every part that was asked; None where there is none.

    Where no outcome was asked, it is of the first outcome with a usable figure, else of the first that has any.
    """
    found = [
        item
        for item in index
        if asks_for(item.cell.compared, asked.compared)
        and asked.outcome in (None, item.cell.outcome)
        and asked.window in (None, item.window)
        and asked.route in (None, item.route)
    ]
    order = {id(item): (not item.is_usable, _OUTCOMES.index(item.cell.outcome), item.rank) for item in found}
    return min(found, key=lambda item: order[id(item)], default=None)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Where rows near a question are looked for: all answers of its condition, and the overviews of all conditions.

    ``of`` is the condition; ``above`` has for each condition (slug) the slugs of those above it, the nearest first;
    ``shown`` is the answer told.
    """

    asked: AskedParts
    of: ConditionOverview
    index: Sequence[IndexedAnswer]
    overviews: Sequence[ConditionOverview]
    above: Mapping[str, Sequence[str]]
    shown: IndexedAnswer | None = None

    def rows(self) -> tuple[NearRow, ...]:
        """At another time or by another route, of another outcome, condition or comparison, in this order."""
        kinds = (self._other_times(), self._other_outcomes(), self._other_conditions(), self._other_comparisons())
        return tuple(row for kind in kinds for row in _usable_first(kind)[:MOST_ALIKE])[:MOST_NEAR]

    def rows_of_comparisons(self) -> tuple[NearRow, ...]:
        """Where no comparison was said: the answer of each to what else was asked."""
        compared = dict.fromkeys(item.cell.compared for item in self.index)
        outcomes = [self.asked.outcome] if self.asked.outcome else _OUTCOMES
        parts = [self.asked._replace(compared=each, outcome=outcome) for each in compared for outcome in outcomes]
        found = [item for each in parts if (item := find_answer(self.index, each))]
        rows = (NearRow(item.cell, self.of.condition, item.cell.compared.words.in_sentence) for item in found)
        return tuple(_usable_first(rows)[:MOST_WITHOUT_A_PART])

    @property
    def outcome(self) -> CriticalOutcome:
        """The outcome that was asked, or that the page tells; else the first."""
        return self.asked.outcome or (self.shown.cell.outcome if self.shown else _OUTCOMES[0])

    def _other_times(self) -> Iterator[NearRow]:
        asked, shown = self.asked, self.shown
        window = asked.window or (shown.window if shown else None)
        route = asked.route or (shown.route if shown else None)
        found = [item for item in self.index if asks_for(item.cell.compared, asked.compared) and item is not shown]
        for item in sorted((each for each in found if each.cell.outcome is self.outcome), key=lambda each: each.rank):
            yield NearRow(item.cell, self.of.condition, _difference(item, window, route) or "another definition")

    def _other_outcomes(self) -> Iterator[NearRow]:
        for item in self.index:
            other = item.cell.outcome is not self.outcome
            if item.is_shown and other and asks_for(item.cell.compared, self.asked.compared):
                yield NearRow(item.cell, self.of.condition, f"another outcome: {item.cell.outcome.label.lower()}")

    def _other_conditions(self) -> list[NearRow]:
        """Conditions above the one that was asked first. What a condition below holds alone is told of it, once."""
        here, found = self.of.condition.slug, list[NearRow]()
        for item in sorted(self.overviews, key=lambda each: -len(self.above[each.condition.slug])):
            for cell in item.compared if item.condition.slug != here else ():
                if cell.is_row and cell.outcome is self.outcome and asks_for(cell.compared, self.asked.compared):
                    self._add(found, cell, item.condition)
        return sorted(found, key=lambda row: row.condition.slug not in self.above[here])

    def _add(self, found: list[NearRow], cell: ComparedCell, condition: Condition) -> None:
        """Add the cell of a condition, unless the answer or a row of a condition below says the same."""
        here, slug = self.of.condition.slug, condition.slug
        is_wider, is_narrower = slug in self.above[here], here in self.above[slug]
        if self.shown and (is_wider or is_narrower) and self.shown.cell.says_same(cell):
            return
        for place, row in enumerate(found):
            if slug in self.above[row.condition.slug] and row.cell.says_same(cell):
                found[place] = replace(row, also=(*row.also, condition.name))
                return
        kind = "a wider" if is_wider else "a narrower" if is_narrower else "another"
        found.append(NearRow(cell, condition, f"{kind} condition: {lower_first(condition.name)}"))

    def _other_comparisons(self) -> Iterator[NearRow]:
        for cell in self.of.compared:
            if cell.is_row and cell.outcome is self.outcome and not asks_for(cell.compared, self.asked.compared):
                yield NearRow(cell, self.of.condition, f"another comparison: {cell.compared.words.in_sentence}")


def _usable_first(rows: Iterable[NearRow]) -> list[NearRow]:
    return sorted(rows, key=lambda row: row.cell.estimate is None)


def _difference(item: IndexedAnswer, window: Window | None, route: RouteGroup | None) -> str:
    """In what an answer differs from the time and the route asked for; empty where in neither."""
    time = f"another time: {item.when}" if window not in (None, item.window) else ""
    way = f"another route: {item.route_name}" if route not in (None, item.route) else ""
    return "; ".join(filter(None, (time, way)))
