"""What is missing: the place a number was read at, spreads, sizes, the other arm. Mostly notes: no number is wrong."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import of_contrast, of_pool, of_result, of_results, of_study, row_values
from studies.checks.measured import printed_spread
from studies.choices import Design, Kind, OutcomeDomain, PoolMeasure, ReadAs, Severity
from studies.numerics.number_formatting import plural
from studies.reported.checked_study import ReportedStudy
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed
from studies.reported.rows import Evidence, ResultRow
from studies.reported.spread_recovery import SPREAD_RULES, common_deviation

SECOND_HAND = (ReadAs.NEWS, ReadAs.SECONDARY)
_VALUES = ("mean", "median", "events", "percent")


def missing_locator(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A number without the source and the place in it where it was read."""
    bare = [result for result in study.results if not result.provenance.has_place]
    if bare:
        yield of_results(
            study,
            bare,
            severity=Severity.WARNING,
            field="source",
            sentence="Results without the source, or the place in it, where they were read.",
            arithmetic=f"{len(bare)} of {len(study.results)} results",
            values=("source_url", "locator"),
        )
    for contrast in study.contrasts:
        if not contrast.provenance.has_place:
            yield of_contrast(
                contrast,
                severity=Severity.WARNING,
                field="source",
                sentence="A difference without the source, or the place in it, where it was read.",
                arithmetic=contrast.result_text,
                values=("source_url", "locator"),
            )
    harms = [harm for harm in study.harms if not harm.provenance.has_place]
    if harms:
        yield of_study(
            study,
            severity=Severity.WARNING,
            field="source",
            sentence="Harms without the source, or the place in it, where they were read.",
            arithmetic=f"{len(harms)} of {len(study.harms)} harms",
            about=sorted(harm.provenance.key for harm in harms),
        )


