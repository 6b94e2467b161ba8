"""What a study reports, prepared for its page: outcomes, reported differences, harms, and doubts beside the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studies.choices import OutcomeDomain, Severity
from studies.models import AdverseEvent, Arm, OutcomeMeasure, OutcomeResult, ReportedContrast
from studies.numerics.formatting import weeks_text
from studies.presentation.citations import SourceLink, source_of
from studies.presentation.links import Naming
from studies.presentation.query_texts import QueryView, doubts_of_contrast, doubts_of_result
from studies.presentation.reported_values import estimate_text, p_text, result_text, scale_text, time_text

FEWEST_LINES_THAT_SHARE = 3


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One arm's result, as printed."""

    result: OutcomeResult
    time: str
    arm: str
    part: str
    text: str
    source: SourceLink
    doubts: tuple[QueryView, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """All results of one outcome, by time and then by arm; ``doubts`` are warnings about every one of them."""

    name: str
    measure: OutcomeMeasure
    scale: str
    doubts: tuple[QueryView, ...]
    lines: tuple[ResultLine, ...]

    @property
    def detail(self) -> str:
        """The measure, where the outcome has a name of its own, and the scale."""
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
    doubts: tuple[QueryView, ...]


@dataclass(frozen=True, slots=True)
class StudyHarmLine:
    """A harm that a study looked for or saw."""

    event: AdverseEvent
    arm: str
    count: str
    serious: str
    denominator: str
    source: SourceLink


def outcome_tables(arms: Sequence[Arm], doubts: Sequence[QueryView], naming: Naming) -> tuple[OutcomeTable, ...]:
    """One table an outcome, in the order in which outcomes matter; results are read as prefetched with the arms."""
    grouped: dict[tuple[str, int, str, str], list[ResultLine]] = {}
    for arm in arms:
        for result in arm.results.all():
            measure = result.measure
            key = (measure.domain, measure.order_in_domain, measure.slug, result.outcome_name)
            grouped.setdefault(key, []).append(_result_line(result, arm, doubts, naming))
    return tuple(_table(lines) for _, lines in sorted(grouped.items(), key=lambda item: _importance(item[1][0])))


def _importance(line: ResultLine) -> tuple[int, int, str]:
    """Pain, disability and success first, as the vocabulary lists the domains; then the measure's own order."""
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
        doubts=shared,
        lines=tuple(
            replace(line, doubts=tuple(doubt for doubt in line.doubts if doubt not in shared)) for line in lines
        ),
    )


def _warnings_about_all(lines: list[ResultLine]) -> tuple[QueryView, ...]:
    """Warnings that would stand beside every line of a longer table; they are said once, above it."""
    if len(lines) < FEWEST_LINES_THAT_SHARE:
        return ()
    return tuple(
        doubt
        for doubt in lines[0].doubts
        if doubt.query.severity == Severity.WARNING and all(doubt in line.doubts for line in lines)
    )


def _weeks(weeks: float | None) -> float:
    """Results without a time stand last."""
    return float("inf") if weeks is None else weeks


def _result_line(result: OutcomeResult, arm: Arm, doubts: Sequence[QueryView], naming: Naming) -> ResultLine:
    return ResultLine(
        result=result,
        time=time_text(result),
        arm=arm.label,
        part=result.part.replace("-", " "),
        text=result_text(result),
        source=source_of(result, naming),
        doubts=doubts_of_result(result, doubts),
    )


def contrast_lines(
    contrasts: Sequence[ReportedContrast], arms: Sequence[Arm], doubts: Sequence[QueryView], naming: Naming
) -> tuple[ContrastLine, ...]:
    """What the trial itself printed of two arms, with the doubts about its P values and conclusions."""
    labels = {arm.pk: arm.label for arm in arms}
    return tuple(
        ContrastLine(
            contrast=contrast,
            outcome=contrast.outcome_name or contrast.measure.name,
            time="time not stated" if contrast.weeks is None else weeks_text(contrast.weeks),
            arms=f"{labels[contrast.arm_a_id]} v {labels[contrast.arm_b_id]}",
            text="; ".join(part for part in (contrast.result_text, estimate_text(contrast)) if part),
            p=p_text(contrast),
            direction=contrast.get_direction_display(),
            source=source_of(contrast, naming),
            doubts=doubts_of_contrast(contrast, doubts, _printed_times(contrast, arms)),
        )
        for contrast in contrasts
    )


def _printed_times(contrast: ReportedContrast, arms: Sequence[Arm]) -> set[str]:
    """The times, as printed, of results that the difference can be about."""
    return {
        result.timepoint_label
        for arm in arms
        if arm.pk in (contrast.arm_a_id, contrast.arm_b_id)
        for result in arm.results.all()
        if result.measure_id == contrast.measure_id and result.weeks == contrast.weeks
    }


def harm_lines(events: Sequence[AdverseEvent], naming: Naming) -> tuple[StudyHarmLine, ...]:
    """Harms as reported: a number, none, or not counted."""
    return tuple(
        StudyHarmLine(
            event=event,
            arm=event.arm.label if event.arm else "arm not stated",
            count=_harm_count(event),
            serious=event.get_serious_display(),
            denominator=event.get_denominator_kind_display(),
            source=source_of(event, naming),
        )
        for event in events
    )


def _harm_count(event: AdverseEvent) -> str:
    if event.n_events is None:
        return "not counted"
    seen = "none" if event.n_events == 0 else str(event.n_events)
    return f"{seen} of {event.n_at_risk}" if event.n_at_risk is not None else seen
