"""Counts, percentages and sums that fit no whole number of people."""

from collections.abc import Iterable, Iterator

from studies.checks.check import Check, ResultCheck, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_result, of_results, of_study
from studies.choices import Severity
from studies.numerics.count_rounding import (
    counts_cut_to,
    counts_of_percent,
    counts_rounding_to,
    sizes_fitting,
    splits_fitting,
)
from studies.reported.checked_study import ReportedStudy
from studies.reported.count_recovery import CountRule, RecoveredCount, people_of, recovered_count
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import as_printed, last_place
from studies.reported.rows import ResultRow

# A mean of that many people or more reaches every printed decimal, with any scores (Brown and Heathers 2017).
_UNIT_PEOPLE = 1.0
# A percentage rounded right lies within half of its last place; one digit off, within one and a half.
_SLIP = 1.5


def events_beyond_people(result: ResultRow) -> Iterator[CheckFinding]:
    """More people with an outcome than people, or a percentage that is none."""
    if result.percent is not None and not 0 <= result.percent <= 100:
        yield of_result(
            result,
            severity=Severity.ERROR,
            field="percent",
            sentence="A percentage lies between 0 and 100.",
            arithmetic=f"{as_printed(result, 'percent')}%",
            values=("percent",),
        )
    if result.events is not None and result.n is not None and result.events > result.n:
        yield of_result(
            result,
            severity=Severity.ERROR,
            field="events",
            sentence="More people with the outcome than people.",
            arithmetic=f"{result.events} of {result.n}",
            values=("events", "n"),
        )


def percent_against_events(result: ResultRow) -> Iterator[CheckFinding]:
    """A printed count and a printed percentage that contradict each other."""
    if result.events is None or not result.n or result.percent is None or result.events > result.n:
        return
    unit, printed = last_place(result, "percent"), as_printed(result, "percent")
    fitting, share = counts_rounding_to(result.percent, result.n, unit), 100 * result.events / result.n
    if result.events in fitting:
        return
    severity, sentence = Severity.ERROR, f"{result.events} of {result.n} is not {printed}%."
    if result.events in counts_cut_to(result.percent, result.n, unit):
        severity, sentence = Severity.NOTE, f"{printed}% is {result.events} of {result.n} cut off, not rounded."
    elif not fitting and abs(share - result.percent) < _SLIP * unit:
        severity, sentence = Severity.WARNING, f"The last digit of {printed}% is one off."
    yield of_result(
        result,
        severity=severity,
        field="events",
        sentence=sentence,
        arithmetic=f"{result.events}/{result.n} = {share:.2f}%, printed {printed}%."
        + (_fitting(result, result.percent, unit) if severity is Severity.ERROR else ""),
        values=("events", "n", "percent"),
    )


def _fitting(result: ResultRow, percent: float, unit: float) -> str:
    """What would fit instead: other counts of the same people, other people for the same count."""
    events, n = result.events or 0, result.n or 0
    counts = list(counts_rounding_to(percent, n, unit))
    sizes = sizes_fitting(events, percent, unit, most=2 * n)
    parts = [
        f"Of {n} people {_some(counts)} would fit." if counts else f"No count of {n} people gives it.",
        f"The count {events} fits {_some(sizes)} people."
        if sizes
        else f"No size up to {2 * n} fits the count {events}.",
    ]
    return " " + " ".join(parts)


def percent_fits_no_count(result: ResultRow) -> Iterator[CheckFinding]:
    """A percentage without its count that is no one whole number of its people."""
    if result.percent is None or not 0 <= result.percent <= 100 or result.events is not None:
        return
    found, people = recovered_count(result), people_of(result)
    if not people or found is ContrastExclusion.NO_ARM_SIZE:
        return
    judged = _judged(result, found, result.percent, people)
    if judged:
        severity, sentence, arithmetic = judged
        yield of_result(
            result,
            severity=severity,
            field="events",
            sentence=sentence,
            arithmetic=arithmetic,
            values=("events", "n", "percent"),
        )


def _judged(
    result: ResultRow, found: RecoveredCount | ContrastExclusion, percent: float, people: int
) -> tuple[Severity, str, str] | None:
    """How bad it is that a percentage is not one count of its people, in a sentence, and the arithmetic."""
    unit, printed = last_place(result, "percent"), as_printed(result, "percent")
    if found is ContrastExclusion.FITS_NO_COUNT:
        # Printed of these very people the figure cannot be right; of the arm's, some may not have been followed.
        severity = Severity.ERROR if result.n else Severity.WARNING
        return severity, f"{printed}% is no whole number of {people} people.", _nearest(percent, people)
    if isinstance(found, RecoveredCount) and found.rule is CountRule.PEOPLE_ANALYSED_UNKNOWN:
        sentence = f"{printed}% is no whole number of {people} people: fewer were analysed."
        return Severity.WARNING, sentence, f"{_nearest(percent, people)} {found.note[:1].upper()}{found.note[1:]}."
    if isinstance(found, RecoveredCount) and found.rule is CountRule.CUT:
        return Severity.NOTE, f"{printed}% is {found.events} of {people} cut off, not rounded.", f"{found.note}."
    fitting = counts_rounding_to(percent, people, unit)
    if len(fitting) < 2:
        return None
    taken = "none is taken" if isinstance(found, ContrastExclusion) else f"the nearest, {found.events}, is taken"
    arithmetic = f"{fitting[0]} to {fitting[-1]} of {people} all round to {printed}%."
    return Severity.NOTE, f"{printed}% of {people} fits {len(fitting)} counts: {taken}.", arithmetic


