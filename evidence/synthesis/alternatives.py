"""The same studies by other choices: whether an answer depends on how it was calculated.

An *alternative* changes one thing and keeps the rest: the model, the interval, the measure, the direction in which a
count is given, or which studies are included: doubted or retracted ones too, or only those without derived values,
without assumptions, at low risk of bias, with ozone and comparator given at one place, or with arms alike before
treatment. Two studies are pooled here and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from evidence.statistics.effect_sizes import EffectSize, Measure, hedges_g, odds_ratio, risk_difference, risk_ratio
from evidence.statistics.estimates import IntervalMethod, Model, PooledEstimate
from evidence.statistics.interval import Interval
from evidence.statistics.mantel_haenszel import mantel_haenszel
from evidence.statistics.peto import peto
from evidence.statistics.pooling import common_effect, random_effects
from evidence.statistics.rare_events import has_arm_without_events
from evidence.statistics.sensitivity import WithoutStudy, cumulative, leave_one_out
from evidence.statistics.tau2 import Tau2Method
from evidence.synthesis.allocation_effects import effect_by_formula
from evidence.synthesis.answers import Answer
from evidence.synthesis.event_facts import exact_odds_ratio_of, exact_text
from evidence.synthesis.pool_choice import pool, tables_of
from evidence.synthesis.small_spreads import USUAL_SHARE
from evidence.synthesis.study_covariates import bias_grade
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect, study_effect
from studies.numerics.arm_values import Counts
from studies.numerics.errors import NotEstimableError, StatisticsError, TooFewStudiesError
from studies.numerics.number_formatting import plural
from studies.reported.assumptions import Caution
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.risk_of_bias_views import BiasGrade

USUAL_SPREADS = f"small spreads as {100 * USUAL_SHARE:g} of 100"
WITHOUT_UNEQUAL_ARMS = "without arms that differed before treatment"
COMPLEMENT = "risk ratio of the complementary outcome"
_DEFAULT = "random effects, REML, Hartung-Knapp interval"
_POOLS: tuple[tuple[str, Callable[[Sequence[EffectSize]], PooledEstimate]], ...] = (
    (_DEFAULT, random_effects),
    ("common effect", common_effect),
    (
        "random effects, DerSimonian-Laird, normal interval",
        lambda effects: _random(effects, Tau2Method.DL, IntervalMethod.WALD),
    ),
    ("random effects, REML, normal interval", lambda effects: _random(effects, Tau2Method.REML, IntervalMethod.WALD)),
    (
        "random effects, Paule-Mandel, Hartung-Knapp interval",
        lambda effects: random_effects(effects, tau2_method=Tau2Method.PM),
    ),
)
_CountMeasure = tuple[str, Measure, Callable[[Counts, Counts], EffectSize]]
_RISK_RATIO: _CountMeasure = ("risk ratio, half a person added where an arm has no event", Measure.RR, risk_ratio)
_RISKS: tuple[_CountMeasure, ...] = (
    ("risk difference", Measure.RD, risk_difference),
    (
        COMPLEMENT,
        Measure.RR,
        lambda ozone, comparator: risk_ratio(ozone.complement, comparator.complement),
    ),
)
_OTHER_MEASURES: tuple[_CountMeasure, ...] = (("odds ratio", Measure.OR, odds_ratio), *_RISKS)

_MARKS: tuple[tuple[str, Callable[[StudyEffect], bool]], ...] = (
    ("without derived values", lambda entry: entry.is_derived),
    ("without assumptions", lambda entry: bool(entry.assumptions)),
    ("without comparators given at another place", lambda entry: Caution.GIVEN_AT_ANOTHER_PLACE in entry.cautions),
    (WITHOUT_UNEQUAL_ARMS, lambda entry: entry.differed_before),
)
_BIAS: tuple[tuple[str, Callable[[StudyEffect], bool]], ...] = (
    ("only at low risk of bias", lambda entry: bias_grade(entry) is not BiasGrade.LOW),
    ("without those at high risk of bias", lambda entry: bias_grade(entry) is BiasGrade.HIGH),
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One other way to the answer; ``refusal`` says why it gives none. Numbers are on the reader's scale.

    ``text`` is an answer that has one limit only.
    """

    name: str
    measure: Measure
    estimate: float = 0.0
    interval: Interval | None = None
    refusal: str = ""
    text: str = ""


