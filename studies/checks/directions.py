"""Printed differences against the arms they are the difference of."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import of_contrast, of_results, row_values, with_supporting_rows
from studies.checks.two_arms import PairedResults, pairs_at_one_time, reported
from studies.choices import PrintedDirection, PrintedForm, Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ResultRow

# "91.7% vs 78.3%", "mean 7.5 (6.9-8.2) vs 6.1": the first figure on each side.
# Not the people of "280/300 (93.3%) vs 292/300": neither a count nor those it is of is the figure that is entered.
_SIDE_BY_SIDE = re.compile(
    r"(?<![\d./])([-−]?\d+(?:\.\d+)?)\s*%?\s*(?:\([^)]*\))?\s*(?:vs?\.?|versus)\s+([-−]?\d+(?:\.\d+)?)(?![\d./]*/)"
)
_FIGURES = ("mean", "median", "percent")
_OZONE_FAVOURED: dict[str, bool] = {PrintedDirection.FAVOURS_OZONE: True, PrintedDirection.FAVOURS_COMPARATOR: False}


def direction_against_arms(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A printed direction that is the opposite of what the two arms report."""
    for pair in pairs_at_one_time(study):
        better = ozone_is_better(pair)
        printed = _OZONE_FAVOURED.get(pair.contrast.direction)
        if better is None or printed is None or better == printed:
            continue
        yield _of_pair(
            pair,
            severity=Severity.DOUBT,
            field="direction",
            sentence=f"The trial is said to favour {'ozone' if printed else 'the comparator'}; its figures do not.",
            arithmetic=f"{pair.contrast.arm_a.label} {_shown(pair.first)}, {pair.contrast.arm_b.label} "
            f"{_shown(pair.second)}; {'less' if pair.first.less_is_better else 'more'} is better.",
        )


def ozone_is_better(pair: PairedResults) -> bool | None:
    """Whether the arm with ozone did better; None when both have it, they do not differ or no direction is stated."""
    first, second = figure(pair.first), figure(pair.second)
    less = pair.first.less_is_better
    ozone = pair.contrast.arm_a.with_ozone
    if first is None or second is None or first == second or less is None or ozone == pair.contrast.arm_b.with_ozone:
        return None
    if is_magnitude_only([pair.first, pair.second]):
        return None
    return ((first < second) == less) == ozone


def is_magnitude_only(changes: Sequence[ResultRow]) -> bool:
    """Whether changes all say that people got worse: they may be gains typed without their sign."""
    return bool(changes) and all(
        result.is_change
        and result.mean is not None
        and result.less_is_better is not None
        and (result.mean > 0 if result.less_is_better else result.mean < 0)
        for result in changes
    )


def change_without_its_sign(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Changes of an outcome that all mean a turn for the worse."""
    by_outcome: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for result in study.results:
        if result.is_change and result.mean is not None:
            by_outcome[result.outcome].append(result)
    for changes in filter(is_magnitude_only, by_outcome.values()):
        yield of_results(
            study,
            changes,
            severity=Severity.WARNING,
            field="mean",
            sentence="Every change is a turn for the worse: falls typed without their minus?",
            arithmetic=f"{', '.join(as_printed(result, 'mean') for result in changes[:6])}; "
            f"{'less' if changes[0].less_is_better else 'more'} is better.",
            values=("mean", "is_change"),
        )


def figure(result: ResultRow) -> float | None:
    """The figure by which an arm did better or worse: its mean or median, else its share of events."""
    if result.mean is not None or result.median is not None:
        return result.median if result.mean is None else result.mean
    if result.events is not None and result.n:
        return 100 * result.events / result.n
    return result.percent


def estimate_against_arms(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A printed mean difference that is not the difference of the two means, or has the other sign."""
    for pair in pairs_at_one_time(study):
        estimate, first, second = pair.contrast.estimate, pair.first.mean, pair.second.mean
        if pair.contrast.printed_form != PrintedForm.MEANS or None in (estimate, first, second):
            continue
        difference = (first or 0.0) - (second or 0.0)
        unit = max(
            last_place(pair.first, "mean"), last_place(pair.second, "mean"), last_place(pair.contrast, "estimate")
        )
        if abs((estimate or 0.0) - difference) <= 1.5 * unit:
            continue
        turned = abs((estimate or 0.0) + difference) <= 1.5 * unit
        yield _of_pair(
            pair,
            severity=Severity.WARNING,
            field="estimate",
            sentence="The printed difference has the other sign."
            if turned
            else "The printed difference is another one.",
            arithmetic=f"{as_printed(pair.first, 'mean')} − {as_printed(pair.second, 'mean')} = {difference:.2f}; "
            f"printed {as_printed(pair.contrast, 'estimate')}. An adjusted estimate may differ; its sign rarely does.",
        )


def text_against_arms(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Figures in the text of a difference that are not those entered for its arms."""
    for contrast in study.contrasts:
        printed = _SIDE_BY_SIDE.search(contrast.result_text)
        if printed is None:
            continue
        for arm, text in zip((contrast.arm_a, contrast.arm_b), printed.groups(), strict=True):
            result = reported(study, contrast, arm.id)
            entered = _entered(result) if result else []
            if result is None or not entered or _is_entered(text, result, entered):
                continue
            finding = of_contrast(
                contrast,
                severity=Severity.WARNING,
                field="result_text",
                sentence=f"The printed text gives {text} for {arm.label}; {' and '.join(entered)} is entered."[:160],
                arithmetic=f"as printed: {contrast.result_text}",
                values=("result_text",),
            )
            yield with_supporting_rows(finding, result, (row_values(result, (*_FIGURES, "events", "n")),))


def _entered(result: ResultRow) -> list[str]:
    return [as_printed(result, name) for name in _FIGURES if getattr(result, name) is not None]


def _is_entered(text: str, result: ResultRow, entered: list[str]) -> bool:
    """Whether the text contains one of the numbers entered; a fall may be printed without its minus."""
    number = float(text.replace("−", "-"))
    place = 10.0 ** -len(text.partition(".")[2])
    return any(min(abs(number - float(each)), abs(number + float(each))) <= place / 2 + 1e-9 for each in entered)


def _shown(result: ResultRow) -> str:
    value = figure(result)
    return "" if value is None else next(iter(_entered(result)), f"{value:.1f}%")


def _of_pair(pair: PairedResults, *, severity: Severity, field: str, sentence: str, arithmetic: str) -> CheckFinding:
    values = ("direction", "estimate")
    finding = of_contrast(
        pair.contrast, severity=severity, field=field, sentence=sentence, arithmetic=arithmetic, values=values
    )
    names = (*_FIGURES, "events", "n")
    return with_supporting_rows(finding, pair.first, (row_values(pair.first, names), row_values(pair.second, names)))


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "direction-against-arms",
        "A printed direction that is the opposite of what the two arms report.",
        direction_against_arms,
    ),
    StudyCheck(
        "change-without-its-sign",
        "Changes from baseline that all mean a turn for the worse: falls typed without their minus.",
        change_without_its_sign,
    ),
    StudyCheck(
        "estimate-against-arms",
        "A printed mean difference that is not the difference of the two means, or has the other sign.",
        estimate_against_arms,
    ),
    StudyCheck(
        "text-against-arms",
        "Figures in the text of a difference that are not those entered for its arms.",
        text_against_arms,
    ),
)
