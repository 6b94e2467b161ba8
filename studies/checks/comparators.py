"""Comparators: success that is implausibly rare, outcomes that the comparator is, and arms unlike from the start."""

from collections.abc import Iterator
from itertools import combinations
from math import hypot, sqrt

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_contrast, of_result, of_results, of_study
from studies.checks.measured import printed_spread
from studies.choices import Family, HigherIs, OutcomeDomain, Severity
from studies.numerics.distributions import t_p, welch_df
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rescaling import scale_length
from studies.reported.row_provenance import as_printed
from studies.reported.rows import ResultRow

# Back pain gets better with any treatment and with none; a tenth of what comparators reach elsewhere is another event.
TENTH_OF_USUAL = 0.1
# Of fewer people a rate near zero may be chance.
ENOUGH_PEOPLE = 20
# Groups further apart at baseline are not equivalent (What Works Clearinghouse, 0.25 SD); P as for other tests
# of low power (Handbook 10.10.2), and well beyond chance for a warning.
IMBALANCE_SD = 0.25
IMBALANCE_P = 0.10
STRONG_IMBALANCE_P = 0.01
# Where no spread is printed: a tenth of the scale, what one patient just notices on the ODI (Ostelo 2008).
IMBALANCE_SHARE = 0.1


def rare_success(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Success in a comparator arm below a tenth of what comparators of other studies reach."""
    usual = others.usual_control_rate(without=study.slug)
    for result in study.results:
        people, share = result.n or result.arm.most_people, success_share(result)
        if usual is None or share is None or not people or people < ENOUGH_PEOPLE or result.weeks == 0:
            continue
        if result.arm.with_ozone or share >= TENTH_OF_USUAL * usual[0]:
            continue
        counted = f"{result.events} of {result.n}" if result.events is not None else "printed"
        yield of_result(
            result,
            severity=Severity.DOUBT,
            field="events",
            sentence=f"Success with the comparator is implausibly rare: {100 * share:.1f}%.",
            arithmetic=f"{counted} = {100 * share:.1f}%; the median of comparator arms of {usual[1]} other studies is "
            f"{100 * usual[0]:.0f}%.",
            values=("events", "n", "percent"),
        )


def success_share(result: ResultRow) -> float | None:
    """The share of an arm that had a success."""
    if result.measure.domain != OutcomeDomain.SUCCESS or result.measure.higher_is is not HigherIs.BETTER:
        return None
    if result.events is not None and result.n:
        return result.events / result.n
    return None if result.percent is None else result.percent / 100


def outcome_of_the_comparator(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A treatment counted as an outcome where the comparator is that treatment."""
    for contrast in study.contrasts:
        counted = contrast.measure.counts_treatment
        arms = [arm for arm in (contrast.arm_a, contrast.arm_b) if counted in {each.family for each in arm.components}]
        if all(arm.with_ozone for arm in arms):
            continue
        yield of_contrast(
            contrast,
            severity=Severity.WARNING,
            field="outcome",
            sentence=f"“{contrast.measure.name}” is the comparator's own treatment: {Family(counted).label}.",
            arithmetic=f"As printed: {contrast.result_text}. The comparator had it by design.",
            values=("result_text",),
        )


def ozone_in_every_arm(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A comparison of arms that all received ozone: nothing about ozone follows from it."""
    arms = [arm for arm in study.arms if arm.part_of is None and arm.components]
    if len(arms) > 1 and all(arm.with_ozone for arm in arms):
        yield of_study(
            study,
            severity=Severity.NOTE,
            field="role",
            sentence="Every arm received ozone: nothing about its effect follows.",
            arithmetic="; ".join(
                f"{arm.label}: {', '.join(sorted(each.label for each in arm.components))}" for arm in arms
            ),
            about=[f"{arm.provenance.key}: {' '.join(sorted(arm.components))}" for arm in arms],
        )


def baseline_difference(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Arms whose scores differ before treatment by more than chance."""
    before = [result for result in study.results if result.weeks == 0 and result.mean is not None and not result.part]
    for first, second in combinations(before, 2):
        if first.outcome != second.outcome or first.arm.id == second.arm.id or first.is_change or second.is_change:
            continue
        if first.arm.stratum != second.arm.stratum or first.arm.part_of != second.arm.part_of:
            continue
        imbalance = _imbalance(first, second) or _imbalance_on_scale(first, second)
        if imbalance is not None:
            severity, arithmetic = imbalance
            means = f"{as_printed(first, 'mean')} v {as_printed(second, 'mean')}"
            yield of_results(
                study,
                (first, second),
                severity=severity,
                field="mean",
                sentence=f"The arms differ before treatment: {means}.",
                arithmetic=arithmetic,
                values=("mean", "sd", "n"),
            )


def _imbalance(first: ResultRow, second: ResultRow) -> tuple[Severity, str] | None:
    """The difference at baseline in SDs and by Welch's t; None where it may be chance, or cannot be computed."""
    if not (first.n and second.n and min(first.n, second.n) > 1):
        return None
    spreads = [(printed_spread(result), result.n or 0) for result in (first, second)]
    errors = [spread.standard_error(n) or 0.0 for spread, n in spreads if spread]
    deviations = [spread.deviation(n) or 0.0 for spread, n in spreads if spread]
    if len(errors) < 2:
        return None
    df = welch_df(errors[0], first.n, errors[1], second.n)
    t = ((first.mean or 0.0) - (second.mean or 0.0)) / hypot(*errors)
    smd = abs((first.mean or 0.0) - (second.mean or 0.0)) / sqrt(sum(sd**2 for sd in deviations) / 2)
    p = t_p(t, df)
    if smd <= IMBALANCE_SD or p >= IMBALANCE_P:
        return None
    severity = Severity.WARNING if p < STRONG_IMBALANCE_P else Severity.NOTE
    return (
        severity,
        f"differ by {smd:.2f} standard deviations; Welch t {four_digits(t)}, df {df:.1f}, P = {four_digits(p)}",
    )


def _imbalance_on_scale(first: ResultRow, second: ResultRow) -> tuple[Severity, str] | None:
    length = scale_length(first)
    if printed_spread(first) or printed_spread(second) or not length or scale_length(second) != length:
        return None
    difference = abs((first.mean or 0.0) - (second.mean or 0.0))
    if difference < IMBALANCE_SHARE * length:
        return None
    return (
        Severity.NOTE,
        f"{four_digits(difference)} points of difference on a scale of {four_digits(length)}; no spread is printed.",
    )


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "rare-success",
        "Success in a comparator arm below a tenth of what comparator arms of other studies reach.",
        rare_success,
    ),
    StudyCheck(
        "outcome-of-the-comparator",
        "A treatment counted as an outcome where the comparator is that treatment, such as surgery.",
        outcome_of_the_comparator,
    ),
    StudyCheck("ozone-in-every-arm", "A comparison of arms that all received ozone.", ozone_in_every_arm),
    StudyCheck(
        "unlike-at-baseline",
        "Arms more than a quarter of a standard deviation apart before treatment with P below 0.10; "
        "a tenth of the scale where no spread is printed.",
        baseline_difference,
    ),
)
