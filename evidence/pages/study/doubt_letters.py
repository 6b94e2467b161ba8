"""The data queries of a study by letter: open ones first, so that a cell can point at its doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from studies.models import OutcomeResult
from studies.numerics.calendar_day import day_text
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.query_texts import QueryView, Reply, is_about_result

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_DOUBT = """<b class="letter">{}</b>
<span class="tag{}">{}, {}</span>
<b>{}</b>
<p class="note">
  About: {} ({}).
  {}
  {}
</p>
<p>{}</p>
{}"""


@dataclass(frozen=True, slots=True)
class LetteredDoubt:
    """One data query under its letter."""

    letter: str
    view: QueryView = field(compare=False)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"doubt-{self.view.query.address}"

    @property
    def html(self) -> SafeString:
        """What is in doubt, and what was replied."""
        view = self.view
        return filled(
            _DOUBT,
            self.letter,
            " doubt" if view.is_open else "",
            view.severity,
            view.state,
            capfirst(view.problem),
            view.subject,
            view.query.field,
            filled_if("Consequence: {}.", view.consequence),
            filled_if("Found by: {}.", view.query.detected_how),
            view.arithmetic,
            lines_of(map(_reply, view.replies)),
        )


@dataclass(frozen=True, slots=True)
class DoubtLetters:
    """All data queries of a study: the open ones, and those that were resolved and no longer keep a number out."""

    open: tuple[LetteredDoubt, ...]
    resolved: tuple[LetteredDoubt, ...]

    @property
    def doubts(self) -> tuple[LetteredDoubt, ...]:
        """All of them, open ones first."""
        return (*self.open, *self.resolved)

    def about(self, result: OutcomeResult) -> tuple[LetteredDoubt, ...]:
        """Open doubts about the figure of one result."""
        return tuple(doubt for doubt in self.open if is_about_result(doubt.view, result))


def shared_doubts(of_results: Sequence[Sequence[LetteredDoubt]]) -> tuple[LetteredDoubt, ...]:
    """Doubts about every one of several results, which are shown once for all; none of a single one."""
    if len(of_results) < 2:
        return ()
    first, *others = of_results
    return tuple(doubt for doubt in first if all(doubt in about for about in others))


def doubt_letters(views: Iterable[QueryView]) -> DoubtLetters:
    """Letters for the queries of a study."""
    in_order = sorted(views, key=lambda view: not view.is_open)
    doubts = [LetteredDoubt(letter(place), view) for place, view in enumerate(in_order)]
    return DoubtLetters(
        open=tuple(doubt for doubt in doubts if doubt.view.is_open),
        resolved=tuple(doubt for doubt in doubts if not doubt.view.is_open),
    )


def _reply(reply: Reply) -> SafeString:
    when = ", ".join(filter(None, (day_text(reply.replied_at), reply.who)))
    return filled('<p class="note">\n  {} ({}):\n  {}\n</p>', when, reply.state, reply.text)


def letter(place: int) -> str:
    """The letter of a place, counted from 0.

    >>> letter(0), letter(25), letter(26), letter(27)
    ('a', 'z', 'aa', 'ab')
    """
    before, last = divmod(place, len(_ALPHABET))
    return (letter(before - 1) if before else "") + _ALPHABET[last]
