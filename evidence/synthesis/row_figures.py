"""The figures of an answer in units that rows share: points of 100, or people of 100.

A row says how people did without ozone and with it, and the difference with its interval. Scores keep the points of
their own scale in words, and are drawn as points of 100. Counts are people of 100: of one trial as observed (Newcombe's
interval), of a pool by its ratio at the comparator's risk. What follows from none of these is told in its own unit and
not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from evidence.statistics.absolute_effects import PER_THOUSAND
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.synthesis.absolute_differences import comparator_risk, pooled_absolute
from evidence.synthesis.alternatives import with_usual_spreads
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.row_word import points_of_scale, risk_differences
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.choices import LabelledEnum
from studies.numerics.arm_values import Means
from studies.reported.rows import StudyRow

HUNDRED = 100
_TEN = PER_THOUSAND / HUNDRED


class RowUnit(LabelledEnum):
    """What a difference is counted in."""

    POINTS = "points", "points"
    PEOPLE = "people", "people in 100"
    DEVIATIONS = "deviations", "standard deviations"
    RATIO = "ratio", "times"


@dataclass(frozen=True, slots=True)
class RowFigure:
    """One trial's figure, or the pool's. ``without`` and ``with_ozone`` are None where they are not one number each.

    ``difference`` (of a ratio the ratio) and ``interval`` are in ``unit``. ``usual`` is the interval with usual spreads
    in place of unusually small ones. ``per_point`` turns points into points of 100; None where the scale is not known
    or the unit is drawn on no axis.
    """

    unit: RowUnit
    difference: float
    interval: Interval
    without: float | None = None
    with_ozone: float | None = None
    usual: Interval | None = None
    per_point: float | None = None
    is_pooled: bool = False
    is_change: bool = False
    study: StudyRow | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it has a place on an axis of points or people of 100."""
        return self.per_point is not None

    @property
    def scale_points(self) -> float | None:
        """The points of its own scale, where these are not 100."""
        if self.unit is not RowUnit.POINTS or self.per_point in (None, 1.0):
            return None
        return HUNDRED / self.per_point if self.per_point else None


@once_per_answer
def row_figures(answer: Answer) -> tuple[RowFigure, ...]:
    """The pool, else each trial; none without a usable figure."""
    if answer.pooled:
        return (_of_pool(answer),)
    if answer.is_ratio:
        return tuple(map(_of_counts, answer.entries, risk_differences(answer)))
    return tuple(_of_trial(answer, entry) for entry in answer.entries)


def _of_pool(answer: Answer) -> RowFigure:
    pooled = answer.pooled
    assert pooled is not None  # noqa: S101 - the caller asked; mypy needs to know
    value, interval = pooled.reader(), pooled.reader_interval()
    if answer.is_ratio:
        found, risk = pooled_absolute(answer), comparator_risk(answer)
        if found is None:
            without = None if risk is None else HUNDRED * risk
            return RowFigure(RowUnit.RATIO, value, interval, without=without, is_pooled=True)
        return RowFigure(
            RowUnit.PEOPLE,
            found.difference / _TEN,
            found.difference_interval.map(lambda limit: limit / _TEN),
            found.comparator / _TEN,
            found.ozone / _TEN,
            per_point=1.0,
            is_pooled=True,
        )
    without = _shared_mean(answer.entries) if answer.measure is Measure.MD else None
    return RowFigure(
        _unit(answer),
        value,
        interval,
        without,
        None if without is None else without + value,
        usual=next((found.interval for found in with_usual_spreads(answer) if found.interval), None),
        per_point=_per_point(answer),
        is_pooled=True,
    )


def _of_trial(answer: Answer, entry: StudyEffect) -> RowFigure:
    usual = entry.usual_spread_effect
    line = entry.lines[0] if len(entry.lines) == 1 else None
    without, with_ozone = _means(line) if line and answer.measure is Measure.MD else (None, None)
    return RowFigure(
        _unit(answer),
        entry.effect.reader(),
        entry.effect.reader_interval(),
        without,
        with_ozone,
        usual=usual.reader_interval() if usual else None,
        per_point=_per_point(answer),
        is_change=_is_change(entry),
        study=entry.study,
    )


def _of_counts(entry: StudyEffect, interval: Interval | None) -> RowFigure:
    """One trial's people, as observed, with the interval of their difference; its ratio where no counts are printed."""
    tables = tables_of([entry])
    if interval is None:
        return RowFigure(RowUnit.RATIO, entry.effect.reader(), entry.effect.reader_interval(), study=entry.study)
    risks = [(comparator.risk, ozone.risk) for ozone, comparator in tables]
    without, with_ozone = risks[0] if len(risks) == 1 else (None, None)
    if without is None or with_ozone is None:
        difference = mantel_haenszel(Measure.RD, tables).reader()
    else:
        difference = with_ozone - without
    return RowFigure(
        RowUnit.PEOPLE,
        HUNDRED * difference,
        interval.map(lambda limit: HUNDRED * limit),
        None if without is None else HUNDRED * without,
        None if with_ozone is None else HUNDRED * with_ozone,
        per_point=1.0,
        study=entry.study,
    )


def _unit(answer: Answer) -> RowUnit:
    return RowUnit.DEVIATIONS if answer.measure is Measure.SMD else RowUnit.POINTS


def _per_point(answer: Answer) -> float | None:
    """What one point of the answer's scale is of 100."""
    if answer.measure is not Measure.MD:
        return None
    points = points_of_scale(answer)
    return HUNDRED / points if points else None


def _means(line: ContrastEffect) -> tuple[float, float] | tuple[None, None]:
    """The means without ozone and with it; nothing where the trial's own difference gave the effect."""
    if line.ozone is None or line.comparator is None:
        return None, None
    ozone, comparator = line.ozone.value, line.comparator.value
    return (comparator.mean, ozone.mean) if isinstance(ozone, Means) and isinstance(comparator, Means) else (None, None)


def _is_change(entry: StudyEffect) -> bool:
    """Whether its scores are changes since before treatment."""
    return any(item.ozone is not None and item.ozone.is_change for line in entry.lines for item in line.contrasts)


def _shared_mean(entries: Sequence[StudyEffect]) -> float | None:
    """The median of the comparators' means, of trials that print final scores; None where none does."""
    lines = (line for entry in entries if not _is_change(entry) for line in entry.lines)
    means = [mean for line in lines if (mean := _means(line)[0]) is not None]
    return median(means) if means else None
