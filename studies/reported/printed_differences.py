"""A difference between two arms as their trial printed it, turned into one number with its error.

It is ozone minus comparator, a ratio by its natural logarithm, and scores are on the shown scale, as those of arms are.
Nothing is turned into another measure: an odds ratio stays one.
"""

from collections.abc import Iterator
from math import log
from typing import NamedTuple

from studies.choices import HigherIs, PrintedDirection, PrintedEffectMeasure, Relation
from studies.numerics.difference_errors import se_from_difference_interval, se_from_difference_p
from studies.numerics.errors import ImpossibleNumberError, StatisticsError
from studies.numerics.magnitudes import require_measurable
from studies.numerics.spread_conversions import SMALL_SAMPLE, Derived
from studies.reported.content_order import contrast_order
from studies.reported.contrasts import Contrast, kind_of_difference
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rescaling import ShownScale, instrument_scale, shown_scale
from studies.reported.row_provenance import last_place
from studies.reported.rows import ArmRow, ContrastRow, ResultRow
from studies.reported.score_kinds import ScoreKind

_MEASURES = list(PrintedEffectMeasure)
_SIDES = {PrintedDirection.FAVOURS_OZONE: 1, PrintedDirection.FAVOURS_COMPARATOR: -1}


class PrintedDifference(NamedTuple):
    """Ozone minus comparator with its standard error, on the scale of analysis; ``row`` is what was printed.

    ``scale`` names the shown scale of scores, empty for ratios; ``df`` are the degrees of freedom of its interval, None
    where that is normal; ``rules`` say how it came from what was printed.
    """

    row: ContrastRow
    measure: PrintedEffectMeasure
    estimate: float
    se: float
    df: float | None = None
    scale: str = ""
    rules: tuple[str, ...] = ()
    n: int | None = None
    higher_is: HigherIs | None = None

    @property
    def is_derived(self) -> bool:
        """Whether its error is not as printed."""
        return self.row.se is None


class DifferenceRefusal(NamedTuple):
    """Why a printed difference gives no effect."""

    reason: ContrastExclusion
    detail: str = ""


def printed_difference(contrast: Contrast) -> PrintedDifference | DifferenceRefusal | None:
    """The trial's own difference of a contrast, or why it cannot be used; None where none is printed.

    Of several the first that can be used, by its measure; an adjusted difference is a separate contrast.
    """
    rows = sorted(_rows_of(contrast), key=lambda row: (_order(row), contrast_order(row)))
    if not rows:
        return None
    found = [_difference(contrast, row) for row in rows]
    return next((item for item in found if isinstance(item, PrintedDifference)), found[0])


def printed_row(contrast: Contrast) -> ContrastRow | None:
    """The row that prints the difference of a contrast, usable or not; None where none does."""
    return min(_rows_of(contrast), key=lambda row: (_order(row), contrast_order(row)), default=None)


def _rows_of(contrast: Contrast) -> Iterator[ContrastRow]:
    """The rows that print a number of the contrast's kind, adjusted where it is of adjusted differences."""
    numbers = [row for row in contrast.reported if row.estimate is not None]
    if not numbers:
        return
    adjusted, kind = contrast.score_kind is ScoreKind.ADJUSTED_DIFFERENCE, contrast.kind
    for row in numbers:
        of_kind = kind is None or kind_of_difference(row) in (None, kind)
        if of_kind and adjusted is (row.effect_measure is PrintedEffectMeasure.ADJUSTED_MD):
            yield row


def _order(row: ContrastRow) -> int:
    return _MEASURES.index(row.effect_measure) if row.effect_measure else len(_MEASURES)


def _difference(contrast: Contrast, row: ContrastRow) -> PrintedDifference | DifferenceRefusal:
    try:
        return _by_rules(contrast, row)
    except StatisticsError as refusal:
        return DifferenceRefusal(ContrastExclusion.IMPOSSIBLE, str(refusal))


def _by_rules(contrast: Contrast, row: ContrastRow) -> PrintedDifference | DifferenceRefusal:
    measure = row.effect_measure
    if measure is None:
        return DifferenceRefusal(ContrastExclusion.MEASURE_NOT_STATED)
    if measure.is_ratio and row.measure.complement_of:
        return DifferenceRefusal(ContrastExclusion.OPPOSITE_EVENT)
    scale = ShownScale(1.0, "") if measure.is_ratio else _scale(contrast)
    if scale is None:
        return DifferenceRefusal(ContrastExclusion.SCALE_NOT_STATED)
    estimate = _on_analysis_scale(row, row.estimate or 0.0)
    df = _degrees_of_freedom(contrast, row)
    error = _error(row, estimate, df)
    if isinstance(error, ContrastExclusion):
        return DifferenceRefusal(error)
    # The arms may be printed in either order.
    sign = 1 if row.arm_a.id == contrast.pair.ozone.id else -1
    difference = sign * estimate * scale.factor
    higher_is = _higher_is(contrast)
    if _contradicts(row.direction, difference, higher_is):
        return DifferenceRefusal(ContrastExclusion.DIRECTIONS_DISAGREE)
    rules = tuple(filter(None, (f"{measure.label} as the trial printed it", error.rule, scale.note)))
    size, people = error.value * scale.factor, _people(contrast)
    return PrintedDifference(row, measure, difference, size, df, scale.name, rules, people, higher_is)


