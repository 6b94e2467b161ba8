"""The facts by which the certainty of an answer is judged, computed from its studies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evidence.grading.domains.certainty_level import GradingFacts, starting_level
from evidence.grading.domains.imprecision import APPRECIABLE_RATIO, APPRECIABLE_SMD, ImprecisionFacts
from evidence.grading.domains.inconsistency import InconsistencyFacts
from evidence.grading.domains.indirectness import IndirectnessFacts, Shares
from evidence.grading.domains.publication_bias import PublicationFacts
from evidence.grading.domains.rating_up import LargeEffectFacts
from evidence.grading.domains.risk_of_bias_domain import BiasFacts
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY, AsymmetryTest, egger, peters
from evidence.synthesis.answer_information import size_needed
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import treatment_text
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.thresholds import bands_for
from studies.choices import BiasLevel, EffectBand, Family, RouteGroup, Tool
from studies.numerics.errors import StatisticsError
from studies.reported.risk_of_bias_views import (
    OVERALL,
    BiasGrade,
    current_assessment,
    overall_level,
    weight_shares,
    worst_level,
)
from studies.reported.threshold_band import ThresholdBand


@dataclass(frozen=True, slots=True)
class GradingContext:
    """What an answer is judged by: the condition of the question (slug), all conditions in scope, size bands."""

    condition: str
    names: Mapping[str, str]
    bands: Sequence[ThresholdBand] = ()


def grading_facts(answer: Answer, context: GradingContext) -> GradingFacts:
    """Everything that can be computed of a usable answer's certainty."""
    randomised = answer.question.randomised
    return GradingFacts(
        start=starting_level(randomised=randomised, by_robins_i=_by_robins_i(answer)),
        bias=_bias(answer),
        inconsistency=_inconsistency(answer),
        indirectness=_indirectness(answer, context),
        imprecision=_imprecision(answer, bands_for(answer, context.bands)),
        publication=_publication(answer),
        large_effect=_large_effect(answer),
    )


def weights(answer: Answer) -> tuple[float, ...]:
    """Each entry's share of the answer, summing to 1: its weight in the pool, else by the inverse of its variance."""
    if answer.pooled:
        return tuple(entry.weight or 0.0 for entry in answer.entries)
    return _shares_of_precision([entry.effect.variance for entry in answer.entries])


def bias_level(entry: StudyEffect) -> BiasLevel | None:
    """The overall level of a study: the worst of its lines; None if not assessed."""
    return worst_level(
        [overall_level(entry.study.bias, line.first.measure.slug, line.first.weeks) for line in entry.lines]
    )


def common_interval(answer: Answer) -> Interval | None:
    """The interval of the answer on the reader's scale; None where studies are not pooled."""
    if answer.pooled:
        return answer.pooled.reader_interval()
    return answer.entries[0].effect.reader_interval() if answer.k == 1 else None


def asymmetry(answer: Answer) -> AsymmetryTest:
    """The test of small-study effects of the answer: Peters for counts, else Egger. Raises ``StatisticsError``."""
    tables = tables_of(answer.entries)
    return peters(Measure.RR, tables) if tables else egger([entry.effect for entry in answer.entries])


def _shares_of_precision(variances: Sequence[float]) -> tuple[float, ...]:
    precision = [1 / variance for variance in variances]
    return tuple(each / sum(precision) for each in precision)


def _by_robins_i(answer: Answer) -> bool:
    """Whether every study's result was assessed with ROBINS-I."""
    found = [
        current_assessment(entry.study.bias, line.first.measure.slug, line.first.weeks)
        for entry in answer.entries
        for line in entry.lines
    ]
    return bool(found) and all(view is not None and view.tool is Tool.ROBINS_I for view in found)


