"""What a study reports, prepared for its page: outcomes, differences, harms, and the queries about each number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studies.choices import Fatal, OutcomeDomain, Severity
from studies.models import AdverseEvent, Arm, OutcomeMeasure, OutcomeResult, ReportedContrast
from studies.numerics.number_formatting import weeks_text
from studies.presentation.query_texts import QueryView, queries_about_contrast, queries_about_result
from studies.presentation.reported_values import (
    difference_text,
    p_of_test_text,
    result_text,
    scale_text,
    time_text,
)
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of

MIN_LINES_WITH_SHARED_WARNINGS = 3


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One arm's result, as printed."""

    result: OutcomeResult
    time: str
    arm: str
    part: str
    text: str
    source: SourceLink
    queries: tuple[QueryView, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """All results of one outcome, by time and then by arm; ``queries`` are warnings about all of them."""

    name: str
    measure: OutcomeMeasure
    scale: str
    queries: tuple[QueryView, ...]
    lines: tuple[ResultLine, ...]

    @property
    def detail(self) -> str:
        """The measure, where the outcome has another name, and the scale."""
        measure = "" if self.name == self.measure.name else self.measure.name
        return " · ".join(filter(None, (measure, self.scale)))


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """A difference between two arms as the trial printed it."""

    contrast: ReportedContrast
    outcome: str
    time: str
    arms: str
    text: str
    p: str
    direction: str
    source: SourceLink
    queries: tuple[QueryView, ...]


@dataclass(frozen=True, slots=True)
class StudyHarmLine:
    """A harm that a study reports."""

    event: AdverseEvent
    arm: str
    count: str
    serious: str
    denominator: str
    source: SourceLink


def outcome_tables(
    arms: Sequence[Arm], queries: Sequence[QueryView], name_studies: StudyNamer
) -> tuple[OutcomeTable, ...]:
    """One table for each outcome, by importance; results are prefetched with the arms."""
    grouped: dict[tuple[str, int, str, str], list[ResultLine]] = {}
    for arm in arms:
        for result in arm.results.all():
            measure = result.measure
            key = (measure.domain, measure.order_in_domain, measure.slug, result.outcome_name)
            grouped.setdefault(key, []).append(_result_line(result, arm, queries, name_studies))
    return tuple(_table(lines) for _, lines in sorted(grouped.items(), key=lambda item: _importance(item[1][0])))


def _importance(line: ResultLine) -> tuple[int, int, str]:
    """Pain, disability and success first, as ``OutcomeDomain`` lists them; then the order of the measures."""
    measure = line.result.measure
    return [*OutcomeDomain].index(measure.domain), measure.order_in_domain, line.result.outcome_name


def _table(lines: list[ResultLine]) -> OutcomeTable:
    first = lines[0].result
    lines.sort(key=lambda line: (_weeks(line.result.weeks), line.time, line.part, line.result.arm_id, line.result.pk))
    shared = _warnings_about_all(lines)
    return OutcomeTable(
        name=first.outcome_name or first.measure.name,
        measure=first.measure,
        scale=scale_text(first),
        queries=shared,
        lines=tuple(
            replace(line, queries=tuple(query for query in line.queries if query not in shared)) for line in lines
        ),
    )


def _warnings_about_all(lines: list[ResultLine]) -> tuple[QueryView, ...]:
    """Warnings about every line of a longer table, which are shown once, above it."""
    if len(lines) < MIN_LINES_WITH_SHARED_WARNINGS:
        return ()
    return tuple(
        query
        for query in lines[0].queries
        if query.query.severity == Severity.WARNING and all(query in line.queries for line in lines)
    )


def _weeks(weeks: float | None) -> float:
    """Results without a time come last."""
    return float("inf") if weeks is None else weeks


def _result_line(result: OutcomeResult, arm: Arm, queries: Sequence[QueryView], name_studies: StudyNamer) -> ResultLine:
    return ResultLine(
        result=result,
        time=time_text(result),
        arm=arm.label,
        part=result.part.replace("-", " "),
        text=result_text(result),
        source=source_of(result, name_studies),
        queries=queries_about_result(result, queries),
    )


def contrast_lines(
    contrasts: Sequence[ReportedContrast], arms: Sequence[Arm], queries: Sequence[QueryView], name_studies: StudyNamer
) -> tuple[ContrastLine, ...]:
    """Differences that the trial printed, with the queries about P values and conclusions."""
    labels = {arm.pk: arm.label for arm in arms}
    return tuple(
        ContrastLine(
            contrast=contrast,
            outcome=contrast.outcome_name or contrast.measure.name,
            time="time not stated" if contrast.weeks is None else weeks_text(contrast.weeks),
            arms=f"{labels[contrast.arm_a_id]} v {labels[contrast.arm_b_id]}",
            text="; ".join(part for part in (contrast.result_text, difference_text(contrast)) if part),
            p=p_of_test_text(contrast),
            direction=contrast.get_direction_display(),
            source=source_of(contrast, name_studies),
            queries=queries_about_contrast(contrast, queries, _printed_times(contrast, arms)),
        )
        for contrast in contrasts
    )


def _printed_times(contrast: ReportedContrast, arms: Sequence[Arm]) -> set[str]:
    """The printed times of the results of these arms at the time of the difference."""
    return {
        result.timepoint_label
        for arm in arms
        if arm.pk in (contrast.arm_a_id, contrast.arm_b_id)
        for result in arm.results.all()
        if result.measure_id == contrast.measure_id and result.weeks == contrast.weeks
    }


def harm_lines(events: Sequence[AdverseEvent], name_studies: StudyNamer) -> tuple[StudyHarmLine, ...]:
    """Harms as reported: a number, none, or not counted."""
    return tuple(
        StudyHarmLine(
            event=event,
            arm=event.arm.label if event.arm else "arm not stated",
            count=_harm_count(event),
            serious=_severity(event),
            denominator=event.get_denominator_kind_display(),
            source=source_of(event, name_studies),
        )
        for event in events
    )


def _severity(event: AdverseEvent) -> str:
    """Whether people died of it, where the record says so, else whether it is serious."""
    return event.get_fatal_display() if event.fatal == Fatal.YES else event.get_serious_display()


def _harm_count(event: AdverseEvent) -> str:
    if event.n_events is None:
        return "not counted"
    number = "none" if event.n_events == 0 else str(event.n_events)
    return f"{number} of {event.n_at_risk}" if event.n_at_risk is not None else number