_SHOWN_SEPARATELY = (
    (ContrastExclusion.DOUBTED, "the doubted studies"),
    (ContrastExclusion.RETRACTED, "the retracted studies"),
    (ContrastExclusion.CRITICAL_BIAS, "the studies judged at critical risk of bias"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A pool without one study, or of the studies up to one. Numbers are on the reader's scale."""

    label: str
    estimate: float
    interval: Interval


def alternatives(answer: Answer) -> list[Alternative]:
    """Every alternative to an answer, its own way first."""
    if answer.measure is None or not answer.entries:
        return []
    found = _methods(answer, answer.measure) if answer.k > 1 else []
    found += _measures(answer)
    return [
        *found,
        *with_usual_spreads(answer),
        *_without_marked_studies(answer, answer.measure, _MARKS),
        *_by_risk_of_bias(answer, answer.measure),
        *_with_excluded_studies(answer, answer.measure),
    ]


def with_usual_spreads(answer: Answer) -> Iterator[Alternative]:
    """The answer with a quarter of the scale in place of each unusually small spread; nothing where none is small."""
    usual = [entry.usual_spread_effect for entry in answer.entries]
    if answer.measure and any(usual):
        entries = [
            entry._replace(effect=effect) if effect else entry
            for entry, effect in zip(answer.entries, usual, strict=True)
        ]
        yield _alternative(USUAL_SPREADS, answer.measure, partial(_of_few, entries, answer.measure))


def pool_of_equal_arms(answer: Answer) -> PooledEstimate | None:
    """The pool without studies whose arms differed before treatment; None where no pool of three or more is left."""
    equal = [entry for entry in answer.entries if not entry.differed_before]
    return pool(equal, answer.measure) if answer.measure else None


def _by_risk_of_bias(answer: Answer, measure: Measure) -> Iterator[Alternative]:
    """The studies at low risk of bias, and those not judged at high; nothing while no study is judged."""
    if any(bias_grade(entry) is not BiasGrade.NOT_KNOWN for entry in answer.entries):
        yield from _without_marked_studies(answer, measure, _BIAS)


def _without_marked_studies(
    answer: Answer, measure: Measure, marks: Iterable[tuple[str, Callable[[StudyEffect], bool]]]
) -> Iterator[Alternative]:
    """The rest when studies with a mark are taken out, one kind of mark at a time."""
    for called, is_marked in marks:
        remaining = [entry for entry in answer.entries if not is_marked(entry)]
        if len(remaining) < answer.k:
            name = f"{called} ({plural(answer.k - len(remaining), 'study', 'studies')} less)"
            yield _alternative(name, measure, partial(_of_few, remaining, measure))


def _of_few(entries: Sequence[StudyEffect], measure: Measure) -> EffectSize | PooledEstimate:
    """The answer's own pool of three studies or more; of two their pool, of one its own effect.

    Raises StatisticsError of none, and where no estimator answers for their figures.
    """
    if not entries:
        raise TooFewStudiesError("No study is left.")
    if len(entries) == 1:
        return entries[0].effect
    pooled = pool(entries, measure)
    return pooled or random_effects([entry.effect for entry in entries])


def _with_excluded_studies(answer: Answer, measure: Measure) -> Iterator[Alternative]:
    """The pool including the doubted studies, and including those that are shown separately for another reason."""
    for reason, called in _SHOWN_SEPARATELY:
        added = [entry for entry in answer.unpooled if entry.pool_exclusion is reason and not entry.lines[0].first.part]
        if added:
            effects = [entry.effect for entry in (*answer.entries, *added)]
            yield _alternative(f"including {called}", measure, partial(random_effects, effects))


def steps_without_each_study(answer: Answer) -> list[Step]:
    """The pool without each study in turn; none where there is no pool of effects."""
    if not pools_effects(answer) or answer.measure is None:
        return []
    labels = [f"without {entry.study.label}" for entry in answer.entries]
    try:
        fits = leave_one_out([entry.effect for entry in answer.entries])
        return [_step(label, answer.measure, fit) for label, fit in zip(labels, fits, strict=True)]
    except StatisticsError:
        return []


def steps_by_year(answer: Answer) -> list[Step]:
    """The pool as studies came, oldest first; none where there is no pool of effects.

    A study without a year comes last.
    """
    if not pools_effects(answer) or answer.measure is None:
        return []
    entries = sorted(answer.entries, key=lambda entry: entry.study.year or 9999)
    labels = [f"{'' if place == 0 else '+ '}{entry.study.label}" for place, entry in enumerate(entries)]
    try:
        pools = cumulative([entry.effect for entry in entries])
        return [_step(label, answer.measure, pool) for label, pool in zip(labels, pools, strict=True)]
    except StatisticsError:
        return []


def pools_effects(answer: Answer) -> bool:
    """Whether the answer pools effects: where arms have no event, tables are pooled by another method."""
    return answer.pooled is not None and answer.pooled.model in (Model.RANDOM, Model.COMMON)


def _methods(answer: Answer, measure: Measure) -> list[Alternative]:
    """The models and, for counts, the methods that need no correction: the answer's own way first."""
    by_effects, by_tables = list(_models(answer, measure)), list(_by_tables(answer))
    return by_effects + by_tables if answer.pooled is None or pools_effects(answer) else by_tables + by_effects


def _by_tables(answer: Answer) -> Iterator[Alternative]:
    """Mantel-Haenszel and, where an arm has no event, Peto and the exact odds ratio; nothing for scores."""
    tables = tables_of(answer.entries)
    if not tables:
        return
    risk_ratios = _alternative(
        "Mantel-Haenszel, without correction", Measure.RR, partial(mantel_haenszel, Measure.RR, tables)
    )
    if not has_arm_without_events(tables):
        yield risk_ratios
        return
    odds_ratios = [_alternative("Peto, without correction", Measure.OR, partial(peto, tables))]
    exact = exact_odds_ratio_of(answer.entries)
    if exact:
        odds_ratios.append(Alternative("exact conditional odds ratio", Measure.OR, text=exact_text(exact)))
    yield from [*odds_ratios, risk_ratios] if answer.measure is Measure.OR else [risk_ratios, *odds_ratios]


def _models(answer: Answer, measure: Measure) -> Iterator[Alternative]:
    effects = [entry.effect for entry in answer.entries]
    corrected = measure is Measure.RR and has_arm_without_events(tables_of(answer.entries))
    note = "; half a person added where an arm has no event" if corrected else ""
    return (_alternative(f"{name}{note}", measure, partial(fit, effects)) for name, fit in _POOLS)


def _measures(answer: Answer) -> list[Alternative]:
    """Other measures from the same arms: of counts three, of means on one scale the standardised difference."""
    if answer.measure is Measure.OR:
        return [_by_measure(answer, name, measure, formula) for name, measure, formula in (_RISK_RATIO, *_RISKS)]
    if answer.measure is Measure.RR:
        return [_by_measure(answer, name, measure, formula) for name, measure, formula in _OTHER_MEASURES]
    if answer.measure is Measure.MD:
        return [_by_measure(answer, "standardised mean difference", Measure.SMD, hedges_g)]
    return []


def _by_measure(answer: Answer, name: str, measure: Measure, formula: Callable[..., EffectSize]) -> Alternative:
    def fit() -> EffectSize | PooledEstimate:
        effects = [_study_by(entry, formula) for entry in answer.entries]
        return effects[0] if len(effects) == 1 else random_effects(effects)

    return _alternative(name, measure, fit)


def _study_by(entry: StudyEffect, formula: Callable[..., EffectSize]) -> EffectSize:
    return study_effect([line._replace(effect=_line_by(entry, line, formula)) for line in entry.lines])


def _line_by(entry: StudyEffect, line: ContrastEffect, formula: Callable[..., EffectSize]) -> EffectSize:
    sides = line.counts or line.means
    if sides is None:
        raise NotEstimableError(f"{entry.study.label} prints its own difference, which is not changed.")
    effect = effect_by_formula(entry.study, formula, *sides)
    if effect is None:
        raise NotEstimableError(f"{entry.study.label} compares people with themselves, by one measure only.")
    return effect


def _alternative(name: str, measure: Measure, fit: Callable[[], EffectSize | PooledEstimate]) -> Alternative:
    try:
        found = fit()
        return Alternative(name, measure, found.reader(), found.reader_interval())
    except StatisticsError as refusal:
        return Alternative(name, measure, refusal=str(refusal))


def _random(effects: Sequence[EffectSize], tau2: Tau2Method, interval: IntervalMethod) -> PooledEstimate:
    return random_effects(effects, tau2_method=tau2, interval=interval)


def _step(label: str, measure: Measure, fit: WithoutStudy | PooledEstimate) -> Step:
    return Step(
        label, measure.to_reader(fit.estimate), Interval(measure.to_reader(fit.low), measure.to_reader(fit.high))
    )
