"""The page of one finding: its figure, other choices, how each number was obtained, and what is excluded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot, ForestSide, ForestSpec, draw_forest
from evidence.figures.funnel import FunnelPlot
from evidence.filters import EvidenceFilter, EvidenceFilterForm
from evidence.findings.answer_texts import contrast_href, value_text
from evidence.findings.bias_lights import BiasSection, bias_section, level_words
from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.findings.finding import Finding, question_anchor
from evidence.grading.current_ratings import Ratings, read_ratings
from evidence.pages.finding.small_study_texts import funnel_plot, small_study_text, subgroup_text
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import Alternative, Step, alternatives, steps_by_year, steps_without_each_study
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import judge
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.questions import Question, question_of
from evidence.synthesis.surroundings import surroundings
from studies.models import Condition
from studies.numerics.number_formatting import effect_text
from studies.presentation.show_page import Context, show_page
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.pairing import ArmPair
from studies.reported.threshold_band import ThresholdBand
from studies.selectors import read_bands


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one study's values were converted to the scale and spread that the answer uses."""

    study: str
    href: str
    ozone: str
    comparator: str
    effect: str
    risk_of_bias: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """One alternative as the sensitivity table shows it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything on a finding's page. ``selection`` answers the same question by a reader's own selection."""

    condition: Condition
    finding: Finding
    selection: Finding | None
    selection_words: tuple[str, ...]
    query: str
    alternatives: tuple[AlternativeRow, ...]
    leave_one_out: ForestPlot | None
    cumulative: ForestPlot | None
    funnel: FunnelPlot | None
    small_study: str
    subgroups: str
    derivations: tuple[Derivation, ...]
    bias: BiasSection


def finding_page(
    condition_evidence: ConditionEvidence, anchor: str, evidence_filter: EvidenceFilter
) -> FindingPage | None:
    """Prepare one finding of a condition; None when the condition has no such finding with a figure."""
    condition, names, bands = condition_evidence.condition, condition_evidence.names, read_bands()
    evidence = condition_evidence.evidence
    ratings = Ratings(read_ratings([condition.slug]).get(condition.slug, {}))
    everything, queries = contrasts(evidence), by_study(evidence.queries)
    items = _contrasts_at(anchor, everything, DEFAULT) or _contrasts_at(anchor, everything, evidence_filter.options)
    around = surroundings(item for item in everything if isinstance(item, Contrast))
    finding = _first_finding(synthesise(judge(items, queries), around=around).answers, names, bands, ratings)
    if finding is None:
        return None
    kept = [
        item for item in _contrasts_like(everything, items[0], evidence_filter.options) if evidence_filter.keeps(item)
    ]
    selection = _first_finding(
        synthesise(judge(kept, queries), evidence_filter.options, around).answers,
        names,
        bands,
        replace(ratings, is_default=False),
    )
    answer = finding.answer
    return FindingPage(
        condition=condition,
        finding=finding,
        selection=None if evidence_filter.is_default else selection,
        selection_words=tuple(evidence_filter.words()),
        query=evidence_filter.query(),
        alternatives=tuple(AlternativeRow(item.name, alternative_text(item)) for item in alternatives(answer)),
        leave_one_out=_steps_plot(answer, steps_without_each_study(answer), "The pool without each study in turn"),
        cumulative=_steps_plot(answer, steps_by_year(answer), "The pool as the studies came, oldest first"),
        funnel=funnel_plot(answer),
        small_study=small_study_text(answer),
        subgroups=subgroup_text(answer, names),
        derivations=tuple(_derivations(answer)),
        bias=bias_section(answer),
    )


def alternative_text(item: Alternative) -> str:
    """An alternative as a number with its interval, or why it gives none."""
    if item.interval is None:
        return item.refusal
    return _text(item.measure, item.estimate, item.interval, label=item.measure.value)


def _contrasts_at(anchor: str, items: Iterable[Contrast | ArmPair], options: PoolingOptions) -> list[Contrast]:
    """The contrasts that ask the question of that anchor by these options: only they need to be answered."""
    anchors: dict[Question, str] = {}
    found = []
    for item in items:
        if isinstance(item, Contrast):
            question = question_of(item, options)
            if question not in anchors:
                anchors[question] = question_anchor(question, item.pair.ozone.study)
            if anchors[question] == anchor:
                found.append(item)
    return found


def _contrasts_like(items: Iterable[Contrast | ArmPair], one: Contrast, options: PoolingOptions) -> list[Contrast]:
    """The contrasts that ask the same question as one by a reader's own options, which may join all routes."""
    question = question_of(one, options)
    return [item for item in items if isinstance(item, Contrast) and question_of(item, options) == question]


def _first_finding(
    answers: Iterable[Answer], names: Mapping[str, str], bands: Sequence[ThresholdBand], ratings: Ratings
) -> Finding | None:
    """The first answer that has a figure, as a finding."""
    usable = (answer for answer in answers if answer.entries or answer.unpooled or answer.values)
    return next((Finding(answer, names, bands, ratings) for answer in usable), None)


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
    return [
        Derivation(
            study=entry.study.label,
            href=contrast_href(line.first),
            ozone=value_text(line.ozone),
            comparator=value_text(line.comparator),
            effect=_text(line.effect.measure, line.effect.reader(), line.effect.reader_interval()),
            risk_of_bias=level_words(line),
            rules=tuple(dict.fromkeys((*line.ozone.rules, *line.comparator.rules, *line.notes))),
        )
        for entry in (*answer.entries, *answer.unpooled)
        for line in entry.lines
    ]


def _text(measure: Measure, estimate: float, interval: Interval, label: str = "") -> str:
    return effect_text(
        estimate, interval.low, interval.high, is_ratio=measure.is_ratio, label=label, digits=measure.digits
    )


@show_page("evidence/pages/finding/finding_page.html")
def finding_detail(request: HttpRequest, slug: str, anchor: str) -> Context:
    return {"page": finding_page_or_404(request, slug, anchor)}


def finding_page_or_404(request: HttpRequest, slug: str, anchor: str) -> FindingPage:
    condition_evidence = read_condition_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=condition_evidence.studies)
    page = finding_page(condition_evidence, anchor, form.to_filter())
    if page is None:
        raise Http404("This condition has no such finding.")
    return page
