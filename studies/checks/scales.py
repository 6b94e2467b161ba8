"""Scales that were mixed up: raw Oswestry points, centimetres for millimetres, one value in another unit."""

from collections import defaultdict
from collections.abc import Iterator

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import of_result, of_results, shown
from studies.choices import OutcomeDomain, Severity
from studies.reported.provenance import as_printed
from studies.reported.reference_values import ReferenceValues
from studies.reported.reported_study import ReportedStudy
from studies.reported.rows import ResultRow

ODI = "disability-odi"
ODI_RAW_TOP = 50
# Pain is printed from 0 to 10 or from 0 to 100; both are shown on 0 to 100.
PAIN_TOPS = (10, 100)
# Scores of 21 to 40 are a moderate disability (Fairbank 1980). Strong pain with disability below the middle of that,
# in every arm, is rarer than a score that was not doubled.
STRONG_PAIN = 0.6
SLIGHT_DISABILITY = 0.3
# A slip of the decimal point is a factor of ten; one in eight to one in twelve leaves room for true differences.
SLIP = (8.0, 12.5)


def other_scale(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A scale that is not the instrument's own."""
    for results in _by_outcome(study):
        odd = [result for result in results if _is_another_scale(result)]
        if not odd:
            continue
        low, high = odd[0].low or 0.0, odd[0].high or 0.0
        measure = odd[0].measure
        raw = measure.slug == ODI and (low, high) == (0, ODI_RAW_TOP)
        yield of_results(
            study,
            odd,
            severity=Severity.NOTE if raw else Severity.WARNING,
            field="scale_max",
            sentence=f"Raw points of 0 to {ODI_RAW_TOP}: doubled before anything is pooled."
            if raw
            else f"Entered on {shown(low)} to {shown(high)}: not the scale of the instrument.",
            arithmetic=f"{measure.name} runs from {shown(measure.range_min or 0)} to {shown(measure.range_max or 0)}; "
            f"entered {', '.join(as_printed(result, 'mean') or as_printed(result, 'median') for result in odd[:6])}.",
            values=("scale_min", "scale_max"),
        )


def _is_another_scale(result: ResultRow) -> bool:
    own = (result.measure.range_min, result.measure.range_max)
    if None in own or None in (result.low, result.high) or (result.low, result.high) == own:
        return False
    pain = result.measure.domain == OutcomeDomain.PAIN and result.low == 0 and result.high in PAIN_TOPS
    return not pain


def looks_like_raw_odi(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Oswestry scores on 0 to 100 that are low next to strong pain: raw points of 0 to 50."""
    pain = [
        _share(result) for result in study.results if result.measure.domain == OutcomeDomain.PAIN and _before(result)
    ]
    strongest = max((share for share in pain if share is not None), default=0.0)
    scores = [
        result
        for result in study.results
        if result.measure.slug == ODI and result.high == 100 and result.mean is not None and not result.is_change
    ]
    before = [result.mean or 0.0 for result in scores if _before(result)]
    if not before or strongest < STRONG_PAIN or max(before) > 100 * SLIGHT_DISABILITY:
        return
    if all((result.mean or 0.0) <= ODI_RAW_TOP for result in scores):
        yield of_results(
            study,
            scores,
            severity=Severity.WARNING,
            field="scale_max",
            sentence="The ODI looks like raw points of 0 to 50, not 0 to 100.",
            arithmetic=f"At baseline {', '.join(map(shown, before))} of 100 next to pain of {strongest:.0%} of its "
            f"scale; doubled {', '.join(shown(2 * value) for value in before)}.",
            values=("mean", "scale_max"),
        )


def looks_like_centimetres(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Pain on 0 to 100 whose scores, baseline included, are all of a scale of 0 to 10."""
    for results in _by_outcome(study):
        scores = [result for result in results if result.mean is not None and not result.is_change]
        pain = [result for result in scores if result.measure.domain == OutcomeDomain.PAIN and result.high == 100]
        if not any(_before(result) for result in pain) or any((result.mean or 0.0) > 10 for result in pain):
            continue
        yield of_results(
            study,
            pain,
            severity=Severity.DOUBT,
            field="scale_max",
            sentence="Pain is entered on 0 to 100; every score, before treatment too, is below 10.",
            arithmetic=f"{', '.join(as_printed(result, 'mean') for result in pain[:6])}: centimetres?",
            values=("mean", "scale_max"),
        )


def slip_of_the_point(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """One mean about ten times, or a tenth, of the other arms' at that time."""
    for results in _by_outcome(study):
        for result in results:
            other_arms = [each for each in results if each.weeks == result.weeks and each.arm.id != result.arm.id]
            means = [each.mean for each in other_arms if each.mean and each.is_change == result.is_change]
            if not result.mean or not means:
                continue
            slipped = all(SLIP[0] <= _times_apart(result.mean, mean) <= SLIP[1] for mean in means)
            if not slipped or not _stands_out(result, results):
                continue
            larger = abs(result.mean) > abs(means[0])
            yield of_result(
                result,
                severity=Severity.DOUBT,
                field="mean",
                sentence=f"The mean is {'ten times' if larger else 'a tenth of'} the other arm's at this time.",
                arithmetic=f"{as_printed(result, 'mean')} next to {', '.join(map(shown, means))}",
                values=("mean",),
            )


def _stands_out(result: ResultRow, results: list[ResultRow]) -> bool:
    """Whether a mean, and not the other arm's, is far from every other mean of its own arm and outcome."""
    own = [each.mean for each in results if each.arm.id == result.arm.id and each is not result and each.mean]
    return bool(own) and all(_times_apart(result.mean or 0.0, mean) > SLIP[0] / 2 for mean in own)


def _times_apart(first: float, second: float) -> float:
    """How many times the larger of two sizes, neither of them zero, is the smaller."""
    smaller, larger = sorted((abs(first), abs(second)))
    return larger / smaller


def _share(result: ResultRow) -> float | None:
    value = result.median if result.mean is None else result.mean
    return value / result.high if value is not None and result.high and result.low == 0 else None


def _before(result: ResultRow) -> bool:
    return result.weeks == 0 and not result.is_change


def _by_outcome(study: ReportedStudy) -> Iterator[list[ResultRow]]:
    """Scores of one outcome, of all arms and times."""
    found: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for result in study.results:
        found[result.outcome].append(result)
    return iter(found.values())


CHECKS: tuple[Check, ...] = (
    StudyCheck("other-scale", "A scale that is not the instrument's own, raw Oswestry points among them.", other_scale),
    StudyCheck(
        "looks-like-raw-odi",
        "Oswestry scores below 30 of 100 next to strong pain: raw points of 0 to 50.",
        looks_like_raw_odi,
    ),
    StudyCheck(
        "looks-like-centimetres",
        "Pain on 0 to 100 whose scores are all of a scale of 0 to 10.",
        looks_like_centimetres,
    ),
    StudyCheck(
        "slip-of-the-point",
        "One mean about ten times, or a tenth, of the other arms' at that time.",
        slip_of_the_point,
    ),
)
