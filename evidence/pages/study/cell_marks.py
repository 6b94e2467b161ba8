"""Letters of doubts and numbers of remarks beside what they are about."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from evidence.pages.study.doubt_letters import LetteredDoubt
from studies.presentation.filled_html import filled, lines_of


def marks_html(doubts: Iterable[LetteredDoubt], remarks: Iterable[int]) -> SafeString:
    """The marks as HTML, each with the way to what is said under it; empty without any."""
    return lines_of((*map(_letter, doubts), *map(_number, remarks)))


def _letter(doubt: LetteredDoubt) -> SafeString:
    return filled(
        '<sup><a class="doubt" href="#{}"><span class="vh">Doubt </span>{}<span class="vh">: {}</span></a></sup>',
        doubt.anchor,
        doubt.letter,
        doubt.view.problem,
    )


def _number(remark: int) -> SafeString:
    return filled('<sup><a href="#remark-{0}"><span class="vh">Remark </span>{0}</a></sup>', str(remark))
