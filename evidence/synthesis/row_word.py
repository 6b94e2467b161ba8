"""The word of an answer: lower, higher, more or fewer with ozone, borderline, or not clear.

A direction is said only where every interval that counts excludes no difference. Counts have two, of the ratio and of
the difference between risks, and both must; next to an unusually small spread the interval with a usual one counts too.
A word says nothing of bias, of size, or of which side is better.
"""

from collections.abc import Iterable, Sequence
from math import inf

from evidence.statistics.absolute_effects import PER_THOUSAND, absolute_effect
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.information_size import SCORE_SPREAD
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.newcombe import newcombe_interval
from evidence.synthesis.absolute_differences import comparator_risk
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.event_facts import exact_odds_ratio_of
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.study_effects import StudyEffect
from evidence.synthesis.word_intervals import word_intervals
from studies.choices import LabelledEnum
from studies.numerics.errors import StatisticsError
from studies.reported.rescaling import shown_length

# A limit so near to no difference, in points of 100 or in 100 people, is borderline.
NEAR_NONE = 1.0
HUNDRED = 100
# A limit of exactly one point is near, whatever binary fractions make of it.
_ROUNDING = 1e-9
# What one interval says: a direction, a direction that is borderline, or nothing. The sign is the side of ozone.
_CLEAR, _BORDERLINE, _SILENT = 2, 1, 0


class RowWord(LabelledEnum):
    """What an answer says in a word, with the side where it says one."""

    LOWER = "lower", "lower with ozone"
    HIGHER = "higher", "higher with ozone"
    FEWER = "fewer", "fewer with ozone"
    MORE = "more", "more with ozone"
    BORDERLINE = "borderline", "borderline"
    NOT_CLEAR = "not-clear", "not clear"


@once_per_answer
def row_word(answer: Answer) -> RowWord | None:
    """The word of an answer from randomised trials; None where no word is given.

    None is given without a usable figure, without randomisation, and where the arms of one or two trials differed
    before treatment, or of so many that the others are no pool. Of trials side by side each must have the word.
    """
    intervals = word_intervals(answer) if answer.question.randomised and answer.is_usable else ()
    if not intervals or answer.measure is None:
        return None
    said = _of_ratios(answer, intervals) if answer.is_ratio else _of_differences(answer, intervals)
    return _word(_least(said), of_counts=answer.is_ratio)


def interval_word(answer: Answer, measure: Measure, estimate: float, interval: Interval) -> RowWord:
    """The word that one interval of an answer would give alone, on the reader's scale of any measure.

    A ratio counts with the difference that it makes at the risk of the comparators.
    """
    if measure.is_ratio:
        said = _of_counts((), interval, _difference_of_ratio(answer, measure, estimate, interval))
    else:
        near = {Measure.RD: NEAR_NONE / HUNDRED, Measure.SMD: NEAR_NONE / SCORE_SPREAD}.get(measure, _near_none(answer))
        said = _said(interval.low, interval.high, none=0, near=near)
    return _word(said, of_counts=measure.is_ratio or measure is Measure.RD)


def _difference_of_ratio(answer: Answer, measure: Measure, estimate: float, interval: Interval) -> Interval | None:
    """The difference that a ratio makes, as a share; None where risks are not printed, or a limit is impossible."""
    risk = comparator_risk(answer)
    if risk is None:
        return None
    try:
        found = absolute_effect(measure, estimate, interval, risk)
    except StatisticsError:
        return None
    return found.difference_interval.map(lambda limit: limit / PER_THOUSAND)


def _word(said: int, *, of_counts: bool) -> RowWord:
    if abs(said) < _CLEAR:
        return RowWord.BORDERLINE if said else RowWord.NOT_CLEAR
    down, up = (RowWord.FEWER, RowWord.MORE) if of_counts else (RowWord.LOWER, RowWord.HIGHER)
    return down if said < 0 else up