def derived_count_is_the_only_one(result: ResultRow) -> Iterator[CheckFinding]:
    """A count computed from a percentage that fits other counts as well."""
    if not result.provenance.events_derived or result.percent is None or not result.n:
        return
    fitting = counts_rounding_to(result.percent, result.n, last_place(result, "percent"))
    if len(fitting) > 1 and result.events in fitting:
        yield of_result(
            result,
            severity=Severity.WARNING,
            field="events",
            sentence="The count was computed from a percentage that fits other counts too.",
            arithmetic=f"{fitting[0]} to {fitting[-1]} of {result.n} all round to {as_printed(result, 'percent')}%.",
            values=("events", "n", "percent"),
        )


def mean_of_integer_scores(result: ResultRow) -> Iterator[CheckFinding]:
    """A mean that fits no sum of whole points: the GRIM test (Brown and Heathers 2017)."""
    if not result.measure.whole_points or result.mean is None or not result.n:
        return
    unit = last_place(result, "mean")
    if unit * result.n >= _UNIT_PEOPLE:
        return
    total = round(result.mean * result.n)
    if abs(total / result.n - result.mean) > unit / 2 + 1e-9:
        yield of_result(
            result,
            severity=Severity.WARNING,
            field="mean",
            sentence=f"No whole points of {result.n} people have the mean {as_printed(result, 'mean')}.",
            arithmetic=f"{as_printed(result, 'mean')} × {result.n} = {result.mean * result.n:.2f} points; "
            f"{total}/{result.n} = {total / result.n:.3f}.",
            values=("mean", "n"),
        )


def share_of_women(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A share of women that fits no whole number of the study's people."""
    if study.pct_female is None or not study.row.n:
        return
    unit, sizes = last_place(study, "pct_female"), {study.row.n_randomised, study.row.n_analysed} - {None, 0}
    if not any(
        counts_rounding_to(study.pct_female, n, unit) or counts_cut_to(study.pct_female, n, unit)
        for n in sizes
        if n is not None
    ):
        yield of_study(
            study,
            severity=Severity.NOTE,
            field="pct_female",
            sentence=f"{as_printed(study, 'pct_female')}% women is no whole number of {study.row.n} people.",
            arithmetic=_nearest(study.pct_female, study.row.n),
            about=(f"pct_female={study.pct_female} n={study.row.n_randomised} {study.row.n_analysed}",),
        )


def arms_of_unprinted_size(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Percentages of two arms whose sizes are not printed and cannot be equal."""
    total = study.row.n
    if total is None or len(study.arms) != 2 or any(arm.most_people for arm in study.arms):
        return
    for first, second in _pairs_of_percentages(study):
        percents, units = (
            (first.percent or 0, second.percent or 0),
            (last_place(first, "percent"), last_place(second, "percent")),
        )
        half = total // 2
        if all(counts_of_percent(percent, half, unit) for percent, unit in zip(percents, units, strict=True)):
            continue
        splits = splits_fitting(percents, total, units)
        printed = f"{as_printed(first, 'percent')}% and {as_printed(second, 'percent')}%"
        yield of_results(
            study,
            (first, second),
            severity=Severity.WARNING,
            field="n",
            sentence=f"{printed} do not fit two equal arms of {half}, and no arm sizes are printed.",
            arithmetic=f"Of {total} people these splits fit: {_some([f'{a} and {b}' for a, b in splits])}.",
            values=("percent", "n"),
        )


def _pairs_of_percentages(study: ReportedStudy) -> Iterator[tuple[ResultRow, ResultRow]]:
    """Percentages without people that both arms report of one outcome at one time."""
    bare = [result for result in study.results if result.percent is not None and result.n is None]
    for index, first in enumerate(bare):
        for second in bare[index + 1 :]:
            alike = (first.outcome, first.weeks, first.part) == (second.outcome, second.weeks, second.part)
            if alike and first.arm.id != second.arm.id:
                yield first, second


def _nearest(percent: float, n: int) -> str:
    """The two counts around a percentage, with what they give."""
    below = int(percent * n / 100)
    around = ", ".join(f"{count}/{n} = {100 * count / n:.1f}%" for count in (below, min(n, below + 1)))
    return f"{four_digits(percent)}% of {n} = {percent * n / 100:.1f}; {around}."


def _some(values: Iterable[object]) -> str:
    """A few of them."""
    texts = [str(value) for value in values]
    return ", ".join(texts[:6]) + (", ..." if len(texts) > 6 else "") if texts else "none"


CHECKS: tuple[Check, ...] = (
    ResultCheck(
        "events-beyond-people",
        "More people with an outcome than people, or a percentage outside 0 to 100.",
        events_beyond_people,
    ),
    ResultCheck(
        "percent-against-events",
        "A printed count and percentage that contradict each other, with the counts or sizes that would fit.",
        percent_against_events,
    ),
    ResultCheck(
        "percent-of-whole-people",
        "A percentage without a count, where no whole number of people (or more than one) gives it.",
        percent_fits_no_count,
    ),
    ResultCheck(
        "derived-count",
        "A count computed from a percentage that fits other counts as well.",
        derived_count_is_the_only_one,
    ),
    ResultCheck(
        "mean-of-whole-points",
        "A mean of a scale of whole points that no sum of points gives (GRIM test, Brown and Heathers 2017).",
        mean_of_integer_scores,
    ),
    StudyCheck("share-of-women", "A share of women that is no whole number of the study's people.", share_of_women),
    StudyCheck(
        "arms-of-unprinted-size",
        "Percentages of two arms of unprinted size that do not fit two equal arms.",
        arms_of_unprinted_size,
    ),
)
