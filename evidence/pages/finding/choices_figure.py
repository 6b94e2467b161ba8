"""Other choices of a finding as one small figure: the same axis as its forest plot, and a row a choice."""

from collections.abc import Sequence

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSpec, draw_forest
from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.other_choices import OtherChoice
from evidence.synthesis.pool_texts import effect_heading
from evidence.synthesis.row_word import RowWord
from studies.numerics.number_formatting import effect_text

BAYES = "Bayesian, with a prior on how much studies differ"


def choices_figure(
    finding: ForestSpec, measure: Measure, choices: Sequence[OtherChoice], word: RowWord | None, bayes_href: str
) -> ForestPlot:
    """Draw choices on the axis of the finding's own figure. A choice on another measure has its text alone."""
    rows = [_entry(item, measure, word) for item in choices]
    on_request = ForestEntry(BAYES, EntryKind.NOT_ESTIMABLE, effect_text="on request", href=bayes_href)
    return draw_forest(
        ForestSpec(
            title="The same studies, one choice changed at a time",
            description="",
            entries=[*rows, on_request],
            axis_entries=finding.entries,
            is_ratio=finding.is_ratio,
            better_side=finding.better_side,
            ozone_better=finding.ozone_better,
            comparator_better=finding.comparator_better,
            label_heading="Choice",
            effect_heading=effect_heading(measure),
            band=finding.band,
        )
    )


def choice_text(item: OtherChoice, *, label: bool) -> str:
    """A choice as a number with its interval, or what there is instead."""
    if item.interval is None:
        return item.text
    measure, interval = item.measure, item.interval
    return effect_text(
        item.estimate,
        interval.low,
        interval.high,
        is_ratio=measure.is_ratio,
        label=measure.value if label else "",
        digits=measure.digits,
    )


def _entry(item: OtherChoice, measure: Measure, word: RowWord | None) -> ForestEntry:
    is_drawn = item.interval is not None and item.measure is measure and not item.is_complement
    kind = EntryKind.STUDY if item.is_study else EntryKind.SUBTOTAL
    return ForestEntry(
        label=item.name[:1].upper() + item.name[1:],
        kind=kind if is_drawn else EntryKind.NOT_ESTIMABLE,
        tag=item.word.label if item.word and word and not (item.is_own or item.says(word)) else "",
        effect_text=choice_text(item, label=not is_drawn),
        estimate=item.estimate if is_drawn else None,
        low=item.interval.low if is_drawn and item.interval else None,
        high=item.interval.high if is_drawn and item.interval else None,
    )
