"""The cells of one row of an answer table: what was measured and when, without and with ozone, the difference, a word.

Texts are short, because a row is one line. Better is always left in the drawing, whatever the number says.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.figures.answer_axis import AnswerDrawing, DrawnEffect, draw_answer
from evidence.statistics.interval import Interval
from evidence.synthesis.answer_rows import RowSide
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.effect_phrases import limits_text
from evidence.synthesis.row_figures import RowFigure, RowUnit
from evidence.synthesis.row_word import RowWord
from evidence.synthesis.thresholds import bands_for, small_band
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import number, ratio, weeks_text
from studies.presentation.filled_html import filled, filled_if
from studies.reported.threshold_band import ThresholdBand
from studies.reported.windows import Window

# Below this whole people would hide the figure.
_ONE = 0.95
_NAMED_BY_DOMAIN = (CriticalOutcome.PAIN, CriticalOutcome.DISABILITY, CriticalOutcome.QUALITY_OF_LIFE)
NO_WORD = "no word"
# The first words of a row's word: what it says of the numbers, without "with ozone", which heads the column.
_SHORT_WORDS = {
    RowWord.LOWER: "lower",
    RowWord.HIGHER: "higher",
    RowWord.FEWER: "fewer",
    RowWord.MORE: "more",
    RowWord.BORDERLINE: "borderline",
    RowWord.NOT_CLEAR: "not clear",
}


# An answer, and its figures, which take long to compute.
AnswerFigures = tuple[Answer, Sequence[RowFigure]]


class FigureCell(NamedTuple):
    """One figure of a row in words. ``name`` is the trial, where a row shows several; ``unit`` follows both values.

    ``usual`` is the interval with a usual spread in place of an unusually small one; empty elsewhere.
    """

    without_ozone: str
    with_ozone: str
    unit: str
    difference: str
    interval: str
    usual: str = ""
    name: str = ""

    @property
    def without_html(self) -> SafeString:
        """The value without ozone as HTML."""
        return self._value(self.without_ozone)

    @property
    def with_html(self) -> SafeString:
        """The value with ozone as HTML."""
        return self._value(self.with_ozone)

    def _value(self, value: str) -> SafeString:
        unit = filled_if(' <span class="unit">{}</span>', self.unit) if value else ""
        return filled('<span class="one">{}{}</span>', value or "–", unit)


class WordCell(NamedTuple):
    """The word of a row, and which side is better for it: empty where the word names no side."""

    word: str
    side: str = ""


def outcome_name(answer: Answer) -> str:
    """What was measured, as a row names it: a domain by its name, each definition of success by its own."""
    outcome, critical = answer.question.outcome, answer.question.outcome.critical
    if critical in _NAMED_BY_DOMAIN and outcome.key == outcome.domain.value:
        return critical.label
    return outcome.title.removeprefix(f"{outcome.domain.label}: ")


@once_per_answer
def time_of(answer: Answer) -> str:
    """When: the one time, or from the first to the last, of what a row shows."""
    if answer.question.window is Window.NOT_STATED:
        return "time not printed"
    firsts = [line.first for entry in answer.entries for line in entry.lines]
    firsts = firsts or [value.contrast for value in answer.values]
    labels = dict.fromkeys(time_label(first.weeks, first.timepoint_label) for first in firsts)
    if len(labels) <= 1:
        return next(iter(labels), answer.question.window.label)
    weeks = [first.weeks for first in firsts if first.weeks is not None]
    return f"{weeks_text(min(weeks))} to {weeks_text(max(weeks))}" if weeks else answer.question.window.label


def better_text(answer: Answer) -> str:
    """Which way is better."""
    if answer.higher_is_better is None:
        return "better side not stated"
    more, less = ("more", "fewer") if answer.is_ratio else ("higher", "lower")
    return f"{more if answer.higher_is_better else less} is better"


def route_text(answer: Answer) -> str:
    """The route of ozone; of an answer of all routes, that it is."""
    route = answer.question.route
    return route.label if route else "all routes together"


def figure_cells(answer: Answer, figures: Sequence[RowFigure]) -> tuple[FigureCell, ...]:
    """The figures of an answer in words, each named by its trial where there are several."""
    return tuple(_cell(answer, figure, named=len(figures) > 1) for figure in figures)


def word_cell(word: RowWord | None, side: RowSide | None) -> WordCell:
    """The word of a row in as few letters as it can be."""
    if word is None:
        return WordCell(NO_WORD)
    return WordCell(_SHORT_WORDS[word], side.value if side in (RowSide.BETTER, RowSide.WORSE) else "")


def draw_row(
    answer: Answer, figures: Sequence[RowFigure], others: Iterable[AnswerFigures], bands: Sequence[ThresholdBand]
) -> AnswerDrawing | None:
    """The drawing of a row; None where it has no place on the axis, or no source says which way is better."""
    effects = [_drawn(answer, figure) for figure in figures]
    if answer.higher_is_better is None or not all(figure.is_drawn for figure in figures):
        return None
    band, per_point = small_band(bands_for(answer, bands)), figures[0].per_point or 1.0
    ticks = [
        _drawn(other, figure).estimate
        for other, of_other in others
        if other.higher_is_better is not None
        for figure in of_other
        if figure.is_drawn
    ]
    return draw_answer(effects, ticks, band[1] * per_point if band else None)


def _drawn(answer: Answer, figure: RowFigure) -> DrawnEffect:
    """In hundredths, better to the left."""
    factor = (figure.per_point or 1.0) * (-1 if answer.higher_is_better else 1)

    def limits(low: float, high: float) -> tuple[float, float]:
        return (low * factor, high * factor) if factor > 0 else (high * factor, low * factor)

    low, high = limits(figure.interval.low, figure.interval.high)
    usual = limits(figure.usual.low, figure.usual.high) if figure.usual else None
    return DrawnEffect(figure.difference * factor, low, high, figure.is_pooled, usual)


def _cell(answer: Answer, figure: RowFigure, *, named: bool) -> FigureCell:
    people = figure.unit in (RowUnit.PEOPLE, RowUnit.RATIO)
    write = whole_people if people else _points
    scale = figure.scale_points
    return FigureCell(
        without_ozone="" if figure.without is None else write(figure.without),
        with_ozone="" if figure.with_ozone is None else write(figure.with_ozone),
        unit="in 100" if people else f"of {scale:g}" if scale else "",
        difference=_difference(figure),
        interval=_interval(answer, figure, figure.interval),
        usual=_interval(answer, figure, figure.usual) if figure.usual else "",
        name=figure.study.label if named and figure.study else "",
    )


def _points(value: float) -> str:
    return number(value, digits=1)


def whole_people(value: float) -> str:
    """People of 100: whole, but for a share below one."""
    return number(value, digits=1 if 0 < abs(value) < _ONE else 0)


def _difference(figure: RowFigure) -> str:
    """A difference with its direction: "5.5 lower", "7 fewer"; a ratio as "0.67 times"."""
    value = figure.difference
    if figure.unit is RowUnit.RATIO:
        return f"{ratio(value)} times"
    if figure.unit is RowUnit.PEOPLE:
        return _way(value, whole_people(abs(value)), "fewer", "more")
    if figure.unit is RowUnit.DEVIATIONS:
        return _way(value, f"{number(abs(value), digits=2)} standard deviations", "lower", "higher")
    return _way(value, _points(abs(value)), "lower", "higher")


def _way(value: float, size: str, less: str, more: str) -> str:
    return f"{size} {less if value < 0 else more}" if value else size


def _interval(answer: Answer, figure: RowFigure, interval: Interval) -> str:
    """Both limits, the direction once where both have one."""
    low, high = interval.low, interval.high
    if figure.unit is not RowUnit.PEOPLE:
        return limits_text(answer, interval)
    sizes = [whole_people(abs(limit)) for limit in (low, high)]
    if low < 0 < high:
        return f"{sizes[0]} fewer to {sizes[1]} more"
    return f"{sizes[0]} to {sizes[1]} {'more' if low >= 0 else 'fewer'}"
