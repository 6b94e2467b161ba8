"""The page of one finding: its figure, other choices, how each number was obtained, and what is excluded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.filters import SELECTION_PARAMETERS
from evidence.findings.answer_texts import bounds_text, contrast_href, printed_text, value_text
from evidence.findings.bias_lights import BiasSection, bias_section, level_words
from evidence.findings.published_pools import PublishedPools, read_published_pools
from evidence.pages.finding.chosen_finding import ChosenFinding, choose_finding_or_404
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import Alternative, Step, alternatives, steps_by_year, steps_without_each_study
from evidence.synthesis.answers import Answer
from evidence.synthesis.mark_texts import line_marks
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.numerics.number_formatting import effect_text
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one study's values were converted to the scale and spread that the answer uses."""

    study: str
    href: str
    ozone: str
    comparator: str
    printed: str
    effect: str
    risk_of_bias: str
    rules: tuple[str, ...]
    bounds: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """One alternative as the sensitivity table shows it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything on a finding's page."""

    chosen: ChosenFinding
    alternatives: tuple[AlternativeRow, ...]
    leave_one_out: ForestPlot | None
    cumulative: ForestPlot | None
    derivations: tuple[Derivation, ...]
    bias: BiasSection
    published: PublishedPools


def finding_page(chosen: ChosenFinding) -> FindingPage:
    """Prepare the page of one finding."""
    answer = chosen.finding.answer
    return FindingPage(
        chosen=chosen,
        alternatives=tuple(AlternativeRow(item.name, alternative_text(item)) for item in alternatives(answer)),
        leave_one_out=_steps_plot(answer, steps_without_each_study(answer), "The pool without each study in turn"),
        cumulative=_steps_plot(answer, steps_by_year(answer), "The pool as the studies came, oldest first"),
        derivations=tuple(_derivations(answer)),
        bias=bias_section(answer),
        published=read_published_pools(chosen.read, [answer])[0],
    )


def alternative_text(item: Alternative) -> str:
    """An alternative as a number with its interval, or why it gives none."""
    if item.interval is None:
        return item.text or item.refusal
    return _text(item.measure, item.estimate, item.interval, label=item.measure.value)


def _steps_plot(answer: Answer, steps: Sequence[Step], title: str) -> ForestPlot | None:
    if not steps:
        return None
    measure = answer.measure or Measure.GEN
    entries = [
        ForestEntry(
            step.label,
            EntryKind.STUDY,
            effect_text=_text(measure, step.estimate, step.interval),
            estimate=step.estimate,
            low=step.interval.low,
            high=step.interval.high,
        )
        for step in steps
    ]
    better = ForestSide.RIGHT if answer.higher_is_better else ForestSide.LEFT
    heading = f"{measure.value} (95% CI)"
    return draw_forest(
        ForestSpec(title, "Same rules as the pool above.", entries, measure.is_ratio, better, effect_heading=heading)
    )


def _derivations(answer: Answer) -> list[Derivation]:
    """How each effect came about; and values from which none follows, with the reason."""
    return [*_derived_effects(answer), *map(_value_as_printed, answer.values)]


def _value_as_printed(value: ValueWithoutInterval) -> Derivation:
    return Derivation(
        study=value.study.label,
        href=contrast_href(value.contrast),
        ozone=value.ozone.text,
        comparator=value.comparator.text,
        printed="",
        effect="no interval",
        risk_of_bias=level_words(value.contrast),
        rules=(f"as printed; {value.reason.label}",),
        bounds=(),
        marks=tuple(mark.label for mark in (*value.assumptions, *value.cautions)),
    )


def _derived_effects(answer: Answer) -> list[Derivation]:
    return [
        Derivation(
            study=entry.study.label,
            href=contrast_href(line.first),
            ozone=value_text(line.ozone),
            comparator=value_text(line.comparator),
            printed=printed_text(line),
            effect=_text(line.effect.measure, line.effect.reader(), line.effect.reader_interval()),
            risk_of_bias=level_words(line.first),
            rules=line.rules,
            bounds=tuple(
                f"{side}: {text}"
                for side, arm in (("ozone", line.ozone), ("comparator", line.comparator))
                if (text := bounds_text(arm))
            ),
            marks=line_marks(line),
        )
        for entry in (*answer.entries, *answer.unpooled)
        for line in entry.lines
    ]


def _text(measure: Measure, estimate: float, interval: Interval, label: str = "") -> str:
    return effect_text(
        estimate, interval.low, interval.high, is_ratio=measure.is_ratio, label=label, digits=measure.digits
    )


@show_page("evidence/pages/finding/finding_page.html")
@query_parameters(*SELECTION_PARAMETERS)
def finding_detail(request: HttpRequest, slug: str, anchor: str) -> Context:
    return {"page": finding_page(choose_finding_or_404(request, slug, anchor))}
