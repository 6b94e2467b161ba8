"""The parts of an explored finding as tables and sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.findings.answer_texts import contrast_href, effect_with_limits
from evidence.findings.text_table import FoldedText, TextTable, study_list, text_table
from evidence.findings.truncation import LONGEST_OPEN
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.statistics.regression import ModeratorTest
from evidence.statistics.trim_and_fill import FunnelSide
from evidence.synthesis.comparison_labels import join_words, time_label
from evidence.synthesis.exploration_asymmetry import AsymmetryExploration, ContourCount, FilledPool, FunnelTest
from evidence.synthesis.exploration_influence import StudyInfluence
from evidence.synthesis.exploration_regressions import CovariateExploration
from evidence.synthesis.exploration_subgroups import ExploredGroup, SubgroupExploration
from evidence.synthesis.exploration_thresholds import ShareBeyond
from evidence.synthesis.pool_texts import effect_heading
from evidence.synthesis.study_covariates import Unknown
from studies.numerics.number_formatting import count, effect_text, number, p_value, percent, plural, ratio


@dataclass(frozen=True, slots=True)
class SubgroupSection:
    """The groups of one characteristic with what is not in them, and the tests between them or why there is none."""

    key: str
    title: str
    table: TextTable | None
    missing: str
    test: str


def missing_text(lead: str, without_value: Iterable[tuple[Unknown, tuple[str, ...]]]) -> str:
    """The studies without a value in one sentence; empty where all have one.

    >>> missing_text("In no group", [(Unknown.NOT_STATED, ("Paoloni 2009", "Perri 2015"))])
    'In no group: Paoloni 2009 and Perri 2015 (not stated).'
    >>> missing_text("In no group", [(Unknown.NOT_STATED, ("Paoloni 2009",) * 40)])
    'In no group: 40 studies (not stated).'
    """
    parts = [f"{_names(names)} ({why.value})" for why, names in without_value]
    return f"{lead}: {'; '.join(parts)}." if parts else ""


def _names(names: Sequence[str]) -> str:
    """The names of a few; how many there are of many, whose names are in the file of the page."""
    return plural(len(names), "study", "studies") if len(names) > LONGEST_OPEN else join_words(names)


def subgroup_section(found: SubgroupExploration, measure: Measure) -> SubgroupSection:
    """The groups by one characteristic in text; one group alone is a sentence."""
    missing = missing_text("In no group", found.without_value)
    if len(found.groups) == 1:
        (only,) = found.groups
        words = f"{plural(len(only.studies), 'study', 'studies')}: {only.label}. {between_text(found)}"
        return SubgroupSection(found.key, found.label, None, missing, words)
    headings = (found.label, "Studies", "People", effect_heading(measure), "Between studies", "Which")
    table = text_table(f"By {found.label.lower()}", headings, (_group_row(group, measure) for group in found.groups))
    return SubgroupSection(found.key, found.label, table if found.groups else None, missing, between_text(found))


def _effect(measure: Measure, estimate: float, interval: Interval) -> str:
    """An effect under a heading that names its measure."""
    is_ratio, digits = measure.is_ratio, measure.digits
    return effect_text(estimate, interval.low, interval.high, is_ratio=is_ratio, digits=digits)


def _group_row(group: ExploredGroup, measure: Measure) -> tuple[str | FoldedText, ...]:
    effect = "not pooled"
    if group.estimate is not None and group.interval is not None:
        effect = _effect(measure, group.estimate, group.interval)
    spread = "–"
    if group.tau2 is not None and group.i2 is not None:
        spread = f"τ² {number(group.tau2, digits=3)}, I² {percent(group.i2)}"
    people = "not printed" if group.people is None else count(group.people)
    return (
        group.label,
        count(len(group.studies)),
        people,
        effect,
        spread,
        study_list(group.studies),
    )


def between_text(found: SubgroupExploration) -> str:
    """The tests between groups in words, or why there is none."""
    if found.common_tau2 is None or found.separate_tau2 is None:
        return f"No test between groups. {found.reason}"
    return (
        f"Test between groups with one variance between studies: {_test_text(found.common_tau2)}. "
        f"With a separate variance in each group: {_test_text(found.separate_tau2)}."
    )


def _test_text(test: ModeratorTest) -> str:
    p = f"P {p_value(test.p)}"
    if test.df_within is None:
        return f"Q {number(test.statistic, digits=2)} on {plural(test.df, 'degree')} of freedom, {p}"
    return f"F {number(test.statistic, digits=2)} on {test.df} and {test.df_within} degrees of freedom, {p}"


def points_table(found: CovariateExploration, measure: Measure) -> TextTable:
    """The table twin of a plot against a covariate."""
    firsts = [point.entry.lines[0].first for point in found.points]
    rows = (
        (
            point.study,
            time_label(first.weeks, first.timepoint_label),
            f"{point.value:g}",
            _effect(measure, point.estimate, point.interval),
            percent(point.weight, digits=1),
        )
        for point, first in zip(found.points, firsts, strict=True)
    )
    name = found.covariate.axis_label
    headings = ("Study", "Time", name, effect_heading(measure), "Share of the precision")
    return text_table(f"The effect of each study, and its {name.lower()}", headings, rows, map(contrast_href, firsts))


def slope_text(found: CovariateExploration, measure: Measure) -> str:
    """The regression in words, or why there is no line."""
    slope = found.slope
    if slope is None:
        return f"No line. {found.reason}"
    if measure.is_ratio:
        change = f"the ratio is multiplied by {ratio(slope.estimate)}"
        limits = f"{ratio(slope.interval.low)} to {ratio(slope.interval.high)}"
    else:
        change = f"the effect changes by {number(slope.estimate, digits=measure.digits + 1)}"
        low, high = (number(end, digits=measure.digits + 1) for end in (slope.interval.low, slope.interval.high))
        limits = f"{low} to {high}"
    explained = "" if slope.r2 is None else f" It explains {percent(slope.r2)} of the variance between studies."
    residual = (
        f"Variance between studies that is left: τ² {number(slope.tau2, digits=3)}; "
        f"Q {number(slope.residual_q, digits=1)} on {slope.residual_df} degrees of freedom, "
        f"P {p_value(slope.residual_p)}."
    )
    test = f"(95% interval {limits}; P {p_value(slope.p)})"
    return f"With each {found.covariate.step} more {change} {test}.{explained} {residual}"


def influence_table(studies: Sequence[StudyInfluence]) -> TextTable:
    """The diagnostics of each study (Viechtbauer and Cheung 2010; the two of Baujat 2002)."""
    headings = (
        *("Study", "Weight", "Studentised residual", "DFFITS", "Cook’s distance", "Covariance ratio", "DFBETAS"),
        *("Contribution to Q", "Influence (Baujat)", "τ² without it", "Q without it", "Beyond a bound"),
    )
    return text_table("Influence of each study", headings, map(_influence_row, studies))


def _influence_row(item: StudyInfluence) -> tuple[str, ...]:
    one, at = item.diagnostics, item.baujat
    numbers = (one.rstudent, one.dffits, one.cook, one.cov_ratio, one.dfbetas, at.q_contribution, at.pull)
    return (
        item.study,
        percent(one.weight, digits=1),
        *(number(value, digits=2) for value in numbers),
        number(one.tau2, digits=3),
        number(one.q, digits=1),
        "yes" if one.is_influential else "no",
    )


def funnel_tests_table(tests: Sequence[FunnelTest]) -> TextTable:
    """Each test of the funnel with its P and the effect that it expects of a study without error."""
    headings = ("Test", "Statistic", "P", "Effect of an infinitely large study (95% interval)")
    return text_table("Tests of small-study effects", headings, map(_funnel_test_row, tests))


def _funnel_test_row(test: FunnelTest) -> tuple[str, ...]:
    if test.statistic is None or test.p is None:
        return (test.name, "–", "–", test.reason)
    limit = "–"
    if test.measure and test.limit is not None and test.limit_interval:
        limit = effect_with_limits(test.measure, test.limit, test.limit_interval.low, test.limit_interval.high)
    return (test.name, number(test.statistic, digits=2), p_value(test.p), limit)


def filled_table(filled: Sequence[FilledPool], measure: Measure) -> TextTable:
    """Trim and fill by each estimator, or why there is none."""
    headings = (
        "Estimator",
        "Studies added",
        "On the side of",
        "P that none is missing",
        "Pool with them (95% interval)",
    )
    return text_table("Trim and fill", headings, (_filled_row(item, measure) for item in filled))


def _filled_row(filled: FilledPool, measure: Measure) -> tuple[str, ...]:
    if filled.estimate is None or filled.interval is None or filled.side is None:
        return (filled.estimator.value, "–", "–", "–", filled.reason)
    effect = _effect(measure, filled.estimate, filled.interval)
    side = {FunnelSide.LEFT: "smaller values", FunnelSide.RIGHT: "larger values"}[filled.side]
    error = "" if filled.missing_se is None else f" (SE {number(filled.missing_se, digits=1)})"
    added, place = f"{count(filled.missing or 0)}{error}", side if filled.missing else "–"
    # L0 has no test.
    return (filled.estimator.value, added, place, "–" if filled.p is None else p_value(filled.p), effect)


def contours_table(bands: Sequence[ContourCount]) -> TextTable:
    """Studies between the contours of the funnel."""
    rows = (
        (
            f"{band.low:g} to {band.high:g}",
            count(band.studies),
            "not known" if band.better is None else count(band.better),
        )
        for band in bands
    )
    return text_table("Studies by their own P", ("P of the study alone", "Studies", "Ozone better"), rows)


def shares_table(shares: Sequence[ShareBeyond], measure: Measure) -> TextTable:
    """The share of settings beyond each threshold, or why there is none."""
    headings = ("True effect", "Share of settings (95% interval)", "Note")
    return text_table("Settings beyond a threshold", headings, (_share_row(share, measure) for share in shares))


def _share_row(share: ShareBeyond, measure: Measure) -> tuple[str, ...]:
    if share.threshold == measure.null:
        beyond = "better with ozone"
    else:
        way = "better" if share.is_better else "worse"
        beyond = f"{way} with ozone by more than {number(abs(share.threshold), digits=measure.digits)}"
    if share.share is None or share.interval is None:
        return (beyond, "–", share.note)
    limits = f"{percent(share.interval.low)} to {percent(share.interval.high)}"
    return (beyond, f"{percent(share.share)} ({limits})", share.note)


def asymmetry_summary(found: AsymmetryExploration) -> str:
    """What funnel tests can say, or why there is none."""
    return found.reason or (
        "A test cannot tell studies that were never published from small studies that truly differ. None of the tests "
        "is chosen here: a result that only one of them gives is weak."
    )
