"""P values that do not follow from the figures next to them."""

from collections.abc import Iterator, Sequence

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_contrast, of_pool, row_values, with_supporting_rows
from studies.checks.two_arms import PairedResults, TwoSidedP, p_of_counts, p_of_means, pairs_at_one_time
from studies.choices import PoolMeasure, PrintedDirection, PrintedForm, Relation, Severity
from studies.reported.checked_study import PoolRow, ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ContrastRow, ResultRow

SIGNIFICANT = 0.05
_FIGURES = ("n", "mean", "sd", "se", "ci_low", "ci_high", "events", "percent")
_RATIOS = (PoolMeasure.RR, PoolMeasure.OR)


def p_not_from_data(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A printed P that no usual test of the two arms gives, however their figures were rounded."""
    for pair in pairs_at_one_time(study):
        tests = p_of_means(pair) or p_of_counts(pair)
        if pair.contrast.p_value is None or not tests or _follows(pair.contrast, tests):
            continue
        flips = _is_significant(pair.contrast) != (tests[0].p < SIGNIFICANT)
        yield _of_pair(
            pair,
            # A field without figure: neither severity leaves the result out of a pool.
            severity=Severity.DOUBT if flips else Severity.WARNING,
            sentence=f"{p_text(pair.contrast)} does not follow from the figures of the two arms"
            + (", and they say the opposite." if flips else "."),
            arithmetic=f"{_figures(pair.first)} v {_figures(pair.second)}: "
            + ", ".join(f"{test.name} P = {_range(test)}" for test in tests)
            + f"; printed {p_text(pair.contrast)}.",
        )


def p_depends_on_correction(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A P below 0.05 that a continuity correction lifts above it."""
    for pair in pairs_at_one_time(study):
        tests = p_of_counts(pair)
        if len(tests) < 3 or pair.contrast.p_value is None or not _follows(pair.contrast, tests):
            continue
        plain, corrected = tests[0].p, tests[1].p
        if plain < SIGNIFICANT <= corrected and _is_significant(pair.contrast):
            yield _of_pair(
                pair,
                severity=Severity.NOTE,
                sentence=f"{p_text(pair.contrast)} holds only without the continuity correction.",
                arithmetic=f"{_figures(pair.first)} v {_figures(pair.second)}: "
                + ", ".join(f"{test.name} P = {_range(test)}" for test in tests),
            )


def p_without_its_sign(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A P whose sign (=, < or >) is lost, or that is printed as zero."""
    for contrast in study.contrasts:
        if contrast.p_value is None:
            continue
        lost = contrast.p_relation in (None, Relation.NOT_STATED)
        zero = contrast.p_relation == Relation.EQUAL and contrast.p_value == 0
        if lost or zero:
            yield of_contrast(
                contrast,
                severity=Severity.NOTE,
                field="p",
                sentence="It is not stated whether P is equal to, below or above the number."
                if lost
                else "P = 0 is a P below half of its last decimal.",
                arithmetic=f"P {contrast.p_relation if zero else '(sign lost)'} {as_printed(contrast, 'p_value')}",
                values=("p_relation", "p_value"),
            )


def p_against_interval(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A P value and an interval that disagree on whether there is a difference."""
    for contrast in study.contrasts:
        nulls = _nulls(contrast)
        if nulls and contrast.p_value is not None and all(_contradict(contrast, null) for null in nulls):
            yield of_contrast(
                contrast,
                severity=Severity.WARNING,
                field="p",
                sentence=f"{p_text(contrast)} and the interval contradict each other.",
                arithmetic=_against(contrast, nulls[0]),
                values=("ci_low", "ci_high", "p_relation", "p_value"),
            )
    for pool in study.pools:
        null = 1.0 if pool.effect_measure in _RATIOS else 0.0
        if pool.effect_measure != PoolMeasure.PROPORTION and pool.p_value is not None and _contradict(pool, null):
            sentence = f"{p_text(pool)} and the interval contradict each other."
            yield of_pool(pool, severity=Severity.WARNING, sentence=sentence, arithmetic=_against(pool, null))


def _nulls(contrast: ContrastRow) -> list[float]:
    """The values of no difference on the scale of the estimate; for proportions it may be 0 or 1."""
    if contrast.ci_low is None or contrast.ci_high is None:
        return []
    if contrast.printed_form == PrintedForm.MEANS or contrast.ci_low <= 0:
        return [0.0]
    return [0.0, 1.0]


def _contradict(row: ContrastRow | PoolRow, null: float) -> bool:
    low, high, p = row.ci_low, row.ci_high, row.p_value
    if low is None or high is None or p is None or row.p_relation not in ("=", "<", ">"):
        return False
    # On the very edge both may be right: the limits are rounded.
    if min(abs(low - null), abs(high - null)) <= last_place(row, "ci_low"):
        return False
    holds = low < null < high
    if holds:
        return row.p_relation != Relation.GREATER and p < SIGNIFICANT - last_place(row, "p_value") / 2
    return row.p_relation != Relation.LESS and p > SIGNIFICANT + last_place(row, "p_value") / 2


def _against(row: ContrastRow | PoolRow, null: float) -> str:
    relation = "includes" if (row.ci_low or 0) < null < (row.ci_high or 0) else "excludes"
    return (
        f"interval {as_printed(row, 'ci_low')} to {as_printed(row, 'ci_high')} "
        f"{relation} {four_digits(null)}; {p_text(row)}"
    )


def direction_against_p(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A printed direction that the printed P does not support."""
    for contrast in study.contrasts:
        p, relation = contrast.p_value, contrast.p_relation
        if p is None or relation not in (Relation.EQUAL, Relation.LESS, Relation.GREATER):
            continue
        favours = contrast.direction in (PrintedDirection.FAVOURS_OZONE, PrintedDirection.FAVOURS_COMPARATOR)
        no_difference = contrast.direction is PrintedDirection.NO_DIFFERENCE
        significant = _is_significant(contrast)
        undecided = relation == Relation.LESS and p > SIGNIFICANT
        if (favours and not significant and not undecided) or (no_difference and significant):
            yield of_contrast(
                contrast,
                severity=Severity.WARNING,
                field="direction",
                sentence=f"“{contrast.direction.label}” next to {p_text(contrast)}.",
                arithmetic=f"{p_text(contrast)}; as printed: {contrast.result_text}",
                values=("direction", "p_relation", "p_value"),
            )


def _follows(contrast: ContrastRow, tests: Sequence[TwoSidedP]) -> bool:
    """Whether some test gives the printed P within rounding."""
    p, half = contrast.p_value or 0.0, last_place(contrast, "p_value") / 2
    low, high = min(test.low for test in tests), max(test.high for test in tests)
    if contrast.p_relation == Relation.EQUAL:
        return p - half <= high and low <= p + half
    if contrast.p_relation == Relation.LESS:
        return low < p
    return high > p if contrast.p_relation == Relation.GREATER else True


def _is_significant(contrast: ContrastRow) -> bool:
    p = contrast.p_value or 0.0
    below = p <= SIGNIFICANT if contrast.p_relation == Relation.LESS else p < SIGNIFICANT
    return below and contrast.p_relation in (Relation.EQUAL, Relation.LESS)


def p_text(row: ContrastRow | PoolRow) -> str:
    """P as printed, with its sign."""
    return f"P {row.p_relation or '?'} {as_printed(row, 'p_value')}"


def _range(test: TwoSidedP) -> str:
    return (
        four_digits(test.p)
        if test.low == test.high
        else f"{four_digits(test.p)} (by rounding {four_digits(test.low)} to {four_digits(test.high)})"
    )


def _figures(result: ResultRow) -> str:
    """What an arm reports, in short."""
    if result.mean is None:
        return f"{as_printed(result, 'percent') + '%' if result.events is None else result.events} of {result.n}"
    spread = next(
        (f" ({name.upper()} {as_printed(result, name)})" for name in ("sd", "se") if getattr(result, name)), ""
    )
    interval = f" ({as_printed(result, 'ci_low')} to {as_printed(result, 'ci_high')})" if not spread else ""
    return f"{as_printed(result, 'mean')}{spread or interval}" + (f", n {result.n}" if result.n else "")


def _of_pair(pair: PairedResults, *, severity: Severity, sentence: str, arithmetic: str) -> CheckFinding:
    """A finding about the P of two arms; it rests on the figures of both."""
    finding = of_contrast(
        pair.contrast,
        severity=severity,
        field="p",
        sentence=sentence,
        arithmetic=arithmetic,
        values=("p_relation", "p_value"),
    )
    figures = (row_values(pair.first, _FIGURES), row_values(pair.second, _FIGURES))
    return with_supporting_rows(finding, pair.first, figures)


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "p-not-from-data",
        "A printed P that no usual test of the two arms gives (t, z; chi-square with and without correction, Fisher), "
        "however their figures were rounded.",
        p_not_from_data,
    ),
    StudyCheck(
        "p-depends-on-correction",
        "A P below 0.05 that a continuity correction lifts above it.",
        p_depends_on_correction,
    ),
    StudyCheck("p-without-its-sign", "A P value without its sign, or printed as zero.", p_without_its_sign),
    StudyCheck("p-against-interval", "A P value and an interval that contradict each other.", p_against_interval),
    StudyCheck("direction-against-p", "A printed direction that the printed P does not support.", direction_against_p),
)
