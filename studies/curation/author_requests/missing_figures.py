"""Figures that a trial does not print: of which arm, outcome and time, and why there is no effect without them.

A comparison of two arms in one outcome at one time is *usable* when both arms, or the difference between them, become
an effect by the rules of this site. Otherwise the figures that stand in the way are *missing*. Parts of an arm, and
arms that say nothing of ozone itself, are not asked for.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studies.choices import ResultKind
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import weeks_text
from studies.reported.checked_study import ReportedStudy
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.exclusion_reasons import ContrastExclusion, reason_of_comparison, reason_of_reports
from studies.reported.pairing import ArmPair
from studies.reported.printed_differences import PrintedDifference, printed_difference
from studies.reported.row_provenance import as_printed
from studies.reported.rows import ArmRow, Evidence, ResultRow
from studies.reported.score_kinds import ScoreKind
from studies.reported.spread_recovery import arm_value, arm_values

# A true minus: a spreadsheet takes a hyphen for the beginning of a formula.
_MINUS = "\u2212"
# The fields of a result that authors are asked for.
ASKED_FIGURES = ("n", "mean", "sd", "events")


class MissingFigure(NamedTuple):
    """The figures of one arm in one outcome at one time. ``outcome`` and ``time`` are empty where nothing was read.

    ``kind`` says whether a mean or a count is missing; None where the record does not say which of them it is.
    ``printed`` are the figures of the arm that the record has, by field: they need not be sent again.
    """

    arm: str
    outcome: str
    time: str
    kind: ResultKind | None
    reason: ContrastExclusion
    printed: tuple[tuple[str, str], ...] = ()


class TrialFigures(NamedTuple):
    """How many comparisons of a trial are usable, and what the others lack."""

    usable: int = 0
    missing: tuple[MissingFigure, ...] = ()


def figures_of(study: ReportedStudy) -> TrialFigures:
    """The usable comparisons of a study that isolate ozone, and the missing figures of the others, each once."""
    usable, missing = 0, dict[MissingFigure, None]()
    for found in contrasts(Evidence(study.arms, study.results, study.contrasts)):
        pair = found if isinstance(found, ArmPair) else found.pair
        if reason_of_comparison(pair.compared.comparison) or (isinstance(found, Contrast) and found.part):
            continue
        if isinstance(found, ArmPair):
            missing |= dict.fromkeys(_nothing_read(found))
        elif is_usable(found):
            usable += 1
        else:
            missing |= dict.fromkeys(_missing_of(found))
    return TrialFigures(usable, tuple(missing))


def is_usable(contrast: Contrast) -> bool:
    """Whether the figures of both arms, or the printed difference, become an effect."""
    if isinstance(printed_difference(contrast), PrintedDifference):
        return True
    if contrast.ozone is None or contrast.comparator is None:
        return False
    try:
        return not isinstance(arm_values(contrast, contrast.ozone, contrast.comparator), ContrastExclusion)
    except StatisticsError:
        return False


def _nothing_read(pair: ArmPair) -> Iterable[MissingFigure]:
    return [
        MissingFigure(arm.label, "", "", None, ContrastExclusion.NOTHING_READ) for arm in (pair.ozone, pair.comparator)
    ]


def _missing_of(contrast: Contrast) -> Iterator[MissingFigure]:
    arms = (contrast.pair.ozone, contrast.ozone), (contrast.pair.comparator, contrast.comparator)
    change = ", change from baseline" if contrast.score_kind is ScoreKind.CHANGE else ""
    outcome = f"{contrast.outcome_name or contrast.measure.name}{change}"
    for arm, result in arms:
        reason = _reason(contrast, arm, result)
        if reason:
            yield MissingFigure(arm.label, outcome, _time(contrast), contrast.kind, reason, _printed(result))


def _printed(result: ResultRow | None) -> tuple[tuple[str, str], ...]:
    if result is None:
        return ()
    figures = [(name, as_printed(result, name).replace("-", _MINUS)) for name in ASKED_FIGURES]
    return tuple((name, text) for name, text in figures if text)


def _time(contrast: Contrast) -> str:
    return contrast.timepoint_label or ("" if contrast.weeks is None else weeks_text(contrast.weeks))


def _reason(contrast: Contrast, arm: ArmRow, result: ResultRow | None) -> ContrastExclusion | None:
    """Why an arm has no value; None where it has one."""
    if result is None:
        one_arm = contrast.ozone or contrast.comparator
        return ContrastExclusion.ONE_ARM_ONLY if one_arm else reason_of_reports(contrast.reported)
    try:
        value = arm_value(result)
    except StatisticsError:
        return ContrastExclusion.IMPOSSIBLE
    if isinstance(value, ContrastExclusion):
        return value
    return ContrastExclusion.NO_ARM_SIZE if value.n is None and arm.n is None else None
