"""The data queries of a study by letter: open ones first, so that a cell can point at its doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from studies.models import OutcomeResult
from studies.presentation.query_texts import QueryView, queries_about_result

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class LetteredDoubt:
    """One data query under its letter."""

    letter: str
    view: QueryView = field(compare=False)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"doubt-{self.view.query.address}"


@dataclass(frozen=True, slots=True)
class DoubtLetters:
    """All data queries of a study, open ones first."""

    doubts: tuple[LetteredDoubt, ...]

    @property
    def open(self) -> tuple[LetteredDoubt, ...]:
        """Those that are not resolved."""
        return tuple(doubt for doubt in self.doubts if doubt.view.is_open)

    @property
    def resolved(self) -> tuple[LetteredDoubt, ...]:
        """Those that were resolved, and no longer keep a number out."""
        return tuple(doubt for doubt in self.doubts if not doubt.view.is_open)

    def of(self, views: Iterable[QueryView]) -> tuple[LetteredDoubt, ...]:
        """The letters of these queries."""
        wanted = {view.query.pk for view in views}
        return tuple(doubt for doubt in self.doubts if doubt.view.query.pk in wanted)

    def about(self, result: OutcomeResult) -> tuple[LetteredDoubt, ...]:
        """Open doubts about the figure of one result."""
        return self.of(queries_about_result(result, [doubt.view for doubt in self.open]))

    def shared_by(self, results: Sequence[OutcomeResult]) -> tuple[LetteredDoubt, ...]:
        """Doubts about every one of several results, which are shown once for all; none of a single one."""
        if len(results) < 2:
            return ()
        first, *others = (self.about(result) for result in results)
        return tuple(doubt for doubt in first if all(doubt in about for about in others))


def doubt_letters(views: Sequence[QueryView]) -> DoubtLetters:
    """Letters for the queries of a study."""
    in_order = sorted(views, key=lambda view: not view.is_open)
    return DoubtLetters(tuple(LetteredDoubt(letter(place), view) for place, view in enumerate(in_order)))


def letter(place: int) -> str:
    """The letter of a place, counted from 0.

    >>> letter(0), letter(25), letter(26), letter(27)
    ('a', 'z', 'aa', 'ab')
    """
    before, last = divmod(place, len(_ALPHABET))
    return (letter(before - 1) if before else "") + _ALPHABET[last]
