"""From what an arm printed to a count, or a mean with its spread: as printed, else by a fixed order of rules.

The order is standard deviation, standard error, interval of known level, exact P, quartiles, range. Nothing is
borrowed or imputed. Every value says by which rule it came.
"""

from typing import NamedTuple

from studies.choices import Relation, ResultKind
from studies.numerics.arm_values import Counts, Means
from studies.numerics.conversions import (
    Derived,
    mean_from_quartiles,
    mean_from_range,
    sd_from_p,
    sd_from_quartiles,
    sd_from_range,
    se_from_interval,
)
from studies.numerics.errors import StatisticsError
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ResultRow
from studies.reported.shown_scale import ShownScale, shown_scale


class ArmValue(NamedTuple):
    """One arm ready for an effect size, on the shown scale, with the rules by which it came there."""

    value: Counts | Means
    rules: tuple[str, ...] = ()

    @property
    def n(self) -> int | None:
        """People behind the value; None when the size of the arm is not printed."""
        return None if self.value.n is None else round(self.value.n)


def arm_values(
    contrast: Contrast, ozone: ResultRow, comparator: ResultRow
) -> tuple[ArmValue, ArmValue] | ContrastExclusion:
    """Both arms of a contrast as values, or the first reason why not. Raises StatisticsRefusal."""
    if ozone.kind is ResultKind.DICHOTOMOUS:
        first, second = count_of(ozone), count_of(comparator)
    else:
        common = _common_deviation(contrast, ozone, comparator)
        first, second = mean_of(ozone, common), mean_of(comparator, common)
    if isinstance(first, ContrastExclusion):
        return first
    return second if isinstance(second, ContrastExclusion) else (first, second)


def count_of(result: ResultRow) -> ArmValue | ContrastExclusion:
    """The count of people with the outcome, or with that of which it is the exact complement."""
    if result.events is None:
        if result.percent is None:
            return ContrastExclusion.NO_FIGURE
        return ContrastExclusion.NO_ARM_SIZE if result.n is None else ContrastExclusion.NO_COUNT
    if result.n is None:
        return ContrastExclusion.NO_ARM_SIZE
    if shown := result.measure.complement_of:
        rule = f"{shown.name.lower()} = people − {result.measure.name.lower()}"
        return ArmValue(Counts(result.n - result.events, result.n), (rule,))
    return ArmValue(Counts(result.events, result.n))


def mean_of(result: ResultRow, common: Derived | None = None) -> ArmValue | ContrastExclusion:
    """The mean with its spread on the shown scale; ``common`` is a deviation that an exact P gives both arms."""
    scale = shown_scale(result)
    if scale is None:
        return ContrastExclusion.SCALE_NOT_STATED if _has_figure(result) else ContrastExclusion.NO_FIGURE
    printed = _printed_mean(result, common) if result.mean is not None else _from_median(result)
    return printed if isinstance(printed, ContrastExclusion) else _scaled(printed, result.n, scale)


class _Printed(NamedTuple):
    """A mean and its spread in the units of its source: a deviation, else a standard error."""

    mean: float
    sd: float | None
    se: float | None = None
    rules: tuple[str, ...] = ()


def _has_figure(result: ResultRow) -> bool:
    return result.mean is not None or result.median is not None


def _printed_mean(result: ResultRow, common: Derived | None) -> _Printed | ContrastExclusion:
    mean, n = result.mean, result.n
    assert mean is not None  # noqa: S101 - the caller saw to it; mypy needs to know
    if result.sd is not None:
        return _Printed(mean, result.sd) if n is not None else ContrastExclusion.NO_ARM_SIZE
    if result.se is not None:
        return _Printed(mean, None, result.se, ("standard error as printed",))
    if result.ci_low is not None and result.ci_high is not None and result.ci_level is not None:
        derived = se_from_interval(result.ci_low, result.ci_high, result.ci_level / 100, n)
        return _Printed(mean, None, derived.value, (derived.rule,))
    if common and n is not None:
        return _Printed(mean, common.value, None, (common.rule,))
    return _mean_with_quartiles_or_range(result, mean)


def _mean_with_quartiles_or_range(result: ResultRow, mean: float) -> _Printed | ContrastExclusion:
    if result.n is not None and result.q1 is not None and result.q3 is not None:
        derived = sd_from_quartiles(result.q1, result.q3, result.n, median=result.median)
    elif result.n is not None and result.minimum is not None and result.maximum is not None:
        derived = sd_from_range(result.minimum, result.maximum, result.n, median=result.median)
    elif result.ci_low is not None and result.ci_level is None:
        return ContrastExclusion.LEVEL_NOT_STATED
    else:
        return ContrastExclusion.NO_SPREAD
    return _Printed(mean, derived.value, None, tuple(filter(None, (derived.rule, derived.caution))))


def _from_median(result: ResultRow) -> _Printed | ContrastExclusion:
    if result.median is None:
        return ContrastExclusion.NO_FIGURE
    if result.n is not None and result.q1 is not None and result.q3 is not None:
        mean = mean_from_quartiles(result.q1, result.median, result.q3, result.n)
    elif result.n is not None and result.minimum is not None and result.maximum is not None:
        mean = mean_from_range(result.minimum, result.median, result.maximum, result.n)
    else:
        return ContrastExclusion.MEDIAN_ONLY
    value = _mean_with_quartiles_or_range(result, mean.value)
    return value if isinstance(value, ContrastExclusion) else value._replace(rules=(mean.rule, *value.rules))


def _common_deviation(contrast: Contrast, ozone: ResultRow, comparator: ResultRow) -> Derived | None:
    """The deviation in both arms that an exactly printed P between their means implies, or None."""
    if not contrast.reported:
        return None
    exact = [row.p_value for row in contrast.reported if row.p_relation is Relation.EQUAL and row.p_value]
    n1, n2, one_scale = ozone.n, comparator.n, shown_scale(ozone) == shown_scale(comparator)
    if not exact or not one_scale or not n1 or not n2 or ozone.mean is None or comparator.mean is None:
        return None
    try:
        return sd_from_p(ozone.mean - comparator.mean, exact[0], n1, n2)
    except StatisticsError:
        # Equal means, or a P of 1, say nothing of the spread: the next rule is asked.
        return None


def _scaled(printed: _Printed, n: int | None, scale: ShownScale) -> ArmValue:
    """The same on the shown scale: mean and spread alike."""
    mean, sd, se, rules = printed
    factor = scale.factor
    if factor == 1:
        return ArmValue(Means(mean, n, sd, se), rules)
    shown = Means(mean * factor, n, None if sd is None else sd * factor, None if se is None else se * factor)
    return ArmValue(shown, (*rules, scale.note) if scale.note else rules)
