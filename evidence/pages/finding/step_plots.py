"""The pool of a finding without each study in turn, and as its studies came, as figures."""

from collections.abc import Sequence

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.alternatives import Step, steps_by_year, steps_without_each_study
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_texts import effect_heading
from studies.numerics.number_formatting import effect_text

_SAME_RULES = "Same rules as the pool of the finding."


def leave_one_out_plot(answer: Answer) -> ForestPlot | None:
    """The pool without each study in turn; None where there is no pool of effects."""
    return _plot(answer, steps_without_each_study(answer), "The pool without each study in turn")


def cumulative_plot(answer: Answer) -> ForestPlot | None:
    """The pool as the studies came, oldest first; None where there is no pool of effects."""
    return _plot(answer, steps_by_year(answer), "The pool as the studies came, oldest first")


def _plot(answer: Answer, steps: Sequence[Step], title: str) -> ForestPlot | None:
    if not steps:
        return None
    measure = answer.measure or Measure.GEN
    entries = [_entry(step, measure) for step in steps]
    better = ForestSide.RIGHT if answer.higher_is_better else ForestSide.LEFT
    heading = effect_heading(measure)
    return draw_forest(
        ForestSpec(title, _SAME_RULES, entries, measure.is_ratio, better, label_heading="Pool", effect_heading=heading)
    )


def _entry(step: Step, measure: Measure) -> ForestEntry:
    low, high = step.interval.low, step.interval.high
    return ForestEntry(
        step.label[:1].upper() + step.label[1:],
        EntryKind.SUBTOTAL,
        effect_text=effect_text(step.estimate, low, high, is_ratio=measure.is_ratio, digits=measure.digits),
        estimate=step.estimate,
        low=low,
        high=high,
    )
