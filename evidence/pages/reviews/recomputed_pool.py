"""Printed pools beside what their own forest plots give, and the first cell of each trial that is another here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evidence.synthesis.plotted_differences import CellDifference, RecordedArm, compare_row
from evidence.synthesis.plotted_pool import PlottedArm, PlottedTrial, PoolRecomputation, PrintedPool, recompute_pool
from studies.choices import Kind, PoolMeasure, PoolModel, StudyStatus
from studies.models import OutcomeResult, ReportedPool, ReviewTrialRow, Study
from studies.numerics.number_formatting import number, plain_number, plural
from studies.page_access import curators_only
from studies.presentation.reported_pools import PoolLine, pool_lines
from studies.reported.row_provenance import last_place_of
from studies.reported.text_keys import name_key


@dataclass(frozen=True, slots=True)
class RowNote:
    """A trial of the plot and a sentence about its row; ``href`` is its page here."""

    label: str
    href: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RecomputedPool:
    """A printed pool computed again: a sentence, the trials left out, and where trials differ from the record here."""

    sentence: str
    left_out: tuple[tuple[str, str], ...]
    notes: tuple[RowNote, ...]
    compared_rows: int


_Results = Mapping[tuple[int, int], Sequence[RecordedArm]]


def recomputed_pools(pools: Sequence[ReportedPool]) -> dict[int, RecomputedPool]:
    """Those of these pools that have rows of a forest plot, by their id; at most two queries.

    Studies that readers may not see are not compared.
    """
    rows: dict[int, list[ReviewTrialRow]] = defaultdict(list)
    if pools:
        for row in ReviewTrialRow.objects.filter(pool__in=pools).select_related("study").order_by("id"):
            rows[row.pool_id or 0].append(row)
    visible = {row.study_id for of_pool in rows.values() for row in of_pool if _is_visible(row)}
    results = _recorded_arms(visible, {pool.measure_id for pool in pools}) if visible else {}
    return {pool.pk: recomputed_pool(pool, rows[pool.pk], results) for pool in pools if pool.pk in rows}


def _is_visible(row: ReviewTrialRow) -> bool:
    return row.study is not None and row.study.standing != StudyStatus.DRAFT


def _recorded_arms(studies: Iterable[int | None], measures: Iterable[int]) -> _Results:
    """What the record has of arms as a whole, by study and measure."""
    table = OutcomeResult.objects.filter(arm__study__in=studies, measure__in=measures, part="", weeks__gt=0)
    arm_columns = ("arm__study", "measure", "arm__label", "outcome_name", "is_change", "weeks")
    columns = (*arm_columns, "n", "arm__n_analysed", "mean", "sd", "events")
    found: dict[tuple[int, int], list[RecordedArm]] = defaultdict(list)
    for row in table.order_by("id").values_list(*columns):
        study, measure, label, name, is_change, weeks, n, of_arm, *figures = row
        arm = PlottedArm(of_arm if n is None else n, *figures)
        outcome = f"{name_key(name)}, change" if is_change else name_key(name)
        found[study, measure].append(RecordedArm(label, weeks, arm, outcome))
    return found


def recomputed_pool(pool: ReportedPool, rows: Sequence[ReviewTrialRow], results: _Results) -> RecomputedPool:
    """One pool with its rows; ``results`` are what the record here has of its trials."""
    printed = printed_pool(pool)
    trials = [plotted_trial(row) for row in rows]
    found = recompute_pool(printed, trials)
    compared, notes = 0, []
    for row, trial in zip(rows, trials, strict=True):
        if row.study is None or not _is_visible(row):
            continue
        comparison = compare_row(trial, results.get((row.study.pk, pool.measure_id), ()), pool.weeks)
        compared += bool(comparison.compared)
        if comparison.difference:
            sentence = difference_sentence(comparison.difference)
            notes.append(RowNote(row.study.label, row.study.get_absolute_url(), sentence))
    return RecomputedPool(pool_sentence(printed, found, of=pool.k), found.left_out, tuple(notes), compared)


def printed_pool(pool: ReportedPool) -> PrintedPool:
    """A record as plain numbers with the last place of each."""
    units = [last_place_of(pool.as_printed(name)) for name in ("estimate", "ci_low", "ci_high")]
    return PrintedPool(
        PoolMeasure(pool.effect_measure),
        PoolModel(pool.model),
        pool.estimate,
        pool.ci_low,
        pool.ci_high,
        (units[0], units[1], units[2]),
    )


def plotted_trial(row: ReviewTrialRow) -> PlottedTrial:
    """A record as plain numbers."""
    first = PlottedArm(row.arm_a_n, row.arm_a_mean, row.arm_a_sd, row.arm_a_events)
    second = PlottedArm(row.arm_b_n, row.arm_b_mean, row.arm_b_sd, row.arm_b_events)
    return PlottedTrial(row.study_label, first, second, row.effect, row.ci_low, row.ci_high)


def pool_sentence(printed: PrintedPool, found: PoolRecomputation, *, of: int | None) -> str:
    """What the rows of the plot give, and whether the printed result is the same."""
    if found.pooled is None:
        return f"The rows of its forest plot cannot be pooled again: {found.why_not}."
    digits = max(0, -int(Decimal(str(min(printed.units))).as_tuple().exponent))
    estimate, interval = found.pooled.reader(), found.pooled.reader_interval()
    limits = " to ".join(number(limit, digits=digits) for limit in (interval.low, interval.high))
    rows = f"{plural(found.k, 'row')} of its forest plot{_of_all(found.k, of)}"
    text = f"{printed.measure.value} {number(estimate, digits=digits)} ({limits})"
    first = f"Computed again from {rows}, by {found.method}: {text}."
    if printed.model is PoolModel.NOT_STATED:
        first = f"{first} Its review does not state the model: of the usual ones this is the nearest."
    if found.agrees:
        return f"{first} The printed result is the same, but for the rounding of a last digit."
    gap = printed.estimate - estimate
    if abs(gap) <= printed.units[0]:
        return f"{first} The printed estimate is the same; its interval is another."
    side = "higher" if gap > 0 else "lower"
    return f"{first} The printed estimate is {number(abs(gap), digits=digits)} {side}."


def _of_all(k: int, of: int | None) -> str:
    """How many trials the review pooled, where that is another number."""
    return f" (it pooled {plural(of, 'trial')})" if of and of != k else ""


def difference_sentence(difference: CellDifference) -> str:
    """The first cell that differs, in words."""
    there, here = (plain_number(value).replace("-", "−") for value in (difference.there, difference.here))
    return f"{difference.figure} of the {difference.arm} arm: {there} there, {here} here ({difference.recorded_arm})"


@dataclass(frozen=True, slots=True)
class RecomputedLine:
    """A printed pool and what its rows give."""

    line: PoolLine
    recomputed: RecomputedPool


@curators_only
@require_safe
def review_recomputed(request: HttpRequest, slug: str) -> HttpResponse:
    """The pools of one review, a draft too, beside what their rows give."""
    review = get_object_or_404(Study.objects.filter(kind=Kind.REVIEW), slug=slug)
    pools = list(review.reported_pools.select_related("condition", "measure").order_by("id"))
    recomputed = recomputed_pools(pools)
    with_rows = [line for line in pool_lines(pools, str) if line.pool.pk in recomputed]
    lines = [RecomputedLine(line, recomputed[line.pool.pk]) for line in with_rows]
    context = {"review": review, "lines": lines, "without_rows": len(pools) - len(lines)}
    return render(request, "evidence/pages/reviews/recomputed_pool.html", context)
