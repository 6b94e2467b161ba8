"""What changed between two states of the site, and for one condition: `/changes/` and `/conditions/<slug>/changes/`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from evidence.changes.asked_period import AskedPeriod, asked_period
from evidence.changes.change_history import change_reasons
from evidence.changes.change_lines import (
    EstimateLine,
    RatingLine,
    StudyChanges,
    estimate_line,
    rating_lines,
    study_changes,
)
from evidence.changes.changes_since_day import changes_since
from evidence.changes.differences import RatingEvent, RecordChange, RecordEvent, StateDifferences
from evidence.changes.public_state import CurrentState, FrozenState, compare, current_state
from evidence.findings.truncation import TruncatedList, truncate
from evidence.models import Release
from studies.models import Condition, with_descendants
from studies.numerics.number_formatting import plural
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page
from studies.revisions.kept_values import keep

Line = TypeVar("Line")

PARAMETERS = ("since", "from", "to")
# Lines of one section; the API gives all.
MOST_LINES = 150


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed in a period; ``condition`` is None for all. Without a period there is nothing to show."""

    condition: Condition | None
    period: AskedPeriod | None
    releases: Sequence[Release]
    counts: tuple[str, ...]
    retractions: Sequence[RecordChange]
    studies_in: TruncatedList[RecordChange]
    studies_out: TruncatedList[RecordChange]
    estimates: TruncatedList[EstimateLine]
    ratings: TruncatedList[RatingLine]
    records: TruncatedList[StudyChanges]


def changes_page(period: AskedPeriod | None, condition: Condition | None = None) -> ChangesPage:
    """Compare two states, for everything or for one condition."""
    found = StateDifferences((), (), ()) if period is None else period_differences(period)
    if condition is not None:
        found = of_condition(found, condition)
    rows = found.of_event(RecordEvent.ROW_IN, RecordEvent.ROW_OUT, RecordEvent.CELL)
    shown = rows[: MOST_LINES * 10]
    until = period.until.made_at if period and period.until else None
    reasons = change_reasons(shown, since=period.since, until=until) if period else {}
    return ChangesPage(
        condition=condition,
        period=period,
        releases=list(Release.objects.all()),
        counts=tuple(change_counts(found)),
        retractions=found.of_event(RecordEvent.RETRACTED),
        studies_in=_first(found.of_event(RecordEvent.STUDY_IN)),
        studies_out=_first(found.of_event(RecordEvent.STUDY_OUT)),
        estimates=truncate(found.estimates, estimate_line, MOST_LINES),
        ratings=_first(rating_lines(found.ratings)),
        records=_first(study_changes(shown, reasons)),
    )


def _first(lines: Sequence[Line]) -> TruncatedList[Line]:
    return truncate(lines, lambda line: line, MOST_LINES)


def period_differences(period: AskedPeriod) -> StateDifferences:
    """All differences of a period; computed once for each state of the data."""
    build: Callable[[], StateDifferences]
    if period.release is None:
        name, build = f"{period.since.isoformat()}", partial(_of_history, period)
    else:
        name = f"{period.release.number} {period.until.number if period.until else ''}"
        build = partial(_of_states, period.release, period.until)
    return keep(f"changes {name}", build)


def _of_history(period: AskedPeriod) -> StateDifferences:
    return StateDifferences(tuple(changes_since(period.since)), (), ())


def _of_states(first: Release, last: Release | None) -> StateDifferences:
    end: FrozenState | CurrentState = FrozenState(last) if last else current_state()
    return compare(FrozenState(first), end)


def of_condition(found: StateDifferences, condition: Condition) -> StateDifferences:
    """The differences that concern one condition: its findings, and studies of it and what it gathers."""
    scope = {item.slug for item in with_descendants(condition, list(Condition.objects.all()))}
    return replace(
        found,
        records=tuple(each for each in found.records if each.conditions & scope),
        estimates=tuple(each for each in found.estimates if each.condition == condition.slug),
        ratings=tuple(each for each in found.ratings if each.condition == condition.slug),
    )


def change_counts(found: StateDifferences) -> list[str]:
    """What changed, in numbers; what did not change is not named."""
    fallen = sum(each.event is RatingEvent.FALLEN for each in found.ratings)
    counted = (
        (len(found.of_event(RecordEvent.RETRACTED)), "retraction", ""),
        (len(found.of_event(RecordEvent.STUDY_IN)), "study in", "studies in"),
        (len(found.of_event(RecordEvent.STUDY_OUT)), "study out", "studies out"),
        (len(found.of_event(RecordEvent.ROW_IN)), "row added", "rows added"),
        (len(found.of_event(RecordEvent.ROW_OUT)), "row removed", "rows removed"),
        (len(found.of_event(RecordEvent.CELL)), "cell changed", "cells changed"),
        (len(found.estimates), "estimate moved", "estimates moved"),
        (fallen, "rating no longer current", "ratings no longer current"),
        (len(found.ratings) - fallen, "other change of a rating", "other changes of ratings"),
    )
    return [plural(number, one, many) for number, one, many in counted if number]


def period_of(request: HttpRequest) -> AskedPeriod | None:
    """The period of an address; without parameters, since the last release."""
    since, first, last = (request.GET.get(name, "").strip() for name in PARAMETERS)
    asked = asked_period(since, first, last)
    if asked is None and (release := Release.objects.first()):
        return AskedPeriod(release, release.made_at, None)
    return asked


@show_page("evidence/changes/changes_page.html", shared=True)
@query_parameters(*PARAMETERS)
def changes(request: HttpRequest) -> Context:
    return {"page": changes_page(period_of(request))}


@show_page("evidence/changes/changes_page.html", shared=True)
@query_parameters(*PARAMETERS)
def condition_changes(request: HttpRequest, slug: str) -> Context:
    return {"page": changes_page(period_of(request), get_object_or_404(Condition, slug=slug))}
