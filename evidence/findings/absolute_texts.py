"""What an answer means for people: risks per 1,000, or means, without and with ozone."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from evidence.statistics.absolute_effects import absolute_effect
from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answers import Answer
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import StatisticsError
from studies.numerics.formatting import number, per_thousand

OBSERVED = "as observed in the arms of the study"
MEDIAN_RISK = "without ozone: the median of the comparator arms; with ozone: that times the pooled ratio"


@dataclass(frozen=True, slots=True)
class Absolute:
    """Expected results without and with ozone, and where the first comes from; empty where there are none."""

    without_ozone: str = ""
    with_ozone: str = ""
    source: str = ""


def absolute_of(answer: Answer, shown: Sequence[StudyEffect]) -> Absolute:
    """The expected results of an answer: as observed in one study, or by the pooled ratio."""
    if answer.pooled:
        return _of_pool(answer)
    # Strata and parts that are reported separately share no single risk.
    if len(shown) != 1 or len(shown[0].lines) > 1:
        return Absolute()
    line = shown[0].lines[0]
    return Absolute(_value_text(line.comparator.value), _value_text(line.ozone.value), OBSERVED)


def _value_text(value: Counts | Means) -> str:
    return per_thousand(value.risk) if isinstance(value, Counts) else number(value.mean, digits=1)


def _of_pool(answer: Answer) -> Absolute:
    """Per 1,000 from the pooled ratio; empty for means, and where a limit lies outside 0 to 1,000."""
    risks = [
        line.comparator.value.risk
        for entry in answer.entries
        for line in entry.lines
        if isinstance(line.comparator.value, Counts)
    ]
    if not risks or answer.pooled is None or answer.measure not in (Measure.RR, Measure.OR):
        return Absolute()
    risk = median(risks)
    try:
        effect = absolute_effect(answer.measure, answer.pooled.reader(), answer.pooled.reader_interval(), risk)
    except StatisticsError as refusal:
        return Absolute(per_thousand(risk), "", f"{MEDIAN_RISK}, which is refused here: {refusal}")
    low, high = (number(value, digits=0) for value in (effect.ozone_interval.low, effect.ozone_interval.high))
    return Absolute(per_thousand(risk), f"{number(effect.ozone, digits=0)} per 1,000 ({low} to {high})", MEDIAN_RISK)
