"""Short texts that all pages share: effects, values of arms, expected results, and the address of a contrast."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence.statistics.absolute_effects import PER_THOUSAND
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.synthesis.absolute_differences import comparator_risk, difference_per_thousand, pooled_absolute
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.event_facts import single_table_text
from evidence.synthesis.state_phrases import pool_exclusion_text, studies_text
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.numerics.arm_values import Counts, Means
from studies.numerics.number_formatting import count, effect_text, number, per_thousand, percent
from studies.presentation.page_addresses import page_address
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.printed_differences import printed_row
from studies.reported.row_keys import row_address
from studies.reported.spread_recovery import ArmValue


def contrast_href(contrast: Contrast) -> str:
    """The address of a contrast: its own page when both arms, or their difference, have a figure, else the study's."""
    study = contrast.pair.ozone.study.slug
    if contrast.ozone and contrast.comparator:
        return page_address("contrast", study, row_address(contrast.ozone.key), row_address(contrast.comparator.key))
    if printed := printed_row(contrast):
        return page_address("printed-contrast", study, row_address(printed.key))
    result = contrast.ozone or contrast.comparator
    if result:
        place = f"#result-{row_address(result.key)}"
    else:
        place = f"#reported-{row_address(contrast.reported[0].key)}" if contrast.reported else ""
    return page_address("study", study) + place


def value_text(arm: ArmValue | None) -> str:
    """One arm as a figure's row shows it: events of people, or mean (deviation), people; empty without one."""
    if arm is None:
        return ""
    value = arm.value
    if isinstance(value, Counts):
        return f"{value.events:g}/{value.n:g}"
    return ", ".join(filter(None, (_mean_text(value), "" if arm.n is None else count(arm.n))))


def printed_text(line: ContrastEffect) -> str:
    """The trial's own difference in its own words, where it gave the effect; else empty."""
    return f"as the trial printed it: “{line.printed.row.result_text}”" if line.printed else ""


def bounds_text(arm: ArmValue | None) -> str:
    """Between what a derived value lies, in words; empty where only one value follows, or it is as printed."""
    if arm is None or arm.bounds is None or arm.bounds.low == arm.bounds.high:
        return ""
    what, write = ("risk", percent) if isinstance(arm.value, Counts) else ("standard deviation", number)
    low, high = (write(value, digits=1) for value in arm.bounds)
    if low == high:
        # Bounds that are written alike show a reader nothing.
        low, high = (write(value, digits=2) for value in arm.bounds)
    return f"{what} from {low} to {high}"


def _mean_text(value: Means) -> str:
    if value.sd is not None:
        return f"{number(value.mean, digits=1)} ({number(value.sd, digits=1)})"
    return f"{number(value.mean, digits=1)} (SE {number(value.standard_error, digits=1)})"


@once_per_answer
def measured_times(answer: Answer) -> tuple[str, ...]:
    """When the figures that an answer shows were measured, each time once."""
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return tuple(dict.fromkeys(value.when for value in answer.values))
    firsts = (entry.lines[0].first for entry in answer.entries or answer.unpooled)
    return tuple(dict.fromkeys(time_label(first.weeks, first.timepoint_label) for first in firsts))


def answer_effect_text(answer: Answer, shown: Sequence[StudyEffect]) -> str:
    """The effect of an answer: the pool, else the effect of its one study; two studies are not pooled."""
    if answer.pooled:
        interval = answer.pooled.reader_interval()
        return effect_with_limits(answer.measure or Measure.GEN, answer.pooled.reader(), interval.low, interval.high)
    if answer.state is AnswerState.SIDE_BY_SIDE:
        return f"{studies_text(answer.k, randomised=answer.question.randomised)}, not pooled"
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        return f"{'; '.join(value.figure for value in answer.values)}, no interval"
    return _single_study_text(answer, shown[0]) if shown else ""


def _single_study_text(answer: Answer, entry: StudyEffect) -> str:
    """The effect of the one study, or of each of its parts, and why it is in no pool unless a doubt explains it."""
    lines = [line for line in entry.lines if line.first.part]
    parts = [f"{study_effect_text(line.effect)} {line.first.part.replace('-', ' ')}" for line in lines]
    text = "; ".join(parts) or single_table_text(entry) or study_effect_text(entry.effect)
    other_than_doubt = [reason for reason in answer.pool_exclusions if reason is not ContrastExclusion.DOUBTED]
    return f"{text}; the figure {pool_exclusion_text(other_than_doubt)}" if other_than_doubt else text


def study_effect_text(effect: EffectSize) -> str:
    """One study's effect with its own interval."""
    interval = effect.reader_interval()
    return effect_with_limits(effect.measure, effect.reader(), interval.low, interval.high)


def effect_with_limits(measure: Measure, estimate: float, low: float, high: float) -> str:
    """An effect with its limits under the short name of its measure."""
    return effect_text(estimate, low, high, is_ratio=measure.is_ratio, label=measure.value, digits=measure.digits)


@dataclass(frozen=True, slots=True)
class Absolute:
    """Expected results without and with ozone, and the difference in people; empty where there are none."""

    without_ozone: str = ""
    with_ozone: str = ""
    difference: str = ""


def absolute_of(answer: Answer, shown: Sequence[StudyEffect]) -> Absolute:
    """The expected results of an answer: as observed in one study, or by the pooled ratio."""
    difference = difference_per_thousand(answer)
    if answer.pooled:
        return replace(_of_pool(answer), difference=difference)
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        first, *others = answer.values
        return Absolute() if others else Absolute(first.comparator.text, first.ozone.text)
    # Strata and parts that are reported separately share no single risk.
    if len(shown) != 1 or len(shown[0].lines) > 1:
        return Absolute()
    line = shown[0].lines[0]
    if line.ozone is None or line.comparator is None:
        return Absolute(difference=difference)
    return Absolute(_expected_text(line.comparator.value), _expected_text(line.ozone.value), difference)


def _expected_text(value: Counts | Means) -> str:
    return per_thousand(value.risk) if isinstance(value, Counts) else number(value.mean, digits=1)


def _of_pool(answer: Answer) -> Absolute:
    """Per 1,000 from the pooled ratio; empty for means, and without ozone alone where a limit is impossible."""
    risk, effect = comparator_risk(answer), pooled_absolute(answer)
    if effect is None:
        is_ratio = answer.pooled is not None and answer.pooled.measure.is_ratio
        return Absolute(per_thousand(risk)) if risk is not None and is_ratio else Absolute()
    low, high = (number(value, digits=0) for value in (effect.ozone_interval.low, effect.ozone_interval.high))
    return Absolute(
        per_thousand(effect.comparator / PER_THOUSAND), f"{number(effect.ozone, digits=0)} per 1,000 ({low} to {high})"
    )
