"""The arithmetic of one effect, written out so that a reader can follow it with a pocket calculator."""

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.exact_odds_ratio import exact_conditional_odds_ratio
from evidence.statistics.interval import NORMAL_95
from evidence.statistics.mantel_haenszel import arrays_from_tables
from evidence.statistics.peto import o_minus_e_and_variance
from evidence.statistics.rare_events import side_without_events
from evidence.synthesis.event_facts import exact_text
from evidence.synthesis.study_effects import ContrastEffect
from studies.choices import Allocation
from studies.numerics.arm_values import Counts, Means
from studies.numerics.number_formatting import difference, interval_text, number, ratio, ratio_interval

# As printed in the steps.
_Z = f"{NORMAL_95:.2f}"


def arithmetic_steps(line: ContrastEffect) -> list[str]:
    """The steps from the two arms' values, or from the trial's own difference, to the effect and its interval."""
    if line.printed:
        return [f"“{line.printed.row.result_text}”, ozone against comparator", *_interval_steps(line.effect)]
    if line.arm.study.allocation is not Allocation.PARALLEL:
        return _interval_steps(line.effect)
    if line.counts and line.effect.measure is Measure.RR:
        return _risk_ratio(*line.counts, line.effect)
    if line.counts and line.effect.measure is Measure.OR:
        return _odds_ratio(*line.counts, line.effect)
    if line.means and line.effect.measure is Measure.MD:
        return _mean_difference(*line.means, line.effect)
    value, se = number(line.effect.reader(), digits=3), number(line.effect.se, digits=3)
    return [f"{line.effect.rule}: {value}, standard error {se}"]


def _interval_steps(effect: EffectSize) -> list[str]:
    """The effect by its rule and its interval, as any effect with a standard error has one."""
    interval, se, critical = effect.reader_interval(), number(effect.se, digits=3), f"{effect.critical_value():.2f}"
    if effect.measure.is_ratio:
        value, limits = ratio(effect.reader()), ratio_interval(interval.low, interval.high)
        return [
            f"{effect.rule}: {value}, standard error of its natural logarithm {se}",
            f"95% interval = exp(ln {value} ± {critical} × {se}) = {limits}",
        ]
    value = difference(effect.estimate)
    of_t = "" if effect.df is None else f", t at {number(effect.df, digits=1)} degrees of freedom = {critical}"
    return [
        f"{effect.rule}: {value}, standard error {se}{of_t}",
        f"95% interval = {value} ± {critical} × {se} = {interval_text(interval.low, interval.high)}",
    ]


def _risk_ratio(ozone: Counts, comparator: Counts, effect: EffectSize) -> list[str]:
    a, n1, c, n2 = (f"{value:g}" for value in (ozone.events, ozone.n, comparator.events, comparator.n))
    interval, rr = effect.reader_interval(), ratio(effect.reader())
    limits = ratio_interval(interval.low, interval.high)
    if 0 in (ozone.events, comparator.events):
        first = "In one arm no one had the event, so half a person is added to each of the four cells of this study."
        return [first, f"RR = {rr}, 95% interval {limits}"]
    se = number(effect.se, digits=3)
    return [
        f"RR = ({a} / {n1}) / ({c} / {n2}) = {rr}",
        f"standard error of ln RR = √(1/{a} − 1/{n1} + 1/{c} − 1/{n2}) = {se}",
        f"95% interval = exp(ln {rr} ± {_Z} × {se}) = {limits}",
    ]


def _odds_ratio(ozone: Counts, comparator: Counts, effect: EffectSize) -> list[str]:
    """Peto's odds ratio, and the exact one where an arm has no event."""
    table, events, people = (ozone, comparator), ozone.events + comparator.events, ozone.n + comparator.n
    excess, variance = (float(value[0]) for value in o_minus_e_and_variance(arrays_from_tables([table])))
    interval = effect.reader_interval()
    e, v, difference_text = (number(value, digits=3) for value in (ozone.events - excess, variance, excess))
    steps = [
        f"expected with ozone if risks were equal: E = {events:g} × {ozone.n:g} / {people:g} = {e}; "
        f"observed − expected = {difference_text}, variance V = {v}",
        f"Peto’s odds ratio = exp({difference_text} / {v}) = {ratio(effect.reader())}, "
        f"95% interval exp(ln OR ± {_Z} / √V) = {ratio_interval(interval.low, interval.high)}",
    ]
    if side_without_events([table]):
        steps.append(f"given how many had the event in all: {exact_text(exact_conditional_odds_ratio([table]))}")
    return steps


def _mean_difference(ozone: Means, comparator: Means, effect: EffectSize) -> list[str]:
    # With the two decimals of most papers the steps agree with each other: 17.0 − 25.7 would not be −8.6.
    interval = effect.reader_interval()
    se, md, first, second = (
        number(value, digits=2) for value in (effect.se, effect.estimate, ozone.mean, comparator.mean)
    )
    critical = f"{effect.critical_value():.2f}"
    welch = f"t at {number(effect.df or 0, digits=1)} degrees of freedom (Welch-Satterthwaite) = {critical}"
    return [
        f"MD = {first} − {second} = {md}",
        f"standard error = √({_squared_error(ozone)} + {_squared_error(comparator)}) = {se}",
        *([welch] if effect.df is not None else []),
        f"95% interval = {md} ± {critical} × {se} = {interval_text(interval.low, interval.high)}",
    ]


def _squared_error(arm: Means) -> str:
    if arm.se is not None:
        return f"{number(arm.se, digits=2)}²"
    return f"{number(arm.required_sd, digits=2)}² / {arm.n:g}"
