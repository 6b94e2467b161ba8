"""The forest plot of one answer."""

from collections.abc import Mapping, Sequence

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.findings.answer_texts import (
    answer_effect_text,
    contrast_href,
    effect_with_limits,
    printed_text,
    study_effect_text,
    value_text,
)
from evidence.findings.bias_lights import BiasColumn, headings_of, light_columns, lights_of
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import IntervalMethod, Model, PooledEstimate
from evidence.synthesis.answers import Answer, AnswerState, pool_notes
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.mark_texts import line_marks
from evidence.synthesis.state_phrases import pool_exclusion_text
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.choices import RouteGroup
from studies.numerics.number_formatting import number, p_value, percent
from studies.reported.exclusion_reasons import ContrastExclusion


def figure_of(
    answer: Answer, condition_names: Mapping[str, str], band: tuple[float, float] | None = None
) -> ForestPlot:
    """Draw the studies of an answer, those shown next to it, and the pool where there is one."""
    words = answer.question.words
    measure = answer.measure or Measure.GEN
    known = answer.higher_is_better is not None
    columns = light_columns(answer)
    return draw_forest(
        ForestSpec(
            title=f"{answer.question.outcome.title}: {words.with_ozone} v {words.without_ozone}",
            description=_method(answer),
            entries=_rows(answer, condition_names, columns),
            is_ratio=measure.is_ratio,
            better_side=ForestSide.RIGHT if answer.higher_is_better else ForestSide.LEFT,
            ozone_better="ozone better" if known else "lower with ozone",
            comparator_better=f"{words.without_ozone} better" if known else "higher with ozone",
            effect_heading=f"{measure.value} (95% CI)",
            band=band,
            light_headings=headings_of(columns),
        )
    )


def _rows(answer: Answer, condition_names: Mapping[str, str], columns: Sequence[BiasColumn]) -> list[ForestEntry]:
    """Rows by condition where there are several, each study's lines, then the pool and what it predicts."""
    rows: list[ForestEntry] = []
    conditions = list(
        dict.fromkeys(line.arm.condition for e in (*answer.entries, *answer.unpooled) for line in e.lines)
    )
    for condition in conditions:
        if len(conditions) > 1:
            rows.append(ForestEntry(condition_names.get(condition, condition), EntryKind.HEADING))
        for entry in (*answer.entries, *answer.unpooled):
            rows += [_line(answer, entry, line, columns) for line in entry.lines if line.arm.condition == condition]
    rows += [_study(answer, entry) for entry in answer.entries if len(entry.lines) > 1]
    return rows + (_total(answer, answer.pooled) if answer.pooled else [])


def _line(answer: Answer, entry: StudyEffect, line: ContrastEffect, columns: Sequence[BiasColumn]) -> ForestEntry:
    interval = line.effect.reader_interval()
    details = (
        line.first.part.replace("-", " ") or line.arm.stratum.replace("-", " "),
        "" if answer.question.route is not RouteGroup.NOT_STATED else "route not stated",
        time_label(line.first.weeks, line.first.timepoint_label),
        printed_text(line),
        *line.notes,
        *line_marks(line),
        entry.pool_exclusion.label if entry.pool_exclusion and not entry.query else "",
    )
    return ForestEntry(
        label=entry.study.label,
        kind=_kind(entry),
        detail=" · ".join(filter(None, details)),
        ozone_text=value_text(line.ozone),
        comparator_text=value_text(line.comparator),
        effect_text=study_effect_text(line.effect).removeprefix(f"{answer.measure} "),
        estimate=line.effect.reader(),
        low=interval.low,
        high=interval.high,
        weight=entry.weight if len(entry.lines) == 1 else None,
        href=contrast_href(line.first),
        lights=lights_of(line, columns),
    )


def _kind(entry: StudyEffect) -> EntryKind:
    if entry.pool_exclusion is None:
        return EntryKind.STUDY
    return EntryKind.DOUBTED if entry.pool_exclusion is ContrastExclusion.DOUBTED else EntryKind.NOT_POOLED


