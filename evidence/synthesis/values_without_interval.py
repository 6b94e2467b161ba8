"""Values of both arms from which no interval follows: said in words with the people known, in no pool, on no axis.

"1.53 with ozone v 3.82 of 10 at 3 months, 60 + 60 people" is what a trial found, though nothing says how sure it can
be.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.statistics.mantel_haenszel import Table
from evidence.synthesis.allocation_effects import people_of
from evidence.synthesis.comparison_labels import time_label, when_text
from evidence.synthesis.event_facts import not_excluded_text
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from studies.choices import HigherIs, ResultKind
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import MINUS, people
from studies.reported.assumptions import Assumption, Caution, arm_assumptions, result_assumptions
from studies.reported.before_treatment import pair_cautions
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ResultRow, StudyRow

PERCENT = "%"
PEOPLE = "people"
# Printed values that are no result of a trial, or that another of its results replaces.
_NOT_SAID = frozenset(
    {
        ContrastExclusion.ERROR,
        ContrastExclusion.DOUBTED,
        ContrastExclusion.RETRACTED,
        ContrastExclusion.OTHER_RESULT_CHOSEN,
        ContrastExclusion.MAY_SHARE_PATIENTS,
    }
)


class PrintedValue(NamedTuple):
    """The value of one arm: a mean, a median, a percentage or a count, with its unit."""

    value: float
    unit: str
    name: str = ""

    @property
    def text(self) -> str:
        """The number as printed, a percentage with its sign."""
        return f"{self.value:g}{'%' if self.unit == PERCENT else ''}".replace("-", MINUS)


class ValueWithoutInterval(NamedTuple):
    """Two arms of one trial as printed, with the reason why no interval follows."""

    contrast: Contrast
    ozone: PrintedValue
    comparator: PrintedValue
    reason: ContrastExclusion

    @property
    def study(self) -> StudyRow:
        """The trial that printed it."""
        return self.contrast.pair.ozone.study

    @property
    def is_change(self) -> bool:
        """Whether the values are changes since before treatment."""
        return self.contrast.ozone is not None and self.contrast.ozone.is_change

    @property
    def when(self) -> str:
        """When it was measured."""
        return time_label(self.contrast.weeks, self.contrast.timepoint_label)

    @property
    def when_text(self) -> str:
        """The same as an adverbial phrase."""
        return when_text(self.contrast.weeks, self.contrast.timepoint_label)

    @property
    def is_count(self) -> bool:
        """Whether the values are people, or shares of people."""
        return self.ozone.unit in (PERCENT, PEOPLE)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the values rest on besides what is printed; whose sizes are printed is shown with them anyway."""
        results = [row for row in (self.contrast.ozone, self.contrast.comparator) if row]
        pair = self.contrast.pair
        marks = (*result_assumptions(results), *arm_assumptions(pair.ozone, pair.comparator))
        return tuple(mark for mark in marks if mark is not Assumption.ARM_SIZES_NOT_PRINTED)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions that go with the values."""
        return pair_cautions(self.contrast)

    @property
    def is_derived(self) -> bool:
        """Never: they are shown as printed."""
        return False

    @property
    def figure(self) -> str:
        """Both values as printed, the side named, as tables have the comparator first: "61% with ozone v 33%"."""
        ozone, comparator = self.arm_figures
        return f"{ozone} with ozone v {comparator}"

    @property
    def arm_figures(self) -> tuple[str, str]:
        """The value of each arm for a sentence: "1.53" and "3.82 of 10", "0 of 20" and "0 of 18"."""
        table = self.table
        if table and self.ozone.unit == PEOPLE:
            ozone, comparator = (f"{arm.events:g} of {arm.n:g}" for arm in table)
        else:
            scale = "" if self.ozone.unit == PERCENT else f" {self.ozone.unit}"
            ozone, comparator = self.ozone.text, f"{self.comparator.text}{scale}"
        return f"{self.ozone.name} {ozone}".strip(), comparator

    @property
    def table(self) -> Table | None:
        """The counts of both arms as printed; None where one is not."""
        ozone, comparator = _counts(self.contrast.ozone), _counts(self.contrast.comparator)
        return (ozone, comparator) if ozone and comparator else None

    @property
    def comparator_risk(self) -> float | None:
        """The share of people who had the event with the comparator; None of scores and where it is not printed."""
        if self.comparator.unit == PERCENT:
            return self.comparator.value / 100
        table = self.table
        return table[1].risk if table else None

    @property
    def bound_text(self) -> str:
        """What is not excluded where no one of either arm had the event; empty elsewhere."""
        table = self.table
        return not_excluded_text(*table) if table and not any(arm.events for arm in table) else ""

    @property
    def people(self) -> int | None:
        """The people known, of both arms (in both once) or of the whole trial."""
        known = people_of(self.study, *self._sizes)
        return self.study.n if known is None else known

    @property
    def people_text(self) -> str:
        """The people known: those of each arm, else of the trial; empty where no number is printed."""
        ozone, comparator = self._sizes
        if ozone is not None and comparator is not None:
            if self.study.allocation.is_paired:
                return f"{people(min(ozone, comparator))}, each in both arms"
            return f"{ozone} + {comparator} people"
        whole = self.study.n
        return f"{people(whole)} in all, arm sizes not printed" if whole else ""

    @property
    def _sizes(self) -> tuple[int | None, int | None]:
        contrast = self.contrast
        return _size(contrast.ozone, contrast.pair.ozone), _size(contrast.comparator, contrast.pair.comparator)


def _counts(result: ResultRow | None) -> Counts | None:
    if result is None or result.events is None or not result.n or not 0 <= result.events <= result.n:
        return None
    return Counts(result.events, result.n)


def _size(result: ResultRow | None, arm: ArmRow) -> int | None:
    return result.n if result and result.n else arm.n


def values_without_interval(
    left_out: Iterable[ExcludedContrast], answered: Iterable[StudyRow]
) -> tuple[ValueWithoutInterval, ...]:
    """Of each trial of one question that is not in its answer, the value that the rule would pick."""
    already = {study.id for study in answered}
    by_study: dict[int, list[ValueWithoutInterval]] = {}
    for item in left_out:
        value = _value_of(item)
        if value and item.study.id not in already:
            by_study.setdefault(item.study.id, []).append(value)
    return tuple(value for values in by_study.values() for value in _chosen(values))


def shared_value_direction(values: Iterable[ValueWithoutInterval]) -> HigherIs | None:
    """Which way all of these are better; None where one does not say, or they differ."""
    printed = {value.contrast.ozone.scale_direction for value in values if value.contrast.ozone}
    return printed.pop() if len(printed) == 1 else None


def _chosen(values: Sequence[ValueWithoutInterval]) -> list[ValueWithoutInterval]:
    """The first in the order of choice, and its equals of other arms, strata or parts."""
    if len(values) == 1:
        return list(values)

    def rank(value: ValueWithoutInterval) -> tuple[bool, int, bool, float, float]:
        order, distance, later = value.contrast.preference
        return (bool(value.contrast.part), order, value.is_change, distance, later)

    best = min(map(rank, values))
    return [value for value in values if rank(value) == best]


def _value_of(item: ExcludedContrast) -> ValueWithoutInterval | None:
    """Both arms as printed; None where one is missing, they are of two kinds, or a query or retraction is against."""
    contrast = item.contrast
    if contrast is None or contrast.ozone is None or contrast.comparator is None:
        return None
    if item.reason in _NOT_SAID or item.query or item.study.retracted:
        return None
    # A spread that cannot be true leaves the means as printed, and counts without information about a ratio (no one, or
    # everyone, had the event) stay counts; a count that cannot be true leaves nothing.
    results = (contrast.ozone, contrast.comparator)
    if item.reason is ContrastExclusion.IMPOSSIBLE and not all(map(_is_possible, results)):
        return None
    ozone, comparator = _printed(contrast.ozone), _printed(contrast.comparator)
    if ozone is None or comparator is None or (ozone.unit, ozone.name) != (comparator.unit, comparator.name):
        return None
    return ValueWithoutInterval(contrast, ozone, comparator, item.reason)


def _is_possible(result: ResultRow) -> bool:
    """Whether people are among those counted, or a mean lies on its scale."""
    if result.kind is ResultKind.DICHOTOMOUS:
        return result.events is not None and result.n is not None and 0 <= result.events <= result.n
    if result.mean is None:
        return False
    low, high = result.low, result.high
    return result.is_change or low is None or high is None or low <= result.mean <= high


def _printed(result: ResultRow) -> PrintedValue | None:
    """A mean, else a median; a percentage, else a count."""
    if result.kind is ResultKind.DICHOTOMOUS:
        # Under the name of the opposite event, as which counts are shown, the printed figure would say the reverse.
        name = result.measure.name.lower() if result.measure.complement_of else ""
        if result.percent is not None:
            return PrintedValue(result.percent, PERCENT, name)
        return None if result.events is None else PrintedValue(result.events, PEOPLE, name)
    if result.mean is not None:
        return PrintedValue(result.mean, _scale(result))
    return None if result.median is None else PrintedValue(result.median, _scale(result), "median")


def _scale(result: ResultRow) -> str:
    """ "of 10", "on 1 to 5"; "points" where the scale is not printed."""
    if result.low is None or result.high is None:
        return "points"
    return f"of {result.high:g}" if result.low == 0 else f"on {result.low:g} to {result.high:g}"