def read_second_hand(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A study known only from another author's account."""
    if study.kind == Kind.PRIMARY and study.read_as and study.read_as in SECOND_HAND:
        yield of_study(
            study,
            severity=Severity.WARNING,
            field="source",
            sentence="Only another author's account of the study was read.",
            arithmetic=f"read as: {study.read_as.label}",
            about=(f"{study.provenance.key} {study.read_as}",),
        )


def no_number(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A result that holds no number."""
    for result in study.results:
        if all(getattr(result, name) is None for name in _VALUES):
            yield of_result(
                result,
                severity=Severity.NOTE,
                field="events",
                sentence="The result holds no number.",
                arithmetic="no mean, median, count or percentage",
                values=_VALUES,
            )


def means_without_spread(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Means from which no spread follows: they enter no pool."""

    by_p = _with_spread_from_p(study)

    def bare(result: ResultRow) -> bool:
        return result.mean is not None and result.id not in by_p and printed_spread(result, SPREAD_RULES) is None

    return _gaps(
        study,
        bare,
        field="sd",
        sentence="Means without a spread: they enter no pool.",
        missing="no SD, SE, interval of known level, exact P of means, quartiles or range",
    )


def _with_spread_from_p(study: ReportedStudy) -> set[int]:
    """The results of which an exact P between the means gives the spread, by their numbers."""
    evidence = Evidence(study.arms, study.results, study.contrasts)
    return {
        result.id
        for item in contrasts(evidence)
        if isinstance(item, Contrast) and common_deviation(item)
        for result in (item.ozone, item.comparator)
        if result
    }


def figures_without_people(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Figures without their number of people."""

    def bare(result: ResultRow) -> bool:
        return result.n is None and any(getattr(result, name) is not None for name in _VALUES)

    return _gaps(study, bare, field="n", sentence="Figures without their number of people.", missing="n is not printed")


def times_not_in_weeks(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Results without a time in weeks: they are in no window."""

    def bare(result: ResultRow) -> bool:
        return result.weeks is None

    return _gaps(
        study,
        bare,
        field="timepoint_weeks",
        sentence="Results without a time in weeks: they are in no window.",
        missing="no number of weeks",
    )


def _gaps(
    study: ReportedStudy, bare: Callable[[ResultRow], bool], *, field: str, sentence: str, missing: str
) -> Iterator[CheckFinding]:
    """One note for each outcome, however many of its results lack the value."""
    by_measure: dict[str, list[ResultRow]] = defaultdict(list)
    for result in study.results:
        if bare(result):
            by_measure[result.measure.slug].append(result)
    for results in by_measure.values():
        yield of_results(
            study,
            results,
            severity=Severity.NOTE,
            field=field,
            sentence=sentence,
            arithmetic=f"{plural(len(results), 'result')}: {missing}.",
            values=(*_VALUES, "n", "sd", "se", "ci_level", "weeks"),
        )


def one_arm_only(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """An outcome reported of some arms of a controlled study and not of the others."""
    arms = [arm for arm in study.arms if arm.part_of is None]
    by_outcome: dict[tuple[object, ...], list[ResultRow]] = defaultdict(list)
    for result in study.results:
        if result.weeks != 0 and result.arm.part_of is None:
            by_outcome[result.outcome, result.arm.stratum].append(result)
    for (_, stratum), results in by_outcome.items():
        reported = {result.arm.id for result in results}
        silent = [arm for arm in arms if arm.stratum == stratum and arm.id not in reported]
        if silent:
            one = of_results(
                study,
                results,
                severity=Severity.NOTE,
                field="events" if results[0].mean is None and results[0].median is None else "mean",
                sentence=f"Not reported of {', '.join(arm.label for arm in silent)}"[:158] + ".",
                arithmetic=f"{len(reported)} of {len(reported) + len(silent)} arms report it.",
                values=_VALUES,
            )
            # About the arm that does not report it, not about the one that does.
            yield replace(one, arm=silent[0].id if len(silent) == 1 else None, result=None)


def nothing_read(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A controlled study with arms and no figure of any of them."""
    arms = [arm for arm in study.arms if arm.part_of is None]
    silent = not study.results and all(harm.n_events is None for harm in study.harms)
    if study.kind == Kind.PRIMARY and len(arms) > 1 and silent and study.row.design is not Design.CASE_REPORT:
        printed = len(study.contrasts)
        yield of_study(
            study,
            severity=Severity.NOTE,
            field="mean",
            sentence="No figure of any arm was read."
            + (" Only P values or directions of differences were." if printed else ""),
            arithmetic=f"{len(arms)} arms, no result, {plural(printed, 'difference')} as printed",
            about=(
                *(arm.provenance.key for arm in arms),
                *(row_values(each, ("p_value",)) for each in study.contrasts),
            ),
        )


def percent_change(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Percent change from baseline where other studies have points: never pooled with them."""
    return _gaps(
        study,
        lambda result: result.mean is not None and "percent change" in result.outcome_name.lower(),
        field="mean",
        sentence="Percent change from baseline is not points of a scale.",
        missing="a mean of percent change",
    )


def pool_without_interval(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A pooled result that a review printed without an interval."""
    for pool in study.pools:
        if pool.ci_low is None or pool.ci_high is None:
            proportion = pool.effect_measure == PoolMeasure.PROPORTION or pool.measure.domain == OutcomeDomain.HARM
            yield of_pool(
                pool,
                severity=Severity.NOTE,
                sentence="The pooled result is printed without an interval.",
                arithmetic=f"{as_printed(pool, 'estimate')}" + (" percent" if proportion else ""),
            )


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "no-place-read", "Numbers without the source, or the place in it, where they were read.", missing_locator
    ),
    StudyCheck("read-second-hand", "Studies of which only another author's account was read.", read_second_hand),
    StudyCheck("no-number", "Results that hold no number.", no_number),
    StudyCheck("means-without-spread", "Means from which no spread follows.", means_without_spread),
    StudyCheck("figures-without-people", "Figures whose number of people is not printed.", figures_without_people),
    StudyCheck("times-not-in-weeks", "Results without a time: they are in no window.", times_not_in_weeks),
    StudyCheck("one-arm-only", "Outcomes reported of some arms and not of the others.", one_arm_only),
    StudyCheck("nothing-read", "Controlled studies of which no figure was read.", nothing_read),
    StudyCheck("percent-change", "Percent changes, which are not points of a scale.", percent_change),
    StudyCheck("pool-without-interval", "A review's pooled result without an interval.", pool_without_interval),
)