def _study(answer: Answer, entry: StudyEffect) -> ForestEntry:
    """A study whose groups are reported separately, counted once."""
    interval = entry.effect.reader_interval()
    return ForestEntry(
        label=f"{entry.study.label}, counted once",
        detail=f"{len(entry.lines)} groups of patients, common effect",
        effect_text=study_effect_text(entry.effect).removeprefix(f"{answer.measure} "),
        estimate=entry.effect.reader(),
        low=interval.low,
        high=interval.high,
        weight=entry.weight,
    )


def _total(answer: Answer, pooled: PooledEstimate) -> list[ForestEntry]:
    interval, prediction = pooled.reader_interval(), pooled.reader_prediction()
    text = answer_effect_text(answer, ()).removeprefix(f"{answer.measure} ")
    rows = [
        ForestEntry(
            label=f"Pooled, {answer.k} studies",
            kind=EntryKind.TOTAL,
            effect_text=text,
            estimate=pooled.reader(),
            low=interval.low,
            high=interval.high,
        )
    ]
    if prediction:
        measure = answer.measure or Measure.GEN
        text = effect_with_limits(measure, pooled.reader(), prediction.low, prediction.high)
        rows.append(
            ForestEntry(
                "Where another study is expected",
                EntryKind.PREDICTION,
                effect_text=text.partition("(")[2].rstrip(")"),
                low=prediction.low,
                high=prediction.high,
            )
        )
    return rows


def _method(answer: Answer) -> str:
    """The method line below a figure: the model, how much the studies differ, and what a reader must know of it."""
    if answer.pooled:
        return " ".join((_model(answer.pooled), _heterogeneity(answer.pooled), *pool_notes(answer)))
    if answer.state is AnswerState.SIDE_BY_SIDE:
        why = "two are too few to pool" if answer.k == 2 else "no pool can be computed from their figures"
        return f"The studies are shown side by side: {why}. {_intervals(answer)}"
    if not answer.k:
        why = pool_exclusion_text(answer.pool_exclusions)
        return f"Shown for completeness, in no headline and in no pool: the figure {why}. {_intervals(answer)}"
    return f"One study: its own effect, nothing is pooled. {_intervals(answer)}"


def _model(pooled: PooledEstimate) -> str:
    if pooled.model is Model.RANDOM:
        return f"Random effects by {pooled.tau2_method}, {_INTERVALS[pooled.interval_method]}."
    return _MODELS[pooled.model]


_INTERVALS = {
    IntervalMethod.WALD: "normal interval",
    IntervalMethod.HKSJ: "Hartung-Knapp interval",
    IntervalMethod.HKSJ_FLOORED: "Hartung-Knapp interval never narrower than its floor",
}
_MODELS = {
    Model.COMMON: "Common effect by inverse variance.",
    Model.PETO: "Peto’s method: in some arm no one had the event.",
    Model.MANTEL_HAENSZEL: "Mantel-Haenszel method without correction: in some arm no one had the event.",
}


def _heterogeneity(pooled: PooledEstimate) -> str:
    h = pooled.heterogeneity
    by_inverse_variance = "" if pooled.model is Model.RANDOM else ", by inverse variance"
    return (
        f"Heterogeneity{by_inverse_variance}: τ² {number(h.tau2, digits=3)}, I² {percent(h.i2)}, "
        f"Q {number(h.q, digits=1)} on {h.df} degrees of freedom, P {p_value(h.p)}."
    )


def _intervals(answer: Answer) -> str:
    """By which distribution the intervals of studies that are not pooled are made."""
    shown = (*answer.entries, *answer.unpooled)
    effects = [entry.effect for entry in shown]
    if any(line.printed or entry.study.allocation.is_paired for entry in shown for line in entry.lines):
        return "95% intervals by t where degrees of freedom are known, else normal."
    by_t = [effect.df is not None for effect in effects]
    if all(by_t) and by_t:
        return "95% intervals by Welch’s t."
    return (
        "95% intervals by Welch’s t where both arms print their spread, else normal."
        if any(by_t)
        else ("Normal 95% intervals.")
    )