def _bias(answer: Answer) -> BiasFacts:
    levels = [bias_level(entry) for entry in answer.entries]
    shares = weight_shares(zip(levels, weights(answer), strict=True))
    differing = sum(
        weight
        for entry, weight in zip(answer.entries, weights(answer), strict=True)
        if _has_different_judgements(entry)
    )
    return BiasFacts(
        low=shares[BiasGrade.LOW],
        some_concerns=shares[BiasGrade.SOME],
        high=shares[BiasGrade.HIGH],
        not_assessed=max(0.0, shares[BiasGrade.NOT_KNOWN] - differing),
        differing=differing,
    )


def _has_different_judgements(entry: StudyEffect) -> bool:
    """Whether two people differ overall, without a consensus, on a result with which a study enters."""
    results = [line.first for line in entry.lines]
    views = [current_assessment(entry.study.bias, result.measure.slug, result.weeks) for result in results]
    return any(view is not None and len(view.levels_given(OVERALL)) > 1 for view in views)


def _inconsistency(answer: Answer) -> InconsistencyFacts:
    intervals = tuple(entry.effect.interval() for entry in answer.entries)
    pooled = answer.pooled
    if pooled is None:
        return InconsistencyFacts(intervals)
    h = pooled.heterogeneity
    return InconsistencyFacts(intervals, pooled.interval, h.i2, h.tau2, pooled.prediction)


def _indirectness(answer: Answer, context: GradingContext) -> IndirectnessFacts:
    return IndirectnessFacts(
        condition=context.names[context.condition],
        descendants=len(context.names) - 1,
        populations=_shares(answer, lambda line: context.names.get(line.arm.condition, line.arm.condition)),
        routes=_shares(answer, lambda line: line.arm.route.label),
        comparators=_shares(answer, _comparator),
        route_stated=answer.question.route is not RouteGroup.NOT_STATED,
    )


def _comparator(line: ContrastEffect) -> str:
    """What the comparator arm received, without vehicles unless it received nothing else."""
    everything = line.first.pair.comparator.components
    treatments = frozenset(name for name in everything if name.family is not Family.VEHICLE)
    return treatment_text(treatments or everything)


def _shares(answer: Answer, name_of: Callable[[ContrastEffect], str]) -> Shares:
    """The share of the weight under each name, the largest first; a study's lines share its weight by precision."""
    found: dict[str, float] = {}
    for entry, weight in zip(answer.entries, weights(answer), strict=True):
        line_shares = _shares_of_precision([line.effect.variance for line in entry.lines])
        for line, share in zip(entry.lines, line_shares, strict=True):
            name = name_of(line)
            found[name] = found.get(name, 0.0) + weight * share
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _imprecision(answer: Answer, bands: Sequence[ThresholdBand]) -> ImprecisionFacts:
    measure = answer.measure or Measure.GEN
    limits = sorted(band.upper for band in bands if band.size is not EffectBand.LARGE)
    appreciable = APPRECIABLE_RATIO if measure.is_ratio else APPRECIABLE_SMD if measure is Measure.SMD else None
    return ImprecisionFacts(
        interval=common_interval(answer),
        null=measure.null,
        is_ratio=measure.is_ratio,
        people=answer.people,
        thresholds=(*(-limit for limit in reversed(limits)), *limits),
        appreciable=appreciable,
        size=size_needed(answer),
    )


def _publication(answer: Answer) -> PublicationFacts:
    unusable = len(answer.unused)
    if answer.k < MIN_STUDIES_FOR_ASYMMETRY:
        return PublicationFacts(answer.k, unusable=unusable)
    try:
        test = asymmetry(answer)
    except StatisticsError as refusal:
        return PublicationFacts(answer.k, refusal=str(refusal), unusable=unusable)
    return PublicationFacts(answer.k, test.name, test.p, unusable=unusable)


def _large_effect(answer: Answer) -> LargeEffectFacts:
    interval = common_interval(answer)
    if answer.measure is not Measure.RR or interval is None:
        return LargeEffectFacts(None, None)
    estimate = answer.pooled.reader() if answer.pooled else answer.entries[0].effect.reader()
    return LargeEffectFacts(estimate, interval)
