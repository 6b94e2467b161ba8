"""From what an arm printed to a count, or a mean with its spread: as printed, else by one order of rules.

``SPREAD_RULES`` is that order: standard deviation, standard error, interval of known level, exact P between these two
arms, quartiles, range. Pools, the workbench and the checks all read it. Nothing is borrowed or imputed, and every
value names the rules by which it came.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple

from studies.choices import Relation, ResultKind
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import ImpossibleNumberError, StatisticsError
from studies.numerics.spread_conversions import (
    Derived,
    mean_from_quartiles,
    mean_from_range,
    sd_from_printed_p,
    sd_from_quartiles,
    sd_from_range,
    se_from_interval,
)
from studies.reported.contrasts import Contrast
from studies.reported.count_recovery import CountRule, recovered_count
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rescaling import ShownScale, scale_length, shown_scale
from studies.reported.row_provenance import last_place
from studies.reported.rows import ContrastRow, ResultRow


class RecoveryRule(NamedTuple):
    """One way from printed numbers to a mean or a spread.

    ``derive`` takes the result, the deviation that an exact P gives (or None) and the needed ``fields``. It answers
    None where the rule says nothing, a plain number for one taken as printed, and raises StatisticsError where the
    numbers contradict each other.
    """

    fields: tuple[str, ...]
    derive: Callable[..., Derived | float | None]
    gives_standard_error: bool = False


PRINTED_SD = RecoveryRule(("sd",), lambda result, common, sd: sd)
PRINTED_SE = RecoveryRule(
    ("se",), lambda result, common, se: Derived(se, "standard error as printed"), gives_standard_error=True
)
INTERVAL = RecoveryRule(
    ("ci_low", "ci_high", "ci_level"),
    lambda result, common, low, high, level: se_from_interval(low, high, level / 100, result.n),
    gives_standard_error=True,
)
EXACT_P = RecoveryRule(("n",), lambda result, common, n: common)
QUARTILES = RecoveryRule(
    ("q1", "q3", "n"), lambda result, common, q1, q3, n: sd_from_quartiles(q1, q3, n, median=result.median)
)
RANGE = RecoveryRule(
    ("minimum", "maximum", "n"), lambda result, common, low, high, n: sd_from_range(low, high, n, median=result.median)
)
SPREAD_RULES: Sequence[RecoveryRule] = (PRINTED_SD, PRINTED_SE, INTERVAL, EXACT_P, QUARTILES, RANGE)
# An error or an interval printed with a median is the median's own, and a test of means says nothing about it.
SPREAD_RULES_OF_MEDIAN: Sequence[RecoveryRule] = (QUARTILES, RANGE)
# The rules by which a spread is used as printed.
AS_PRINTED = (PRINTED_SD, PRINTED_SE)
# The rules that need nothing but what is printed of the spread itself.
PRINTED_SPREADS = (PRINTED_SD, PRINTED_SE, INTERVAL)
MEAN_RULES = (
    RecoveryRule(
        ("q1", "median", "q3", "n"), lambda result, common, q1, median, q3, n: mean_from_quartiles(q1, median, q3, n)
    ),
    RecoveryRule(
        ("minimum", "median", "maximum", "n"),
        lambda result, common, low, median, high, n: mean_from_range(low, median, high, n),
    ),
)


P_OF_WHAT = "an exact P is printed, and it is not stated that it compares the means of these two arms at this time"


class Recovered(NamedTuple):
    """A mean or a spread in the units of the source, with the rule that gave it."""

    rule: RecoveryRule
    value: float
    notes: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None

    def deviation(self, n: float | None) -> float | None:
        """A spread as standard deviation; None where only a standard error and no number of people is known."""
        if not self.rule.gives_standard_error:
            return self.value
        return self.value * sqrt(n) if n else None

    def standard_error(self, n: float | None) -> float | None:
        """A spread as standard error of the mean; None where only a deviation and no number of people is known."""
        if self.rule.gives_standard_error:
            return self.value
        return self.value / sqrt(n) if n else None


def recover(rules: Sequence[RecoveryRule], result: ResultRow, common: Derived | None = None) -> Recovered | None:
    """What the first rule gives whose fields are all printed; None where no rule applies. Raises StatisticsError."""
    for rule in rules:
        values = [getattr(result, name) for name in rule.fields]
        found = None if None in values else rule.derive(result, common, *values)
        if isinstance(found, Derived):
            notes = (found.rule, found.caution) if found.caution else (found.rule,)
            return Recovered(rule, found.value, notes, found.bounds)
        if found is not None:
            return Recovered(rule, found)
    return None


class Bounds(NamedTuple):
    """Between what a derived value lies: the risk of a count, 0 to 1, or the standard deviation of a mean."""

    low: float
    high: float


class ArmValue(NamedTuple):
    """One arm ready for an effect size, on the shown scale, with the rules by which it came there.

    ``bounds`` are those of a derived value, ``count_rule`` is how a count was found, and ``spread_is_derived`` says
    that a spread, or a mean, was worked out from other figures than its own.
    """

    value: Counts | Means
    rules: tuple[str, ...] = ()
    bounds: Bounds | None = None
    count_rule: CountRule | None = None
    spread_is_derived: bool = False

    @property
    def n(self) -> int | None:
        """People behind the value; None when the size of the arm is not printed."""
        return None if self.value.n is None else round(self.value.n)

    @property
    def is_derived(self) -> bool:
        """Whether any of it is not as printed."""
        return self.spread_is_derived or self.count_rule not in (None, CountRule.PRINTED)


def arm_values(
    contrast: Contrast, ozone: ResultRow, comparator: ResultRow
) -> tuple[ArmValue, ArmValue] | ContrastExclusion:
    """Both arms of a contrast as values, or the first reason why not. Raises StatisticsError."""
    common = common_deviation(contrast)
    first, second = arm_value(ozone, common), arm_value(comparator, common)
    if isinstance(first, ContrastExclusion):
        return first
    return second if isinstance(second, ContrastExclusion) else (first, second)


def arm_value(result: ResultRow, common: Derived | None = None) -> ArmValue | ContrastExclusion:
    """One arm as a value, or why not; ``common`` is the deviation that an exact P gives both arms."""
    return count_of(result) if result.kind is ResultKind.DICHOTOMOUS else mean_of(result, common)


def count_of(result: ResultRow) -> ArmValue | ContrastExclusion:
    """The count of people with the outcome, or with that of which it is the exact complement."""
    found = recovered_count(result)
    if isinstance(found, ContrastExclusion):
        return found
    counts, rules = Counts(found.events, found.n), (found.note,) if found.note else ()
    low, high = found.low, found.high
    if shown := result.measure.complement_of:
        rules = (*rules, f"{shown.name.lower()} = people − {result.measure.name.lower()}")
        counts, low, high = counts.complement, 1 - high, 1 - low
    is_derived = found.rule is not CountRule.PRINTED
    return ArmValue(counts, rules, Bounds(low, high) if is_derived else None, found.rule)


def mean_of(result: ResultRow, common: Derived | None = None) -> ArmValue | ContrastExclusion:
    """The mean with its spread on the shown scale; ``common`` is a deviation that an exact P gives both arms."""
    if result.mean is None and result.median is None:
        return ContrastExclusion.NO_FIGURE
    scale = shown_scale(result)
    if scale is None:
        return ContrastExclusion.SCALE_NOT_STATED
    mean, notes, rules = result.mean, tuple[str, ...](), SPREAD_RULES
    if mean is None:
        middle = recover(MEAN_RULES, result)
        if middle is None:
            return ContrastExclusion.MEDIAN_ONLY
        mean, notes, rules = middle.value, middle.notes, SPREAD_RULES_OF_MEDIAN
    spread = recover(rules, result, common)
    if spread is None:
        unknown_level = result.ci_low is not None and result.ci_level is None
        return ContrastExclusion.LEVEL_NOT_STATED if unknown_level else ContrastExclusion.NO_SPREAD
    if spread.rule is PRINTED_SD and result.n is None:
        return ContrastExclusion.NO_ARM_SIZE
    _require_possible(spread, result)
    is_derived = result.mean is None or spread.rule not in AS_PRINTED
    return _scaled(mean, spread, (*notes, *spread.notes), result.n, scale, is_derived=is_derived)


def common_deviation(contrast: Contrast) -> Derived | None:
    """The deviation in both arms that an exactly printed P between their means implies, or None."""
    found = deviation_from_p(contrast)
    return found if isinstance(found, Derived) else None


def deviation_from_p(contrast: Contrast) -> Derived | StatisticsError | None:
    """The same; the refusal of a P that says too little of the spread; None where no exact P is known to be of means.

    Only a P that is stated to compare the means of these two arms at this time counts: a test over three groups, over
    time or of ranks has another spread behind it.
    """
    ozone, comparator = contrast.ozone, contrast.comparator
    exact = next((row for row in contrast.reported if _is_exact_p_of_means(row)), None)
    if exact is None or exact.p_value is None or ozone is None or comparator is None:
        return None
    n1, n2, one_scale = ozone.n, comparator.n, _is_one_scale(ozone, comparator)
    if not one_scale or not n1 or not n2 or ozone.mean is None or comparator.mean is None:
        return None
    try:
        return sd_from_printed_p(ozone.mean - comparator.mean, exact.p_value, last_place(exact, "p_value"), n1, n2)
    except StatisticsError as refusal:
        # The next rule is asked.
        return refusal


def _is_one_scale(ozone: ResultRow, comparator: ResultRow) -> bool:
    """Whether both arms are on one scale, which may be called by the name of the outcome that they share."""
    return shown_scale(ozone) == shown_scale(comparator._replace(outcome_name=ozone.outcome_name))


def p_without_spread(contrast: Contrast) -> str:
    """Why a P that is printed exactly gives no spread, in a sentence; empty where none is printed so."""
    refusal = deviation_from_p(contrast)
    if isinstance(refusal, StatisticsError):
        return str(refusal)
    exact = [row for row in contrast.reported if row.p_relation is Relation.EQUAL and row.p_value]
    return P_OF_WHAT if exact and not any(row.compares_means for row in exact) else ""


def _is_exact_p_of_means(row: ContrastRow) -> bool:
    return row.compares_means and row.p_relation is Relation.EQUAL and bool(row.p_value)


def _require_possible(spread: Recovered, result: ResultRow) -> None:
    """Raise ImpossibleNumberError for a derived deviation that is more than half of the range of its scale."""
    if spread.rule in AS_PRINTED:
        return
    deviation, length = spread.deviation(result.n), scale_length(result)
    if deviation is None or length is None or deviation <= length / 2:
        return
    raise ImpossibleNumberError(
        f"{spread.notes[0]}: a standard deviation of {deviation:.3g} is more than half of a scale of {length:g} points."
    )


def _scaled(
    mean: float, spread: Recovered, notes: tuple[str, ...], n: int | None, scale: ShownScale, *, is_derived: bool
) -> ArmValue:
    """The same on the shown scale: mean and spread alike."""
    factor, is_error = scale.factor, spread.rule.gives_standard_error
    size = spread.value * factor
    shown = Means(mean * factor, n, sd=None if is_error else size, se=size if is_error else None)
    bounds = Bounds(*(end * factor for end in spread.bounds)) if spread.bounds else None
    return ArmValue(shown, (*notes, scale.note) if scale.note else notes, bounds, spread_is_derived=is_derived)
