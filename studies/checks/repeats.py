"""Numbers that repeat implausibly: copied rows, or the same sum in every group."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_results, place
from studies.choices import Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed
from studies.reported.rows import ResultRow

# Two groups may agree to a decimal by chance (about one time in ten to twenty); three hardly do.
ENOUGH_GROUPS = 3


def constant_sums(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Means before and after that add up to, or differ by, one number in three groups or more."""
    for pairs in _before_and_after(study):
        if len(pairs) < ENOUGH_GROUPS or len({before.mean for before, _ in pairs}) < len(pairs):
            continue
        for sign, word, printed in ((1, "add up to", "+"), (-1, "differ by", "−")):
            values = {round((before.mean or 0.0) + sign * (after.mean or 0.0), 6) for before, after in pairs}
            if len(values) != 1:
                continue
            results = [result for pair in pairs for result in pair]
            yield of_results(
                study,
                results,
                severity=Severity.WARNING,
                field="mean",
                sentence=f"The means before and after {word} {four_digits(values.pop())} in every group.",
                arithmetic=", ".join(
                    f"{as_printed(before, 'mean')} {printed} {as_printed(after, 'mean')}" for before, after in pairs
                ),
                values=("mean",),
            )


def _before_and_after(study: ReportedStudy) -> Iterator[list[tuple[ResultRow, ResultRow]]]:
    """Baseline and one follow-up of every group, by outcome and time."""
    scores = [result for result in study.results if result.mean is not None and not result.is_change]
    before = {(result.arm.id, result.outcome, result.part): result for result in scores if result.weeks == 0}
    pairs: dict[tuple[object, ...], list[tuple[ResultRow, ResultRow]]] = defaultdict(list)
    for result in scores:
        baseline = before.get((result.arm.id, result.outcome, result.part))
        if baseline is not None and result.weeks != 0:
            pairs[result.outcome, result.weeks, result.timepoint_label].append((baseline, result))
    return iter(pairs.values())


def copied_rows(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """The same mean and spread twice: in two arms after treatment, or at two times of one arm."""
    scores = [result for result in study.results if result.mean is not None and (result.sd or result.se)]
    for first, second in combinations(scores, 2):
        if (first.mean, first.sd, first.se) != (second.mean, second.sd, second.se) or first.part != second.part:
            continue
        # Randomised arms are meant to be alike at baseline.
        if first.outcome != second.outcome or (first.weeks == 0 and second.weeks == 0):
            continue
        yield of_results(
            study,
            (first, second),
            severity=Severity.WARNING,
            field="mean",
            sentence="The same mean and spread appear twice: a copied row?",
            arithmetic=f"{as_printed(first, 'mean')} ({four_digits(first.sd or first.se or 0)}): "
            f"{place(first)}; {place(second)}",
            values=("mean", "sd", "se", "weeks"),
        )


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "constant-sums",
        "Means before and after that add up to, or differ by, one number in three groups or more.",
        constant_sums,
    ),
    StudyCheck("copied-rows", "The same mean and spread in two arms after treatment, or at two times.", copied_rows),
)