def _on_analysis_scale(row: ContrastRow, value: float) -> float:
    """A value as printed, of a ratio its logarithm. Raises ImpossibleNumberError."""
    if row.effect_measure is None or not row.effect_measure.is_ratio:
        return require_measurable(value, "A difference")
    if require_measurable(value, "A ratio") <= 0:
        raise ImpossibleNumberError(f"A ratio is above zero; {value:g} is printed.")
    return log(value)


def _error(row: ContrastRow, estimate: float, df: float | None) -> Derived | ContrastExclusion:
    """The standard error on the scale of analysis: as printed, from the interval, or from an exact P."""
    if row.se is not None:
        return Derived(row.se, "standard error as printed")
    has_interval = row.ci_low is not None and row.ci_high is not None
    if row.ci_low is not None and row.ci_high is not None and row.ci_level is not None:
        low, high = (_on_analysis_scale(row, limit) for limit in (row.ci_low, row.ci_high))
        if not low <= estimate <= high:
            raise ImpossibleNumberError("The printed difference lies outside its own interval.")
        return se_from_difference_interval(low, high, row.ci_level / 100, df)
    if row.p_value is None:
        return ContrastExclusion.LEVEL_NOT_STATED if has_interval else ContrastExclusion.DIFFERENCE_ALONE
    from_p = _error_from_p(row, estimate)
    return ContrastExclusion.LEVEL_NOT_STATED if has_interval and isinstance(from_p, ContrastExclusion) else from_p


def _error_from_p(row: ContrastRow, estimate: float) -> Derived | ContrastExclusion:
    """From a P with its degrees of freedom; the test of a ratio has none and is normal (Handbook 6.3.2)."""
    if row.p_relation is not Relation.EQUAL or not row.p_value:
        return ContrastExclusion.P_NOT_EXACT
    is_ratio = row.effect_measure is not None and row.effect_measure.is_ratio
    if not is_ratio and not row.compares_means:
        return ContrastExclusion.P_OF_ANOTHER_TEST
    if not is_ratio and row.degrees_of_freedom is None:
        return ContrastExclusion.DEGREES_NOT_STATED
    return se_from_difference_p(estimate, row.p_value, last_place(row, "p_value"), row.degrees_of_freedom)


def _degrees_of_freedom(contrast: Contrast, row: ContrastRow) -> float | None:
    """Those printed; else those of a t test between so few people (Handbook 6.3.1); None where all is normal."""
    if row.effect_measure is None or row.effect_measure.is_ratio:
        return None
    if row.degrees_of_freedom is not None:
        return row.degrees_of_freedom
    people = _people(contrast)
    if people is None or people >= SMALL_SAMPLE:
        return None
    lost = 1 if contrast.pair.ozone.study.allocation.is_paired else 2
    return people - lost if people > lost else None


def _people(contrast: Contrast) -> int | None:
    """People behind the difference: of both arms, of a paired design those who were in both; None if not printed."""
    first, second = _size(contrast.ozone, contrast.pair.ozone), _size(contrast.comparator, contrast.pair.comparator)
    if first is None or second is None:
        return None
    return min(first, second) if contrast.pair.ozone.study.allocation.is_paired else first + second


def _size(result: ResultRow | None, arm: ArmRow) -> int | None:
    return result.n if result and result.n is not None else arm.n


def _scale(contrast: Contrast) -> ShownScale | None:
    """The scale of the scores at that time; where none is printed, that of the instrument."""
    result = contrast.ozone or contrast.comparator or contrast.scored
    if result is not None:
        return shown_scale(result)
    measure = contrast.measure
    return instrument_scale(measure, contrast.outcome_name, measure.range_min, measure.range_max, measure.higher_is)


def _higher_is(contrast: Contrast) -> HigherIs | None:
    result = contrast.ozone or contrast.comparator or contrast.scored
    return result.scale_direction if result else contrast.measure.higher_is


def _contradicts(direction: PrintedDirection, difference: float, higher_is: HigherIs | None) -> bool:
    """Whether the printed direction names the other side than the number does."""
    if higher_is is None or direction not in _SIDES:
        return False
    better = difference if higher_is is HigherIs.BETTER else -difference
    return better * _SIDES[direction] < 0
