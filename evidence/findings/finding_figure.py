"""The forest plot of one answer."""

from collections.abc import Iterable, Mapping

from evidence.figures.forest import ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.findings.bias_lights import headings_of, light_columns
from evidence.findings.figure_rows import FigureRows
from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_texts import effect_heading, method_text, pool_statistics


def figure_of(
    answer: Answer, condition_names: Mapping[str, str], band: tuple[float, float] | None = None
) -> ForestPlot:
    """Draw the studies of an answer, the pool where there is one, and the studies that are shown next to it."""
    words = answer.question.words
    measure = answer.measure or Measure.GEN
    known = answer.higher_is_better is not None
    columns = light_columns(answer)
    rows = FigureRows(answer, condition_names, columns).rows()
    return draw_forest(
        ForestSpec(
            title=f"{answer.question.outcome.title}: {words.with_ozone} v {words.without_ozone}",
            description=" ".join(filter(None, (method_text(answer), _abbreviations(rows)))),
            entries=rows,
            is_ratio=measure.is_ratio,
            better_side=ForestSide.RIGHT if answer.higher_is_better else ForestSide.LEFT,
            ozone_better="ozone better" if known else "lower with ozone",
            comparator_better=f"{words.without_ozone} better" if known else "higher with ozone",
            label_heading="Trial, by year" if answer.question.randomised else "Study, by year",
            ozone_heading=_capitalised(words.with_ozone),
            comparator_heading=_capitalised(words.without_ozone),
            value_heading="Events" if measure in (Measure.RR, Measure.OR, Measure.RD) else "Mean (SD)",
            effect_heading=effect_heading(measure),
            band=band,
            light_headings=headings_of(columns),
            statistics=pool_statistics(answer),
        )
    )


def _abbreviations(rows: Iterable[ForestEntry]) -> str:
    """What the abbreviations of a column of means stand for; empty where it has none."""
    means = [row.ozone_text for row in rows if "(" in row.ozone_text]
    if not means:
        return ""
    has_error = any("(SE " in text for text in means)
    return "SD: standard deviation; SE: standard error." if has_error else "SD: standard deviation."


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