def _of_differences(answer: Answer, intervals: Iterable[Interval]) -> list[int]:
    near = _near_none(answer)
    return [_said(each.low, each.high, none=0, near=near) for each in intervals]


def _of_ratios(answer: Answer, intervals: Sequence[Interval]) -> list[int]:
    """What the pool says, else each trial, by ratio and by difference."""
    pooled = answer.pooled
    if pooled:
        difference = _difference_of_ratio(answer, pooled.measure, pooled.reader(), intervals[0])
        return [_of_counts(answer.entries, intervals[0], difference)]
    # Counts have no usual spread, so that there is one interval for each trial.
    parts = zip(answer.entries, intervals, risk_differences(answer), strict=True)
    return [_of_counts([entry], ratio, difference) for entry, ratio, difference in parts]


def _of_counts(entries: Sequence[StudyEffect], ratio: Interval, difference: Interval | None) -> int:
    """What ratio and difference say together: borderline where they disagree. A ratio without risks is alone.

    Of arms without an event on one side the exact odds ratio, with its one limit, must say the same as the ratio.
    """
    near, exact = NEAR_NONE / HUNDRED, exact_odds_ratio_of(entries)
    ratios = [_said(ratio.low, ratio.high, none=1, near=near)]
    if exact:
        ratios.append(_said(exact.low, inf if exact.high is None else exact.high, none=1, near=near))
    by_ratio = _least(ratios)
    if difference is None:
        return by_ratio
    by_difference = _said(difference.low, difference.high, none=0, near=near)
    if by_ratio == by_difference:
        return by_ratio
    total = by_ratio + by_difference
    return _SILENT if by_ratio * by_difference < 0 else _BORDERLINE * (1 if total > 0 else -1)


@once_per_answer
def risk_differences(answer: Answer) -> tuple[Interval | None, ...]:
    """That of each trial in an answer that is no pool."""
    return () if answer.pooled else tuple(map(risk_difference, answer.entries))


def risk_difference(entry: StudyEffect) -> Interval | None:
    """The interval of the difference between the risks of one trial, as a share; None where risks are not printed.

    Newcombe's; of strata, whose risks differ, that of Mantel and Haenszel.
    """
    tables = tables_of([entry])
    if len(tables) == 1:
        return newcombe_interval(*tables[0])
    try:
        return mantel_haenszel(Measure.RD, tables).reader_interval() if tables else None
    except StatisticsError:
        return None


def _near_none(answer: Answer) -> float:
    """One point of 100 in the unit of the answer; of a scale that is not known only no difference itself is near."""
    if answer.measure is Measure.SMD:
        return NEAR_NONE / SCORE_SPREAD
    points = points_of_scale(answer)
    return NEAR_NONE * points / HUNDRED if points else 0.0


def points_of_scale(answer: Answer) -> float | None:
    """How many points the scale of an answer's scores has; None where that is not known, or they have several."""
    lengths = {_length(entry) for entry in answer.entries}
    return lengths.pop() if len(lengths) == 1 else None


def _length(entry: StudyEffect) -> float | None:
    """Points of the shown scale: as the arms print it, else as the instrument has it."""
    contrast = entry.lines[0].first
    if contrast.ozone:
        return shown_length(contrast.ozone)
    measure = contrast.measure
    if measure.shown_max or measure.range_max is None:
        return measure.shown_max
    return measure.range_max - (measure.range_min or 0)


def _said(low: float, high: float, *, none: float, near: float) -> int:
    """What one interval says; a limit near no difference is borderline on the side where the interval lies."""
    side = 1 if (low - none) + (high - none) > 0 else -1
    if min(abs(low - none), abs(high - none)) <= near + _ROUNDING:
        return side * _BORDERLINE
    return _SILENT if low < none < high else side * _CLEAR


def _least(said: Iterable[int]) -> int:
    """What all of them say: the one that says less, and nothing where their sides differ."""
    each = list(said)
    if len({one > 0 for one in each}) > 1 or _SILENT in each:
        return _SILENT
    return min(each, key=abs)
