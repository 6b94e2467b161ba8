"""Whether an effect size follows from a contrast: usable, or left out with the first reason that holds."""

from dataclasses import dataclass, replace

from evidence.statistics.refusals import StatisticsRefusal
from evidence.synthesis.contrasts import Contrast
from evidence.synthesis.doubt import Queries, acting, concerns
from evidence.synthesis.leaving_out import LeftOut, Reason, reason_of_comparison, reason_of_report
from evidence.synthesis.pairing import ArmPair
from evidence.synthesis.rows import QueryRow, ResultRow
from evidence.synthesis.scales import shown_scale
from evidence.synthesis.spread import ArmValue, arm_values
from evidence.synthesis.windows import Window
from studies.vocabulary import QueryState, ResultKind, Severity


@dataclass(frozen=True, slots=True)
class Usable:
    """A contrast with a value in each arm. ``beside`` says why it is shown beside an answer instead of in it."""

    contrast: Contrast
    ozone: ArmValue
    comparator: ArmValue
    scale: str
    beside: Reason | None = None
    query: QueryRow | None = None


def assess(item: Contrast | ArmPair, queries: Queries) -> Usable | LeftOut:
    """Judge one contrast, or a pair of arms of which nothing was printed."""
    pair = item if isinstance(item, ArmPair) else item.pair
    contrast = None if isinstance(item, ArmPair) else item
    reason = reason_of_comparison(pair.compared.comparison)
    if reason or contrast is None:
        return LeftOut(pair, reason or Reason.NOTHING_READ, contrast)
    if contrast.ozone is None or contrast.comparator is None:
        return LeftOut(pair, _missing(contrast), contrast, _known_problem(contrast, queries))
    return _assess_figures(contrast, contrast.ozone, contrast.comparator, queries)


def _missing(contrast: Contrast) -> Reason:
    if contrast.ozone or contrast.comparator:
        return Reason.ONE_ARM_ONLY
    return reason_of_report(contrast.reported[0])


def _known_problem(contrast: Contrast, queries: Queries) -> str:
    """What an open query says of the outcome of which one arm's figure alone is printed; empty when none does."""
    result = contrast.ozone or contrast.comparator
    if result is None:
        return ""
    for query in queries.get(contrast.pair.ozone.study.id, ()):
        of_pair = query.arm is None or query.arm in contrast.pair.arms
        if query.state is not QueryState.RESOLVED and of_pair and concerns(replace(query, arm=None), result):
            return query.problem
    return ""


def _assess_figures(contrast: Contrast, ozone: ResultRow, comparator: ResultRow, queries: Queries) -> Usable | LeftOut:
    error = acting(ozone, queries, Severity.ERROR) or acting(comparator, queries, Severity.ERROR)
    if error:
        return LeftOut(contrast.pair, Reason.ERROR, contrast, error.problem)
    try:
        values = arm_values(contrast, ozone, comparator)
    except StatisticsRefusal as refusal:
        return LeftOut(contrast.pair, Reason.IMPOSSIBLE, contrast, str(refusal))
    if isinstance(values, Reason):
        return LeftOut(contrast.pair, values, contrast)
    doubt = acting(ozone, queries, Severity.DOUBT) or acting(comparator, queries, Severity.DOUBT)
    scale = shown_scale(ozone) if ozone.kind is ResultKind.CONTINUOUS else None
    return Usable(contrast, *values, scale=scale.name if scale else "", beside=_beside(contrast, doubt), query=doubt)


def _beside(contrast: Contrast, doubt: QueryRow | None) -> Reason | None:
    if contrast.pair.ozone.study.retracted:
        return Reason.RETRACTED
    if doubt:
        return Reason.DOUBTED
    if contrast.window is Window.NOT_STATED:
        return Reason.TIME_NOT_STATED
    return Reason.PART_OF_ARM if contrast.part else None
