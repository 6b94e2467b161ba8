"""What follows from the numbers of one row, each with its rule: shown next to it, never saved.

The value of a row is the one that a pool would take, found by the pool's own rules.
"""

from collections.abc import Iterable, Iterator

from studies.curation.pasting.read_time import time_in
from studies.curation.workbench.typed_evidence import NO_MEASURE
from studies.numerics.arm_values import Means
from studies.numerics.errors import StatisticsError
from studies.numerics.magnitudes import is_measurable
from studies.numerics.number_formatting import number, percent, weeks_text
from studies.numerics.spread_conversions import Derived
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rescaling import shown_scale
from studies.reported.rows import Evidence, ResultRow
from studies.reported.spread_recovery import ArmValue, arm_value, common_deviation

# The value of a row that a pool uses, or why it uses none.
PoolValue = ArmValue | ContrastExclusion | StatisticsError
ONLY_AS_PRINTED = "Type a count only as printed."


def derived_sentences(evidence: Evidence) -> dict[int, tuple[str, ...]]:
    """What follows from each result, by its number: the pooled value, the share or count, the scale, the weeks."""
    compared = compared_values(evidence)
    return {result.id: tuple(_sentences(result, compared.get(result.id, {}))) for result in evidence.results}


def compared_values(evidence: Evidence) -> dict[int, dict[str, PoolValue]]:
    """The value that a pool uses of each compared result, by the label of the other arm."""
    by_arm: dict[int, dict[str, PoolValue]] = {}
    for item in contrasts(evidence):
        if isinstance(item, Contrast) and item.ozone and item.comparator:
            common = common_deviation(item)
            for row, other in ((item.ozone, item.comparator), (item.comparator, item.ozone)):
                by_arm.setdefault(row.id, {})[other.arm.label] = pool_value(row, common)
    return by_arm


def pool_value(result: ResultRow, common: Derived | None = None) -> PoolValue:
    """The value that a pool uses of one result; ``common`` is the SD of both arms that follows from an exact P."""
    try:
        return arm_value(result, common)
    except StatisticsError as refusal:
        return refusal


def _sentences(result: ResultRow, compared: dict[str, PoolValue]) -> Iterator[str]:
    values = compared or {"": pool_value(result)}
    yield from _pool(values)
    yield from _share(result)
    yield from _scale(result, values.values())
    yield from _weeks(result)


def _pool(values: dict[str, PoolValue]) -> Iterator[str]:
    """The value that a pool uses; for each other arm where that differs."""
    sentences = {label: _pool_sentence(value) for label, value in values.items()}
    if len(set(sentences.values())) == 1:
        yield from filter(None, [next(iter(sentences.values()))])
    else:
        yield from (f"Against {label}: {sentence}" for label, sentence in sentences.items() if sentence)


def _pool_sentence(value: PoolValue) -> str:
    """Empty where a pool uses the printed figures unchanged."""
    if isinstance(value, StatisticsError):
        return f"No value follows: {value}"
    if isinstance(value, ContrastExclusion):
        # A row shows by itself that no figure is typed yet.
        return "" if value is ContrastExclusion.NO_FIGURE else f"A pool takes no value: {value.label}."
    return f"A pool takes {_value_text(value)} ({'; '.join(value.rules).rstrip('.')})." if value.rules else ""


def _value_text(arm: ArmValue) -> str:
    value = arm.value
    if not isinstance(value, Means):
        return f"{value.events:g} of {value.n:g}"
    mean = f"mean {number(value.mean, digits=2)}"
    if value.se is None:
        return f"{mean}, SD {number(value.required_sd, digits=2)}"
    deviation = f" (SD {number(value.required_sd, digits=2)})" if value.n and value.n > 1 else ""
    return f"{mean}, SE {number(value.se, digits=2)}{deviation}"


def _share(result: ResultRow) -> Iterator[str]:
    events, n, printed = result.events, result.n, result.percent
    if events is not None and n and printed is None and events <= n:
        yield f"{percent(events / n, digits=1)} ({events} of {n})."
    if events is None and printed is not None:
        yield ONLY_AS_PRINTED


def _scale(result: ResultRow, values: Iterable[PoolValue]) -> Iterator[str]:
    """The ends of the scale of a score, and the score on the shown scale where no value says so."""
    score, scale = result.mean if result.mean is not None else result.median, shown_scale(result)
    low, high = result.low, result.high
    if score is None or result.measure == NO_MEASURE:
        return
    if low is None or high is None:
        yield "The ends of the scale are not known: type them, if they are printed."
    elif scale is None or not scale.note:
        yield f"Scale {low:g} to {high:g}."
    elif is_measurable(score) and not any(isinstance(value, ArmValue) for value in values):
        yield f"{number(score * scale.factor, digits=1)} on {scale.name} ({scale.note})."


def _weeks(result: ResultRow) -> Iterator[str]:
    """What the time is in weeks, or in months and years, unless its label says the same."""
    label, weeks = result.timepoint_label, result.weeks
    named = time_in(label)
    if weeks is None and named:
        yield f"“{label}” is {named[1]:g} weeks: type that under weeks, else its time counts as not stated."
    elif weeks is None and label:
        yield f"“{label}” says no number of weeks: type them if the paper states them, else the time is not stated."
    elif weeks is not None and weeks < 0:
        yield "A time before treatment is 0 weeks."
    elif weeks is not None and not named:
        yield f"Stands at {weeks_text(weeks)}."
